// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: numbers that the user half chooses; see splitter/chosen.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "chosen.h"
#include "number.h"
#include "share.h"

#define ROUNDS	65536	/* that a loop may be made to take */

/** struct judging - what is decided so far, looked at */
struct judging {
	struct partition *p;
	struct share s;
	struct chosen_sources sources;
	struct chosen_flow *flow;
	struct map devices;	/* by place of a pointer: "yes" if it leads into device memory */
	bool **loops;		/* by func->index and group: it can be chosen whether that loop ends */
};

/** struct steered - the use of a number that allows the least */
struct steered {
	const struct func *func;
	const struct number_use *use;
	unsigned long long most;
	bool meant;		/* the driver itself must keep to it */
	bool nonzero;
	enum number_owner owner;
};

/* ---- what the kernel half makes of it -------------------------------------- */

static bool in_device(struct judging *j, const struct number_use *use)
{
	const char *known;

	if (!use->base || !strchr(use->base, '.'))
		return false;
	known = map__get(&j->devices, use->base);
	if (!known) {
		known = regions__device(j->p, use->base) ? "yes" : "no";
		map__put(&j->devices, use->base, (void *)known);
	}
	return !strcmp(known, "yes");
}

/* Anything that the driver's own text writes. */
#define CONSTANTS	(NUMBER_UNBOUNDED - 1)

/* No register is that far, in bytes, from where the registers of its device begin. */
#define REGISTERS	(1UL << 20)

/*
 * An index, or what moves a pointer. The registers of a device stay as many as they are: what the
 * text masks is the number of one of them. How long anything else is, a mask does not tell.
 */
static void allow_place(struct judging *j, enum number_how how, unsigned long long most,
			struct steered *s)
{
	unsigned long long count = s->use->kind == NUMBER_INDEX ? s->use->count : 0;
	bool same = how == NUMBER_SAME;

	s->most = CONSTANTS;
	if (count) {
		s->meant = how != NUMBER_ANY;
		s->most = most < count ? NUMBER_UNBOUNDED : how == NUMBER_ANY ? 0 : count - same;
	} else if (most < REGISTERS && in_device(j, s->use)) {
		s->most = NUMBER_UNBOUNDED;
	}
}

/* In the kernel half's view 1 is divided by where it would be 0. */
static bool guard(struct partition *p, const struct number_use *use)
{
	if (use->text)
		map__put(&p->guarded, strings__format(p->strings, "%d:%zu", use->source, use->start),
			 (void *)use);
	return use->text;
}

/* Whoever calls the function through a slot takes no answer but such as the model tells. */
static bool is_trusted(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];
	bool trusted = false;

	for (unsigned int i = 0; i < node->nr_slots && !trusted; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		trusted = slot && slot->at_most;
	}
	return trusted;
}

/* What a use allows, at most, of what arrives there as @how. */
static void allow(struct judging *j, enum number_how how, unsigned long long most,
		  struct steered *s)
{
	bool same = how == NUMBER_SAME;

	s->most = CONSTANTS;
	switch (s->use->kind) {
	case NUMBER_INDEX:
	case NUMBER_ADDRESS:
		allow_place(j, how, most, s);
		break;
	case NUMBER_SHIFT:
		s->meant = same;
		if (most < s->use->count)
			s->most = NUMBER_UNBOUNDED;
		else if (same)
			s->most = s->use->count - 1;
		break;
	case NUMBER_ROUNDS:
		s->most = most <= ROUNDS ? NUMBER_UNBOUNDED : how == NUMBER_ANY ? CONSTANTS : ROUNDS;
		break;
	case NUMBER_DIVISOR:
		s->nonzero = !guard(j->p, s->use);
		if (!s->nonzero)
			s->most = NUMBER_UNBOUNDED;
		break;
	case NUMBER_PORT:
		s->owner = OWNER_PORT;
		s->most = NUMBER_UNBOUNDED;
		break;
	case NUMBER_IRQ:
		if (same) {
			s->owner = OWNER_IRQ;
			s->most = NUMBER_UNBOUNDED;
		}
		break;
	case NUMBER_RETURNED:
		if (!is_trusted(j->p, s->func))
			s->most = NUMBER_UNBOUNDED;
		break;
	default:
		break;
	}
}

/* The least of all that is allowed. */
static void join(struct steered *worst, const struct steered *s)
{
	bool nonzero = worst->nonzero || s->nonzero;
	enum number_owner owner = s->owner ? s->owner : worst->owner;

	if (worst->owner && s->owner && worst->owner != s->owner)
		worst->most = 0;
	if (!worst->use || s->most < worst->most ||
	    (s->most == worst->most && !s->meant && worst->meant))
		*worst = *s;
	worst->nonzero = nonzero;
	worst->owner = owner;
}

/*
 * How long bytes are that nobody in the kernel half follows a pointer to. What allocates them says
 * itself how much is too much.
 */
