// SPDX-License-Identifier: GPL-2.0
/*
 * Objects that end when their device's driver is unbound, as what the kernel
 * manages for a device does (drivers/base/devres.c): last made, first ended.
 * The action that ends an object comes before the memory is freed, because it
 * was added after it was allocated; that of a root comes last of all.
 */
#include <linux/device.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include "region.h"
#include "runtime.h"

/**
 * struct managed - an object that ends with what is managed for its device
 * @notifier: a root: hears when the driver is bound, and is about to be unbound; unset if it is on
 *	no bus
 * @first: a root: what is then managed last, and so goes first; NULL: it is
 */
struct managed {
	struct cleave_channel *channel;
	struct cleave_object *object;
	struct notifier_block notifier;
	struct managed **first;
};

/*
 * The driver has been unbound, or its probe has failed, and all that it has managed is there still:
 * what should not go on then is what a user half that has died, or means harm, has not stopped.
 */
static void quiet_first(struct device *dev, void *data)
{
	const struct managed *m = *(struct managed **)data;
	struct cleave_channel *ch = m->channel;

	if (READ_ONCE(ch->state) != CLEAVE_STATE_LIVE || READ_ONCE(m->object->struck) ||
	    cleave_goes_on(ch, m->object))
		cleave_quiet(ch, m->object);
}

/* Nobody closes what is struck, and the driver's remove unmaps registers, disables interrupts. */
static void about_to_unbind(struct managed *m)
{
	WRITE_ONCE(m->object->unbinding, true);
	if (READ_ONCE(m->object->struck))
		cleave_quiet_opened(m->channel, m->object);
}

static int on_event(struct notifier_block *notifier, unsigned long event, void *data)
{
	struct managed *m = container_of(notifier, struct managed, notifier);

	if (data != cleave_device_of(m->object))
		return NOTIFY_DONE;
	if (event == BUS_NOTIFY_BOUND_DRIVER)
		WRITE_ONCE(m->object->bound, true);
	if (event == BUS_NOTIFY_UNBIND_DRIVER)
		about_to_unbind(m);
	if (m->first && (event == BUS_NOTIFY_UNBIND_DRIVER || event == BUS_NOTIFY_DRIVER_NOT_BOUND)) {
		devres_add(data, m->first);
		m->first = NULL;
	}
	return NOTIFY_DONE;
}

/* Of a device that is on no bus nobody would tell. */
static int watch(struct device *dev, struct managed *m)
{
	int err;

	if (!dev->bus)
		return 0;
	m->first = devres_alloc(quiet_first, sizeof(*m->first), GFP_KERNEL);
	if (!m->first)
		return -ENOMEM;
	*m->first = m;
	m->notifier.notifier_call = on_event;
	err = bus_register_notifier(dev->bus, &m->notifier);
	if (err)
		devres_free(m->first);
	return err;
}

static int is_first(struct device *dev, void *data, void *m)
{
	return *(struct managed **)data == m;
}

static void unwatch(struct device *dev, struct managed *m)
{
	if (!m->notifier.notifier_call)
		return;
	bus_unregister_notifier(dev->bus, &m->notifier);
	/* A bus may have ended what was managed in its probe, and only that. */
	if (m->first)
		devres_free(m->first);
	else
		devres_destroy(dev, quiet_first, is_first, m);
}

static void let_go(struct managed *m)
{
	cleave_object_put(m->object);
	cleave_channel_put(m->channel);
}

static void end_managed(struct device *dev, void *data)
{
	struct managed *m = data;
	struct cleave_channel *ch = m->channel;
	struct cleave_call *call = cleave_worker_call(ch);

	if (m->object->root == m->object) {
		unwatch(dev, m);
		cleave_root_end(ch, m->object, call, !READ_ONCE(m->object->struck), false);
	} else {
		cleave_object_end(ch, m->object, call, true);
	}
	let_go(m);
}

static int manage(struct cleave_channel *ch, struct cleave_object *o, struct device *dev)
{
	struct managed *m = devres_alloc(end_managed, sizeof(*m), GFP_KERNEL);
	int err;

	if (!m)
		return -ENOMEM;
	m->channel = ch;
	m->object = o;
	err = o->root == o ? watch(dev, m) : 0;
	if (err) {
		devres_free(m);
		return err;
	}
	kref_get(&ch->ref);
	kref_get(&o->ref);
	devres_add(dev, m);
	return 0;
}

