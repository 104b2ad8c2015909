// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: where in the kernel half a number arrives, and what has become of it
 * by then: it is the same or smaller, it is compared with it and smaller, or anything.
 */
#include <stdlib.h>
#include <string.h>

#include "chosen.h"
#include "number.h"

#define GROWTHS	16	/* after which a number counts as unbounded */

struct edge_to {
	unsigned int to;
	struct number_from as;	/* what it is there, but for the place */
};

static const struct number_from unchanged = { .most = NUMBER_UNBOUNDED };

struct place_node {
	struct edge_to *edges;
	unsigned int nr_edges;
	const char *place;
	bool written, read;	/* of what a pointer leads to: what a function does with it itself */
	struct chosen_state state;
	bool queued;
};

/** struct lent - what an argument and a parameter lead to */
struct lent {
	unsigned int given, taken;
};

struct chosen_flow {
	const struct partition *p;
	const bool *runs;
	struct map places;	/* index in ->nodes, plus one */
	struct place_node *nodes;
	unsigned int nr_nodes;
	struct lent *lent;
	unsigned int nr_lent;
	unsigned int *queue;
	unsigned int nr_queue;
};

static unsigned int node_of(struct chosen_flow *flow, const char *place)
{
	size_t at = (size_t)map__get(&flow->places, place);

	if (at)
		return at - 1;
	STORE_ADD(flow->nodes, flow->nr_nodes)->place = place;
	map__put(&flow->places, place, (void *)(size_t)flow->nr_nodes);
	return flow->nr_nodes - 1;
}

static void add_edge(struct chosen_flow *flow, unsigned int from, unsigned int to,
		     const struct number_from *as)
{
	struct place_node *node = &flow->nodes[from];

	*STORE_ADD(node->edges, node->nr_edges) = (struct edge_to){ to, *as };
}

static void join(struct chosen_flow *flow, const char *from, const char *to,
		 const struct number_from *as)
{
	unsigned int at = node_of(flow, from);

	add_edge(flow, at, node_of(flow, to), as);
}

static void read_at(struct chosen_flow *flow, const char *place)
{
	unsigned int at = node_of(flow, place);

	flow->nodes[at].read = true;
}

/* What a pointer leads to is written, unless all that is done is to give it to others. */
static void flow_in(struct chosen_flow *flow, const struct number_flow *in)
{
	unsigned int to = node_of(flow, in->to);

	if (!in->from.place || *in->from.place != '*')
		flow->nodes[to].written = true;
	if (in->from.place)
		join(flow, in->from.place, in->to, &in->from);
}

/* ---- all that runs in the kernel half ------------------------------------- */

static bool knows(const struct chosen_flow *flow, const char *place)
{
	return map__get(&flow->places, place);
}

static void lend(struct chosen_flow *flow, const char *given, const char *taken)
{
	unsigned int at = node_of(flow, given);

	*STORE_ADD(flow->lent, flow->nr_lent) = (struct lent){ at, node_of(flow, taken) };
}

/* What a function of the user half answers in what a call lends to it. */
static void join_answers(struct chosen_flow *flow, const struct func *func, unsigned int at,
			 const struct func *callee)
{
	struct strings *strings = flow->p->strings;

	for (unsigned int i = 0; i < func->calls[at].nr_args && i < callee->nr_params; i++) {
		const char *given = number__argument(strings, func, at, i, true);

		if (!knows(flow, given))
			continue;
		join(flow, number__answer(strings, callee, i), given, &unchanged);
		flow->nodes[node_of(flow, given)].written = true;
	}
}

/* What a call gives to what it calls, and gets from it. */
static void join_call(struct chosen_flow *flow, const struct func *func, unsigned int at,
		      const struct func *callee)
{
	struct strings *strings = flow->p->strings;
	const struct call *call = &func->calls[at];
	const char *called = number__called(strings, func, at);

	if (knows(flow, called))
		join(flow, number__result(strings, callee), called, &unchanged);
	if (!flow->runs[callee->index]) {
		join_answers(flow, func, at, callee);
		return;
	}
	for (unsigned int i = 0; i < call->nr_args && i < callee->nr_params; i++)
		for (int leads = 0; leads < 2; leads++) {
			const char *given = number__argument(strings, func, at, i, leads);
			const char *taken = number__param(strings, callee, i, leads);

			if (!knows(flow, given))
				continue;
			if (leads)
				lend(flow, given, taken);
			else
				join(flow, given, taken, &unchanged);
		}
}

