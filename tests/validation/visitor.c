// SPDX-License-Identifier: GPL-2.0-or-later
#include <craft.h>

struct note {
	u32 nr;
	struct pilot *pilot;
};

static const struct craft_ops ops;

static int board(struct pilot *pilot, struct bus_device *bdev)
{
	struct note *note = kzalloc(sizeof(*note), 0);

	if (!note)
		return -12;
	note->pilot = pilot;
	note->nr = bdev->vendor;
	pilot->crew_priv = note;
	pilot->parts = 2;
	return mystery(bdev->vendor);
}

static int look(struct pilot *pilot)
{
	return craft_steer(pilot, pilot->craft->speed);
}

static int rise(struct craft *craft, int by)
{
	struct pilot *pilot = craft_priv(craft);

	return craft_steer(pilot, by);
}

static int set(struct pilot *pilot, int level)
{
	struct note *note = pilot->crew_priv;

	return note->pilot->level + level;
}

static const struct craft_ops ops = { .rise = rise };
static const struct crew crew = { .board = board, .look = look, .set = set };

static int init(void)
{
	return crew_register(&crew);
}
module_init(init)

/*
 * check-name: what another module makes is a guest, with what is behind it
 * check-profile:
 *	types: {craft: {root: true, device: dev, visits: "$0->dev.parent", private: {offset: "(sizeof(struct craft) + 31) & ~31UL", by: craft_priv}}, pilot: {behind: craft, told_by: crew.board, fields: {parts: {read_only: true}}}}
 *	slots: {crew.board: {context: frozen, args: [object, {object: {birth: true}}]}, crew.look: {context: sleep}, crew.set: {context: sleep}, craft_ops.rise: {context: sleep}}
 *	functions: {crew_register: {policy: kernel}, craft_steer: {args: [object, value]}}
 * check-has: kernel board: frozen
 * check-has: user look
 * check-has: user rise
 * check-has: kernel set: follows a pointer to a struct pilot that the driver keeps
 * check-has: type craft+pilot
 * check-has: type bus_device
 */
