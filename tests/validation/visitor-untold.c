// SPDX-License-Identifier: GPL-2.0-or-later
#include <craft.h>

static int board(struct pilot *pilot, struct bus_device *bdev)
{
	return mystery(bdev->vendor) + pilot->level;
}

static int steer(struct pilot *pilot)
{
	return craft_steer(pilot, 1);
}

static const struct crew crew = { .board = board, .look = steer };
static const struct crew idle = { .look = steer };

static int init(void)
{
	return crew_register(&crew) + crew_register(&idle);
}
module_init(init)

/*
 * check-name: ... not where it may call without having told for whom that is
 * check-profile:
 *	types: {craft: {root: true, device: dev, visits: "$0->dev.parent", private: {offset: "64", by: craft_priv}}, pilot: {behind: craft, told_by: crew.board}}
 *	slots: {crew.board: {context: frozen, args: [object, {object: {birth: true}}]}, crew.look: {context: sleep}}
 *	functions: {crew_register: {policy: kernel}, craft_steer: {args: [object, value]}}
 * check-has: kernel steer
 * check-not: type craft
 */
