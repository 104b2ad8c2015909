// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A user half answers while the system suspends, when other processes are frozen
 * and disks are off: nothing of it may have to be read from one then.
 */
#include "libcleave.h"

#include <errno.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* The pages of a program's or library's file that are mapped. */
static int read_in(struct dl_phdr_info *info, size_t size, void *err)
{
	uintptr_t page = sysconf(_SC_PAGESIZE);

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t from = (info->dlpi_addr + p->p_vaddr) & ~(page - 1);
		uintptr_t to = (info->dlpi_addr + p->p_vaddr + p->p_memsz + page - 1) & ~(page - 1);

		if (p->p_type != PT_LOAD || !p->p_memsz)
			continue;
		if (madvise((void *)from, to - from, MADV_POPULATE_READ))
			*(int *)err = -errno;
	}
	return 0;
}

/*
 * Pages are locked as they are touched: there are large reservations, a
 * sanitizer's say. What has no file behind needs no disk to be made.
 */
int cleave_stay_resident(void)
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	int err = 0;

	/* What is mapped later counts, too, when the privilege is gone. */
	if (setrlimit(RLIMIT_MEMLOCK, &unlimited) ||
	    mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
		err = -errno;
	else
		dl_iterate_phdr(read_in, &err);
	if (err)
		cleave_say("cannot stay in memory: %s; it may be missed in suspend", strerror(-err));
	return err;
}
