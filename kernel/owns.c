// SPDX-License-Identifier: GPL-2.0
/*
 * Scalars that carry authority: a physical address, an interrupt, a port. The user half may use
 * those of the driver's devices, no others: of the one that the call's root is, or of another one,
 * for functions of one device act on what belongs to another (`disable_irq(peer->irq)`). Such a
 * one is the downcall's owner from then on.
 */
#include <linux/pci.h>
#include <linux/platform_device.h>
#include "region.h"
#include "runtime.h"

struct device *cleave_device_of(const struct cleave_object *root)
{
	if (!root || !root->layout || root->layout->type->device < 0)
		return NULL;
	return root->base + root->layout->type->device;
}

static struct resource *nth_resource(struct device *dev, unsigned int n)
{
	if (dev_is_pci(dev))
		return n <= PCI_ROM_RESOURCE ? &to_pci_dev(dev)->resource[n] : NULL;
	if (dev->bus == &platform_bus_type) {
		struct platform_device *pdev = to_platform_device(dev);

		return n < pdev->num_resources ? &pdev->resource[n] : NULL;
	}
	return NULL;
}

/* The resource of a device of kind @flag that has it all, or NULL. */
static struct resource *owned(struct device *dev, unsigned long flag, u64 start, u64 len)
{
	struct resource *r;
	unsigned int n;

	if (!dev || !len || start + len - 1 < start)
		return NULL;
	for (n = 0; (r = nth_resource(dev, n)); n++) {
		if (r->flags & flag && !(r->flags & IORESOURCE_UNSET) && start >= r->start &&
		    start + len - 1 <= r->end)
			return r;
	}
	return NULL;
}

struct resource *cleave_owned_memory(const struct cleave_object *root, phys_addr_t phys, size_t len)
{
	return owned(cleave_device_of(root), IORESOURCE_MEM, phys, len);
}

struct resource *cleave_owned_ports(const struct cleave_object *root, unsigned long port, size_t len)
{
	return owned(cleave_device_of(root), IORESOURCE_IO, port, len);
}

static bool owns_pci_irq(struct pci_dev *pdev, unsigned int irq)
{
	int vector, n;

	if (pdev->irq == irq)
		return true;
	if (!pdev->msi_enabled && !pdev->msix_enabled)
		return false;
	for (n = 0; (vector = pci_irq_vector(pdev, n)) >= 0; n++)
		if (vector == irq)
			return true;
	return false;
}

static bool owns_irq(struct device *dev, unsigned int irq)
{
	if (!dev || !irq)
		return false;
	if (dev_is_pci(dev))
		return owns_pci_irq(to_pci_dev(dev), irq);
	return owned(dev, IORESOURCE_IRQ, irq, 1);
}

/* What a downcall names: a device, or numbers that stand for what one has. */
struct claim {
	enum { MEMORY, PORTS, INTERRUPT, DEVICE } what;
	u64 start;
	u64 len;
	const struct device *dev;
};

static bool owns(const struct cleave_object *root, const struct claim *claim)
{
	struct device *dev = cleave_device_of(root);

	switch (claim->what) {
	case MEMORY:
		return owned(dev, IORESOURCE_MEM, claim->start, claim->len);
	case PORTS:
		return owned(dev, IORESOURCE_IO, claim->start, claim->len);
	case INTERRUPT:
		return owns_irq(dev, claim->start);
	case DEVICE:
		return dev && dev == claim->dev;
	}
	return false;
}

/* The youngest root older than @last, of all when that is NULL, pinned; @last is let go of. */
static struct cleave_object *next_root(struct cleave_channel *ch, struct cleave_object *last)
{
	struct cleave_object *o, *found = NULL;

	mutex_lock(&ch->mutex);
	list_for_each_entry(o, &ch->objects, link)
		if (o->root == o && (!last || o->generation < last->generation) &&
		    (!found || o->generation > found->generation))
			found = o;
	/* All that are on the list can be: what ends leaves it first. */
	if (found && !cleave_object_pin(found))
		found = NULL;
	if (last)
		cleave_object_unpin(ch, last);
	mutex_unlock(&ch->mutex);
	return found;
}

