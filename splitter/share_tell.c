// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: stores of the user half that the kernel half has to hear of before a
 * device does, or before time passes. A write to a register takes no call across, and the interrupt
 * that it causes finds what crossed before; so does a timer that runs while the user half sleeps. So
 * where the user half writes a member that a function of the kernel half reads, its view says so
 * (CLEAVE_TELL), and the next write to a register, or delay, crosses first (user/tell.c).
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

/** struct reads - what the functions of the kernel half read */
struct reads {
	const struct access **items;
	unsigned int nr;
};

static struct reads kernel_reads(const struct share *s)
{
	struct reads reads = { 0 };

	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; s->kernel[f] && partition__ours(func) &&
		     i < func->nr_accesses; i++)
			if (func->accesses[i].mode & (ACCESS_READ | ACCESS_ADDRESS))
				*STORE_ADD(reads.items, reads.nr) = &func->accesses[i];
	}
	return reads;
}

static bool is_read(const struct reads *reads, const struct access *written)
{
	for (unsigned int i = 0; i < reads->nr; i++)
		if (waits__same(reads->items[i], written))
			return true;
	return false;
}

static const struct model_function *entry_of(const struct share *s, const struct call *call)
{
	return call->callee ? map__get(&s->p->model->functions, call->callee->name) : NULL;
}

/* Whoever is called with its address is in the kernel half, and writes the kernel half's. */
static bool written_there(const struct share *s, const struct func *func, const struct access *a)
{
	const struct model_function *entry = a->call >= 0 ?
		entry_of(s, &func->calls[a->call]) : NULL;
	enum arg_kind kind = entry && a->arg < (int)entry->nr_args ? entry->args[a->arg].kind :
								     ARG_OBJECT;

	return entry && entry->policy == MODEL_FORWARD &&
	       (kind == ARG_OBJECT || kind == ARG_POINTER);
}

/* Not so what a device sees at once. */
static bool is_told(const struct share *s, const struct func *func, const struct reads *reads,
		    const struct access *a)
{
	return waits__mode(func, a) & ACCESS_WRITE && is_read(reads, a) &&
	       !written_there(s, func, a) && !regions__reached(s->p, func, &a->base);
}

static void insert(struct share *s, int source, size_t at, char *text)
{
	struct plan_rename *out = STORE_ADD(s->plan->renames, s->plan->nr_renames);

	*out = (struct plan_rename){
		.source = source, .start = at, .from = store__copy(""), .to = text, .user = true,
	};
}

/* Two members of one assignment, or of one call, are told together. */
static bool stands_already(const struct func *func, unsigned int access, const bool *told)
{
	const struct stretch_fact *text = &func->accesses[access].text;

	for (unsigned int i = 0; i < access; i++)
		if (told[i] && func->accesses[i].text.start == text->start &&
		    func->accesses[i].text.end == text->end)
			return true;
	return false;
}

static char *told_as(const struct access *a, const char *how)
{
	return store__format("%s(%s%s%s); ", how, a->record ? a->record->name : a->global->name,
			     *a->path ? "." : "", a->path);
}

/* Of what is behind a macro: it may write to the device itself, or but begin a statement. */
static void tell_around(struct share *s, const struct func *func, const struct access *a)
{
	char *told = told_as(a, a->text.macro ? "CLEAVE_TELL_IN" : "CLEAVE_TELL");

	insert(s, func->source, a->text.start, store__format("({ %s", told));
	insert(s, func->source, a->text.end, store__copy("; })"));
	free(told);
}

static void tell_of(struct share *s, const struct func *func, const struct reads *reads)
{
	bool *told = store__alloc((func->nr_accesses + 1) * sizeof(*told));
	bool whole = false;

	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];
		bool placed = a->text.source >= 0 && a->text.source == func->source;

		told[i] = is_told(s, func, reads, a);
		if (!told[i] || (placed ? stands_already(func, i, told) : whole))
			continue;
		if (placed)
			tell_around(s, func, a);
		else
			insert(s, func->source, func->body_start + 1, told_as(a, " CLEAVE_TELL_IN"));
		whole |= !placed;
	}
	free(told);
}

/* Whether anything in the user half asks whether something was stored. */
static bool has_hearer(const struct share *s)
{
	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; s->user[f] && i < func->nr_calls; i++) {
			const struct model_function *entry = entry_of(s, &func->calls[i]);

			if (entry && (entry->to_device || entry->delays || entry->alone))
				return true;
		}
	}
	return false;
}

void share__tell(struct share *s)
{
	struct reads reads = { 0 };

	if (!has_hearer(s))
		return;
	reads = kernel_reads(s);
	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		if (s->user[f] && partition__ours(func) && !func->outline && !func->from_macro)
			tell_of(s, func, &reads);
	}
	free(reads.items);
}
