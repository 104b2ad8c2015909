// SPDX-License-Identifier: GPL-2.0
/*
 * Objects: made, found by kernel address (a tree of intervals that do not
 * overlap) or by slot, and ended. An object that ends is first taken out of
 * every table, so that nobody finds it, then out of the user half's mapping;
 * its end returns when no downcall of another thread uses it any more, so its
 * memory can be freed then.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include "runtime.h"

#define OBJECT_MAX	(256UL << 20)	/* bytes */
#define SLOT_SIZE	(1UL << CLEAVE_SLOT_SHIFT)

static struct cleave_object *entry(struct rb_node *node)
{
	return rb_entry_safe(node, struct cleave_object, node);
}

struct cleave_object *cleave_object_find(struct cleave_channel *ch, const void *p)
{
	struct cleave_object *o = entry(ch->by_address.rb_node);

	while (o) {
		if (p < o->base)
			o = entry(o->node.rb_left);
		else if (p >= o->base + o->size)
			o = entry(o->node.rb_right);
		else
			break;
	}
	return o;
}

struct cleave_object *cleave_object_at(struct cleave_channel *ch, u64 address)
{
	return xa_load(&ch->slots, (address - CLEAVE_ARENA_BASE) >> CLEAVE_SLOT_SHIFT);
}

static bool overlap(const struct cleave_object *o, const void *p, size_t size)
{
	return p < o->base + o->size && p + size > o->base;
}

struct cleave_object *cleave_object_among(struct cleave_channel *ch, const void *p, size_t size)
{
	struct cleave_object *o = entry(ch->by_address.rb_node);

	while (o && !overlap(o, p, size))
		o = entry(p < o->base ? o->node.rb_left : o->node.rb_right);
	return o;
}

bool cleave_is_away(struct cleave_channel *ch, const void *p)
{
	struct cleave_object *o;

	list_for_each_entry(o, &ch->away, link)
		if (overlap(o, p, 1))
			return true;
	return false;
}

/* ---- births ------------------------------------------------------------------ */

static int insert(struct cleave_channel *ch, struct cleave_object *o)
{
	struct rb_node **at = &ch->by_address.rb_node, *parent = NULL;

	while (*at) {
		struct cleave_object *other = entry(*at);

		parent = *at;
		if (o->base + o->size <= other->base)
			at = &parent->rb_left;
		else if (o->base >= other->base + other->size)
			at = &parent->rb_right;
		else
			return -EEXIST;
	}
	rb_link_node(&o->node, parent, at);
	rb_insert_color(&o->node, &ch->by_address);
	return 0;
}

/* First of @nr free slots at or after @from, or 0. */
static u32 free_slots(struct cleave_channel *ch, u32 from, u32 nr)
{
	unsigned long at;

	while (from + nr <= CLEAVE_ARENA_SLOTS) {
		at = from;
		if (!xa_find(&ch->slots, &at, from + nr - 1, XA_PRESENT))
			return from;
		from = at + 1;
	}
	return 0;
}

/* Against page faults, too. */
static void clear_slots(struct cleave_channel *ch, struct cleave_object *o)
{
	u32 i;

	down_write(&ch->arena);
	for (i = 0; i < o->nr_slots; i++)
		xa_erase(&ch->slots, o->slot + i);
	up_write(&ch->arena);
}

/* Handles rotate: a stale address meets an empty slot for as long as possible. */
static int take_slots(struct cleave_channel *ch, struct cleave_object *o)
{
	u32 i;
	int err;

	o->slot = free_slots(ch, ch->next_slot, o->nr_slots);
	if (!o->slot)
		o->slot = free_slots(ch, 1, o->nr_slots);
	if (!o->slot)
		return -ENOSPC;
	for (i = 0; i < o->nr_slots; i++) {
		err = xa_err(xa_store(&ch->slots, o->slot + i, o, GFP_KERNEL));
		if (err) {
			clear_slots(ch, o);
			return err;
		}
	}
	ch->next_slot = o->slot + o->nr_slots;
	return 0;
}

/* Where its first byte is in its first slot: device memory keeps its place in the page. */
static u32 skew(const struct cleave_object *o)
{
	if (o->memory == CLEAVE_MMIO)
		return offset_in_page(o->phys);
	return o->memory == CLEAVE_COHERENT ? offset_in_page(o->base) : 0;
}

static void set_addresses(struct cleave_object *o)
{
	u64 slot = CLEAVE_ARENA_BASE + ((u64)o->slot << CLEAVE_SLOT_SHIFT);

	if (o->memory == CLEAVE_DATA) {
		o->ext_address = slot;
		return;
	}
	if (o->memory == CLEAVE_PORTS) {
		o->address = CLEAVE_PORTS_BASE + o->phys;
		return;
	}
	o->address = slot + skew(o);
	o->ext_address = slot + ALIGN(o->size, 8);
}

static void show(struct cleave_channel *ch, struct cleave_object *o)
{
	list_move(&o->link, &ch->objects);
	cleave_share(ch, o);
	ch->nr_objects++;
	WRITE_ONCE(ch->nr_struck, ch->nr_struck + !!o->struck);
	cleave_new_meaning(ch, o->base, o->size);
}

