// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 packets;
};

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	return own->packets++;
}

static int interrupt(int irq, void *data)
{
	(void)irq;
	(void)data;
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return request_irq(own->bdev->irq, interrupt, thing);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: atomic root
 * check-has: kernel send: atomic: send (thing_ops.send)
 * check-has: kernel interrupt: atomic: interrupt (request_irq#1)
 * check-has: user open: user: may sleep (thing_ops.open)
 * check-has: kernel init: init
 * check-has: user probe: user: may sleep (bus_driver.probe)
 * check-has: upcall open(object)
 * check-has: downcall function request_irq(value, object, object)
 * check-has: symbol function interrupt
 * check-has: symbol table ops
 */
