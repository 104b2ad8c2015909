// SPDX-License-Identifier: GPL-2.0
/*
 * What the sample's kernel half makes by itself, and tells the runtime of in the form that the
 * shims of `cleave split` give that: buffers, managed ones, and mappings of the device's memory,
 * a page that nothing else is in. The user half finds them in the device's last link.
 */
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include "half.h"

#define TRAILING	8
#define SHORT		100	/* bytes of a memory whose page is not the device's alone */

static void *memory;
static struct resource resources[3] = {
	{ .flags = IORESOURCE_MEM }, { .flags = IORESOURCE_MEM }, { .flags = IORESOURCE_IRQ },
};

int sample_native_init(void)
{
	phys_addr_t phys;

	memory = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, 1);
	if (!memory)
		return -ENOMEM;
	phys = virt_to_phys(memory);
	resources[0].start = phys;
	resources[0].end = phys + PAGE_SIZE - 1;
	resources[1].start = phys + PAGE_SIZE;
	resources[1].end = phys + PAGE_SIZE + SHORT - 1;
	return 0;
}

void sample_native_exit(void)
{
	free_pages((unsigned long)memory, 1);
}

static void release(struct device *dev)
{
	kfree(container_of(dev, struct sample_whole, pdev.dev));
}

/* From now on put_device() frees it, and all that is managed for it. */
void sample_native_equip(struct sample_whole *whole, unsigned int irq)
{
	struct platform_device *pdev = &whole->pdev;

	device_initialize(&pdev->dev);
	pdev->dev.release = release;
	pdev->dev.bus = &platform_bus_type;
	memcpy(whole->resources, resources, sizeof(resources));
	whole->resources[2].start = irq;
	whole->resources[2].end = irq;
	pdev->resource = whole->resources;
	pdev->num_resources = ARRAY_SIZE(whole->resources);
}

/* From now on the driver core would have a driver for it, so that it may be left half-way. */
int sample_native_bind(struct sample_device *device)
{
	static struct device_driver driver = { .name = SAMPLE_NAME };

	container_of(device, struct sample_whole, dev)->pdev.dev.driver = &driver;
	return 0;
}

u8 sample_native_byte(void)
{
	return *(u8 *)memory;
}

int sample_native_make(struct sample_device *device)
{
	size_t size = sizeof(struct sample_buffer) + TRAILING;
	struct sample_buffer *ret = kzalloc(size, GFP_KERNEL);
	int err;

	if (!ret)
		return -ENOMEM;
	ret->length = TRAILING;
	err = cleave_native_born(&cleave_half, device, ret, SAMPLE_TYPE_BUFFER, size,
				 &sample_undo_alloc, (u64)ret, 0, 0, 0);
	if (err) {
		kfree(ret);
		return err;
	}
	sample_buffers++;
	device->links[3] = ret;
	return 0;
}

/* What was made last. */
int sample_native_drop(struct sample_device *device)
{
	struct sample_buffer *buffer = device->links[3];
	struct cleave_object *dead;

	if (cleave_native_part(&cleave_half, buffer))
		return -EPERM;
	cleave_native_released(&cleave_half, &sample_undo_alloc, 1, (u64)buffer, 0, 0, 0);
	dead = cleave_native_dies(&cleave_half, buffer);
	sample_drop(buffer);
	cleave_native_died(&cleave_half, dead);
	return 0;
}

/* Is managed for the device, or for another one, whose driver is not this. */
int sample_native_manage(struct sample_device *device, bool foreign)
{
	static struct device other;
	struct device *dev = &container_of(device, struct sample_whole, dev)->pdev.dev;
	size_t size = sizeof(struct sample_buffer) + TRAILING;
	struct sample_buffer *ret;
	int err;

	if (!devres_open_group(dev, NULL, GFP_KERNEL))
		return -ENOMEM;
	ret = devm_kzalloc(dev, size, GFP_KERNEL);
	if (!ret)
		return -ENOMEM;
	ret->length = TRAILING;
	err = cleave_native_born_managed(&cleave_half, device, foreign ? &other : dev, ret,
					 SAMPLE_TYPE_BUFFER, size);
	if (!err)
		device->links[3] = ret;
	return err;
}

/* What was managed last is given back, as if the driver were unbound. */
int sample_native_unbind(struct sample_device *device)
{
	struct device *dev = &container_of(device, struct sample_whole, dev)->pdev.dev;

	return devres_release_group(dev, NULL) > 0 ? 0 : -ENOENT;
}

int sample_native_map(struct sample_device *device, size_t from, size_t len)
{
	void __iomem *ret = (void __iomem *)(memory + from);
	int err = cleave_native_mmio(&cleave_half, device, ret, virt_to_phys(memory) + from, len);

	if (!err)
		device->links[3] = (__force void *)ret;
	return err;
}
