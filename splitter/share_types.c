// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: types of objects, the records inside of them, and
 * places where pointers may lead.
 */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"

#define MAX_ELEMENTS	64	/* of an array within an array */

/* ---- classes ------------------------------------------------------------- */

int share__class_named(struct share *s, const char *name)
{
	struct plan *plan = s->plan;
	size_t known;

	known = (size_t)map__get(&s->classes, name);
	if (!known) {
		known = plan->nr_classes;
		map__put(&s->classes, strings__intern(s->p->strings, name), (void *)known);
		*STORE_ADD(plan->classes, plan->nr_classes) = store__copy(name);
	}
	return known;
}

int share__class(struct share *s, const struct type *to)
{
	to = path__element(to);
	if (to && to->kind == TYPE_RECORD && to->record->named)
		return share__class_named(s, to->record->name);
	if (to && to->kind == TYPE_FUNCTION)
		return share__class_named(s, to->canonical);
	if (to && to->kind == TYPE_POINTER)	/* itself const or not */
		return share__class_named(s, strings__format(s->p->strings, "%s *",
							     to->to->canonical));
	if (literals__is_char(to))
		return share__class_named(s, "char");
	return 0;
}

/* ---- records within a type ----------------------------------------------- */

static void add_instances(struct share *s, struct share_type *type, const struct instance *at);

static const char *join(struct share *s, const char *path, const char *name)
{
	if (!*name)
		return path;
	return strings__format(s->p->strings, "%s%s%s", path, *path ? "." : "", name);
}

static void add_field_instances(struct share *s, struct share_type *type,
				const struct instance *outer, const struct field *field)
{
	const struct type *of = field->type;
	struct instance in = *outer;
	long total = 1;

	while (of->kind == TYPE_ARRAY) {
		total *= of->count > 0 ? of->count : 0;
		of = of->to;
	}
	if (of->kind != TYPE_RECORD || !total)
		return;
	in.record = of->record;
	in.ours = outer->ours && outer->record->in_driver;
	in.offset = outer->offset + field->offset;
	in.path = join(s, outer->path, field->name);
	if (field->type->kind != TYPE_ARRAY) {
		add_instances(s, type, &in);
	} else if (outer->count == 1 && field->type->to == of) {
		in.count = total;
		in.stride = of->record->size;
		in.path = strings__format(s->p->strings, "%s[]", in.path);
		add_instances(s, type, &in);
	} else if (field->type->to == of && total <= MAX_ELEMENTS) {
		const char *path = in.path;

		for (long i = 0; i < total; i++, in.offset += of->record->size * 8) {
			in.path = strings__format(s->p->strings, "%s[%ld]", path, i);
			add_instances(s, type, &in);
		}
	}
}

static void add_instances(struct share *s, struct share_type *type, const struct instance *at)
{
	const struct record *record = at->record;

	*STORE_ADD(type->instances, type->nr_instances) = *at;
	for (unsigned int i = 0; i < record->nr_fields; i++)
		add_field_instances(s, type, at, &record->fields[i]);
}

static bool holds_tracked(const struct share *s, const struct record *record)
{
	bool found = tracked__is(s->p, record);

	for (unsigned int i = 0; i < record->nr_fields && !found; i++) {
		const struct type *type = path__element(record->fields[i].type);

		found = type->kind == TYPE_RECORD && holds_tracked(s, type->record);
	}
	return found;
}

void share__instances(struct share *s, struct share_type *type, const struct record *record,
		      long count)
{
	const struct instance at = { record, record, "", NULL, 0, count,
				     count > 1 ? record->size : 0, false, 0 };

	if (holds_tracked(s, record))
		add_instances(s, type, &at);
	else
		*STORE_ADD(type->instances, type->nr_instances) = at;
}

/* ---- types --------------------------------------------------------------- */

