// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pointers that the user half can choose and that would steer the kernel half, although the class
 * of each is checked: links that it follows round a loop, which could lead in a circle, and
 * pointers to a part of something from which it computes where the whole begins, which could
 * lead to the same part of something else; and pointers to numbers that may be written, which have
 * no class and could lead into the middle of anything. Who writes or gives them stays in the
 * kernel half.
 */
#include <stdlib.h>

#include "chosen.h"
#include "path.h"
#include "share.h"

/** struct pointers - the plan as it is so far */
struct pointers {
	struct partition *p;
	struct share *s;
	bool moved;
};

static bool last_member(const struct record *record, const char *path, struct path_step *member)
{
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, path, steps) : 0;

	if (nr < 1)
		return false;
	*member = steps[nr - 1];
	return true;
}

static const struct record *pointee(const struct path_step *member)
{
	const struct type *type = path__type(member);

	type = path__pointee(type);
	return type && type->kind == TYPE_RECORD ? type->record : NULL;
}

static void move(struct pointers *c, struct func *func, const char *why, unsigned int depth)
{
	const struct flow_node *node = &c->p->flow->nodes[func->index];

	if (partition__ours(func)) {
		c->moved |= partition__keep(c->p, func, why, NULL);
		return;
	}
	for (unsigned int i = 0; i < node->nr_callers && depth < 8; i++)
		if (c->s->user[node->callers[i].caller->index])
			move(c, node->callers[i].caller, why, depth + 1);
}

/* @how: what @by, in the kernel half, makes of what that member holds */
static void move_writers(struct pointers *c, const struct path_step *member, const char *how,
			 const struct func *by)
{
	for (unsigned int f = 0; f < c->p->facts->nr_all; f++) {
		struct func *func = c->p->facts->all[f];

		for (unsigned int i = 0; c->s->user[f] && i < func->nr_accesses; i++) {
			const struct access *a = &func->accesses[i];
			struct path_step written;
			enum share_callee kernel;

			if (!last_member(a->record, a->path, &written) ||
			    written.owner != member->owner || written.field != member->field ||
			    !tracked__is(c->p, a->record) ||
			    !(share__mode(c->s, func, a, &kernel) & ACCESS_WRITE))
				continue;
			move(c, func, strings__format(c->p->strings,
						      "pointer: writes %s.%s, %s %s (line %u)",
						      member->owner->name, member->field->name, how,
						      facts__shown(by), a->line), 0);
			break;
		}
	}
}

/* ---- links ----------------------------------------------------------------- */

static bool calls_itself(const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (func->calls[i].callee == func)
			return true;
	return false;
}

static bool goes_round(const struct func *func, unsigned int access)
{
	for (unsigned int l = 0; l < func->nr_loops; l++)
		if (access >= func->loops[l].access && access < func->loops[l].end_access)
			return true;
	return calls_itself(func);
}

static void find_links(struct pointers *c, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];
		struct path_step member;

		if (a->mode & ACCESS_READ && last_member(a->record, a->path, &member) &&
		    pointee(&member) == member.owner && tracked__is(c->p, a->record) &&
		    goes_round(func, i))
			move_writers(c, &member, "which is followed round a loop by", func);
	}
}

/* ---- numbers ----------------------------------------------------------------- */

/* A member that leads to numbers that may be written, neither a text nor in a region. */
static bool leads_to_numbers(struct pointers *c, const struct access *a, struct path_step *member)
{
	const struct model_field *field;
	const struct type *to;

	if (!last_member(a->record, a->path, member) || !tracked__is(c->p, a->record))
		return false;
	to = path__type(member)->kind == TYPE_POINTER ? path__type(member)->to : NULL;
	field = model__field(c->p->model, member->owner->name, member->field->name);
	return to && to->kind == TYPE_SCALAR && !to->is_const && !literals__is_char(to) &&
	       (!field || field->kind == MODEL_FIELD_PLAIN) &&
	       !regions__slot(c->p, strings__format(c->p->strings, "%s.%s", member->owner->name,
						    member->field->name));
}

static void find_numbers(struct pointers *c, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];
		struct path_step member;

		if (a->mode & ACCESS_READ && leads_to_numbers(c, a, &member))
			move_writers(c, &member, "which leads to numbers, it could be any, for",
				     func);
	}
}

/* ---- parts of something ------------------------------------------------------ */

static void find_wholes(struct pointers *c, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_derefs; i++) {
		const struct type *to = func->derefs[i].to;
		struct origins all = { 0 };

		if (!to || to->kind != TYPE_RECORD)
			continue;
		flow__resolve(func, &func->derefs[i].from, &all);
		for (unsigned int o = 0; o < all.nr; o++) {
			const struct origin *from = &all.items[o];
			struct path_step member;

			if (from->kind != ORIGIN_FIELD || !from->moved || from->inside ||
			    !last_member(from->record, from->path, &member) || !pointee(&member) ||
			    pointee(&member) == to->record ||
			    tracked__private(c->p, to->record, pointee(&member)))
				continue;
			move_writers(c, &member, "which is taken for a part of something else by",
				     func);
		}
		free(all.items);
	}
}

bool chosen_pointer__judge(struct partition *p, struct share *s)
{
	struct pointers c = { .p = p, .s = s };

	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		if (!s->kernel[f] || !partition__ours(func))
			continue;
		find_links(&c, func);
		find_wholes(&c, func);
		find_numbers(&c, func);
	}
	return c.moved;
}