/*
 * The memory of @o may be that of an object which has been freed just now, by a callee that has
 * not returned yet: what leads there leads to that one.
 */
static void unpoint_freed(struct cleave_channel *ch, const struct cleave_object *o)
{
	struct cleave_object *old;

	list_for_each_entry(old, &ch->away, link) {
		if (old->unpointed || !overlap(old, o->base, o->size))
			continue;
		cleave_unpoint(ch, old);
		old->unpointed = true;
	}
}

int cleave_object_publish(struct cleave_channel *ch, struct cleave_object *o,
			  struct cleave_object *root)
{
	size_t shown = o->layout ? o->area_size : o->memory == CLEAVE_PORTS ? 0 : skew(o) + o->size;
	int err = 0;

	mutex_lock(&ch->mutex);
	unpoint_freed(ch, o);
	if (root && cleave_is_ending(root))
		err = -ESTALE;
	if (!err)
		err = insert(ch, o);
	if (err)
		goto unlock;
	/* A page at least behind it belongs to nobody. */
	o->nr_slots = shown ? shown / SLOT_SIZE + 1 : 0;
	err = o->nr_slots ? take_slots(ch, o) : 0;
	if (err) {
		rb_erase(&o->node, &ch->by_address);
		/* The first of several slots may have been touched. */
		cleave_arena_zap(ch, o->slot, o->nr_slots);
		goto unlock;
	}
	set_addresses(o);
	kref_get(&o->ref);
	show(ch, o);
	o->generation = ++ch->generation;
	o->root = root;
	if (root && root != o)
		kref_get(&root->ref);
	cleave_push(ch, o, true);
unlock:
	mutex_unlock(&ch->mutex);
	return err;
}

/* How many structures of a type an object of @size is; 0: it cannot be one. */
static u32 structures(const struct cleave_layout *layout, size_t size)
{
	u32 one = layout ? layout->type->size : 0;

	if (!layout || (!layout->type->array && size >= one))
		return 1;
	if (size < one || size % one || (size > one && layout->ext_size))
		return 0;
	return size / one;
}

struct cleave_object *cleave_object_make(enum cleave_memory memory,
					 struct cleave_layout *layout, void *p, size_t size)
{
	struct cleave_object *o;

	if (!p || !size || size > OBJECT_MAX || !structures(layout, size))
		return ERR_PTR(-EINVAL);
	o = kzalloc(sizeof(*o), GFP_KERNEL);
	if (!o)
		return ERR_PTR(-ENOMEM);
	kref_init(&o->ref);
	INIT_LIST_HEAD(&o->link);
	INIT_LIST_HEAD(&o->shared);
	o->memory = memory;
	o->layout = layout;
	o->base = p;
	o->size = size;
	o->nr = structures(layout, size);
	if (layout && cleave_shadow_get(o)) {
		cleave_object_put(o);
		return ERR_PTR(-ENOMEM);
	}
	return o;
}

struct cleave_object *cleave_object_make_typed(struct cleave_channel *ch, u16 type, void *p,
					       size_t size)
{
	if (type != CLEAVE_BYTES)
		return cleave_object_make(CLEAVE_MIRROR, &ch->layouts[type], p, size);
	/* All of its pages are shown; and drivers have pointers to what is just behind the last. */
	return offset_in_page(p) ? ERR_PTR(-EINVAL) :
				   cleave_object_make(CLEAVE_PAGES, NULL, p, size + 1);
}

int cleave_object_charge(struct cleave_channel *ch, struct cleave_object *o)
{
	size_t copies = o->twin ? o->size + o->layout->ext_size : 0;
	size_t size = o->memory == CLEAVE_PAGES ? PAGE_ALIGN(o->size) : o->size;
	size_t taken = size + o->area_size + copies;

	if (atomic64_add_return(taken, &ch->taken) > (s64)cleave_memory_limit()) {
		atomic64_sub(taken, &ch->taken);
		return -ENOMEM;
	}
	kref_get(&ch->ref);
	o->payer = ch;
	o->taken = taken;
	return 0;
}

static void object_free(struct kref *ref)
{
	struct cleave_object *o = container_of(ref, struct cleave_object, ref);
	struct cleave_channel *payer = o->payer;

	if (payer)
		atomic64_sub(o->taken, &payer->taken);
	if (o->root && o->root != o)
		cleave_object_put(o->root);
	cleave_region_end(o);
	cleave_shadow_put(NULL, o);
	kfree(o);
	if (payer)
		cleave_channel_put(payer);
}

void cleave_object_put(struct cleave_object *o)
{
	if (o)
		kref_put(&o->ref, object_free);
}

bool cleave_object_pin(struct cleave_object *o)
{
	if (cleave_is_ending(o))
		return false;
	o->pins++;
	kref_get(&o->ref);
	return true;
}

void cleave_object_unpin(struct cleave_channel *ch, struct cleave_object *o)
{
	o->pins--;
	if (o->away)
		wake_up_all(&ch->wait);
	cleave_object_put(o);
}