static char *identifier(const char *name)
{
	char *ident = store__alloc(2 * strlen(name) + 1), *out = ident;

	for (; *name; name++) {
		if (*name == '+')
			*out++ = '_';
		*out++ = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
			 (*name >= '0' && *name <= '9') ? *name : '_';
	}
	return ident;
}

static bool is_taken(const struct plan *plan, const char *ident)
{
	for (unsigned int i = 0; i < plan->nr_types; i++)
		if (plan->types[i].ident && !strcmp(plan->types[i].ident, ident))
			return true;
	return false;
}

/* `struct own own;', and each file may have a static variable of one name. */
char *share__ident(const struct share *s, const char *name)
{
	char *first = identifier(name), *ident = store__copy(first);

	for (unsigned int i = 2; is_taken(s->plan, ident); i++) {
		free(ident);
		ident = store__format("%s_%u", first, i);
	}
	free(first);
	return ident;
}

static struct plan_type *new_type(struct share *s, const char *name, const char *size)
{
	struct plan_type *plan = STORE_ADD(s->plan->types, s->plan->nr_types);

	STORE_ADD(s->types, s->nr_types);
	plan->name = store__copy(name);
	plan->ident = share__ident(s, name);
	plan->size = store__copy(size);
	return plan;
}

/* One call or one name stands by itself in a sum; anything else needs parentheses. */
static const char *as_operand(struct share *s, const char *expr)
{
	size_t at = strcspn(expr, "( ");
	int depth = 0;

	for (; expr[at]; at++) {
		depth += (expr[at] == '(') - (expr[at] == ')');
		if (!depth && expr[at + 1])
			return strings__format(s->p->strings, "(%s)", expr);
	}
	return expr;
}

/* The driver's part @own, and what is behind it, which begins at @type->private of the one before. */
static void add_part(struct share *s, struct share_type *type, struct plan_type *plan,
		     const struct model_type *before, const struct record *own, int part)
{
	const char *base = as_operand(s, before->private);
	struct instance at = { own, own, "", base, 0, 1, 0, true, part };
	char *name = store__format("%s+%s", plan->name, own->name);

	if (part > 1)
		at.base = base = strings__format(s->p->strings, "%s + %s",
						 as_operand(s, s->p->private_of->private), base);
	free(plan->name);
	free(plan->ident);
	free(plan->size);
	plan->ident = NULL;
	plan->name = name;
	plan->ident = share__ident(s, name);
	plan->size = store__format("%s + sizeof(%s)", base, own->spelling);
	plan->unit = own->unit;
	add_instances(s, type, &at);
}

static void root_type(struct share *s, const struct model_type *model,
		      const struct record *record)
{
	const struct partition *p = s->p;
	struct instance at = { record, record, "", NULL, 0, 1, 0, true, 0 };
	struct plan_type *plan = new_type(s, record->name, strings__format(p->strings, "sizeof(%s)",
									   record->spelling));
	struct share_type *type = &s->types[s->nr_types - 1];

	type->record = record;
	plan->class = share__class_named(s, record->name);
	plan->array = model->array;
	plan->unit = record->unit;
	plan->guest = store__copy(visitors__host(p, model));
	if (model->device || !strcmp(record->name, "device"))	/* lines of the log may be of a guest */
		plan->device = model->device && *model->device ?
			store__format("offsetof(%s, %s)", record->spelling, model->device) :
			store__copy("0");
	add_instances(s, type, &at);
	if (p->private_of != model)
		return;
	add_part(s, type, plan, model, p->private, 1);
	if (p->inner)
		add_part(s, type, plan, tracked__model(p, p->private), p->inner, 2);
}

/* Its size may be known nowhere here, and nothing of it crosses. */
static void handle_type(struct share *s, const struct record *record)
{
	struct plan_type *plan = new_type(s, record->name, "1");

	s->types[s->nr_types - 1].record = record;
	plan->class = share__class_named(s, record->name);
	plan->unit = record->unit;
}

