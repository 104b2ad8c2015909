/* SPDX-License-Identifier: GPL-2.0 */
/* What regions need to know of devices. */
#ifndef CLEAVE_REGION_H
#define CLEAVE_REGION_H

#include <linux/types.h>

struct cleave_call;
struct resource;

/* The memory resource of a device of this call's root that has it all, or NULL. */
struct resource *cleave_owned_memory(struct cleave_call *call, phys_addr_t phys, size_t len);

#endif /* CLEAVE_REGION_H */
