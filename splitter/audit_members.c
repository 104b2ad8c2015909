// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the audit: each member that the user half touches, held against what crosses. */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "audit.h"
#include "path.h"

/** struct look - at one access */
struct look {
	struct audit *audit;
	const struct func *func;
	const struct access *access;
	int mode;		/* what must cross: enum access_mode */
};

/* ---- what is wrong --------------------------------------------------------- */

/* Of an inline of a header, who calls it. */
static struct func *ours(const struct audit *audit, const struct func *func, unsigned int depth)
{
	const struct facts *facts = audit->s->p->facts;
	const struct flow_node *node = &audit->s->p->flow->nodes[func->index];
	struct func *found = partition__ours(func) ? facts->all[func->index] : NULL;

	for (unsigned int i = 0; !found && i < node->nr_callers && depth < 8; i++)
		if (audit->s->user[node->callers[i].caller->index])
			found = ours(audit, node->callers[i].caller, depth + 1);
	return found;
}

static const char *file_name(const struct func *func)
{
	const char *slash = strrchr(func->file, '/');

	return slash ? slash + 1 : func->file;
}

void audit__tell(struct audit *audit, const struct func *func, unsigned int line, const char *what,
		 const char *why)
{
	struct func *by = ours(audit, func, 0);

	audit->sound = false;
	if (by && !by->unsound) {
		by->unsound = strings__format(audit->s->p->strings, "%s %s, %s (%s:%u)", func->name,
					      what, why, file_name(func), line);
		map__put(&audit->told, by->unsound, by);
	} else if (!by || !map__get(&audit->told, by->unsound)) {
		report__at(audit->report, func->file, line,
			   "%s %s in the user half, %s, and cannot be kept out of it", func->name,
			   what, why);
	}
}

static void hit(struct look *look, const char *name, const char *why)
{
	const char *path = look->access->path, *what;

	what = strings__format(look->audit->s->p->strings, "%s %s%s%s",
			       look->mode & ACCESS_WRITE ? "writes" : "reads", name,
			       *path && *path != '[' ? "." : "", path);
	audit__tell(look->audit, look->func, look->access->line, what, why);
}

/* ---- members of objects ------------------------------------------------------ */

/* What has nothing to it, or is not to be looked at from there, need not cross. */
static bool beside_the_point(const struct audit *audit, const struct record *owner,
			     const struct field *field)
{
	const struct model_field *model = model__field(audit->s->p->model, owner->name,
						       field->name);

	return !field->type->size || (model && model->kind == MODEL_FIELD_OPAQUE) ||
	       tracked__opaque(audit->s->p, field->type);
}

/* It crosses the other way: a user half that writes there would be refused. */
static const char one_way[] = "which does not cross to the kernel";

/* Why what is at that path of a type's objects does not cross; NULL: it does. */
static const char *uncrossed(struct look *look, unsigned int type, const char *path)
{
	const struct plan_type *plan = &look->audit->s->plan->types[type];
	const char *why = "which does not cross";

	for (unsigned int i = 0; i < plan->nr_fields; i++) {
		const struct plan_field *field = &plan->fields[i];

		if (!audit__covers(path, field->name))
			continue;
		if (!(look->mode & ACCESS_WRITE) || field->dir == CLEAVE_BOTH)
			return NULL;
		why = one_way;
	}
	return why;
}

static const char *whole_uncrossed(struct look *look, unsigned int type, const char *path,
				   const struct record *record);

static const char *leaf_uncrossed(struct look *look, unsigned int type, const char *path,
				  const struct record *owner, const struct field *field)
{
	const struct type *of = field->type;
	const char *why = uncrossed(look, type, path);

	of = path__element(of);
	if (!why || beside_the_point(look->audit, owner, field))
		return NULL;
	if (of->kind == TYPE_RECORD)
		return whole_uncrossed(look, type, path, of->record);
	/* In a variable each half has it from the driver's text. */
	if (!look->audit->s->types[type].record && !audit__is_written(look->audit, owner, field))
		return NULL;
	return why == one_way || audit__kernel_touches(look->audit, owner, field) ? why : NULL;
}