/* The guests that a guest brings. */
static void put_alongs(struct share *s, unsigned int at)
{
	const struct model_type *model = tracked__model(s->p, s->types[at].record);

	for (unsigned int i = 0; model && i < model->nr_fields; i++) {
		const struct model_field *field = &model->fields[i];
		int type = field->along ? share__type_of(s, field->arg) : -1;
		struct plan_along *along;

		if (type < 0)
			continue;
		along = STORE_ADD(s->plan->types[at].alongs, s->plan->types[at].nr_alongs);
		along->member = store__copy(field->name);
		along->type = type;
	}
}

/* What comes with a root. */
static void put_brings(struct share *s, unsigned int at)
{
	const struct record *record = s->types[at].record;
	const struct model_type *model = tracked__model(s->p, record);

	for (unsigned int i = 0; model && i < model->nr_brings; i++) {
		int type = share__type_of(s, model->brings[i].type);
		struct plan_bring *bring;

		if (type < 0)
			continue;
		bring = STORE_ADD(s->plan->types[at].brings, s->plan->types[at].nr_brings);
		bring->at = store__copy(model->brings[i].at);
		bring->of = store__copy(record->spelling);
		bring->type = type;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct model_type *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

void share__find_types(struct share *s)
{
	const struct map *born = &s->p->born;
	const struct model_type **all = store__alloc((born->nr + 1) * sizeof(*all));
	unsigned int nr = 0;

	for (unsigned int i = 0; i < born->room; i++)
		if (born->slots[i].value)
			all[nr++] = born->slots[i].value;
	qsort(all, nr, sizeof(*all), by_name);
	for (unsigned int i = 0; i < nr; i++) {
		const struct record *record = map__get(&s->p->tracked, all[i]->name);

		if (record && all[i]->handle)
			handle_type(s, record);
		else if (record)
			root_type(s, all[i], record);
	}
	free(all);
	for (unsigned int i = 0; i < s->nr_types; i++) {
		put_alongs(s, i);
		put_brings(s, i);
	}
}

int share__type_of(const struct share *s, const char *name)
{
	for (unsigned int i = 0; i < s->nr_types; i++)
		if (s->types[i].record && !strcmp(s->types[i].record->name, name))
			return i;
	return -1;
}

int share__type_with(const struct share *s, const struct type *to)
{
	int type = to && to->kind == TYPE_RECORD ? share__type_of(s, to->record->name) : -1;

	if (type >= 0 || !to || to->kind != TYPE_RECORD)
		return type;
	for (unsigned int i = 0; i < s->nr_types; i++)
		for (unsigned int r = 0; r < s->types[i].nr_instances; r++)
			if (s->types[i].instances[r].record == to->record)
				return i;
	return -1;
}

/* ---- the end ------------------------------------------------------------- */

const char *share__offset_of(struct share *s, const struct instance *at)
{
	const char *own = "0";

	if (*at->path) {
		char *first = store__copy(at->path), *brackets = strstr(first, "[]");

		if (brackets) {
			*brackets = 0;
			own = strings__format(s->p->strings, "offsetof(%s, %s[0]%s)",
					      at->root->spelling, first, brackets + 2);
		} else {
			own = strings__format(s->p->strings, "offsetof(%s, %s)",
					      at->root->spelling, first);
		}
		free(first);
	}
	if (!at->base)
		return own;
	return *at->path ? strings__format(s->p->strings, "%s + %s", at->base, own) : at->base;
}

static void put_point(struct share *s, struct plan_type *plan, const struct instance *in, int class)
{
	struct plan_point *point = STORE_ADD(plan->points, plan->nr_points);

	point->offset = store__copy(share__offset_of(s, in));
	point->count = store__format("%ld", in->count);
	point->stride = store__format("%ld", in->stride);
	point->class = class;
}

/* A string may be in any array of characters. */
static void put_text_points(struct share *s, struct plan_type *plan, const struct instance *in)
{
	size_t class = (size_t)map__get(&s->classes, "char");

	for (unsigned int i = 0; class && i < in->record->nr_fields; i++) {
		const struct field *field = &in->record->fields[i];
		struct instance at = *in;

		if (field->type->kind != TYPE_ARRAY || !*field->name ||
		    !literals__is_char(field->type->to))
			continue;
		at.path = join(s, in->path, field->name);
		put_point(s, plan, &at, class);
	}
}

/* Is what that access names, in an object or a variable, the same member of the same structure? */
static bool names(const struct access *a, const struct instance *in)
{
	const struct record *record = a->global ? a->global->type->record : a->record;
	const char *rest = in->path;
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(in->root, in->path, steps);

	for (int i = 0; i < nr; i++) {
		if (steps[i].owner == record && !strcmp(rest, a->path))
			return true;
		if (*steps[i].field->name)
			rest += strcspn(rest, "."), rest += *rest == '.';
	}
	return false;
}

static bool is_named(const struct share *s, const struct instance *in)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; s->user[f] && i < facts->all[f]->nr_accesses; i++)
			if (facts->all[f]->accesses[i].mode & ACCESS_ADDRESS &&
			    names(&facts->all[f]->accesses[i], in))
				return true;
	return false;
}

