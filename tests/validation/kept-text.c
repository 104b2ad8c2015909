// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

char *text_dup(const char *text);
char *text_make(const char *format, ...);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	char *label;	/* made in the user half */
	char *title;	/* made in the kernel half, of a text */
	char *mark;	/* ... by a format */
};

static int relabel(struct own *own, int level)
{
	char *label = text_make("level %d", level);

	if (!label)
		return -12;
	kfree(own->label);
	own->label = label;
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	return relabel(thing_priv(thing), level);
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);

	return own->label[0] + own->title[0];
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->mark[0];
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	far_read(1);
	own->title = text_dup("title");
	own->mark = text_make("%d", 3);
	return 0;
}

static const struct thing_ops ops = {
	.set_level = set_level, .control = control, .hold = hold, .let_go = let_go,
};

#include "probe.h"

/*
 * check-name: a text that is made and kept is bytes, but where the runtime does not hear of it
 * check-profile:
 *	slots:
 *	  thing_ops.let_go: {context: sleep}
 *	functions:
 *	  text_dup: {args: [string], returns: {object: any, size: "strlen($ret) + 1", bytes: "cleave_bytes_text($0, 9)"}, acquires: {undo: "kfree($ret)", key: [$ret]}}
 *	  text_make: {args: [format], returns: {object: any, size: "strlen($ret) + 1", bytes: "cleave_bytes_text($0, 9)"}, acquires: {undo: "kfree($ret)", key: [$ret]}}
 *	  kfree: {args: [{pointer: {null: true}}], ends: $0, deferred: true, releases: [kzalloc, text_dup, text_make], key: [$0]}
 * check-has: user set_level
 * check-has: user control
 * check-has: kernel hold: calls far_read
 * check-has: kernel let_go: follows own.mark, but hold allocates such bytes in the kernel half, and the runtime does not hear of it
 */
