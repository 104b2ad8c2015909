/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the cases of only_with have: a structure of the kernel's with a function of the driver's. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int heard(struct hearer *hearer, int what)
{
	(void)hearer;
	return what;
}
