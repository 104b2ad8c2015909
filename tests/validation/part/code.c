// SPDX-License-Identifier: GPL-2.0-or-later
/* Code that ../include-of-code.c includes. */
static int interrupt(int irq, void *data)
{
	(void)data;
	return irq;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->level = 0;
	spin_unlock(&own->lock);
	lock_init(&own->lock);
	return request_irq(own->bdev->irq, interrupt, thing);
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	free_irq(own->bdev->irq, thing);
	return mystery(level);
}
