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
static bool releases_lock(const struct model *model, const struct model_function *f)
{
	char *first = f->releases ? strndup(f->releases, strcspn(f->releases, " ")) : NULL;
	const struct model_function *acquirer = first ? map__get(&model->functions, first) : NULL;

	free(first);
	return acquirer && takes_lock(acquirer);
}

/* Whether another call in @func gives back what @f takes, or takes what it gives back. */
static bool has_partner(const struct model *model, const struct func *func,
			const struct model_function *f)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct model_function *other = entry_of(model, &func->calls[i]);

		if (other && (takes_lock(f) ? store__has_word(other->releases, f->name) :
				      store__has_word(f->releases, other->name)))
			return true;
	}
	return false;
}

const char *locks__unpaired(const struct model *model, const struct func *func,
			    const struct call *call)
{
	const struct model_function *entry = entry_of(model, call);

	if (!entry || !(takes_lock(entry) || releases_lock(model, entry)) ||
	    has_partner(model, func, entry))
		return NULL;
	return strings__format(model->strings, takes_lock(entry) ?
			       "%s and leaves the lock to its caller" :
			       "%s for a lock that its caller took", entry->name);
}