/* ---- out of sight, and again ------------------------------------------------------ */

void cleave_object_hide(struct cleave_channel *ch, struct cleave_object *o)
{
	o->away = true;
	rb_erase(&o->node, &ch->by_address);
	list_move(&o->link, &ch->away);
	list_del_init(&o->shared);
	ch->nr_objects--;
	WRITE_ONCE(ch->nr_struck, ch->nr_struck - !!o->struck);
	cleave_new_meaning(ch, o->base, o->size);
}

int cleave_object_show(struct cleave_channel *ch, struct cleave_object *o)
{
	int err;

	cleave_unpoint_ended(ch, o);
	err = insert(ch, o);
	if (err)
		return err;
	o->away = false;
	show(ch, o);
	return 0;
}

void cleave_object_remove(struct cleave_channel *ch, struct cleave_object *o)
{
	if (!o->away)
		cleave_object_hide(ch, o);
	/* Its memory may be another object's by now, of which something else is kept. */
	if (!cleave_object_find(ch, o->base))
		cleave_forget(ch, o->base);
	list_del_init(&o->link);
	o->ended = true;
	clear_slots(ch, o);
}

/* ---- roots ----------------------------------------------------------------------- */

static struct cleave_object *only_root(struct cleave_channel *ch)
{
	struct cleave_object *o, *found = NULL;

	list_for_each_entry(o, &ch->objects, link) {
		if (o->root != o || o->ended)
			continue;
		if (found)
			return NULL;
		found = o;
	}
	return found;
}

struct cleave_object *cleave_root_of(struct cleave_channel *ch, const void *p)
{
	struct cleave_object *o, *root = NULL;

	mutex_lock(&ch->mutex);
	o = cleave_object_find(ch, p);
	if (o)
		root = o->root ?: o->memory == CLEAVE_DATA ? only_root(ch) : NULL;
	if (root)
		kref_get(&root->ref);
	mutex_unlock(&ch->mutex);
	return root;
}

/* The newest object of @root, with a reference. */
static struct cleave_object *newest(struct cleave_channel *ch, struct cleave_object *root)
{
	struct cleave_object *o, *found = NULL;

	mutex_lock(&ch->mutex);
	list_for_each_entry(o, &ch->objects, link) {
		if (!root || o->root == root) {
			kref_get(&o->ref);
			found = o;
			break;
		}
	}
	mutex_unlock(&ch->mutex);
	return found;
}

void cleave_objects_end(struct cleave_channel *ch, struct cleave_object *root,
			struct cleave_call *call)
{
	struct cleave_object *o;

	while ((o = newest(ch, root))) {
		if (!cleave_companion_passes(ch, o, root))
			cleave_object_end(ch, o, call, true);
		cleave_object_put(o);
	}
}

/* The newest object older than @than of @root that something may run in, pinned. */
static struct cleave_object *pin_older(struct cleave_channel *ch,
				       const struct cleave_object *root, u64 than)
{
	struct cleave_object *o, *found = NULL;

	mutex_lock(&ch->mutex);
	list_for_each_entry(o, &ch->objects, link) {
		if (o->generation >= than || (root && o->root != root) || !o->layout ||
		    !o->layout->type->stop)
			continue;
		cleave_object_pin(o);
		found = o;
		break;
	}
	mutex_unlock(&ch->mutex);
	return found;
}

void cleave_objects_stop(struct cleave_channel *ch, const struct cleave_object *root)
{
	struct cleave_object *o;
	u64 than = U64_MAX;

	while ((o = pin_older(ch, root, than))) {
		o->layout->type->stop(o->base, true);
		than = o->generation;
		mutex_lock(&ch->mutex);
		cleave_object_unpin(ch, o);
		mutex_unlock(&ch->mutex);
	}
}

/* ---- globals ------------------------------------------------------------------- */

int cleave_globals_new(struct cleave_channel *ch)
{
	const struct cleave_half *half = ch->half;
	struct cleave_object *o;
	int i, err;

	for (i = 0; i < half->nr_symbols; i++) {
		const struct cleave_symbol *s = half->symbols[i];

		if (s->kind != CLEAVE_GLOBAL)
			continue;
		o = cleave_object_make(CLEAVE_DATA, &ch->layouts[s->type], s->addr, s->size);
		if (IS_ERR(o))
			return PTR_ERR(o);
		err = cleave_object_publish(ch, o, NULL);
		cleave_object_put(o);
		if (err)
			return err;
	}
	return 0;
}

void cleave_globals_place(struct cleave_channel *ch)
{
	const struct cleave_half *half = ch->half;
	struct cleave_object *o;
	int i;

	for (i = 0; i < half->nr_symbols; i++) {
		if (half->symbols[i]->kind != CLEAVE_GLOBAL)
			continue;
		o = cleave_object_find(ch, half->symbols[i]->addr);
		if (!o)
			continue;
		o->address = ch->addresses[i];
		o->mirror = o->address ? ch->data + (o->address - ch->data_base) : NULL;
	}
}
