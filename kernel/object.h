/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects: pieces of kernel memory that a user half may name, the tables of their types, what of
 * them is synchronised, and where it shows. A part of runtime.h, whose comment says which lock is
 * taken inside of which.
 */
#ifndef CLEAVE_OBJECT_H
#define CLEAVE_OBJECT_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <cleave/half.h>

struct cleave_acquired;
struct cleave_call;
struct cleave_channel;
struct device;
struct file;

/* ---- layout.c: a type's tables, prepared --------------------------------- */

/**
 * struct cleave_run - adjacent raw fields of one direction that are compared in one go
 * @first: index of the first field
 * @nr: number of fields
 * @open: a user half may write them
 * @at: the first one's offset
 * @length: bytes from there
 */
struct cleave_run {
	u16 first;
	u16 nr;
	bool open;
	u32 at;
	u32 length;
};

#define CLEAVE_PROBES	4	/* that are compared at once */
#define CLEAVE_SPARES	4	/* shadows that a type keeps: so many guests has a call, mostly */

/**
 * struct cleave_probe - a word that tells whether a field changed
 * @mask: the bytes and bits of it that are shared
 * @at: bytes from the start of the object; need not be aligned
 * @first: index of the first field with an element there
 * @last: of the last one; fields between them may have none
 */
struct cleave_probe {
	u64 mask;
	u32 at;
	u16 first;
	u16 last;
};

/**
 * struct cleave_link - an element of a field that is a pointer
 * @at: bytes from the start of the object
 * @element: index in its field
 * @word: index in object->words
 * @field: index of the field
 */
struct cleave_link {
	u32 at;
	u32 element;
	u32 word;
	u16 field;
};

/**
 * struct cleave_spot - where the runtime keeps what a field needs besides its bytes
 * @word: index in object->words of its first element
 * @ext: offset in object->ext of its first element
 */
struct cleave_spot {
	u32 word;
	u32 ext;
};

/**
 * struct cleave_layout - a type, prepared
 * @index: in half->types
 * @runs: raw fields that are worth comparing in one go
 * @probes: all other raw fields and bits; a multiple of CLEAVE_PROBES, the last without a mask
 * @links: pointers of every kind
 * @exts: indices of fields with copies behind the object, blocks before strings
 * @open_probes: the first so many are of what a user half may write; a multiple, too
 * @open_links: the first so many are
 * @whole: too small for a word: every field is looked at
 * @ext_size: bytes of copies (strings, blocks) behind an object in its mirror
 * @ext_max: bytes of the largest one
 * @spares: shadows of objects that have ended; each is taken and put at once, without a lock
 */
struct cleave_layout {
	const struct cleave_type *type;
	u32 index;
	struct cleave_run *runs;
	struct cleave_probe *probes;
	struct cleave_link *links;
	struct cleave_spot *spots;
	u16 *exts;
	u32 nr_runs;
	u32 nr_probes;
	u32 nr_links;
	u32 nr_exts;
	u32 nr_blocks;
	u32 open_probes;
	u32 open_links;
	bool whole;
	u32 nr_words;
	u32 ext_size;
	u32 ext_max;
	struct cleave_shadow *spares[CLEAVE_SPARES];
};

int cleave_layout_init(struct cleave_layout *l, const struct cleave_type *type);
void cleave_layout_free(struct cleave_layout *l);

/* Bytes of one element's copy in the extension; 0 for kinds that have none. */
u32 cleave_ext_bytes(const struct cleave_field *f);

/* ---- number.c ------------------------------------------------------------ */

/* Whether what a user half writes there is looked at. */
bool cleave_checked(const struct cleave_field *f);
/* Why it may not write @value there in place of @old; NULL: it may. */
const char *cleave_unfit(const struct cleave_object *o, const struct cleave_field *f, u64 old,
			 u64 value);

/* ---- object.c ------------------------------------------------------------ */

enum cleave_memory {
	CLEAVE_MIRROR,		/* an object, its mirror in slots of its own */
	CLEAVE_DATA,		/* a global, its mirror in the data section */
	CLEAVE_MMIO,		/* a region: device memory */
	CLEAVE_COHERENT,	/* a region: memory shared with a device */
	CLEAVE_PAGES,		/* a region: bytes that the driver keeps, in pages of their own */
	CLEAVE_PORTS,		/* a region: ports; ->base is a number that lib/iomap.c makes of the first */
};

