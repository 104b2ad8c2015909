/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A function without a text that could be moved behind a shim. */
#define GIVES_BACK(name) \
	static void name(struct thing *thing) \
	{ \
		struct own *own = thing_priv(thing); \
		free_irq(own->bdev->irq, thing); \
	}

GIVES_BACK(release)
