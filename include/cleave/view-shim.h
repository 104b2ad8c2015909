/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included by every unit of a user view after the last #include before any code, and again
 * after each that comes later: what a driver says to be a module has no meaning in a process.
 */

/* Begin and end of the module are the kernel half's; both views define these functions. */
#undef module_init
#define module_init(fn)
#undef module_exit
#define module_exit(fn)
#undef __init
#define __init
#undef __exit
#define __exit
#undef __initdata
#define __initdata
#undef __exitdata
#define __exitdata
#undef __initconst
#define __initconst

/* So are its parameters (shared like any other variable), its description and its symbols. */
#undef __module_param_call
#define __module_param_call(prefix, name, ops, arg, perm, level, flags)
#undef __MODULE_INFO
#define __MODULE_INFO(tag, name, info)
#undef MODULE_DEVICE_TABLE
#define MODULE_DEVICE_TABLE(type, name)
#undef EXPORT_SYMBOL
#define EXPORT_SYMBOL(sym)
#undef EXPORT_SYMBOL_GPL
#define EXPORT_SYMBOL_GPL(sym)
#undef EXPORT_SYMBOL_NS
#define EXPORT_SYMBOL_NS(sym, ns)
#undef EXPORT_SYMBOL_NS_GPL
#define EXPORT_SYMBOL_NS_GPL(sym, ns)

/*
 * A warning is an invalid instruction in the kernel, and a line of log here.
 * WARN() has already said its own. BUG() stays an instruction.
 */
#undef __WARN_FLAGS
#define __WARN_FLAGS(flags) ({						\
	static bool __section(".data.once") cleave_warned;		\
									\
	if (!((flags) & BUGFLAG_ONCE) || !cleave_warned) {		\
		cleave_warned = true;					\
		if (!((flags) & BUGFLAG_NO_CUT_HERE))			\
			__warn_printk("WARNING: at %s:%d\n", __FILE__, __LINE__); \
	}								\
})

/*
 * A store to a member that the kernel half reads is told before the device is written to, which may
 * interrupt: user/tell.c. The store is over when the variable goes.
 */
#undef CLEAVE_TELL
#define CLEAVE_TELL(member)	char cleave_telling __attribute__((__cleanup__(cleave_tell), __unused__))
/* ... in the middle of what may write to the device itself. */
#undef CLEAVE_TELL_IN
#define CLEAVE_TELL_IN(member)	char cleave_telling \
	__attribute__((__cleanup__(cleave_tell_end), __unused__)) = cleave_tell_begin()
#pragma push_macro("writeb")
#undef writeb
#define writeb(value, at) (cleave_told(), writeb(value, at))
#pragma push_macro("writew")
#undef writew
#define writew(value, at) (cleave_told(), writew(value, at))
#pragma push_macro("writel")
#undef writel
#define writel(value, at) (cleave_told(), writel(value, at))
#pragma push_macro("writeq")
#undef writeq
#define writeq(value, at) (cleave_told(), writeq(value, at))
#pragma push_macro("__writeb")
#undef __writeb
#define __writeb(value, at) (cleave_told(), __writeb(value, at))
#pragma push_macro("__writew")
#undef __writew
#define __writew(value, at) (cleave_told(), __writew(value, at))
#pragma push_macro("__writel")
#undef __writel
#define __writel(value, at) (cleave_told(), __writel(value, at))
#pragma push_macro("__writeq")
#undef __writeq
#define __writeq(value, at) (cleave_told(), __writeq(value, at))

#ifndef CLEAVE_VIEW_SHIM_H
#define CLEAVE_VIEW_SHIM_H

#include <linux/types.h>

/* user/tell.c */
void cleave_tell(char *unused);
char cleave_tell_begin(void);
void cleave_tell_end(char *unused);
void cleave_told(void);

/* Locks that it alone takes, user/kapi_mutex.c. */
struct mutex;
void cleave_local_mutex_lock(struct mutex *lock);
int cleave_local_mutex_lock_interruptible(struct mutex *lock);
int cleave_local_mutex_lock_killable(struct mutex *lock);
bool cleave_local_mutex_is_locked(struct mutex *lock);
void cleave_local_mutex_unlock(struct mutex *lock);

/* Memory of the user half's own, user/kapi_alloc.c. */
void *cleave_local_kmalloc(size_t size, gfp_t flags);
void *cleave_local_kmalloc_array(size_t nr, size_t size, gfp_t flags);
void *cleave_local_vmalloc(unsigned long size);
void *cleave_local_kmemdup(const void *from, size_t size, gfp_t flags);
char *cleave_local_kstrdup(const char *from, gfp_t flags);
char *cleave_local_kstrndup(const char *from, size_t most, gfp_t flags);
char *cleave_local_kasprintf(gfp_t flags, const char *format, ...);
void cleave_local_kfree(const void *p);
#define cleave_local_kzalloc		cleave_local_kmalloc
#define cleave_local_kcalloc		cleave_local_kmalloc_array
#define cleave_local_kvmalloc		cleave_local_kmalloc
#define cleave_local_kvzalloc		cleave_local_kmalloc
#define cleave_local_kvmalloc_array	cleave_local_kmalloc_array
#define cleave_local_kvcalloc		cleave_local_kmalloc_array
#define cleave_local_vzalloc		cleave_local_vmalloc
#define cleave_local_kvfree		cleave_local_kfree
#define cleave_local_vfree		cleave_local_kfree

#endif /* CLEAVE_VIEW_SHIM_H */