/*
 * What the kernel's structures have in them for the kernel alone, counters and words of locks: the
 * user half could have the callee of a downcall write to it.
 */
static bool is_withheld(const struct share *s, const struct instance *in)
{
	const struct model_type *model = map__get(&s->p->model->types, in->record->name);

	return model && model->opaque && !in->ours && *in->path && !is_named(s, in);
}

/* Places that pointers of a class in use may lead to; the object's own start is known. */
static void put_points(struct share *s, unsigned int at)
{
	struct plan_type *plan = &s->plan->types[at];
	const struct share_type *type = &s->types[at];

	for (unsigned int i = 0; i < type->nr_instances; i++) {
		const struct instance *in = &type->instances[i];
		size_t class = in->record->named ?
			       (size_t)map__get(&s->classes, in->record->name) : 0;

		put_text_points(s, plan, in);
		for (unsigned int a = 0; a < s->nr_allowed; a++)
			if (s->allowed[a].record == in->record)
				put_point(s, plan, in, s->allowed[a].class);
		if (class && (in->base || *in->path || in->count > 1) && !is_withheld(s, in))
			put_point(s, plan, in, class);
	}
}

/* What runs by itself in the driver's own structures; the kernel's do not need it. */
static void put_stops(struct share *s, unsigned int at)
{
	struct plan_type *plan = &s->plan->types[at];
	const struct share_type *type = &s->types[at];

	for (unsigned int i = 0; i < type->nr_instances; i++) {
		const struct instance *in = &type->instances[i];
		const struct model_type *model = map__get(&s->p->model->types, in->record->name);
		struct plan_stop *stop;

		if (!model || !model->stop || !in->ours || !*in->path)
			continue;
		stop = STORE_ADD(plan->stops, plan->nr_stops);
		stop->offset = store__copy(share__offset_of(s, in));
		stop->count = store__format("%ld", in->count);
		stop->stride = store__format("%ld", in->stride);
		stop->type = store__copy(in->record->spelling);
		stop->stop = store__copy(model->stop);
		stop->live = store__copy(model->live);
		stop->idle = store__copy(model->idle);
	}
}

static int by_offset(const void *a, const void *b)
{
	const struct share_field *x = a, *y = b;

	if (x->part != y->part)
		return x->part - y->part;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

void share__finish_types(struct share *s)
{
	for (unsigned int t = 0; t < s->nr_types; t++) {
		struct share_type *type = &s->types[t];
		struct plan_type *plan = &s->plan->types[t];

		if (type->nr_fields)
			qsort(type->fields, type->nr_fields, sizeof(*type->fields), by_offset);
		for (unsigned int i = 0; i < type->nr_fields; i++)
			*STORE_ADD(plan->fields, plan->nr_fields) = type->fields[i].plan;
		put_points(s, t);
		put_stops(s, t);
	}
}