/**
 * struct cleave_object - a piece of kernel memory that the user half may name
 * @link: in channel->objects, or ->away
 * @shared: in channel->shared or ->settled; alone where nothing of it is synchronised
 * @root: whose end ends it, itself perhaps; NULL: the channel's
 * @layout: NULL for a region
 * @base: its address in the kernel
 * @address: its address in the user half; 0: not visible there
 * @mirror: where its fields are in memory shared with the user half, or NULL
 * @ext: where its copies are there
 * @ext_address: their address in the user half
 * @nr: structures of its type in it, one after the other
 * @seen: a user half may have seen a page of it, and written there; set before, with ->arena held
 * @given: the kernel may lead there in ways that nobody sees
 * @shadow: what the next ones belong to
 * @area: what its slots show, unless it is a region
 * @twin: what was last synchronised: the object's bytes, then the copies
 * @words: pointers last synchronised, as the user half sees them
 * @epoch: channel->epoch when its pointers were last translated
 * @pins: downcalls under way that were given it
 * @guests: calls that it is a guest of; 0: it is none
 * @away: its memory may be freed: in no table but its slots
 * @doomed: the kernel half is about to free it, and waits for who is just retiring it
 * @unpointed: it has been, and the kernel half's pointers there are NULL
 * @leaving: a root: it is about to end
 * @managed: a root that ends when its device's driver is unbound
 * @bound: such a root: the driver is
 * @unbinding: such a root: its `remove` may have begun
 * @leaves: a companion that is about to end with its root
 * @struck: a root: the upcall in which a user half left its device half-way, or NULL
 * @phys: MMIO: physical address of its first byte; PORTS: the first port
 * @guard: MMIO: neighbours in its pages, kept free
 * @payer: the channel, held, whose user half made it; NULL: the kernel did
 * @taken: bytes that count there until it is freed
 */
#ifndef __GENKSYMS__
struct cleave_object {
	struct kref ref;
	struct rb_node node;
	struct list_head link;
	struct list_head shared;
	struct cleave_object *root;
	struct cleave_layout *layout;
	enum cleave_memory memory;
	void *base;
	size_t size;
	u64 address;
	void *mirror;
	void *ext;
	u64 ext_address;
	struct cleave_shadow *shadow;
	void *area;
	size_t area_size;
	void *twin;
	u64 *words;
	u32 slot;
	u32 nr_slots;
	u64 generation;
	u64 epoch;
	u32 pins;
	u32 guests;
	u32 nr;
	bool seen;
	bool given;
	bool ended;
	bool away;
	bool doomed;
	bool leaving;
	bool unpointed;
	bool managed;
	bool bound;
	bool unbinding;
	bool leaves;
	phys_addr_t phys;
	struct resource *guard[2];
	const char *struck;
	struct cleave_channel *payer;
	size_t taken;
};
#endif

/* All need channel->mutex. The second: some object that has a byte of the range. */
struct cleave_object *cleave_object_find(struct cleave_channel *ch, const void *p);
struct cleave_object *cleave_object_among(struct cleave_channel *ch, const void *p, size_t size);
struct cleave_object *cleave_object_at(struct cleave_channel *ch, u64 address);

/**
 * cleave_object_make() - an object that nobody sees yet
 * @layout: NULL for a region
 *
 * Return: the object, a reference of the caller's; or ERR_PTR of -EINVAL or -ENOMEM.
 */
struct cleave_object *cleave_object_make(enum cleave_memory memory,
					 struct cleave_layout *layout, void *p, size_t size);
/** cleave_object_make_typed() - the same by number of its type, or CLEAVE_BYTES */
struct cleave_object *cleave_object_make_typed(struct cleave_channel *ch, u16 type, void *p,
					       size_t size);
/**
 * cleave_object_publish() - track it from now on; takes channel->mutex
 * @root: @o itself, another or NULL
 *
 * Return: 0; -EEXIST when it overlaps with another; -ENOSPC when all slots are
 * taken; -ESTALE when @root has ended; -ENOMEM.
 */
int cleave_object_publish(struct cleave_channel *ch, struct cleave_object *o,
			  struct cleave_object *root);
/*
 * A user half made it: its memory counts, until it is freed, towards what user halves may have
 * the kernel hold. Return: 0, or -ENOMEM: that is too much.
 */
int cleave_object_charge(struct cleave_channel *ch, struct cleave_object *o);
/* Whether nothing may be made for it any more, or kept in its name; needs channel->mutex. */
static inline bool cleave_is_ending(const struct cleave_object *o)
{
	return o->ended || o->away;
}

/* A downcall uses it: its end waits. Need channel->mutex. False: it has ended. */
bool cleave_object_pin(struct cleave_object *o);
void cleave_object_unpin(struct cleave_channel *ch, struct cleave_object *o);

void cleave_object_put(struct cleave_object *o);

