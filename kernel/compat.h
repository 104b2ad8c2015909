/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between the kernels that cleave.ko builds for (6.1 to 6.12). */
#ifndef CLEAVE_COMPAT_H
#define CLEAVE_COMPAT_H

#include <linux/mm.h>
#include <linux/version.h>
#include <net/genetlink.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags &= ~flags;
}
#endif

/* The second argument of __assign_str() went away. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define cleave_assign_str(dst, src)	__assign_str(dst, src)
#else
#define cleave_assign_str(dst, src)	__assign_str(dst)
#endif

/* Attributes of a dump's request. */
static inline struct nlattr **cleave_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return genl_dumpit_info(cb)->attrs;
#else
	return genl_info_dump(cb)->attrs;
#endif
}

#endif /* CLEAVE_COMPAT_H */
