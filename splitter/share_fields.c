// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: fields. What the user half touches and somebody in
 * the kernel does, too, is shared; members of structures are told one by one.
 */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "bytes.h"
#include "chosen.h"
#include "path.h"
#include "share.h"

/** struct leaf - on the way from an object's start to a field */
struct leaf {
	struct share *s;
	struct share_type *type;
	const struct instance *at;	/* NULL: a variable */
	const struct global *global;
	struct path_step steps[PATH_STEPS];
	int nr;
	const struct record *owner;	/* of the last member */
	const struct field *field;
	const char *name;		/* "mii_if.phy_id", "resource[].start" */
	const char *expr;		/* the same with [0] */
	long offset;			/* bits, from the start of the part */
	long count, stride;		/* bytes */
	int mode;
	bool kernel;			/* the kernel touches it, whatever the driver does */
};

static const char *dotted(struct leaf *l, const char *path, const char *name)
{
	if (!*name)
		return path;
	return strings__format(l->s->p->strings, "%s%s%s", path, *path ? "." : "", name);
}

/* ---- one field ----------------------------------------------------------- */

static const char *root_name(const struct leaf *l)
{
	return l->global ? l->global->name : l->at->root->name;
}

/* In a variable that is an array: of the first element, "[0]" or "[0].member". */
static const char *element_offset(struct leaf *l)
{
	const char *member = strchr(l->expr, '.');

	if (!member)
		return "0";
	return strings__format(l->s->p->strings, "offsetof(typeof(%s[0]), %s)", l->global->name,
			       member + 1);
}

static const char *offset_expr(struct leaf *l)
{
	struct strings *strings = l->s->p->strings;
	const char *own = "0";

	if (l->global && *l->expr == '[')
		own = element_offset(l);
	else if (l->global && *l->expr)
		own = strings__format(strings, "offsetof(typeof(%s), %s)", l->global->name, l->expr);
	else if (*l->expr)
		own = strings__format(strings, "offsetof(%s, %s)", l->at->root->spelling, l->expr);
	if (l->at && l->at->base)
		return strings__format(strings, "%s + %s", l->at->base, own);
	return own;
}

static const char *size_expr(struct leaf *l)
{
	struct strings *strings = l->s->p->strings;

	if (l->global)
		return strings__format(strings, *l->expr && *l->expr != '[' ? "sizeof(%s.%s)" :
				       "sizeof(%s%s)", l->global->name, l->expr);
	return strings__format(strings, "sizeof_field(%s, %s)", l->at->root->spelling, l->expr);
}

static const struct model_field *model_of(const struct leaf *l)
{
	if (!l->owner || !l->field)
		return NULL;
	return model__field(l->s->p->model, l->owner->name, l->field->name);
}

/*
 * Of a driver's structure only what its kernel side touches, too, and of its variables only what
 * ever changes; of others everything.
 */
static bool is_shared(const struct leaf *l)
{
	const char *key;

	if (!l->type->record && l->field && share__unwritten(l->s, l->owner, l->field))
		return false;
	if (l->kernel || !l->owner || !l->owner->in_driver || !l->field)
		return true;
	key = strings__format(l->s->p->strings, "%s.%s", l->owner->name, l->field->name);
	return map__get(&l->s->touched, key) || map__get(&l->s->lent, key) ||
	       map__get(&l->s->whole, l->owner->name);
}

/* Whoever looks at it in the kernel knows how long it is. */
static bool is_only_lent(const struct leaf *l)
{
	const char *key;

	if (!l->owner || !l->owner->in_driver || !l->field)
		return false;
	key = strings__format(l->s->p->strings, "%s.%s", l->owner->name, l->field->name);
	return map__get(&l->s->lent, key) && !map__get(&l->s->touched, key) &&
	       !map__get(&l->s->bytes, l->owner->name);
}

static struct share_field *find_field(struct leaf *l, const char *name)
{
	for (unsigned int i = 0; i < l->type->nr_fields; i++)
		if (!strcmp(l->type->fields[i].plan.name, name))
			return &l->type->fields[i];
	return NULL;
}

