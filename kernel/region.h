/* SPDX-License-Identifier: GPL-2.0 */
/* What regions need to know of devices. */
#ifndef CLEAVE_REGION_H
#define CLEAVE_REGION_H

#include <linux/types.h>

struct cleave_object;
struct resource;

/* The memory, or port, resource of the root's device that has it all, or NULL. */
struct resource *cleave_owned_memory(const struct cleave_object *root, phys_addr_t phys, size_t len);
struct resource *cleave_owned_ports(const struct cleave_object *root, unsigned long port, size_t len);

#endif /* CLEAVE_REGION_H */
