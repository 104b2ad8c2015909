// SPDX-License-Identifier: GPL-2.0
/*
 * Companions: objects that come with a root, as a USB device with its interfaces. Several roots may
 * bring the same one: it is the first one's, and passes to another when that one ends.
 */
#include <linux/delay.h>
#include "runtime.h"

/* Needs channel->mutex. */
static bool brings(struct cleave_channel *ch, const struct cleave_object *root,
		   const struct cleave_object *o)
{
	const struct cleave_type *type = root->layout ? root->layout->type : NULL;
	u16 i;

	for (i = 0; type && i < type->nr_companions; i++)
		if (&ch->layouts[type->companions[i].type] == o->layout &&
		    type->companions[i].of(root->base) == o->base)
			return true;
	return false;
}

/*
 * Return: true if it is known already, or cannot be, for something in it is; false: who made it may
 * be about to end it.
 */
static bool known(struct cleave_channel *ch, const void *p, size_t size, bool *leaves)
{
	struct cleave_object *o;

	mutex_lock(&ch->mutex);
	o = cleave_object_among(ch, p, size);
	*leaves = o && o->leaves;
	mutex_unlock(&ch->mutex);
	return o && !*leaves;
}

static int come(struct cleave_channel *ch, struct cleave_object *root, struct cleave_layout *l,
		const void *p)
{
	struct cleave_object *o;
	bool leaves;
	int err = -EEXIST;

	while (err == -EEXIST && !known(ch, p, l->type->size, &leaves)) {
		if (leaves)
			msleep(20);
		o = cleave_object_make(CLEAVE_MIRROR, l, (void *)p, l->type->size);
		if (IS_ERR(o))
			return PTR_ERR(o);
		err = cleave_object_publish(ch, o, root);
		cleave_object_put(o);
	}
	return err == -EEXIST ? 0 : err;
}

int cleave_companions_come(struct cleave_channel *ch, struct cleave_object *root)
{
	const struct cleave_type *type = root->layout->type;
	const void *p;
	int err = 0;
	u16 i;

	for (i = 0; i < type->nr_companions && !err; i++) {
		p = type->companions[i].of(root->base);
		if (p)
			err = come(ch, root, &ch->layouts[type->companions[i].type], p);
	}
	return err;
}

bool cleave_companion_passes(struct cleave_channel *ch, struct cleave_object *o,
			     struct cleave_object *root)
{
	struct cleave_object *heir = NULL, *other;

	if (!root || o == root)
		return false;
	mutex_lock(&ch->mutex);
	list_for_each_entry(other, &ch->objects, link) {
		if (other->root != other || other == root || !brings(ch, other, o))
			continue;
		heir = other;
		kref_get(&heir->ref);
		o->root = heir;
		break;
	}
	/* Who comes with it from now on waits until it has ended. */
	o->leaves = !heir && brings(ch, root, o);
	mutex_unlock(&ch->mutex);
	if (heir)
		cleave_object_put(root);
	return heir;
}
