/* SPDX-License-Identifier: GPL-2.0 */
/* What regions need to know of devices. */
#ifndef CLEAVE_REGION_H
#define CLEAVE_REGION_H

#include <linux/types.h>

struct cleave_call;
struct cleave_object;
struct device;
struct resource;

/* The memory, or port, resource of the root's device that has it all, or NULL. */
struct resource *cleave_owned_memory(const struct cleave_object *root, phys_addr_t phys, size_t len);
struct resource *cleave_owned_ports(const struct cleave_object *root, unsigned long port, size_t len);

/*
 * The root that has it, or NULL: the call's, or another of the driver's, call->owner then, which
 * is pinned until the downcall is answered.
 */
struct cleave_object *cleave_owner_of_memory(struct cleave_call *call, phys_addr_t phys,
					     size_t len);
struct cleave_object *cleave_owner_of_ports(struct cleave_call *call, unsigned long port,
					    size_t len);
struct cleave_object *cleave_owner_of_device(struct cleave_call *call, const struct device *dev);

#endif /* CLEAVE_REGION_H */
