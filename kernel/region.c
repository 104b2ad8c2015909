// SPDX-License-Identifier: GPL-2.0
/*
 * Regions: device memory, coherent buffers and bytes that the driver keeps,
 * which the user half sees as they are. A mapping shows whole pages, so what
 * lies beside a small piece of device memory in its page must belong to
 * nobody: it is reserved for as long as the region lives. Coherent memory is
 * taken to be cached, as it is where devices take part in cache coherence.
 */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "region.h"
#include "runtime.h"

static int keep_free(struct resource **slot, struct resource *beside, resource_size_t start,
		     resource_size_t end)
{
	struct resource *r;

	if (start > end)
		return 0;
	if (!beside->parent)
		return -EBUSY;
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	r->name = "cleave: rest of a mapped page";
	r->start = start;
	r->end = end;
	r->flags = beside->flags & IORESOURCE_MEM;
	if (request_resource(beside->parent, r)) {
		kfree(r);
		return -EBUSY;
	}
	*slot = r;
	return 0;
}

static int keep_page_free(struct cleave_object *o, struct resource *owned)
{
	resource_size_t first = round_down(o->phys, PAGE_SIZE);
	resource_size_t last = round_up(o->phys + o->size, PAGE_SIZE) - 1;
	int err = 0;

	if (first < owned->start)
		err = keep_free(&o->guard[0], owned, first, owned->start - 1);
	if (!err && last > owned->end)
		err = keep_free(&o->guard[1], owned, owned->end + 1, last);
	return err;
}

void cleave_region_end(struct cleave_object *o)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(o->guard); i++) {
		if (!o->guard[i])
			continue;
		release_resource(o->guard[i]);
		kfree(o->guard[i]);
		o->guard[i] = NULL;
	}
}

/* For ports lib/iomap.c answers a number, which is no address of the kernel's. */
static bool is_ports(const void __iomem *p)
{
	return (unsigned long)p < TASK_SIZE_MAX;
}

static struct cleave_object *make_ports(const struct cleave_object *root, void __iomem *p,
					unsigned long port, size_t len)
{
	struct cleave_object *o;

	if (port >= CLEAVE_NR_PORTS || len > CLEAVE_NR_PORTS - port ||
	    !cleave_owned_ports(root, port, len))
		return ERR_PTR(-EPERM);
	o = cleave_object_make(CLEAVE_PORTS, NULL, (__force void *)p, len);
	if (!IS_ERR(o))
		o->phys = port;
	return o;
}

/* What the device of @root has there, mapped at @p. */
static struct cleave_object *make_mmio(struct cleave_channel *ch, const struct cleave_object *root,
				       void __iomem *p, phys_addr_t phys, size_t len)
{
	struct resource *owned = cleave_owned_memory(root, phys, len);
	struct cleave_object *o;
	int err;

	if (is_ports(p))
		return make_ports(root, p, phys, len);
	if (!owned)
		return ERR_PTR(-EPERM);
	o = cleave_object_make(CLEAVE_MMIO, NULL, (__force void *)p, len);
	if (IS_ERR(o))
		return o;
	o->phys = phys;
	err = keep_page_free(o, owned);
	if (!err)
		return o;
	pr_warn("cleave: %s: device memory at %pa shares its page: not mapped\n", ch->name, &phys);
	cleave_object_put(o);
	return ERR_PTR(err);
}

int cleave_born_mmio(struct cleave_call *call, void __iomem *p, phys_addr_t phys, size_t len)
{
	struct cleave_object *o, *root;

	if (!p)
		return 0;
	root = is_ports(p) ? cleave_owner_of_ports(call, phys, len) :
			     cleave_owner_of_memory(call, phys, len);
	o = make_mmio(call->channel, root, p, phys, len);
	return IS_ERR(o) ? PTR_ERR(o) : cleave_call_born(call, o, root);
}
EXPORT_SYMBOL_GPL(cleave_born_mmio);

/* Known since it was mapped: a table of what is mapped may be asked for twice. */
static bool is_known(struct cleave_channel *ch, const void __iomem *p, phys_addr_t phys, size_t len)
{
	const struct cleave_object *o;
	bool known;

	mutex_lock(&ch->mutex);
	o = cleave_object_find(ch, (__force const void *)p);
	known = o && !o->layout && o->base == (__force const void *)p && o->phys == phys &&
		o->size == len;
	mutex_unlock(&ch->mutex);
	return known;
}

int cleave_native_mmio(struct cleave_half *half, const void *owner, void __iomem *p,
		       phys_addr_t phys, size_t len)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_object *o, *root = ch && p ? cleave_root_at(ch, owner) : NULL;
	int err;

	if (!root || is_known(ch, p, phys, len)) {
		cleave_object_put(root);
		return 0;
	}
	o = make_mmio(ch, root, p, phys, len);
	err = IS_ERR(o) ? PTR_ERR(o) : cleave_object_publish(ch, o, root);
	if (!IS_ERR(o))
		cleave_object_put(o);
	cleave_object_put(root);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_native_mmio);

int cleave_born_coherent(struct cleave_call *call, struct device *dev, void *p, dma_addr_t dma,
			 size_t len)
{
	struct cleave_object *o, *root;

	if (!p)
		return 0;
	o = cleave_object_make(CLEAVE_COHERENT, NULL, p, len);
	if (IS_ERR(o))
		return PTR_ERR(o);
	/* It is for no root's own device where that does DMA by another's (a USB device's does). */
	root = cleave_owner_of_device(call, dev) ?: call->root;
	return cleave_call_born(call, o, root);
}
EXPORT_SYMBOL_GPL(cleave_born_coherent);
