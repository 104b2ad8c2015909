// SPDX-License-Identifier: GPL-2.0
/*
 * Scalars that carry authority: a physical address, an interrupt, a port. The
 * user half may use those of the device that the call's root is, no others.
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

bool cleave_owns_device(struct cleave_call *call, const struct device *dev)
{
	return dev && cleave_device_of(call->root) == dev;
}
EXPORT_SYMBOL_GPL(cleave_owns_device);

bool cleave_owns_phys(struct cleave_call *call, phys_addr_t phys, size_t len)
{
	return cleave_owned_memory(call->root, phys, len);
}
EXPORT_SYMBOL_GPL(cleave_owns_phys);

bool cleave_owns_port(struct cleave_call *call, unsigned long port, size_t len)
{
	return cleave_owned_ports(call->root, port, len);
}
EXPORT_SYMBOL_GPL(cleave_owns_port);

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

bool cleave_owns_irq(struct cleave_call *call, unsigned int irq)
{
	return owns_irq(cleave_device_of(call->root), irq);
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