static void place_bits(struct leaf *l, struct plan_field *f)
{
	long size = l->field->type->size;
	long word = l->offset / (8 * size) * size;
	int width = l->field->width;

	if (l->offset - word * 8 + width > 8 * size)	/* packed: it reaches into the next word */
		size = 8;
	word = l->offset / (8 * size) * size;
	f->bit_word = size;
	f->mask = (width == 64 ? ~0ULL : (1ULL << width) - 1) << (l->offset - word * 8);
	free(f->offset);
	f->offset = l->at && l->at->base ? store__format("%s + %ld", l->at->base, word) :
					   store__format("%ld", word);
}

static void place_pointer(struct leaf *l, struct plan_field *f, const struct type *type)
{
	const struct model_field *model = model_of(l);

	f->kind = FIELD_POINTER;
	if (l->global && needs__strings(l->s->p, l->global)) {
		f->kind = FIELD_STRING;
	} else if (l->global && !l->field && bytes__variable(l->s->p, l->global)) {
		f->class = PLAN_BYTES;
	} else if (model && model->kind == MODEL_FIELD_BLOCK) {
		f->kind = FIELD_BLOCK;
		free(f->size);
		f->size = store__copy(model->arg);
	} else if (model && model->kind == MODEL_FIELD_STRING) {
		f->kind = FIELD_STRING;
	} else if (model && model->kind == MODEL_FIELD_POINTER && strcmp(model->arg, "any")) {
		f->class = share__class_named(l->s, model->arg);
	} else {
		f->class = share__class_of_field(l->s,
				strings__format(l->s->p->strings, "%s.%s", l->owner ? l->owner->name : "",
						l->field ? l->field->name : ""), type->to);
	}
}

/* What the kernel half takes from a user half; an array, or a part of a union, has no bound. */
static void put_bound(struct leaf *l, struct plan_field *f)
{
	const struct model_field *model = model_of(l);
	const char *place = l->field ? strings__format(l->s->p->strings, "%s.%s", l->owner->name,
						       l->field->name) :
				       strings__format(l->s->p->strings, "=%s", l->global->name);
	const struct chosen_bound *bound = map__get(&l->s->p->bounds, place);

	f->set = f->kind == FIELD_POINTER && f->dir == CLEAVE_BOTH && l->field &&
		 share__is_set(l->s, l->owner, l->field->name);
	if (f->below || f->owner || f->dir != CLEAVE_BOTH || f->kind > FIELD_BITS ||
	    (!bound && !(model && model->below)))
		return;
	if (model && model->below) {
		f->below = store__copy(model->below);
		f->once = model->once;
		return;
	}
	f->owner = bound->owner;
	if (bound->least)
		f->least = store__format("%lluULL", bound->least);
	if (bound->most < NUMBER_UNBOUNDED)
		f->below = store__format("%lluULL", bound->most + 1);
}

/* Bytes of a text, if the member is one or an array of some: who reads it looks for its end. */
static unsigned int text_of(struct leaf *l, const struct type *type)
{
	const struct model_field *model = model_of(l);

	if (type->kind != TYPE_ARRAY || (model && model->kind == MODEL_FIELD_RAW) ||
	    is_only_lent(l))
		return 0;
	while (type->to->kind == TYPE_ARRAY)
		type = type->to;
	return strcmp(type->to->canonical, "char") ? 0 : type->size;
}

/* Bytes of each number, if the member is an array of such and no text. */
static unsigned int number_of(struct leaf *l, const struct type *type)
{
	if (type->kind != TYPE_ARRAY || text_of(l, type))
		return 0;
	type = path__element(type);
	return type->kind == TYPE_SCALAR && type->size <= 8 ? type->size : 0;
}

static enum number_merge merge_of(struct leaf *l, const struct type *type)
{
	bool bitfield = l->field && l->field->width >= 0;

	type = path__element(type);
	if (bitfield || type->kind != TYPE_SCALAR || type->size > 8)
		return MERGE_NONE;
	return share__merge(l->s, l->owner, l->field, l->global);
}

