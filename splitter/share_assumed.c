// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: which entries of the model and of the profile the
 * plan rests on, each with its line and the kernel source that it names.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"
#include "text.h"

/** struct assuming - the pass under way */
struct assuming {
	struct share *s;
	struct map files;	/* struct text by path */
	struct map told;	/* entries that are in the plan */
	bool *seen;		/* by func->index: walked for the present user */
	const struct func *user;
};

/* ---- what the file says ---------------------------------------------------- */

static const char *line_of(struct assuming *a, const char *file, unsigned int line)
{
	struct text *text = map__get(&a->files, file);
	const char *at;

	if (!text) {
		text = store__alloc(sizeof(*text));
		if (text__read(text, file))
			text__put(text, "");
		map__put(&a->files, file, text);
	}
	for (at = text->s; at && --line; at += at[strcspn(at, "\n")] == '\n')
		at += strcspn(at, "\n");
	return at ? at : "";
}

/* Where the comment of a line begins, or its end. */
static size_t comment_at(const char *line)
{
	char quote = 0;
	size_t i;

	for (i = 0; line[i] && line[i] != '\n'; i++) {
		if (quote)
			quote = line[i] == quote ? 0 : quote;
		else if (line[i] == '"' || line[i] == '\'')
			quote = line[i];
		else if (line[i] == '#' && (!i || isspace((unsigned char)line[i - 1])))
			break;
	}
	return i;
}

static size_t indent(const char *line)
{
	return strspn(line, " ");
}

static void trim(char *s)
{
	size_t len = strlen(s);

	while (len && isspace((unsigned char)s[len - 1]))
		s[--len] = '\0';
}

/* A line of nothing but comment, without its mark; NULL if it is none. */
static const char *remark(const char *line)
{
	line += indent(line);
	return *line == '#' ? line + 1 + strspn(line + 1, " ") : NULL;
}

/* The remark whose last, or whose first, line that is; the caller's. */
static char *whole_remark(struct assuming *a, const char *file, unsigned int line)
{
	struct text text = {};
	const char *at;

	while (line > 1 && remark(line_of(a, file, line - 1)))
		line--;
	for (; (at = remark(line_of(a, file, line))) != NULL; line++)
		if (*at != '\n' && strncmp(at, "SPDX-", 5))
			text__printf(&text, "%s%.*s", text.len ? " " : "", (int)strcspn(at, "\n"), at);
	return text.s;
}

/*
 * What stands over a group of entries, or else over the whole file, is said of each of them
 * that says nothing itself.
 */
static char *remark_above(struct assuming *a, const char *file, unsigned int line)
{
	while (--line > 1) {
		const char *at = line_of(a, file, line);

		if (remark(at))
			return whole_remark(a, file, line);
		if (at[indent(at)] == '\n')
			break;
	}
	return whole_remark(a, file, 1);
}

/* The entry as it is written, on one line; its first comment is the source that it names. */
static void quote(struct assuming *a, struct plan_assumption *out)
{
	const char *line = line_of(a, out->file, out->line);
	size_t level = indent(line);
	struct text text = {};

	do {
		size_t end = comment_at(line), from = indent(line);

		if (end > from)
			text__printf(&text, "%s%.*s", text.len ? " " : "", (int)(end - from), line + from);
		if (line[end] == '#' && !out->origin) {
			size_t skip = 1 + strspn(line + end + 1, " ");

			out->origin = store__format("%.*s", (int)strcspn(line + end + skip, "\n"),
						    line + end + skip);
			trim(out->origin);
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
		if (text.len)
			trim(text.s);
		text.len = text.s ? strlen(text.s) : 0;
	} while (*line && indent(line) > level);
	out->text = text.s ? text.s : store__copy("");
	if (!out->origin)
		out->origin = remark_above(a, out->file, out->line);
}

/* ---- entries ----------------------------------------------------------------- */

static void assume(struct assuming *a, const char *section, const char *name, const char *file,
		   unsigned int line)
{
	struct share *s = a->s;
	const char *key = strings__format(s->p->strings, "%s %s", section, name);
	struct plan_assumption *out;

	if (map__get(&a->told, key))
		return;
	map__put(&a->told, key, s);
	out = STORE_ADD(s->plan->assumptions, s->plan->nr_assumptions);
	out->section = store__copy(section);
	out->name = store__copy(name);
	out->file = store__copy(file);
	out->line = line;
	out->user = a->user ? store__copy(facts__shown(a->user)) : NULL;
	quote(a, out);
}

static void assume_function(struct assuming *a, const char *section, const struct map *map,
			    const char *name)
{
	const struct model_function *entry = map__get(map, name);

	if (entry)
		assume(a, section, name, entry->file, entry->line);
}

static void assume_type(struct assuming *a, const char *name)
{
	const struct model_type *entry = map__get(&a->s->p->model->types, name);

	/* One that births.c made of the driver's own text is no assumption. */
	if (entry && entry->file)
		assume(a, "types", name, entry->file, entry->line);
}

static void assume_access(struct assuming *a, const struct access *access)
{
	const struct model_data *data = access->global && access->global->source < 0 ?
		map__get(&a->s->p->model->data, access->global->name) : NULL;
	struct path_step steps[PATH_STEPS];
	int nr = access->record ? path__steps(access->record, access->path, steps) : 0;
	const struct type *leaf = access->type;

	if (data)
		assume(a, "data", data->name, data->file, data->line);
	for (int i = 0; i < nr; i++)
		assume_type(a, steps[i].owner->name);
	leaf = path__element(leaf);
	if (leaf && leaf->kind == TYPE_RECORD)
		assume_type(a, leaf->record->name);
}

/* What an inline of a header does that the model does not list is done by its caller. */
static void assume_body(struct assuming *a, const struct func *func)
{
	const struct model *model = a->s->p->model;

	if (a->seen[func->index])
		return;
	a->seen[func->index] = true;
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];

		if (call->macro)
			assume_function(a, "macros", &model->macros, call->macro);
		if (!call->callee || partition__ours(call->callee))
			continue;
		assume_function(a, "functions", &model->functions, call->callee->name);
		if (call->callee->walked && !map__get(&model->functions, call->callee->name))
			assume_body(a, call->callee);
	}
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		assume_access(a, &func->accesses[i]);
}

static void assume_slots(struct assuming *a, const struct func *func)
{
	const struct flow_node *node = &a->s->p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&a->s->p->model->slots, node->slots[i].slot) : NULL;

		if (slot)
			assume(a, "slots", slot->name, slot->file, slot->line);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct plan_assumption *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : strcmp(x->name, y->name);
}

void share__assumptions(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct assuming a = { .s = s, .seen = store__alloc(facts->nr_all * sizeof(bool)) };

	for (unsigned int i = 0; i < facts->nr_all; i++) {
		const struct model_mark *mark = map__get(&s->p->model->marks, facts->all[i]->name);

		if (!partition__ours(facts->all[i]))
			continue;
		a.user = facts->all[i];
		assume_slots(&a, a.user);
		assume_body(&a, a.user);
		if (mark)
			assume(&a, "marks", mark->name, mark->file, mark->line);
	}
	if (s->plan->nr_assumptions)
		qsort(s->plan->assumptions, s->plan->nr_assumptions, sizeof(*s->plan->assumptions),
		      by_place);
	for (unsigned int i = 0; i < a.files.room; i++) {
		struct text *text = a.files.slots[i].value;

		if (text)
			text__free(text);
		free(text);
	}
	map__clear(&a.files);
	map__clear(&a.told);
	free(a.seen);
}
