// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines of the function tracer: contexts, names, and what is no call. */
#include <stdlib.h>
#include <string.h>
#include "suites.h"
#include "../../user/profile_count.h"

static const struct profile_function *find(const struct profile *p, const char *name)
{
	for (unsigned int i = 0; i < p->nr; i++)
		if (!strcmp(p->functions[i].name, name))
			return &p->functions[i];
	CU_FAIL_FATAL("not counted");
	return NULL;
}

/* As Linux 6.1 and 6.12 print them. */
static void test_contexts(void)
{
	struct profile p = {};
	const struct profile_function *f;

	CU_ASSERT(profile__line(&p, "              ip-172     [000] .....    18.859753: lamp_open <-__dev_open"));
	CU_ASSERT(profile__line(&p, "              ip-172     [000] .N.1.    18.859754: lamp_open <-lamp_reset"));
	CU_ASSERT(profile__line(&p, "          <idle>-0       [001] D.h1.    18.9: lamp_irq <-__handle_irq_event_percpu"));
	CU_ASSERT(profile__line(&p, "  ksoftirqd/0-12      [000] ..s..    18.9: lamp_poll [lamp] <-__napi_poll"));
	CU_ASSERT(profile__line(&p, "  ping-12      [000] b.... 12345.9: lamp_send <-dev_hard_start_xmit"));
	CU_ASSERT(profile__line(&p, "  ping-12      [000] dn... 12345.9: lamp_send <-dev_hard_start_xmit"));
	CU_ASSERT(profile__line(&p, "  ping-12      [000] ....1 12345.9: lamp_pinned <-x"));
	f = find(&p, "lamp_open");
	CU_ASSERT_EQUAL(f->calls, 2);
	CU_ASSERT_EQUAL(f->atomic, 1);
	CU_ASSERT_EQUAL(f->preempt_off, 1);
	UNIT_SAME_TEXT(f->atomic_from, "lamp_reset");
	f = find(&p, "lamp_irq");
	CU_ASSERT_EQUAL(f->hardirq, 1);
	CU_ASSERT_EQUAL(f->irqs_off, 1);
	CU_ASSERT_EQUAL(f->bh_off, 1);
	f = find(&p, "lamp_poll");
	CU_ASSERT_EQUAL(f->softirq, 1);
	CU_ASSERT_EQUAL(f->atomic, 1);
	f = find(&p, "lamp_send");
	CU_ASSERT_EQUAL(f->calls, 2);
	CU_ASSERT_EQUAL(f->bh_off, 1);
	CU_ASSERT_EQUAL(f->irqs_off, 1);
	CU_ASSERT_EQUAL(f->atomic, 2);
	/* who may not migrate may sleep */
	CU_ASSERT_EQUAL(find(&p, "lamp_pinned")->atomic, 0);
	profile__free(&p);
}

static void test_names(void)
{
	struct profile p = {};

	CU_ASSERT(profile__line(&p, "a [1] b-9     [000] ..... 1.5: lamp_set.isra.0 <-x"));
	CU_ASSERT(profile__line(&p, "sh-9 [000] ..... 1.6: lamp_set <-x"));
	CU_ASSERT(profile__line(&p, "sh-9 [000] ..... 1.6: lamp_set_all <-x"));
	CU_ASSERT_EQUAL(p.nr, 2);
	CU_ASSERT_EQUAL(find(&p, "lamp_set")->calls, 2);
	CU_ASSERT_FALSE(profile__line(&p, "# tracer: function"));
	CU_ASSERT_FALSE(profile__line(&p, ""));
	CU_ASSERT_FALSE(profile__line(&p, "sh-9 [000] ..... 1.6: lamp_set"));
	CU_ASSERT_FALSE(profile__line(&p, "sh-9 [000] . 1.6: lamp_set <-x"));
	CU_ASSERT_FALSE(profile__line(&p, "CPU:0 [LOST 17 EVENTS]"));
	CU_ASSERT_EQUAL(p.calls, 3);
	CU_ASSERT_EQUAL(p.lost, 17);
	profile__free(&p);
}

static void test_peak(void)
{
	static const char *const times[] = { "1.1", "1.9", "2.0", "2.1", "2.2", "7.0" };
	struct profile p = {};
	char line[128];

	for (unsigned int i = 0; i < sizeof(times) / sizeof(*times); i++) {
		snprintf(line, sizeof(line), "sh-9 [000] ..... %s: lamp_set <-x", times[i]);
		CU_ASSERT(profile__line(&p, line));
	}
	CU_ASSERT_EQUAL(find(&p, "lamp_set")->peak, 3);
	profile__free(&p);
}

const struct unit_test suite_profile[] = {
	{ "contexts of calls", test_contexts },
	{ "names, and lines that are no call", test_names },
	{ "calls in the busiest second", test_peak },
	{}
};