static const char *whole_uncrossed(struct look *look, unsigned int type, const char *path,
				   const struct record *record)
{
	const char *why = NULL;

	for (unsigned int i = 0; i < record->nr_fields && !why; i++) {
		const char *name = record->fields[i].name;
		char *in = store__format("%s%s%s", path, *name ? "." : "", name);

		why = leaf_uncrossed(look, type, in, record, &record->fields[i]);
		free(in);
	}
	return why;
}

static const char *at_instance(struct look *look, unsigned int type, const struct instance *at,
			       const struct record *record)
{
	const struct access *a = look->access;
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(record, a->path, steps);
	char *path = audit__path(look->audit, type, at, a->path);
	const char *why = NULL;

	if (nr > 0)
		why = leaf_uncrossed(look, type, path, steps[nr - 1].owner, steps[nr - 1].field);
	else if (!nr)
		why = whole_uncrossed(look, type, path, record);
	free(path);
	return why;
}

bool audit__holds(const struct share_type *type, const struct record *record)
{
	bool found = !record || type->record == record;

	for (unsigned int i = 0; i < type->nr_instances && !found; i++)
		found = type->instances[i].record == record;
	return found;
}

/* Where files have structures of one name each, only a file's own variables hold what it means. */
static bool of_this_file(const struct look *look, unsigned int type, const struct record *record)
{
	return !record->differs ||
	       look->audit->s->plan->types[type].unit == look->func->unit;
}

/*
 * In an object in which there is an @in, or any at all; false: there is no such object with what
 * the access takes it for.
 */
static bool of_object(struct look *look, const struct record *in)
{
	struct share *s = look->audit->s;
	const struct record *record = look->access->record;
	const char *why = NULL;
	bool found = false;

	for (unsigned int t = 0; t < s->nr_types; t++) {
		const struct share_type *type = &s->types[t];

		for (unsigned int i = 0; i < type->nr_instances && audit__holds(type, in); i++) {
			if (type->instances[i].record != record || !of_this_file(look, t, record))
				continue;
			found = true;
			why = why ? why : at_instance(look, t, &type->instances[i], record);
		}
	}
	if (why)
		hit(look, record->name, why);
	return found;
}

/* ---- what is touched ---------------------------------------------------------- */

/* A pointer of which nothing else is known may lead to such tables, too, which each half has. */
static bool of_table(const struct look *look)
{
	const struct plan *plan = look->audit->s->plan;

	for (unsigned int i = 0; i < plan->nr_symbols; i++)
		if (plan->symbols[i].kind == SYMBOL_TABLE &&
		    !strcmp(plan->classes[plan->symbols[i].class], look->access->record->name))
			return true;
	return false;
}

/* As ioctl()'s structures are in a struct ifreq: bytes of it are taken for another one. */
static bool overlaid(const struct lead *lead, const struct record *record)
{
	return lead->part && record->size <= lead->record->size &&
	       !tracked__has_pointers(record);
}

/* Why what a pointer may lead to is not what the access takes it for; NULL: it may be. */
static const char *misfit(struct look *look, const struct lead *lead)
{
	switch (lead->kind) {
	case LEAD_OBJECT:
		return of_object(look, lead->record) || (!lead->record && of_table(look)) ? NULL :
		       "of which nothing crosses";
	case LEAD_UNKNOWN:
		return of_object(look, NULL) ? NULL : "and it is not known where that is";
	case LEAD_LENT:
		return !lead->record || path__holds(lead->record, look->access->record) ||
		       overlaid(lead, look->access->record) ? NULL :
		       "where something else was lent";
	default:
		return NULL;
	}
}

/*
 * Where one slot keeps pointers to several structures, one of them must be what the access takes
 * it for: which of them it is, is not looked at.
 */
static void through_pointer(struct look *look)
{
	const struct access *a = look->access;
	struct leads leads = { 0 };
	const char *why = NULL;
	bool fits = false;

	audit__leads(look->audit, look->func, &a->base, &leads);
	for (unsigned int i = 0; i < leads.nr; i++) {
		const char *not = misfit(look, &leads.items[i]);

		fits |= !not;
		why = not ? not : why;
	}
	if (why && !fits)
		hit(look, a->record->name, why);
	free(leads.items);
}