/* ---- end.c --------------------------------------------------------------- */

/**
 * cleave_object_leave() - out of sight for good, unless it comes back
 * @call: of this thread, or NULL
 * @wait: wait until others are done with it; else give up
 *
 * What was acquired for it is given back, and what runs in it by itself stopped. Then its memory
 * may be freed: the kernel half still has its pointers there, as long as that takes, and the user
 * half its copy; it sees no memory that is freed: a region has ended already.
 *
 * Return: 0, and a reference of cleave_object_back()'s; -ENOENT: it has ended, or another thread
 * ends it; -EBUSY when @wait is false and it is in use, something is on record for it, or something
 * in it does not stop.
 */
int cleave_object_leave(struct cleave_channel *ch, struct cleave_object *o,
			struct cleave_call *call, bool wait);
/* @freed: forget it, and nothing leads there any more; else it is in sight again. */
void cleave_object_back(struct cleave_channel *ch, struct cleave_object *o,
			const struct cleave_call *call, bool freed);
/* Both; nothing is freed before. Return: 0, -EBUSY. */
int cleave_object_end(struct cleave_channel *ch, struct cleave_object *o,
		      struct cleave_call *call, bool wait);
/* Pins that this thread's own downcalls hold. */
u32 cleave_object_own_pins(const struct cleave_object *o, const struct cleave_call *call);
/* The last of it, once its slots do not show in the user half any more; a reference goes. */
void cleave_object_dispose(struct cleave_channel *ch, struct cleave_object *o,
			   const struct cleave_call *call);

/* ---- object.c ------------------------------------------------------------ */

/*
 * Parts of its end. Out of sight, into sight again (0 or -EEXIST), out of every table: need
 * channel->mutex.
 */
void cleave_object_hide(struct cleave_channel *ch, struct cleave_object *o);
int cleave_object_show(struct cleave_channel *ch, struct cleave_object *o);
void cleave_object_remove(struct cleave_channel *ch, struct cleave_object *o);
/* Whether @p leads into what is out of sight but has not ended; needs channel->mutex. */
bool cleave_is_away(struct cleave_channel *ch, const void *p);
/*
 * What the object that @p leads into ends with, with a reference; NULL: nothing. A variable of the
 * driver's belongs to the device that is there, if only one is.
 */
struct cleave_object *cleave_root_of(struct cleave_channel *ch, const void *p);
/* All objects of @root; all at all when @root is NULL. */
void cleave_objects_end(struct cleave_channel *ch, struct cleave_object *root,
			struct cleave_call *call);
/* Stop what runs by itself in objects of @root; in all, when it is NULL. */
void cleave_objects_stop(struct cleave_channel *ch, const struct cleave_object *root);

int cleave_globals_new(struct cleave_channel *ch);
/* The addresses of globals in a new user half are known; needs channel->mutex. */
void cleave_globals_place(struct cleave_channel *ch);

/* ---- undo.c -------------------------------------------------------------- */

/* The root that what is made for @owner has, with a reference; NULL: nothing is known there. */
struct cleave_object *cleave_root_at(struct cleave_channel *ch, const void *owner);

/* ---- companion.c --------------------------------------------------------- */

/* What comes with @root, which is tracked, is from now on, too. Return: 0, -ENOSPC or -ENOMEM. */
int cleave_companions_come(struct cleave_channel *ch, struct cleave_object *root);
/* @root ends: whether @o, which is its own, comes with another root, too, whose it is from now on. */
bool cleave_companion_passes(struct cleave_channel *ch, struct cleave_object *o,
			     struct cleave_object *root);

/* ---- shadow.c ------------------------------------------------------------ */

/**
 * struct cleave_shadow - what an object has beside its own memory
 * @payer: spare: the channel whose user half may have so much less; not held
 * @area: pages that the user half sees, or NULL
 * @bytes: of this structure, with what is behind it
 * @twin: bytes of the object, then copies; NULL: nothing of the type is shared
 * @words: the object's; @twin is behind them
 */
struct cleave_shadow {
	struct cleave_channel *payer;
	void *area;
	size_t area_size;
	size_t bytes;
	void *twin;
	u64 words[];
};

/* For an object whose layout, memory and size are set. Return: 0 or -ENOMEM. */
int cleave_shadow_get(struct cleave_object *o);
/* Nothing of it is visible to the user half any more. @ch: where it may be kept, or NULL. */
void cleave_shadow_put(struct cleave_channel *ch, struct cleave_object *o);
void cleave_shadows_free(struct cleave_layout *l);

/* ---- pointer.c ----------------------------------------------------------- */