/*
 * The mutex is not held while a device is asked, which takes locks of its own (pci_irq_vector()):
 * what is asked is pinned, so its end, and with it the device's unbinding, waits. So it does for
 * the owner, until the downcall is answered. A root that has begun to end is on no list; what is
 * acquired or made for one that begins to meanwhile is refused, cleave_acquired() and
 * cleave_object_publish(), or found by its end.
 */
static struct cleave_object *find_owner(struct cleave_call *call, const struct claim *claim)
{
	struct cleave_object *o = NULL;

	while ((o = next_root(call->channel, o)))
		if (owns(o, claim))
			break;
	call->owner = o;
	return o;
}

/* The same for the root of the upcall, which may have ended while that lasts. */
static bool owns_own(struct cleave_call *call, const struct claim *claim)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_object *root = call->root;
	bool pinned;

	if (!root || call->owned)
		return owns(root, claim);
	mutex_lock(&ch->mutex);
	pinned = cleave_object_pin(root);
	mutex_unlock(&ch->mutex);
	if (!pinned)
		return false;
	call->owned = owns(root, claim);
	if (!call->owned) {
		mutex_lock(&ch->mutex);
		cleave_object_unpin(ch, root);
		mutex_unlock(&ch->mutex);
	}
	return call->owned;
}

/*
 * The root that owns it, or NULL. There is one owner besides the call's root, and not a third; out
 * of all upcalls no driver asks for one.
 */
static struct cleave_object *owner_of(struct cleave_call *call, const struct claim *claim)
{
	if (owns_own(call, claim))
		return call->root;
	if (call->owner)
		return owns(call->owner, claim) ? call->owner : NULL;
	return call->up ? find_owner(call, claim) : NULL;
}

struct cleave_object *cleave_owner_of_memory(struct cleave_call *call, phys_addr_t phys, size_t len)
{
	return owner_of(call, &(struct claim){ .what = MEMORY, .start = phys, .len = len });
}

struct cleave_object *cleave_owner_of_ports(struct cleave_call *call, unsigned long port,
					    size_t len)
{
	return owner_of(call, &(struct claim){ .what = PORTS, .start = port, .len = len });
}

struct cleave_object *cleave_owner_of_device(struct cleave_call *call, const struct device *dev)
{
	return owner_of(call, &(struct claim){ .what = DEVICE, .dev = dev });
}

bool cleave_owns_phys(struct cleave_call *call, phys_addr_t phys, size_t len)
{
	return cleave_owner_of_memory(call, phys, len);
}
EXPORT_SYMBOL_GPL(cleave_owns_phys);

bool cleave_owns_port(struct cleave_call *call, unsigned long port, size_t len)
{
	return cleave_owner_of_ports(call, port, len);
}
EXPORT_SYMBOL_GPL(cleave_owns_port);

bool cleave_owns_device(struct cleave_call *call, const struct device *dev)
{
	return cleave_owner_of_device(call, dev);
}
EXPORT_SYMBOL_GPL(cleave_owns_device);

bool cleave_owns_irq(struct cleave_call *call, unsigned int irq)
{
	return owner_of(call, &(struct claim){ .what = INTERRUPT, .start = irq });
}
EXPORT_SYMBOL_GPL(cleave_owns_irq);

bool cleave_owns_number(const struct cleave_object *o, u8 what, u64 value)
{
	struct device *dev = cleave_device_of(o->root ?: o);
	struct resource *r;

	/* A negative number is none: nothing finds an interrupt by it. */
	if (what == CLEAVE_OWNS_IRQ)
		return value <= U32_MAX && ((s32)value < 0 || owns_irq(dev, value));
	r = owned(dev, IORESOURCE_IO, value, 1);
	return r && r->start == value;
}
