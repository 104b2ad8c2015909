// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Time: jiffies, delays, clocks. jiffies is the kernel's, told with every
 * upcall; between upcalls it is moved on by the clock, by every function here
 * that waits and, for loops that only look at it, by the main thread.
 */
#include "kapi.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

#include "libcleave.h"

#define NSEC	1000000000L

/* A shorter delay is spun: a sleep costs about as much. */
#define SPIN_NS	20000L

/* A longer sleep is the kernel's. */
#define ASLEEP_NS	50000000UL

/* After a sleep as long as that the user half looks at what the kernel half has done meanwhile. */
#define LOOK_NS	1000000UL

unsigned long kapi_jiffies;

/* kapi_jiffies less the ticks that the coarse clock has counted */
static unsigned long jiffies_offset;

static unsigned long ticks(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (unsigned long)ts.tv_sec * cleave_hz +
	       (unsigned long)ts.tv_nsec / (NSEC / cleave_hz);
}

void cleave_jiffies_from_kernel(unsigned long now)
{
	__atomic_store_n(&jiffies_offset, now - ticks(), __ATOMIC_RELAXED);
	__atomic_store_n(&kapi_jiffies, now, __ATOMIC_RELAXED);
}

void cleave_jiffies_update(void)
{
	__atomic_store_n(&kapi_jiffies, ticks() + __atomic_load_n(&jiffies_offset, __ATOMIC_RELAXED),
			 __ATOMIC_RELAXED);
}

static uint64_t now(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * NSEC + (uint64_t)ts.tv_nsec;
}

static void wait_ns(uint64_t ns)
{
	uint64_t until = now(CLOCK_MONOTONIC) + ns;
	struct timespec ts = { .tv_sec = (time_t)(until / NSEC), .tv_nsec = (long)(until % NSEC) };

	if (ns > SPIN_NS)
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR)
			;
	while (now(CLOCK_MONOTONIC) < until)
		__builtin_ia32_pause();
	cleave_jiffies_update();
}

/*
 * The caller of an upcall waits for an answer, less long than some drivers sleep: the kernel
 * knows of no sleep but its own.
 */
static void sleep_ns(uint64_t ns)
{
	struct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_SLEEP);

	if (ns < ASLEEP_NS || !cleave_worker || !cleave_worker->depth) {
		cleave_told();
		wait_ns(ns);
		if (ns >= LOOK_NS)
			cleave_look();
		return;
	}
	cleave_put_value(&f, (ns + NSEC / 1000 - 1) / (NSEC / 1000));
	cleave_down(&f);
}

/* ---- delays: arch/x86/lib/delay.c, kernel/time/timer.c ------------------- */

void cleave_sleep(unsigned int ms)
{
	sleep_ns(ms * 1000000ULL);
}

void kapi_msleep(unsigned int ms)
{
	cleave_sleep(ms);
}

unsigned long kapi_msleep_interruptible(unsigned int ms)
{
	sleep_ns(ms * 1000000ULL);
	return 0;
}

void kapi_usleep_range_state(unsigned long min, unsigned long max, unsigned int state)
{
	(void)max;
	(void)state;
	sleep_ns(min * 1000);
}

void kapi_fsleep(unsigned long us)
{
	sleep_ns(us * 1000);
}

/* Whether the clock cannot tell so little, as without timers of high resolution. */
static bool too_coarse(uint64_t ns)
{
	struct timespec ts;

	return !clock_getres(CLOCK_MONOTONIC, &ts) && (ts.tv_sec || (uint64_t)ts.tv_nsec > ns);
}

/* The kernel can wait for it, then. Without a worker there is nobody to ask. */
static void delay_ns(uint64_t ns)
{
	if (ns > CLEAVE_DELAY_MAX || !cleave_worker || !too_coarse(ns)) {
		cleave_told();
		wait_ns(ns);
	} else {
		struct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_DELAY);

		cleave_put_value(&f, ns);
		cleave_down(&f);
		cleave_jiffies_update();
	}
}

