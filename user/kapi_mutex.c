// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Mutexes that only the user half takes. cleave_local_NAME stands for the kernel's NAME;
 * include/cleave/view-shim.h declares them.
 *
 * A lock lies where the kernel's mutex does, in memory that outlives the process. So it says
 * which process holds it: what another has left there is a free lock.
 */
#include "kapi.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "libcleave.h"

#define NAP_MS	50	/* the kernel's */

enum { FREE, HELD, AWAITED };

typedef _Atomic uint64_t lock_t;

static uint32_t holder;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void choose_holder(void)
{
	if (getrandom(&holder, sizeof(holder), 0) != sizeof(holder))
		cleave_die("no random numbers");
}

static uint64_t held_as(unsigned int how)
{
	pthread_once(&once, choose_holder);
	return (uint64_t)holder << 32 | how;
}

static bool is_free(uint64_t value)
{
	return (value & ~3ULL) != held_as(FREE) || (value & 3) == FREE;
}

/* The low half, which comes first. */
static long futex(lock_t *lock, int what, uint32_t value, const struct timespec *timeout)
{
	return syscall(SYS_futex, lock, what, value, timeout, NULL, 0);
}

/*
 * Until it may be free, but not for long: whoever holds it may wait in a downcall, longer than
 * this one's caller takes for a user half that still answers. Return: whether it took too long.
 */
static bool await(lock_t *lock)
{
	static const struct timespec soon = { .tv_nsec = 200000000 };

	return futex(lock, FUTEX_WAIT_PRIVATE, AWAITED, &soon) && errno == ETIMEDOUT;
}

void cleave_local_mutex_lock(lock_t *lock)
{
	uint64_t wanted = held_as(HELD), value = atomic_load(lock);
	bool long_wait = false;

	for (;;) {
		if (is_free(value)) {
			if (atomic_compare_exchange_strong(lock, &value, wanted))
				return;
			continue;
		}
		if (value != held_as(AWAITED) &&
		    !atomic_compare_exchange_strong(lock, &value, held_as(AWAITED)))
			continue;
		if (long_wait)
			cleave_sleep(NAP_MS);
		else
			long_wait = await(lock);
		wanted = held_as(AWAITED);	/* others may wait, too */
		value = atomic_load(lock);
	}
}

int cleave_local_mutex_lock_interruptible(lock_t *lock)
{
	cleave_local_mutex_lock(lock);
	return 0;
}

int cleave_local_mutex_lock_killable(lock_t *lock)
{
	cleave_local_mutex_lock(lock);
	return 0;
}

bool cleave_local_mutex_is_locked(lock_t *lock)
{
	return !is_free(atomic_load(lock));
}

/* The next to have it may call the kernel half, with objects in mind that are not those stored to. */
void cleave_local_mutex_unlock(lock_t *lock)
{
	cleave_told();
	if (atomic_exchange(lock, held_as(FREE)) == held_as(AWAITED))
		futex(lock, FUTEX_WAKE_PRIVATE, 1, NULL);
}
