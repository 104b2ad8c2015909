// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* One for all, as who has but one device writes it. */
struct state {
	u32 level;
	u32 calls;
};

static struct state state;

/* Each processor has its own. */
struct share {
	u32 level;
};

static struct share shares __attribute__((section(".data..percpu")));

/* Gone when the module's init has returned. */
struct start {
	u32 level;
};

static struct start start __attribute__((section(".init.data"))) = { .level = 3 };

static int set(struct gauge *gauge, u32 level)
{
	struct state *at = gauge->data;

	at->level = level;
	state.calls++;
	return 0;
}

static const struct gauge_ops ops = { .set = set };

static int set_share(struct gauge *gauge, u32 level)
{
	struct share *at = gauge->data;

	at->level = level;
	return 0;
}

static const struct gauge_ops share_ops = { .set = set_share };

static int count_share(struct gauge *gauge, u32 level)
{
	shares.level += level;
	return 0;
}

static const struct gauge_ops count_ops = { .set = count_share };

/* A function has one for itself: nobody else has a name for it. */
struct hidden {
	u32 level;
};

static struct hidden hidden;

static int handler(int irq, void *data)
{
	return irq;
}

/* Not copied, for it has a variable for itself. */
static int take(struct hidden *at)
{
	static int nr;

	nr++;
	return request_irq(at->level, handler, at);
}

static int take_own(u32 level)
{
	static struct hidden own;

	own.level = mystery(level);
	return take(&own);
}

static int set_own(struct gauge *gauge, u32 level)
{
	return take_own(level);
}

static const struct gauge_ops own_ops = { .set = set_own };

static int set_hidden(struct gauge *gauge, u32 level)
{
	return take(&hidden);
}

static const struct gauge_ops hidden_ops = { .set = set_hidden };

static struct gauge gauge = { .ops = &ops };
static struct gauge of_share = { .ops = &share_ops };
static struct gauge of_hidden = { .ops = &hidden_ops };
static struct gauge of_own = { .ops = &own_ops };
static struct gauge of_count = { .ops = &count_ops };

static int init(void)
{
	state.level = mystery(start.level);
	gauge.data = &state;
	of_share.data = &shares;
	shares.level = mystery(1);
	gauge_register(&of_share);
	gauge_register(&of_hidden);
	gauge_register(&of_own);
	gauge_register(&of_count);
	return gauge_register(&gauge);
}
module_init(init)

/*
 * check-name: a variable to which members lead is an object, if it is there as others are
 * check-has: user set
 * check-has: field state.level raw both
 * check-has: kernel set_share: follows gauge.data, and it is not known where that leads
 * check-has: kernel count_share: uses shares, which is in the section .data..percpu
 * check-has: user set_hidden
 * check-has: kernel take: gives request_irq the address of a local variable
 * check-not: global shares
 * check-not: global start
 */