void kapi___udelay(unsigned long us)
{
	delay_ns(us * 1000);
}

void kapi___ndelay(unsigned long ns)
{
	delay_ns(ns);
}

/* In units of 2^-32 seconds, as udelay() makes them of a constant. */
void kapi___const_udelay(unsigned long xloops)
{
	delay_ns(xloops * 1000000 / 4294967);
}

/* What the kernel's macros call for constants that it refuses to link. */
void kapi___bad_udelay(void)
{
	cleave_unreached("udelay() of more than 20 ms");
}

void kapi___bad_ndelay(void)
{
	cleave_unreached("ndelay() of more than 20 us");
}

static long sleep_jiffies(long timeout)
{
	if (timeout > 0)
		sleep_ns(timeout > LONG_MAX / NSEC ? LONG_MAX
						   : (uint64_t)timeout * NSEC / cleave_hz);
	return 0;
}

long kapi_schedule_timeout_interruptible(long timeout)
{
	return sleep_jiffies(timeout);
}

long kapi_schedule_timeout_killable(long timeout)
{
	return sleep_jiffies(timeout);
}

long kapi_schedule_timeout_uninterruptible(long timeout)
{
	return sleep_jiffies(timeout);
}

/* ---- conversions: kernel/time/time.c ------------------------------------- */

unsigned long kapi___msecs_to_jiffies(unsigned int ms)
{
	if ((int)ms < 0)
		return (LONG_MAX >> 1) - 1;	/* MAX_JIFFY_OFFSET */
	return ((unsigned long)ms * cleave_hz + 999) / 1000;
}

unsigned long kapi___usecs_to_jiffies(unsigned int us)
{
	return ((unsigned long)us * cleave_hz + 999999) / 1000000;
}

unsigned int kapi_jiffies_to_msecs(unsigned long j)
{
	return (unsigned int)(j * 1000 / cleave_hz);
}

unsigned int kapi_jiffies_to_usecs(unsigned long j)
{
	return (unsigned int)(j * 1000000 / cleave_hz);
}

unsigned long kapi_nsecs_to_jiffies(uint64_t ns)
{
	return ns / ((unsigned long)NSEC / cleave_hz);
}

struct timespec kapi_ns_to_timespec64(int64_t ns)
{
	struct timespec ts = { .tv_sec = ns / NSEC, .tv_nsec = ns % NSEC };

	if (ts.tv_nsec < 0) {
		ts.tv_sec--;
		ts.tv_nsec += NSEC;
	}
	return ts;
}

/* ---- clocks: kernel/time/timekeeping.c ----------------------------------- */

int64_t kapi_ktime_get(void)
{
	return (int64_t)now(CLOCK_MONOTONIC);
}

int64_t kapi_ktime_get_raw(void)
{
	return (int64_t)now(CLOCK_MONOTONIC_RAW);
}

uint64_t kapi_ktime_get_mono_fast_ns(void)
{
	return now(CLOCK_MONOTONIC);
}

/* enum tk_offsets: real, boot, tai */
int64_t kapi_ktime_get_with_offset(int offset)
{
	static const clockid_t clocks[] = { CLOCK_REALTIME, CLOCK_BOOTTIME, CLOCK_TAI };

	return (int64_t)now(clocks[offset]);
}

int64_t kapi_ktime_get_seconds(void)
{
	return (int64_t)(now(CLOCK_MONOTONIC) / NSEC);
}

int64_t kapi_ktime_get_real_seconds(void)
{
	return (int64_t)(now(CLOCK_REALTIME) / NSEC);
}

void kapi_ktime_get_ts64(struct timespec *ts)
{
	clock_gettime(CLOCK_MONOTONIC, ts);
}

void kapi_ktime_get_real_ts64(struct timespec *ts)
{
	clock_gettime(CLOCK_REALTIME, ts);
}