static bool measures_bytes(struct judging *j, const struct func *func,
			   const struct number_use *use)
{
	bool all = use->callee, some = false;

	for (unsigned int i = 0; i < func->nr_calls && all; i++) {
		const struct call *call = &func->calls[i];
		const struct model_function *entry = call->callee ?
			map__get(&j->p->model->functions, call->callee->name) : NULL;

		if (call->line != use->line || !call->callee ||
		    strcmp(call->callee->plain ?: call->callee->name, use->callee))
			continue;
		some = true;
		all = entry && entry->returns.birth == BIRTH_BYTES &&
		      bytes__shared(j->p, entry->bytes);
	}
	return all && some;
}

static void look_at_use(struct judging *j, const struct func *func, const struct number_use *use,
			struct steered *worst)
{
	struct chosen_state state;

	if ((use->group && !j->loops[func->index][use->group]) || measures_bytes(j, func, use) ||
	    !chosen_flow__arrives(j->flow, &use->from, &state))
		return;
	for (unsigned int how = NUMBER_SAME; how <= NUMBER_ANY; how++) {
		struct steered s = { .func = func, .use = use };

		if (!state.there[how])
			continue;
		allow(j, how, state.most[how], &s);
		if (s.most < NUMBER_UNBOUNDED || s.owner)
			join(worst, &s);
	}
}

static bool use_arrives(struct judging *j, const struct number_use *use)
{
	struct chosen_state state;

	return chosen_flow__arrives(j->flow, &use->from, &state);
}

/* A loop ends by itself if any part of its condition does not hang on what is chosen. */
static void find_loops(struct judging *j, const struct func *func)
{
	unsigned int groups = 0;
	bool *loops;

	for (unsigned int i = 0; i < func->nr_uses; i++)
		groups = func->uses[i].group > groups ? func->uses[i].group : groups;
	loops = store__alloc(groups + 1);
	for (unsigned int g = 1; g <= groups; g++)
		loops[g] = true;
	for (unsigned int i = 0; i < func->nr_uses; i++) {
		const struct number_use *use = &func->uses[i];
		bool part = false;

		for (unsigned int k = 0; use->group && k < func->nr_uses; k++)
			part |= func->uses[k].group == use->group && func->uses[k].part == use->part &&
				use_arrives(j, &func->uses[k]);
		if (use->group && !part)
			loops[use->group] = false;
	}
	j->loops[func->index] = loops;
}

/*
 * A bool is a byte, which could hold anything, and the compiler would believe it. Members and
 * variables get a bound, what is given alone is made 0 or 1; nobody looks at those in structures.
 */
static bool is_truth(const struct chosen_source *source)
{
	if (strcmp(source->type->canonical, "_Bool") || source->kind == CHOSEN_ANSWERED)
		return false;
	return source->kind == CHOSEN_SHARED ? !source->whole :
	       source->kind != CHOSEN_LENT || *source->place == '*';
}

static void follow(struct judging *j, const struct chosen_source *source)
{
	unsigned long long most = is_truth(source) ? 1 : NUMBER_UNBOUNDED;

	if (source->kind == CHOSEN_REGION)
		chosen_flow__follow_kept(j->flow, source->place, most);
	else
		chosen_flow__follow(j->flow, source->place, most);
}

static void follow_all(struct judging *j)
{
	for (unsigned int i = 0; i < j->sources.nr; i++)
		follow(j, j->sources.items[i]);
	j->loops = store__alloc(j->p->facts->nr_all * sizeof(*j->loops));
	for (unsigned int f = 0; f < j->p->facts->nr_all; f++)
		if (j->s.kernel[f])
			find_loops(j, j->p->facts->all[f]);
}

/* ---- what follows from that ------------------------------------------------ */

static const char *const whats[] = {
	[NUMBER_INDEX] = "makes an index of",
	[NUMBER_ADDRESS] = "moves a pointer by",
	[NUMBER_ROUNDS] = "counts a loop by",
	[NUMBER_END] = "ends a loop by",
	[NUMBER_SHIFT] = "shifts by",
	[NUMBER_DIVISOR] = "divides by",
	[NUMBER_DELAY] = "waits by",
	[NUMBER_ARGUMENT] = "gives to",
	[NUMBER_PORT] = "gives to",
	[NUMBER_IRQ] = "gives to",
	[NUMBER_ASSEMBLY] = "gives to assembly",
	[NUMBER_RETURNED] = "returns to its caller",
};

static bool constants_fit(const struct chosen_source *source, const struct steered *worst)
{
	return source->least <= source->most && source->most <= worst->most &&
	       !(worst->nonzero && !source->least);
}

/*
 * Drivers keep a negative number where they have no interrupt: the kernel's functions find none by
 * it, and do nothing.
 */
static bool no_interrupt(const struct chosen_source *source, const struct steered *worst)
{
	return worst->owner == OWNER_IRQ && source->least <= source->most &&
	       source->least > INT_MAX && source->most <= UINT_MAX;
}

