// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What ends the session: downcalls that nobody may make, and answers and mirrors
 * that say what may not be said.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

#define TURNS	256	/* more than there are objects */

struct offence {
	const char *what;
	unsigned int id;
	unsigned int n;
	uint64_t words[3];
};

static struct sample_device *offended;
static struct sample_buffer *freed, *kept;

static void commit(const struct offence *o)
{
	int fd = serve();
	struct trigger t;
	uint64_t words[3];

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	offended = (struct sample_device *)got.args[0];
	kept = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	freed = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)freed, 0, 0);
	/* The highest bits say what a word is relative to. */
	memcpy(words, o->words, sizeof(words));
	if (words[0] >> 60 == 1)
		words[0] = (uintptr_t)offended + (words[0] & 0xffffff);
	if (words[0] >> 60 == 2)
		words[0] = (uintptr_t)freed + (words[0] & 0xffffff);
	if (words[0] >> 60 == 3)
		words[0] = (uintptr_t)kept + (words[0] & 0xffffff);
	if (words[0] >> 60 == 4)
		words[0] = (uintptr_t)tables + (words[0] & 0xffffff);
	/* One that runs in the sender's system call fails there. */
	try_down(fd, o->id, o->n, words[0], words[1], words[2]);
	ended(fd, &t);
}

#define DEVICE(off)	((1ULL << 60) + (off))
#define FREED(off)	((2ULL << 60) + (off))
#define KEPT(off)	((3ULL << 60) + (off))
#define TABLE(off)	((4ULL << 60) + (off))
#define AT(m)		DEVICE(offsetof(struct sample_device, m))

static const struct offence offences[] = {
	{ "unknown downcall", 999, 0, {} },
	{ "unknown builtin", CLEAVE_DOWN_BUILTIN_END, 0, {} },
	{ "too few arguments", SAMPLE_DOWN_SUM, 1, {} },
	{ "too many arguments", SAMPLE_DOWN_ENTER, 2, { AT(name) } },
	{ "stale handle", SAMPLE_DOWN_FREE, 1, { FREED(0) } },
	{ "stale buffer", SAMPLE_DOWN_SUM, 2, { FREED(0), 4 } },
	{ "empty slot", SAMPLE_DOWN_ENTER, 1, { CLEAVE_ARENA_BASE + (65000ULL << CLEAVE_SLOT_SHIFT) } },
	{ "first slot", SAMPLE_DOWN_ENTER, 1, { CLEAVE_ARENA_BASE } },
	{ "behind the object", SAMPLE_DOWN_SUM, 2, { DEVICE(4096), 1 } },
	{ "end of the arena", SAMPLE_DOWN_SUM, 2, { CLEAVE_ARENA_BASE + CLEAVE_ARENA_SIZE - 1, 1 } },
	{ "across the object's end", SAMPLE_DOWN_SUM, 2, { AT(bytes), 65 } },
	{ "length that wraps", SAMPLE_DOWN_SUM, 2, { AT(bytes), ~0ULL } },
	{ "bytes that are not shared", SAMPLE_DOWN_SUM, 2, { AT(secret), 4 } },
	{ "bytes between shared ones", SAMPLE_DOWN_SUM, 2, { AT(lanes), 12 } },
	{ "write to a read-only field", SAMPLE_DOWN_FILL, 3, { AT(serial), 8, 1 } },
	{ "write to a number with a bound", SAMPLE_DOWN_FILL, 3, { AT(place), 4, 1 } },
	{ "write to bits", SAMPLE_DOWN_FILL, 3, { AT(flags), 4, 1 } },
	{ "write to a table", SAMPLE_DOWN_FILL, 3, { TABLE(0), 4, 1 } },
	{ "behind a table", SAMPLE_DOWN_SUM, 2, { TABLE(12), 8 } },
	{ "wrong class", SAMPLE_DOWN_ENTER, 1, { KEPT(0) } },
	{ "wrong class within", SAMPLE_DOWN_FREE, 1, { AT(part) } },
	{ "wrong place", SAMPLE_DOWN_ENTER, 1, { DEVICE(8) } },
	{ "wrong place in a table", SAMPLE_DOWN_OPS, 1, { TABLE(4) } },
	{ "table for a function", SAMPLE_DOWN_SAME, 1, { TABLE(0) } },
	{ "address of the kernel's", SAMPLE_DOWN_ENTER, 1, { 0xffffffff81000000 } },
	{ "opaque pointer", SAMPLE_DOWN_ENTER, 1, { CLEAVE_OPAQUE + 5 } },
	{ "address of nothing", SAMPLE_DOWN_ENTER, 1, { 0x1000 } },
	{ "NULL", SAMPLE_DOWN_ENTER, 1, {} },
	{ "string without an end", SAMPLE_DOWN_SAY, 1, { AT(bytes) } },
	{ "object for a place for text", SAMPLE_DOWN_WORD, 2, { AT(bytes), CLEAVE_ARENA_BASE } },
	{ "object for a place for a pointer", SAMPLE_DOWN_FIND, 2, { AT(bytes), CLEAVE_ARENA_BASE } },
	{ "no place for a pointer", SAMPLE_DOWN_FIND, 2, {} },
	{ "argument at its bound", SAMPLE_DOWN_PLACE, 2, { DEVICE(0), SAMPLE_PLACES } },
	{ "argument below zero", SAMPLE_DOWN_PLACE, 2, { DEVICE(0), ~0ULL } },
	{ "word for a blob", SAMPLE_DOWN_SUM, 2, { CLEAVE_WORD_BLOB, 4 } },
	{ "free of what was not allocated", SAMPLE_DOWN_FREE, 1, { KEPT(8) } },
	{ "line of log without text", CLEAVE_DOWN_LOG, 4, {} },
	{ "port that nobody has mapped", CLEAVE_DOWN_PORT, 4, { CLEAVE_PORTS_BASE + 0x61, 1 } },
	{ "memory for a port", CLEAVE_DOWN_PORT, 4, { AT(bytes), 1 } },
	{ "port that is too wide", CLEAVE_DOWN_PORT, 4, { CLEAVE_PORTS_BASE + 0x60, 8 } },
	{ "delay that is too long", CLEAVE_DOWN_DELAY, 1, { CLEAVE_DELAY_MAX + 1 } },
	{ "port for an object", SAMPLE_DOWN_ENTER, 1, { CLEAVE_PORTS_BASE + 0x60 } },
};