static void put_field(struct leaf *l, const struct type *type)
{
	char *name = store__format("%s%s%s", root_name(l),
				  *l->name && *l->name != '[' ? "." : "", l->name);
	const struct model_field *model = model_of(l);
	struct share_field *field = find_field(l, name);
	bool writes = l->mode & ACCESS_WRITE && !(model && model->read_only);
	struct plan_field *f;

	if (field) {
		free(name);
		if (writes && field->plan.kind != FIELD_STRING && field->plan.kind != FIELD_BLOCK)
			field->plan.dir = CLEAVE_BOTH;
		put_bound(l, &field->plan);
		return;
	}
	field = STORE_ADD(l->type->fields, l->type->nr_fields);
	f = &field->plan;
	field->part = l->at ? l->at->part : 0;
	field->offset = l->offset;
	f->name = name;
	f->offset = store__copy(offset_expr(l));
	f->size = l->field && l->field->width >= 0 ? store__copy("0") : store__copy(size_expr(l));
	f->count = store__format("%ld", l->count);
	f->stride = store__format("%ld", l->stride);
	f->kind = FIELD_RAW;
	f->text = text_of(l, type);
	f->number = number_of(l, type);
	f->merge = f->text ? MERGE_NONE : merge_of(l, type);
	if (type->kind == TYPE_POINTER)
		place_pointer(l, f, type);
	else if (l->field && l->field->width >= 0)
		place_bits(l, f);
	if (l->field && l->field->width >= 0)
		f->kind = FIELD_BITS;
	f->dir = writes && f->kind != FIELD_STRING && f->kind != FIELD_BLOCK ? CLEAVE_BOTH :
									      CLEAVE_TO_USER;
	put_bound(l, f);
}

/* ---- the way there ------------------------------------------------------- */

static void walk_type(struct leaf *l, const struct type *type);

static void walk_record(struct leaf *l, const struct record *record)
{
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		struct leaf in = *l;

		in.owner = record;
		in.field = &record->fields[i];
		in.name = dotted(l, l->name, in.field->name);
		in.expr = dotted(l, l->expr, in.field->name);
		in.offset += in.field->offset;
		walk_type(&in, in.field->type);
	}
}

static void walk_array(struct leaf *l, const struct type *type)
{
	const struct type *of = type->to;
	struct leaf in = *l;

	if (type->count <= 0 || of->size <= 0)
		return;
	if (l->count == 1) {
		in.count = type->count;
		in.stride = of->size;
		in.name = strings__format(l->s->p->strings, "%s[]", l->name);
		in.expr = strings__format(l->s->p->strings, "%s[0]", l->expr);
		walk_type(&in, of);
		return;
	}
	for (long i = 0; i < type->count && i < MAX_ELEMENTS; i++) {
		in.name = strings__format(l->s->p->strings, "%s[%ld]", l->name, i);
		in.expr = strings__format(l->s->p->strings, "%s[%ld]", l->expr, i);
		in.offset = l->offset + i * of->size * 8;
		walk_type(&in, of);
	}
}

/* Everything from here on: the steps have been taken. */
static void walk_type(struct leaf *l, const struct type *type)
{
	const struct model_field *model = model_of(l);
	const struct type *of = path__element(type);

	if ((model && model->kind == MODEL_FIELD_OPAQUE) || tracked__opaque(l->s->p, type))
		return;
	if (of->kind == TYPE_RECORD && of->record->is_union && l->field && !*l->field->name)
		walk_record(l, of->record);
	else if (of->kind == TYPE_RECORD && of->record->is_union &&
		 !tracked__has_pointers(of->record))
		put_field(l, type);
	else if (of->kind == TYPE_RECORD && of->record->is_union)
		return;
	else if (type->kind == TYPE_RECORD)
		walk_record(l, type->record);
	else if (type->kind == TYPE_ARRAY && (of->kind == TYPE_RECORD || of->kind == TYPE_POINTER))
		walk_array(l, type);
	else if (type->size > 0 && is_shared(l))
		put_field(l, type);
}