static int is_of(struct device *dev, void *data, void *object)
{
	return ((struct managed *)data)->object == object;
}

/*
 * Who unbinds a device takes all that is managed for it off the device's list at once, and then
 * ends one after the other, a root of ours last. What has been added since stays on the list: the
 * device could not be bound any more, and our code might be gone when it goes. Return: 0 or -EPERM.
 */
static int manage_until_unbound(struct cleave_channel *ch, struct cleave_object *o,
				struct cleave_object *root)
{
	struct device *dev = cleave_device_of(root);
	struct managed *m;
	int err = manage(ch, o, dev);

	if (err || !root->managed || devres_find(dev, end_managed, is_of, root))
		return err;
	m = devres_remove(dev, end_managed, is_of, o);
	if (m) {
		let_go(m);
		devres_free(m);
	}
	return -EPERM;
}

static int is_below(struct device *dev, void *data, void *root)
{
	struct cleave_object *o = ((struct managed *)data)->object;

	return o != root && o->root == root;
}

/*
 * What was acquired may need what is managed, registers that devm_ioremap() has mapped say, and a
 * probe that fails gives it back before. Where another object is managed, that may have a callback
 * of the driver's (the private_free of a sound card), which gives back itself.
 */
void cleave_managed_leave(struct cleave_channel *ch, struct cleave_object *root,
			  struct cleave_call *call)
{
	if (!devres_find(cleave_device_of(root), end_managed, is_below, root))
		cleave_root_leave(ch, root, call, false, false);
}

void cleave_up_managed(struct cleave_call *call)
{
	struct cleave_object *o = call->born;

	/* It was known before, or is none. */
	if (call->err || !o || o->managed)
		return;
	if (!cleave_device_of(o)) {
		call->err = -EINVAL;
		return;
	}
	call->err = manage(call->channel, o, cleave_device_of(o));
	o->managed = !call->err;
}
EXPORT_SYMBOL_GPL(cleave_up_managed);

void cleave_native_root(struct cleave_half *half, const void *p, u16 type)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_layout *l = ch && p ? &ch->layouts[type] : NULL;
	struct cleave_object *o = l ? cleave_object_make(CLEAVE_MIRROR, l, (void *)p, l->type->size) :
				  NULL;

	if (IS_ERR_OR_NULL(o))
		return;
	/* What is known already stays as it is: another driver half's probe called this one. */
	if (!cleave_object_publish(ch, o, o)) {
		if (!cleave_companions_come(ch, o) && cleave_device_of(o) &&
		    !manage(ch, o, cleave_device_of(o)))
			o->managed = true;
		else
			cleave_objects_end(ch, o, cleave_worker_call(ch));
	}
	cleave_object_put(o);
}
EXPORT_SYMBOL_GPL(cleave_native_root);

int cleave_born_managed(struct cleave_call *call, const struct device *dev, void *p, u16 type,
			size_t size)
{
	struct cleave_object *root = IS_ERR_OR_NULL(p) ? NULL : cleave_owner_of_device(call, dev);
	int err;

	if (IS_ERR_OR_NULL(p))
		return 0;
	/*
	 * Of another device than its own the pin keeps the driver bound to that, where the root ends
	 * before what is managed, and not in the middle.
	 */
	if (!root || (root == call->owner && root->managed))
		return -EPERM;
	err = cleave_born_for(call, root, p, type, size);
	if (err)
		return err;
	err = manage_until_unbound(call->channel, call->born, root);
	if (err)
		cleave_object_end(call->channel, call->born, call, true);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_born_managed);

int cleave_native_born_managed(struct cleave_half *half, const void *owner,
			       const struct device *dev, void *p, u16 type, size_t size)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_object *o, *root = ch ? cleave_root_at(ch, owner) : NULL;
	int err = 0;

	if (!root)
		return 0;
	/* What ends with another device's driver is not known, as if there were no root. */
	if (!dev || cleave_device_of(root) != dev)
		goto out;
	o = cleave_object_make_typed(ch, type, p, size);
	if (IS_ERR(o)) {
		err = PTR_ERR(o);
		goto out;
	}
	err = cleave_object_publish(ch, o, root);
	if (!err) {
		err = manage(ch, o, cleave_device_of(root));
		if (err)
			cleave_object_end(ch, o, cleave_worker_call(ch), true);
	}
	cleave_object_put(o);
out:
	cleave_object_put(root);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_native_born_managed);
