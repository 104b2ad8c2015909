// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "partition.h"
#include "store.h"
#include "wrapped.h"

#define MAX_DEPTH	6

/* A lock that a user half took the kernel half does not give back: locks.c. */
static bool gives_back(const struct partition *p, const struct model_function *entry)
{
	return (entry->releases || entry->ends >= 0) && !locks__releases(p->model, entry);
}

static int which_param(const struct func *func, const struct origins *from)
{
	struct origins all = { 0 };
	int param = -1;

	flow__resolve(func, from, &all);
	if (all.nr == 1 && all.items[0].kind == ORIGIN_PARAM && !all.items[0].inside &&
	    !all.items[0].moved)
		param = all.items[0].index;
	free(all.items);
	return param;
}

static void itself(const struct func *func, const struct model_function *entry, struct wrapped *out)
{
	out->entry = entry;
	out->func = func;
	for (out->nr = 0; out->nr < func->nr_params && out->nr < WRAPPED_PARAMS; out->nr++)
		out->param[out->nr] = out->nr;
}

static bool find(const struct partition *p, const struct func *func, struct wrapped *out,
		 unsigned int depth)
{
	const struct model_function *entry = map__get(&p->model->functions, func->name);
	struct wrapped inner;

	memset(out, 0, sizeof(*out));
	if (entry && (gives_back(p, entry) || (entry->acquires && !entry->of))) {
		itself(func, entry, out);
		return true;
	}
	if (entry || !func->walked || partition__ours(func) || depth > MAX_DEPTH)
		return false;
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];

		if (!call->callee || !find(p, call->callee, &inner, depth + 1))
			continue;
		*out = inner;
		for (unsigned int a = 0; a < inner.nr; a++) {
			int at = inner.param[a];

			out->param[a] = at >= 0 && (unsigned int)at < call->nr_args ?
					which_param(func, &call->args[at]) : -1;
		}
		return true;
	}
	return false;
}

bool wrapped__find(const struct partition *p, const struct func *func, struct wrapped *out)
{
	return find(p, func, out, 0);
}

bool wrapped__is_result(const struct model_function *entry, unsigned long n)
{
	return n < entry->nr_args && entry->args[n].kind == ARG_RESULT;
}

char *wrapped__say(const struct wrapped *w, const char *expr)
{
	char *out = store__copy(""), *more;

	while (*expr) {
		if (*expr == '$' && isdigit((unsigned char)expr[1])) {
			char *end;
			unsigned long n = strtoul(expr + 1, &end, 10);

			if (n >= w->nr || w->param[n] < 0) {
				free(out);
				return NULL;
			}
			more = store__format(wrapped__is_result(w->entry, n) ? "%s(*$%d)" :
									       "%s$%d",
					     out, w->param[n]);
			expr = end;
		} else {
			more = store__format("%s%c", out, *expr++);
		}
		free(out);
		out = more;
	}
	return out;
}

static bool can_say(const struct wrapped *w, const char *expr)
{
	char *said = wrapped__say(w, expr);

	free(said);
	return said;
}

bool wrapped__tells(const struct partition *p, const struct func *func,
		    const struct model_function *entry)
{
	struct wrapped w;

	if (!wrapped__find(p, func, &w) || w.entry != entry ||
	    (entry->unless && !can_say(&w, entry->unless)))
		return false;
	for (unsigned int i = 0; entry->keys[i]; i++)
		if (!can_say(&w, entry->keys[i]))
			return false;
	return true;
}
