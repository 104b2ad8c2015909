// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct bridge *bridge;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->bridge = bridge_of(own->bdev);
	return bridge_send(own->bridge, own->bridge->speed);
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return bridge_send(own->bridge, packet->len);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what comes with a root is known as long as that is
 * check-profile:
 *	types: {bus_device: {root: true, device: dev, brings: {bridge: "container_of($0->dev.parent, struct bridge, dev)"}}}
 * check-has: user open
 * check-has: downcall function bridge_send(object, value)
 * check-has: brings bus_device bridge
 * check-has: field bridge.speed raw to-user
 * check-has: field own.bridge pointer both bridge
 */
