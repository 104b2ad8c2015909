// SPDX-License-Identifier: GPL-2.0-or-later
#include <CUnit/CUnit.h>

#include "pair.h"

struct pair pair_new(const struct lamp *start)
{
	struct pair p = { .w = world_new(), .kernel = malloc(sizeof(*p.kernel)) };

	*p.kernel = *start;
	p.o = world_track(p.w, p.kernel, sizeof(*p.kernel), NULL);
	CU_ASSERT_FATAL(!IS_ERR(p.o));
	p.user = p.o->mirror;
	return p;
}

void pair_free(struct pair *p)
{
	world_free(p->w);
	free(p->kernel);
}

void pair_push(struct pair *p)
{
	cleave_push(&p->w->ch, p->o, false);
}

int pair_pull(struct pair *p)
{
	p->w->ch.session = (struct cleave_session *)p->w;
	p->w->blame[0] = '\0';
	return cleave_pull_all(&p->w->ch, NULL);
}

int pair_pull_soon(struct pair *p)
{
	int n, err = 0;

	for (n = 0; n < PAIR_TURNS && !err; n++)
		err = pair_pull(p);
	return err;
}

u64 pair_counted(struct pair *p, int attr)
{
	return atomic64_read(&p->w->ch.stats[attr]);
}
