// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: locks that a function takes and does not give back
 * itself, or the other way round. What a user half takes is given back at the
 * latest when the upcall ends that it was taken in, so both have to be in one.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"

static const struct model_function *entry_of(const struct model *model, const struct call *call)
{
	return call->callee ? map__get(&model->functions, call->callee->name) : NULL;
}

static bool takes_lock(const struct model_function *f)
{
	return f->until_answer || f->holds;
}

/* By the first of the functions that it gives back for: they are alike. */
bool locks__releases(const struct model *model, const struct model_function *f)
{
	char *first = f->releases ? strndup(f->releases, strcspn(f->releases, " ")) : NULL;
	const struct model_function *acquirer = first ? map__get(&model->functions, first) : NULL;

	free(first);
	return acquirer && takes_lock(acquirer);
}

static unsigned int event_of(const struct func *func, unsigned int call)
{
	unsigned int i = 0;

	while (i < func->nr_events &&
	       !(func->events[i].kind == EVENT_CALL && func->events[i].call == call))
		i++;
	return i;
}

/*
 * Does the way from one call on end before it is at the other's place, where another case or the
 * other side of a branch begins?
 */
static bool apart(const struct func *func, unsigned int call, unsigned int other)
{
	unsigned int one = event_of(func, call), two = event_of(func, other), depth = 0;
	unsigned int from = one < two ? one : two, to = one < two ? two : one;
	bool left = false, aside = false, over = false;

	for (unsigned int i = from + 1; i < to; i++) {
		switch (func->events[i].kind) {
		case EVENT_FORK:
			depth++;
			break;
		case EVENT_ELSE:
			aside |= !depth;
			break;
		case EVENT_JOIN:
			left &= depth > 0;
			aside &= depth > 0;
			depth -= depth > 0;
			break;
		case EVENT_RETURN:
			over |= !depth && !aside;
			left |= !depth;
			break;
		case EVENT_LABEL:
			over = false;
			break;
		case EVENT_LEAVE:
		case EVENT_GOTO:
			left |= !depth;
			break;
		case EVENT_CASE:
			if (left && !depth)
				return true;
			break;
		default:
			break;
		}
	}
	return aside || over;
}

/* Whether another call in @func gives back what @f takes, or takes what it gives back. */
static bool has_partner(const struct model *model, const struct func *func, unsigned int call,
			const struct model_function *f)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct model_function *other = entry_of(model, &func->calls[i]);

		if (other && (takes_lock(f) ? store__has_word(other->releases, f->name) :
				      store__has_word(f->releases, other->name)) &&
		    !apart(func, call, i))
			return true;
	}
	return false;
}

const char *locks__unpaired(const struct model *model, const struct func *func,
			    const struct call *call)
{
	const struct model_function *entry = entry_of(model, call);

	if (!entry || !(takes_lock(entry) || locks__releases(model, entry)) ||
	    has_partner(model, func, call - func->calls, entry))
		return NULL;
	return strings__format(model->strings, takes_lock(entry) ?
			       "%s and leaves the lock to its caller" :
			       "%s for a lock that its caller took", entry->name);
}