/* A variable that a region writes is one of the function that it is in. */
static void join_region(struct chosen_flow *flow, const struct func *func)
{
	const struct outline *outline = func->outline;

	for (unsigned int i = 0; i < outline->nr_vars; i++) {
		const char *in, *out;

		if (outline->vars[i].param < 0 || outline->vars[i].of_var < 0)
			continue;
		in = number__param(flow->p->strings, func, i, false);
		out = number__param(flow->p->strings, outline->of, outline->vars[i].of_var, false);
		join(flow, in, out, &unchanged);
		join(flow, out, in, &unchanged);
	}
}

/* What is called through a pointer, and has no text, may make anything of what it is given. */
static void join_unknown(struct chosen_flow *flow, const struct func *func, unsigned int at)
{
	struct strings *strings = flow->p->strings;
	const char *called = number__called(strings, func, at);

	for (unsigned int i = 0; knows(flow, called) && i < func->calls[at].nr_args; i++)
		if (knows(flow, number__argument(strings, func, at, i, false)))
			join(flow, number__argument(strings, func, at, i, false), called,
			     &(struct number_from){ .how = NUMBER_ANY, .most = NUMBER_UNBOUNDED });
}

static bool is_followed(const struct chosen_flow *flow, const struct func *callee)
{
	return partition__ours(callee) || (flow->runs[callee->index] &&
					   !map__get(&flow->p->model->functions, callee->name));
}

static void join_calls(struct chosen_flow *flow, const struct func *func)
{
	for (unsigned int c = 0; c < func->nr_calls; c++) {
		struct targets targets = { 0 };
		bool known;

		if (func->calls[c].callee && func->calls[c].callee->outline)
			continue;
		known = flow__targets(flow->p->flow, func, &func->calls[c], &targets);
		for (unsigned int t = 0; t < targets.nr; t++) {
			bool followed = is_followed(flow, targets.items[t]);

			if (followed)
				join_call(flow, func, c, targets.items[t]);
			known &= followed;
		}
		if (!known && !func->calls[c].callee)
			join_unknown(flow, func, c);
		free(targets.items);
	}
}

/* A function that lends on what it is lent does what is done with it then. */
static bool lend_on(struct chosen_flow *flow, struct place_node *node)
{
	bool changed = false;

	for (unsigned int e = 0; e < node->nr_edges; e++) {
		struct place_node *to = &flow->nodes[node->edges[e].to];

		if (*node->place == '*' && !node->read && (*to->place != '*' || to->read))
			changed = node->read = true;
		if (*node->place == '*' && node->written && !to->written)
			changed = to->written = true;
	}
	return changed;
}

/* Through a pointer a number goes to who reads there, and comes back from who writes there. */
static void join_lent(struct chosen_flow *flow)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < flow->nr_lent; i++) {
			struct place_node *given = &flow->nodes[flow->lent[i].given];
			struct place_node *taken = &flow->nodes[flow->lent[i].taken];

			changed |= (taken->read && !given->read) ||
				   (taken->written && !given->written);
			given->read |= taken->read;
			given->written |= taken->written;
		}
		for (unsigned int i = 0; i < flow->nr_nodes; i++)
			changed |= lend_on(flow, &flow->nodes[i]);
	}
	for (unsigned int i = 0; i < flow->nr_lent; i++) {
		struct lent lent = flow->lent[i];

		if (flow->nodes[lent.taken].read)
			add_edge(flow, lent.given, lent.taken, &unchanged);
		if (flow->nodes[lent.taken].written)
			add_edge(flow, lent.taken, lent.given, &unchanged);
	}
}

struct chosen_flow *chosen_flow__new(const struct partition *p, const bool *runs)
{
	struct chosen_flow *flow = store__alloc(sizeof(*flow));

	flow->p = p;
	flow->runs = runs;
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		for (unsigned int i = 0; runs[f] && i < func->nr_flows; i++)
			flow_in(flow, &func->flows[i]);
		for (unsigned int i = 0; runs[f] && i < func->nr_uses; i++)
			if (func->uses[i].from.place)
				read_at(flow, func->uses[i].from.place);
	}
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		if (!runs[f])
			continue;
		join_calls(flow, p->facts->all[f]);
		if (p->facts->all[f]->outline)
			join_region(flow, p->facts->all[f]);
	}
	join_lent(flow);
	return flow;
}

void chosen_flow__free(struct chosen_flow *flow)
{
	for (unsigned int i = 0; i < flow->nr_nodes; i++)
		free(flow->nodes[i].edges);
	free(flow->nodes);
	free(flow->queue);
	free(flow->lent);
	map__clear(&flow->places);
	free(flow);
}

