// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pot {
	u32 level;
	struct gauge gauge;
};

struct cup {
	u32 level;
};

struct lid {
	u32 level;
	struct cup *cup;
};

/* One is freed by who is called later. */
struct plate {
	u32 level;
	struct gauge gauge;
};

static struct pot *pots;
static struct plate *plate;
static struct lid *lid;

static int set(struct gauge *gauge, u32 level)
{
	struct pot *pot = (struct pot *)((char *)gauge - __builtin_offsetof(struct pot, gauge));

	pot->level = level;
	return 0;
}

static const struct gauge_ops ops = { .set = set };

static int set_plate(struct gauge *gauge, u32 level)
{
	struct plate *at = (struct plate *)((char *)gauge -
					    __builtin_offsetof(struct plate, gauge));

	if (!level) {
		gauge->data = NULL;
		kfree(at);
	}
	return 0;
}

static const struct gauge_ops plate_ops = { .set = set_plate };

/* Not the init's alone: for whom it makes one nothing tells. */
static struct cup *new_cup(u32 level)
{
	struct cup *cup = kzalloc(sizeof(*cup), 0);

	if (cup)
		cup->level = mystery(level);
	return cup;
}

static int set_lid(struct gauge *gauge, u32 level)
{
	struct lid *at = gauge->data;

	at->cup = new_cup(level);
	return at->cup ? at->level : 0;
}

static const struct gauge_ops lid_ops = { .set = set_lid };
static struct gauge lid_gauge = { .ops = &lid_ops };

static int add(struct pot *pot)
{
	pot->gauge.ops = &ops;
	pot->level = mystery(1);
	return gauge_register(&pot->gauge);
}

/* Called by nobody but the init. */
static int make(void)
{
	pots = kcalloc(4, sizeof(*pots), 0);
	plate = kzalloc(sizeof(*plate), 0);
	lid = kzalloc(sizeof(*lid), 0);
	if (!pots || !plate || !lid)
		return -12;
	for (int i = 0; i < 4; i++)
		add(&pots[i]);
	plate->gauge.ops = &plate_ops;
	lid->cup = new_cup(2);
	lid_gauge.data = lid;
	gauge_register(&lid_gauge);
	return gauge_register(&plate->gauge);
}

static int init(void)
{
	int err = make();

	if (err) {
		kfree(plate);
		kfree(lid);
		kfree(pots);
	}
	return err;
}
module_init(init)

/*
 * check-name: the runtime hears of what the module's init makes, and keeps in variables
 * check-has: user set
 * check-has: native kcalloc__pot__of_module
 * check-has: native kfree__pot
 * check-has: point pot gauge offsetof(struct pot, gauge)
 * check-has: field pot.level raw both
 * check-has: kernel set_plate: gives back by kfree__plate what make may have acquired in the kernel half
 * check-not: native kzalloc__cup
 */