static const struct offence *offence;

static void offends(void)
{
	commit(offence);
}

/* A session that ends for what @spoil does while an upcall is under way. */
static void spoils(const char *word, unsigned int id, void (*spoil)(int fd, struct sample_device *dev))
{
	int fd = serve();
	struct trigger t;

	spoil(fd, called(fd, &t, word, id));
	ended(fd, &t);
}

/* For what nobody looks at but in turn: one of the next upcalls has the error. */
static void spoils_in_turn(const char *word, unsigned int id,
			   void (*spoil)(int fd, struct sample_device *dev))
{
	int fd = serve(), err;
	struct trigger t;

	spoil(fd, called(fd, &t, word, id));
	for (unsigned int i = 0; !(err = outcome(&t)) && i < TURNS; i++) {
		called(fd, &t, word, id);
		upret(fd, id, 1, 0);
	}
	IS(err, -EIO);
	over(fd);
}

static void spoil_serial(int fd, struct sample_device *dev)
{
	dev->serial++;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_label(int fd, struct sample_device *dev)
{
	dev->label++;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_text(int fd, struct sample_device *dev)
{
	*(char *)dev->label = 'X';
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_name(int fd, struct sample_device *dev)
{
	memset(dev->name, 'X', sizeof(dev->name));
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_block(int fd, struct sample_device *dev)
{
	*(char *)dev->address = 'X';
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_class(int fd, struct sample_device *dev)
{
	dev->peer = (void *)tables;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_table(int fd, struct sample_device *dev)
{
	dev->ops = NULL;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_table_error(int fd, struct sample_device *dev)
{
	dev->ops = (void *)-12L;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_opaque(int fd, struct sample_device *dev)
{
	dev->links[3] = dev->links[1];
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_place(int fd, struct sample_device *dev)
{
	dev->place = SAMPLE_PLACES;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_negative(int fd, struct sample_device *dev)
{
	dev->place = -1;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

/* The case before has written it. */
static void spoil_made(int fd, struct sample_device *dev)
{
	dev->made++;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_port(int fd, struct sample_device *dev)
{
	dev->port = 0x60;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_err(int fd, struct sample_device *dev)
{
	(void)dev;
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	payload()->err = -ENOSYS;
	finish();
	transmit(fd);
}

static void spoil_blob(int fd, struct sample_device *dev)
{
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SUM, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, 16);
	add_blob(0, CLEAVE_TO_KERNEL, dev->bytes, 8);
	finish();
	transmit(fd);
}

static void spoil_direction(int fd, struct sample_device *dev)
{
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_FILL, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, 8);
	cleave_enc_word(&enc, 8);
	add_blob(0, CLEAVE_TO_KERNEL, dev->bytes, 8);
	finish();
	transmit(fd);
}

/* For a pointer that the callee sets. */
static void spoil_result(int fd, struct sample_device *dev, int dir, unsigned int len)
{
	uint64_t word = 0;

	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_FIND, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, (uintptr_t)dev);
	add_blob(0, dir, &word, len);
	finish();
	transmit(fd);
}

static void spoil_result_length(int fd, struct sample_device *dev)
{
	spoil_result(fd, dev, CLEAVE_BOTH, 4);
}

static void spoil_result_direction(int fd, struct sample_device *dev)
{
	spoil_result(fd, dev, CLEAVE_TO_KERNEL, 8);
}

static void spoil_unasked(int fd, struct sample_device *dev)
{
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	cleave_enc_word(&enc, 0);
	add_blob(0, CLEAVE_BOTH, dev->bytes, 8);
	finish();
	transmit(fd);
}

static void spoil_string(int fd, struct sample_device *dev)
{
	(void)dev;
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SAY, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	add_blob(0, CLEAVE_TO_KERNEL, "endless", 7);
	finish();
	transmit(fd);
}

static void spoil_loans_length(int fd, struct sample_device *dev)
{
	(void)dev;
	answer_loans(fd, SAMPLE_LOAN - 8, true);
}

static void spoil_loans_missing(int fd, struct sample_device *dev)
{
	(void)dev;
	answer_loans(fd, SAMPLE_LOAN, false);
}

static void spoil_pick(int fd, struct sample_device *dev)
{
	upret(fd, SAMPLE_UP_PICK, 1, (uintptr_t)dev + 4096);
}

static void spoil_pick_class(int fd, struct sample_device *dev)
{
	upret(fd, SAMPLE_UP_PICK, 1, (uintptr_t)dev->bytes);
}

static void spoil_pick_table(int fd, struct sample_device *dev)
{
	(void)dev;
	upret(fd, SAMPLE_UP_PICK, 1, (uintptr_t)tables);
}

/* What sample_pick() never calls, other upcalls do. */
static void spoil_other(int fd, struct sample_device *dev)
{
	down(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	(void)dev;
}

static void spoil_other_anywhere(int fd, struct sample_device *dev)
{
	try_down(fd, SAMPLE_DOWN_GRAB_ANYWHERE, 0, 0, 0, 0);
	(void)dev;
}

static void spoil_die(int fd, struct sample_device *dev)
{
	(void)dev;
	/* Another socket of the session, so that this one hears of it. */
	int other = open_socket();

	IS(join(other, cookie), 0);
	close(other);
	(void)fd;
}

static const struct spoil {
	const char *what;
	const char *command;
	unsigned int id;
	void (*fn)(int fd, struct sample_device *dev);
} spoilers[] = {
	{ "text without an end", "open", SAMPLE_UP_OPEN, spoil_name },
	{ "pointer of a wrong class", "open", SAMPLE_UP_OPEN, spoil_class },
	{ "mirror: no table", "open", SAMPLE_UP_OPEN, spoil_table },
	{ "mirror: an error for a table", "open", SAMPLE_UP_OPEN, spoil_table_error },
	{ "opaque pointer moved", "open", SAMPLE_UP_OPEN, spoil_opaque },
	{ "number at its bound", "open", SAMPLE_UP_OPEN, spoil_place },
	{ "number below zero", "open", SAMPLE_UP_OPEN, spoil_negative },
	{ "number that was written before", "open", SAMPLE_UP_OPEN, spoil_made },
	{ "port that the device does not own", "open", SAMPLE_UP_OPEN, spoil_port },
	{ "answer with an error", "open", SAMPLE_UP_OPEN, spoil_err },
	{ "blob of another length", "open", SAMPLE_UP_OPEN, spoil_blob },
	{ "blob of another direction", "open", SAMPLE_UP_OPEN, spoil_direction },
	{ "place for half a pointer", "open", SAMPLE_UP_OPEN, spoil_result_length },
	{ "place for a pointer that nobody may write", "open", SAMPLE_UP_OPEN, spoil_result_direction },
	{ "blob that nobody asked for", "open", SAMPLE_UP_OPEN, spoil_unasked },
	{ "copied string without an end", "open", SAMPLE_UP_OPEN, spoil_string },
	{ "loan of another length", "loans", SAMPLE_UP_LOANS, spoil_loans_length },
	{ "loan not given back", "loans", SAMPLE_UP_LOANS, spoil_loans_missing },
	{ "returned pointer out of bounds", "pick", SAMPLE_UP_PICK, spoil_pick },
	{ "returned pointer of a wrong class", "pick", SAMPLE_UP_PICK, spoil_pick_class },
	{ "returned pointer to a table", "pick", SAMPLE_UP_PICK, spoil_pick_table },
	{ "downcall of another upcall", "pick", SAMPLE_UP_PICK, spoil_other },
	{ "downcall of another upcall, anywhere", "pick", SAMPLE_UP_PICK, spoil_other_anywhere },
	{ "death in an upcall", "open", SAMPLE_UP_OPEN, spoil_die },
}, in_turn[] = {
	{ "read-only field written", "open", SAMPLE_UP_OPEN, spoil_serial },
	{ "pointer to a string written", "open", SAMPLE_UP_OPEN, spoil_label },
	{ "copy of a string written", "open", SAMPLE_UP_OPEN, spoil_text },
	{ "copy of a block written", "open", SAMPLE_UP_OPEN, spoil_block },
};

static const struct spoil *spoiler;

static void spoilt(void)
{
	spoils(spoiler->command, spoiler->id, spoiler->fn);
}

static void spoilt_in_turn(void)
{
	spoils_in_turn(spoiler->command, spoiler->id, spoiler->fn);
}

/* The last that is allowed is the kernel half's index; what is refused never is. */
static void numbers(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	long there;

	dev->place = SAMPLE_PLACES - 1;
	dev->made = 3;
	dev->port = 0;
	still_works(fd, &t);
	IS(number("place"), SAMPLE_PLACES - 1);
	there = number("there");
	IS(command("touch"), 0);
	IS(number("there"), there + 1);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	dev->place = SAMPLE_PLACES + 1;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	ended(fd, &t);
	IS(number("place"), SAMPLE_PLACES - 1);
	IS(command("touch"), 0);
	IS(number("there"), there + 2);
}

/* Not even what needs no caller, if some upcall may not make it. */
static void outside(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
	depth = 0;
	try_down(fd, SAMPLE_DOWN_GRAB_ANYWHERE, 0, 0, 0, 0);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
	becomes(CLEAVE_A_CHANNEL_STATE, CLEAVE_STATE_DEAD);
}

void offend(void)
{
	RUN(outside);
	RUN(numbers);
	for (unsigned int i = 0; i < sizeof(offences) / sizeof(*offences); i++) {
		offence = &offences[i];
		run("offence", offence->what, offends);
	}
	for (unsigned int i = 0; i < sizeof(spoilers) / sizeof(*spoilers); i++) {
		spoiler = &spoilers[i];
		run("spoilt", spoiler->what, spoilt);
	}
	for (unsigned int i = 0; i < sizeof(in_turn) / sizeof(*in_turn); i++) {
		spoiler = &in_turn[i];
		run("spoilt", spoiler->what, spoilt_in_turn);
	}
}