static void take_step(struct leaf *l, int step, unsigned int indexed, const struct type *type)
{
	struct leaf in = *l;

	/* Of an array of scalars all or nothing. */
	if (indexed < l->steps[step].indexed && type->kind == TYPE_ARRAY &&
	    path__element(type)->kind != TYPE_SCALAR) {
		if (l->count == 1 && type->count > 0) {
			in.count = type->count;
			in.stride = type->to->size;
			in.name = strings__format(l->s->p->strings, "%s[]", l->name);
			in.expr = strings__format(l->s->p->strings, "%s[0]", l->expr);
			take_step(&in, step, indexed + 1, type->to);
			return;
		}
		for (long i = 0; i < type->count && i < MAX_ELEMENTS; i++) {
			in.name = strings__format(l->s->p->strings, "%s[%ld]", l->name, i);
			in.expr = strings__format(l->s->p->strings, "%s[%ld]", l->expr, i);
			in.offset = l->offset + i * type->to->size * 8;
			take_step(&in, step, indexed + 1, type->to);
		}
		return;
	}
	if (++step == l->nr) {
		walk_type(l, type);
		return;
	}
	if (tracked__opaque(l->s->p, type) &&
	    !tracked__open(l->s->p, l->steps[step].owner, l->steps[step].field))
		return;
	in.owner = l->steps[step].owner;
	in.field = l->steps[step].field;
	in.name = dotted(l, l->name, in.field->name);
	in.expr = dotted(l, l->expr, in.field->name);
	in.offset += in.field->offset;
	take_step(&in, step, 0, in.field->type);
}

static void start(struct leaf *l, const struct record *record, const char *path)
{
	l->nr = path__steps(record, path, l->steps);
	if (l->nr < 0)
		return;
	if (!l->nr) {
		walk_record(l, record);
		return;
	}
	l->owner = l->steps[0].owner;
	l->field = l->steps[0].field;
	l->name = dotted(l, l->name, l->field->name);
	l->expr = dotted(l, l->expr, l->field->name);
	l->offset += l->field->offset;
	take_step(l, 0, 0, l->field->type);
}

static const char *first_element(struct share *s, const char *path)
{
	const char *at = strstr(path, "[]");

	return at ? strings__format(s->p->strings, "%.*s[0]%s", (int)(at - path), path, at + 2) :
		    path;
}

void share__field(struct share *s, struct share_type *type, const struct instance *at,
		  const char *path, int mode, bool kernel)
{
	struct leaf l = {
		.s = s,
		.type = type,
		.at = at,
		.name = at->path,
		.expr = first_element(s, at->path),
		.offset = at->offset,
		.count = at->count,
		.stride = at->stride,
		.mode = mode,
		.kernel = kernel,
	};

	start(&l, at->record, path);
}

void share__global_field(struct share *s, struct share_type *type, const struct global *global,
			 const char *path, int mode)
{
	struct leaf l = {
		.s = s,
		.type = type,
		.global = global,
		.name = "",
		.expr = "",
		.count = 1,
		.mode = mode,
		.kernel = true,
	};

	if (global->type->kind == TYPE_RECORD)
		start(&l, global->type->record, path);
	else
		walk_type(&l, global->type);
}

/* ---- all of them --------------------------------------------------------- */

static void share_access(struct share *s, const struct func *func, const struct access *a)
{
	enum share_callee kernel;
	int mode = share__mode(s, func, a, &kernel);

	if (!mode)
		return;
	for (unsigned int t = 0; t < s->nr_types; t++)
		for (unsigned int i = 0; i < s->types[t].nr_instances; i++)
			if (s->types[t].instances[i].record == a->record)
				share__field(s, &s->types[t], &s->types[t].instances[i], a->path,
					     mode, kernel);
}

void share__fields(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int a = 0; s->user[f] && a < facts->all[f]->nr_accesses; a++)
			if (facts->all[f]->accesses[a].record)
				share_access(s, facts->all[f], &facts->all[f]->accesses[a]);
}