/* ---- following ----------------------------------------------------------- */

static bool arrive(struct chosen_state *state, enum number_how how, unsigned long long most)
{
	if (state->there[how] && most <= state->most[how])
		return false;
	state->there[how] = true;
	state->most[how] = most;
	return true;
}

/* What is added to itself, round by round, soon has no bound. */
static bool grow(struct chosen_state *state, unsigned long long most)
{
	bool changed = arrive(state, NUMBER_ANY, state->grown < GROWTHS ? most : NUMBER_UNBOUNDED);

	state->grown += changed;
	return changed;
}

/* The most that comes of a number that is not above @most. */
static unsigned long long most_of(unsigned long long most, const struct number_from *as)
{
	if (as->how == NUMBER_PART && most < NUMBER_UNBOUNDED)
		most /= as->over;
	else if (as->how == NUMBER_MORE)
		most = number__more(most, as->over, as->added);
	return most < as->most ? most : as->most;
}

/* What is at one end of an edge, at the other. */
static bool pass(const struct chosen_state *from, const struct number_from *as,
		 struct chosen_state *to)
{
	bool changed = false;

	for (unsigned int how = NUMBER_SAME; how <= NUMBER_ANY; how++) {
		unsigned long long less = most_of(from->most[how], as);

		if (!from->there[how])
			continue;
		if (as->how == NUMBER_MORE)
			changed |= grow(to, less);
		else if (as->how == NUMBER_PART)
			changed |= arrive(to, NUMBER_ANY, less);
		else if (how == NUMBER_ANY || as->how == NUMBER_ANY || as->how == NUMBER_STEP ||
			 (as->how == NUMBER_ROUND && how == NUMBER_SAME))
			changed |= arrive(to, NUMBER_ANY, how == NUMBER_ANY &&
					  as->how <= NUMBER_BELOW ? less : as->most);
		else if (as->how == NUMBER_BELOW)
			changed |= arrive(to, NUMBER_BELOW, less);
		else
			changed |= arrive(to, how, less);
	}
	return changed;
}

static void enqueue(struct chosen_flow *flow, unsigned int at)
{
	if (flow->nodes[at].queued)
		return;
	flow->nodes[at].queued = true;
	*STORE_ADD(flow->queue, flow->nr_queue) = at;
}

static void spread(struct chosen_flow *flow)
{
	while (flow->nr_queue) {
		struct place_node *node = &flow->nodes[flow->queue[--flow->nr_queue]];

		node->queued = false;
		for (unsigned int i = 0; i < node->nr_edges; i++)
			if (pass(&node->state, &node->edges[i].as,
				 &flow->nodes[node->edges[i].to].state))
				enqueue(flow, node->edges[i].to);
	}
}

void chosen_flow__follow(struct chosen_flow *flow, const char *place, unsigned long long most)
{
	unsigned int at = node_of(flow, place);

	/* What is lent and not read is what it was: another's who gave it is written, that is all. */
	if (*place == '*' && !flow->nodes[at].read)
		return;
	if (!arrive(&flow->nodes[at].state, NUMBER_SAME, most))
		return;
	enqueue(flow, at);
	spread(flow);
}

void chosen_flow__follow_kept(struct chosen_flow *flow, const char *place, unsigned long long most)
{
	unsigned int nr = flow->nr_nodes, at = node_of(flow, place);
	struct chosen_state *before = store__alloc((nr + 1) * sizeof(*before));

	for (unsigned int i = 0; i < nr; i++)
		before[i] = flow->nodes[i].state;
	chosen_flow__reset(flow);
	if (at < nr)
		chosen_flow__follow(flow, place, most);
	for (unsigned int i = 0; i < nr; i++) {
		struct place_node *node = &flow->nodes[i];
		struct chosen_state kept = node->state;
		bool keeps = *node->place == '=' || strchr(node->place, '.');

		node->state = before[i];
		if (keeps && pass(&kept, &unchanged, &node->state))
			enqueue(flow, i);
	}
	spread(flow);
	free(before);
}

void chosen_flow__reset(struct chosen_flow *flow)
{
	for (unsigned int i = 0; i < flow->nr_nodes; i++)
		flow->nodes[i].state = (struct chosen_state){ 0 };
}

bool chosen_flow__arrives(const struct chosen_flow *flow, const struct number_from *from,
			  struct chosen_state *state)
{
	size_t at = from->place ? (size_t)map__get(&flow->places, from->place) : 0;

	*state = (struct chosen_state){ 0 };
	return at && pass(&flow->nodes[at - 1].state, from, state);
}