/**
 * struct cleave_place - where a pointer of the user half leads
 * @p: address in the kernel, or NULL
 * @object: NULL if it leads to a function or table
 * @symbol: NULL if it leads into an object
 * @left: bytes from there to the end of the thing
 * @field: a string or block that it leads into the copy of, or NULL
 */
struct cleave_place {
	void *p;
	struct cleave_object *object;
	const struct cleave_symbol *symbol;
	size_t left;
	const struct cleave_field *field;
};

int cleave_symbols_init(struct cleave_channel *ch);
/* Take over @addresses (of ch->half->nr_symbols), 0 or -ENOMEM; needs channel->mutex. */
int cleave_symbols_place(struct cleave_channel *ch, const u64 *addresses);

/* All need channel->mutex. The latter two return NULL or why not. */
u64 cleave_to_user(struct cleave_channel *ch, const void *p);
const char *cleave_place(struct cleave_channel *ch, u64 word, struct cleave_place *place);
const char *cleave_from_user(struct cleave_channel *ch, u64 word, u16 class,
			     struct cleave_place *place);

/* Bytes of one number of a raw field: what is no array of numbers is one. */
static inline u32 cleave_number_bytes(const struct cleave_field *f)
{
	return f->number ?: f->length;
}

/* ---- compare.c: need channel->mutex -------------------------------------- */

static inline u64 cleave_word(const void *p)
{
	u64 value;

	memcpy(&value, p, sizeof(value));
	return value;
}

size_t cleave_difference(const void *a, const void *b, size_t len);

/*
 * Whether an object that is one structure, or its mirror, has something else in a shared field
 * than when it was last synchronised; what blocks of an object lead to is not looked at, and
 * of a mirror what the user half may not write only with @all.
 */
bool cleave_object_changed(const struct cleave_object *o);
bool cleave_mirror_changed(const struct cleave_object *o, bool all);

/* ---- sync.c, push.c, pull.c: need channel->mutex ------------------------- */

void cleave_push(struct cleave_channel *ch, struct cleave_object *o, bool all);
/* For what runs in the user half, or NULL: who knows. What that leaves alone crosses later. */
void cleave_push_all(struct cleave_channel *ch, const struct cleave_up *up, bool all);
/* Pointers into that range of the kernel's are another word in the user half from now on. */
void cleave_new_meaning(struct cleave_channel *ch, const void *base, size_t size);
/* Where the object is to be synchronised from now on; it is in ch->objects. */
void cleave_share(struct cleave_channel *ch, struct cleave_object *o);
/*
 * Fields of others that a user half can write no longer lead to @ended. Of what is out of sight
 * nobody knows whether its memory is still there: that no longer leads to what ended meanwhile when
 * it comes back.
 */
void cleave_unpoint(struct cleave_channel *ch, const struct cleave_object *ended);
void cleave_unpoint_ended(struct cleave_channel *ch, const struct cleave_object *o);
/* Likewise. Return: 0, or -EPERM: refused and logged. */
int cleave_pull_all(struct cleave_channel *ch, const struct cleave_up *up);
/**
 * enum cleave_use - what is done with shared bytes
 * @CLEAVE_READ: they are read
 * @CLEAVE_PULLED: the user half writes to its mirror of them: what it writes is looked at
 * @CLEAVE_WRITTEN: a callee of a downcall writes them, whatever it likes: no pointer, no number
 *	that has bounds, no text
 */
enum cleave_use {
	CLEAVE_READ,
	CLEAVE_PULLED,
	CLEAVE_WRITTEN,
};

/* Whether shared fields that may be used so cover the range. */
bool cleave_shared(const struct cleave_object *o, size_t at, size_t len, enum cleave_use use);
/* Whether a shared field is among the range that nobody may just write to. */
bool cleave_guarded(const struct cleave_object *o, size_t at, size_t len);

/* ---- arena.c, region.c ---------------------------------------------------- */

int cleave_arena_init(struct cleave_channel *ch);
void cleave_arena_free(struct cleave_channel *ch);
struct file *cleave_arena_file(struct cleave_channel *ch);
/* Nothing shows in those slots any more until it is touched again. */
void cleave_arena_zap(struct cleave_channel *ch, u32 slot, u32 nr);
void cleave_region_end(struct cleave_object *o);

/* ---- owns.c --------------------------------------------------------------- */

/* The struct device of a root, or NULL. */
struct device *cleave_device_of(const struct cleave_object *root);
/* Whether the device of an object's root owns what a number stands for: enum cleave_owns. */
bool cleave_owns_number(const struct cleave_object *o, u8 what, u64 value);

#endif /* CLEAVE_OBJECT_H */
