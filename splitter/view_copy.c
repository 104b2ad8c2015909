// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the views: copying the driver's text with what is renamed in it, and with the lines
 * that come on the way: the shim around what is included, tables of functions, macros.
 */
#include <errno.h>
#include <string.h>

#include "view.h"

unsigned int view__line(const struct source *s, size_t offset)
{
	unsigned int line = 1;

	for (size_t i = 0; i < offset; i++)
		line += s->in.s[i] == '\n';
	return line;
}

void view__line_directive(struct source *s, struct text *out, unsigned int line)
{
	text__printf(out, "#line %u ", line);
	text__string(out, s->plan->path);
	text__put(out, "\n");
}

/* The next but those up to @done: several may stand in one place that take up no room. */
static const struct plan_rename *next_rename(const struct emit *e, enum view view,
					     unsigned int source, size_t start, size_t end,
					     const struct plan_rename *done)
{
	for (unsigned int i = done ? done - e->plan->renames + 1 : 0; i < e->plan->nr_renames; i++) {
		const struct plan_rename *r = &e->plan->renames[i];

		if ((unsigned int)r->source == source && r->start >= start &&
		    r->start + strlen(r->from) <= end && (view == VIEW_USER ? r->user : r->kernel))
			return r;
	}
	return NULL;
}

void emit__copy(struct emit *e, struct text *out, enum view view, unsigned int source,
		const struct text *in, size_t start, size_t end)
{
	const struct plan_rename *done = NULL;

	for (;;) {
		const struct plan_literal *literal = emit__next_literal(e, source, start, end);
		const struct plan_rename *rename = next_rename(e, view, source, start, end, done);

		if (!literal && !rename)
			break;
		if (literal && rename && rename->start <= literal->start)
			literal = NULL;
		else if (literal)
			rename = NULL;
		if (literal ? literal->end > in->len :
			      strncmp(in->s + rename->start, rename->from, strlen(rename->from))) {
			emit__fail(e, -ESTALE, "%s: changed since it was analysed",
				   e->plan->sources[source].path);
			return;
		}
		text__put_n(out, in->s + start, (literal ? literal->start : rename->start) - start);
		if (literal)
			emit__put_literal(e, out, literal);
		else
			text__put(out, rename->to);
		done = rename ? rename : done;
		start = literal ? literal->end : rename->start + strlen(rename->from);
	}
	if (end > start)
		text__put_n(out, in->s + start, end - start);
}

/* Copies the driver's text up to @end, as the view has it. */
static void copy_text(struct source *s, size_t end)
{
	if (end > s->at)
		emit__copy(s->e, &s->out, s->view, s->plan - s->e->plan->sources, &s->in, s->at, end);
	s->at = end > s->at ? end : s->at;
}

static size_t offset_of_line(const struct source *s, unsigned int line)
{
	const char *p = s->in.s;

	while (--line && (p = strchr(p, '\n')))
		p++;
	return p ? (size_t)(p - s->in.s) : s->in.len;
}

/* In its place, behind others that have the same one. */
static void add_mark(struct source *s, struct mark mark)
{
	unsigned int i;

	STORE_ADD(s->marks, s->nr_marks);
	for (i = s->nr_marks - 1; i && s->marks[i - 1].at > mark.at; i--)
		s->marks[i] = s->marks[i - 1];
	s->marks[i] = mark;
}

static void add_include(struct source *s, unsigned int line, const char *file)
{
	add_mark(s, (struct mark){ .at = offset_of_line(s, line), .file = file });
}

/* Files in which the shim is at work already need no shield from it. */
static bool is_shielded(const struct source *s, const struct plan_include *include)
{
	const struct plan *plan = s->e->plan;

	if (include->inside || (!s->plan->header && include->line < s->plan->shim_line))
		return false;
	for (unsigned int i = 0; i < plan->nr_sources; i++)
		if (plan->sources[i].in_place &&
		    read__names(s->plan, include, plan->sources[i].path))
			return false;
	return true;
}

static const struct plan_function *function_of(const struct source *s,
					       const struct plan_table *table)
{
	return &s->e->plan->functions[table->function];
}

bool view__has_table(const struct source *s, const struct plan_table *table)
{
	return &s->e->plan->sources[function_of(s, table)->source] == s->plan;
}

/* What the functions of a header need, which are compiled behind it. */
static void find_macros(struct source *s)
{
	unsigned int source = s->plan - s->e->plan->sources;
	size_t at = 0;
	char *name;

	while ((name = emit__next_dropped(s->e, source, &s->in, &at))) {
		*STORE_ADD(s->macros, s->nr_macros) = name;
		add_mark(s, (struct mark){ .at = at++, .macro = name });
	}
}

/*
 * The shim; around each #include behind it what takes it away and brings it back; before a
 * function a table that it has for itself.
 */
void view__find_marks(struct source *s)
{
	const struct plan *plan = s->e->plan;

	if (!s->plan->header)
		add_include(s, s->plan->shim_line ? s->plan->shim_line : 1, "shim.h");
	if (!plan__is_code(s->plan))
		find_macros(s);
	for (unsigned int i = 0; i < s->plan->nr_includes && plan__is_code(s->plan); i++) {
		const struct plan_include *include = &s->plan->includes[i];

		if (!is_shielded(s, include))
			continue;
		add_include(s, include->line, "unshim.h");
		add_include(s, include->line + 1, "shim.h");
	}
	for (unsigned int i = 0; i < plan->nr_tables; i++)
		if (view__has_table(s, &plan->tables[i]))
			add_mark(s, (struct mark){ .at = function_of(s, &plan->tables[i])->start,
						   .table = &plan->tables[i] });
}

static void put_mark(struct source *s, const struct mark *mark)
{
	if (mark->file) {
		text__printf(&s->out, "#include \"%s\"\n", mark->file);
	} else if (mark->macro) {
		text__printf(&s->out, "#pragma push_macro(\"%s\")\n", mark->macro);
	} else {
		text__put(&s->out, "\n");
		view__line_directive(s, &s->out, view__line(s, mark->table->start));
		emit__copy(s->e, &s->out, s->view, s->plan - s->e->plan->sources, &s->in,
			   mark->table->start, mark->table->end);
		text__put(&s->out, "\n");
	}
	view__line_directive(s, &s->out, view__line(s, mark->at));
}

/* Copies the driver's text up to @end, and what comes on the way. */
void view__copy_to(struct source *s, size_t end)
{
	for (; s->next_mark < s->nr_marks; s->next_mark++) {
		struct mark *mark = &s->marks[s->next_mark];

		if (mark->at < s->at)	/* inside what was replaced */
			mark->at = offset_of_line(s, view__line(s, s->at) + 1);
		if (mark->at > end)
			break;
		copy_text(s, mark->at);
		put_mark(s, mark);
	}
	copy_text(s, end);
}