/* Whether a check of the number by itself is enough, and what the driver does keeps to it. */
static bool fits(const struct chosen_source *source, const struct steered *worst)
{
	if (worst->owner)
		return worst->most == NUMBER_UNBOUNDED &&
		       (!source->most || no_interrupt(source, worst));
	if (source->unknown)
		return worst->meant && !worst->nonzero;
	return constants_fit(source, worst);
}

static const char *reason(struct judging *j, const struct chosen_source *source,
			  const struct steered *worst)
{
	static const char *const how[] = {
		[CHOSEN_SHARED] = "writes", [CHOSEN_ARGUMENT] = "gives", [CHOSEN_LENT] = "lends",
		[CHOSEN_RESULT] = "returns", [CHOSEN_ANSWERED] = "answers", [CHOSEN_REGION] = "keeps",
	};
	const char *callee = worst->use->callee, *file = strrchr(worst->func->file, '/');

	return strings__format(j->p->strings, "number: %s %s, which %s %s%s%s (%s:%u)",
			       how[source->kind], source->name, facts__shown(worst->func),
			       whats[worst->use->kind], callee ? " " : "", callee ? callee : "",
			       file ? file + 1 : worst->func->file, worst->use->line);
}

/* The driver's function itself, or those that call an inline of a header. */
static bool move(struct judging *j, struct func *func, const char *why, const char *advice,
		 unsigned int depth)
{
	const struct flow_node *node = &j->p->flow->nodes[func->index];
	bool moved = false;

	if (partition__ours(func))
		return partition__keep(j->p, func, why, advice);
	for (unsigned int i = 0; i < node->nr_callers && depth < 8; i++)
		if (j->s.user[node->callers[i].caller->index])
			moved |= move(j, node->callers[i].caller, why, advice, depth + 1);
	return moved;
}

static bool move_writers(struct judging *j, const struct chosen_source *source,
			 const struct steered *worst)
{
	const char *why = reason(j, source, worst), *dot = strchr(source->place, '.');
	const char *advice = source->whole || source->kind != CHOSEN_SHARED || !dot ? NULL :
		strings__format(j->p->strings, "types: %.*s: {fields: {%s: {below: N}}}",
				(int)(dot - source->place), source->place, dot + 1);
	bool moved = false, constants = source->unknown && constants_fit(source, worst);

	/* Where the constants may stay, only those that write something else go. */
	for (unsigned int i = 0; i < source->nr_writers; i++)
		if (!constants || source->writers[i].unknown)
			moved |= move(j, source->writers[i].func, why, advice, 0);
	return moved;
}

/* @worst: where it steers; without a use: nowhere */
static void put_bound(struct judging *j, const struct chosen_source *source,
		      const struct steered *worst)
{
	struct chosen_bound *bound = store__alloc(sizeof(*bound));
	bool truth = is_truth(source);

	bound->owner = worst->owner;
	bound->least = truth || source->unknown ? 0 : source->least;
	bound->most = worst->owner ? NUMBER_UNBOUNDED :
		      truth || source->unknown ? worst->most : source->most;
	if (truth && bound->most > 1)
		bound->most = 1;
	map__put(&j->p->bounds, source->place, bound);
}

static bool judge_source(struct judging *j, const struct chosen_source *source)
{
	struct steered worst = { .most = NUMBER_UNBOUNDED };

	if (source->model && (source->model->below || source->model->read_only))
		return false;
	chosen_flow__reset(j->flow);
	follow(j, source);
	for (unsigned int f = 0; f < j->p->facts->nr_all; f++)
		for (unsigned int i = 0; j->s.kernel[f] && i < j->p->facts->all[f]->nr_uses; i++)
			look_at_use(j, j->p->facts->all[f], &j->p->facts->all[f]->uses[i], &worst);
	if (worst.use && (source->whole || !fits(source, &worst)))
		return move_writers(j, source, &worst);
	if (worst.use || (source->kind == CHOSEN_SHARED && is_truth(source)))
		put_bound(j, source, &worst);
	return false;
}

void chosen__forget(struct partition *p)
{
	for (unsigned int i = 0; i < p->bounds.room; i++)
		free(p->bounds.slots[i].value);
	map__clear(&p->bounds);
	map__clear(&p->guarded);
}

bool chosen__judge(struct partition *p)
{
	struct judging j = { .p = p, .s = { .p = p } };
	bool moved = false;

	chosen__forget(p);
	share__reach(&j.s);
	chosen_source__find(p, &j.s, &j.sources);
	j.flow = chosen_flow__new(p, j.s.kernel);
	follow_all(&j);
	for (unsigned int i = 0; i < j.sources.nr; i++)
		moved |= judge_source(&j, j.sources.items[i]);
	moved |= chosen_pointer__judge(p, &j.s);
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		free(j.loops[f]);
	free(j.loops);
	chosen_source__free(&j.sources);
	chosen_flow__free(j.flow);
	map__clear(&j.devices);
	share__forget(&j.s);
	return moved;
}