/* Does a function of the kernel half touch the variable, too, and does anybody write there? */
static bool in_both(const struct look *look)
{
	const struct share *s = look->audit->s;
	int kernel = 0;

	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; s->kernel[f] && i < func->nr_accesses; i++)
			if (func->accesses[i].global == look->access->global)
				kernel |= func->accesses[i].mode;
	}
	return kernel && (kernel | look->mode) & ACCESS_WRITE;
}

static void of_variable(struct look *look)
{
	const struct global *global = look->access->global;
	const char *why = "which the kernel half touches, too, and which does not cross";
	int type = audit__variable(look->audit, global);
	char *path;

	if (global->source < 0 || global->type->is_const || !in_both(look))
		return;
	if (type >= 0 && global->type->record) {
		why = at_instance(look, type, NULL, global->type->record);
	} else if (type >= 0) {
		path = audit__path(look->audit, type, NULL, look->access->path);
		why = uncrossed(look, type, path);
		free(path);
	}
	if (why)
		hit(look, global->name, why);
}

/* ---- how ------------------------------------------------------------------------ */

static int of_dir(int dir)
{
	return (dir & CLEAVE_TO_KERNEL ? ACCESS_READ : 0) |
	       (dir & CLEAVE_TO_USER ? ACCESS_WRITE : 0);
}

static int by_kind(const struct plan_arg *arg)
{
	switch (arg->kind) {
	case ARG_BUFFER:
		return of_dir(arg->dir);
	case ARG_RESULT:
		return ACCESS_WRITE;
	case ARG_STRING:
	case ARG_STRING_KEPT:
	case ARG_FORMAT:
		return ACCESS_READ;
	default:
		return 0;
	}
}

/* What a callee does with what the address of a member leads to. */
static int by_callee(const struct look *look, const struct func *callee)
{
	const struct share *s = look->audit->s;
	const unsigned int at = look->access->arg;
	const struct type *type = at < callee->nr_params ? callee->params[at].type : NULL;
	const struct type *to = type ? path__pointee(type) : NULL;
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);

	for (unsigned int i = 0; !s->user[callee->index] && i < s->plan->nr_downcalls; i++) {
		const struct plan_downcall *down = &s->plan->downcalls[i];

		if (down->kind != DOWN_MACRO && !strcmp(down->name, callee->name))
			return at < down->nr_args ? by_kind(&down->args[at]) : ACCESS_READ;
	}
	if (!to && entry && entry->fills)
		return ACCESS_READ | ACCESS_WRITE;
	return !to || to->is_const ? ACCESS_READ : ACCESS_READ | ACCESS_WRITE;
}

static bool is_record(const struct type *type)
{
	type = path__element(type);
	return type->kind == TYPE_RECORD;
}

/* How it is touched. Members of a record whose address is taken are told apart where they are. */
static int mode_of(const struct look *look)
{
	const struct access *a = look->access;
	int mode = a->mode & (ACCESS_READ | ACCESS_WRITE);
	struct targets targets = { 0 };

	if (!(a->mode & ACCESS_ADDRESS) || is_record(a->type))
		return mode;
	if (a->call < 0)	/* behind a structure may be another, whose members are told */
		return a->type->size <= 0 ? mode : ACCESS_READ | ACCESS_WRITE;
	flow__targets(look->audit->s->p->flow, look->func, &look->func->calls[a->call], &targets);
	for (unsigned int i = 0; i < targets.nr; i++)
		mode |= by_callee(look, targets.items[i]);
	free(targets.items);
	return mode;
}

static void at_access(struct audit *audit, const struct func *func, const struct access *access)
{
	struct look look = { .audit = audit, .func = func, .access = access };

	look.mode = mode_of(&look);
	if (!look.mode)
		return;
	if (access->global)
		of_variable(&look);
	else
		through_pointer(&look);
}

bool audit__members(struct share *s, struct report *report)
{
	struct audit audit = { .s = s, .report = report, .sound = true };
	const struct facts *facts = s->p->facts;

	audit__find(&audit);
	audit__kernel(&audit);
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		for (unsigned int i = 0; s->user[f] && i < func->nr_accesses; i++)
			at_access(&audit, func, &func->accesses[i]);
		if (s->user[f])
			audit__bytes(&audit, func);
	}
	if (audit.sound)
		audit__types(&audit);
	audit__forget(&audit);
	return audit.sound;
}
