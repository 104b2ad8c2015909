// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Log lines of the driver: kernel/printk, drivers/base/core.c, net/core/dev.c.
 * Formatted here, logged by the kernel with its own prefix for the device.
 */
#include "kapi.h"

#include <string.h>
#include <time.h>

#include "cleave/wire.h"
#include "format.h"
#include "libcleave.h"

/* A device that the kernel cannot be told of: none, or one without a mirror. */
static const char *nameless(int kind, const void *object)
{
	if (cleave_in_arena(object))
		return NULL;
	if (object)
		return "(opaque device): ";
	return kind == CLEAVE_LOG_DEV ? "(NULL device *): " : "(NULL net_device): ";
}

static void log_for(int level, int kind, const void *object, const char *fmt, va_list ap)
{
	const char *prefix = nameless(kind, object);
	size_t len = prefix ? strlen(prefix) : 0;
	char text[1024];

	if (prefix)
		memcpy(text, prefix, len);
	cleave_vformat(text + len, sizeof(text) - len, fmt, ap);
	cleave_log_flush();
	if (prefix)
		cleave_log(level, CLEAVE_LOG_PLAIN, NULL, text);
	else
		cleave_log(level, kind, object, text);
}

/* "\0013" and the like */
static int level_of(const char *prefix)
{
	return prefix[0] == '\001' && prefix[1] >= '0' && prefix[1] <= '7' ? prefix[1] - '0' : 4;
}

/* ---- kernel/printk/printk.c ---------------------------------------------- */

int kapi__printk(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cleave_printk(fmt, ap);
	va_end(ap);
	return 0;
}

int kapi_vprintk(const char *fmt, va_list ap)
{
	cleave_printk(fmt, ap);
	return 0;
}

void kapi___warn_printk(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cleave_printk(fmt, ap);
	va_end(ap);
}

/* ---- drivers/base/core.c ------------------------------------------------- */

#define DEV_LOG(name, level)						\
void kapi_##name(const void *dev, const char *fmt, ...)			\
{									\
	va_list ap;							\
									\
	va_start(ap, fmt);						\
	log_for(level, CLEAVE_LOG_DEV, dev, fmt, ap);			\
	va_end(ap);							\
}

DEV_LOG(_dev_emerg, 0)
DEV_LOG(_dev_alert, 1)
DEV_LOG(_dev_crit, 2)
DEV_LOG(_dev_err, 3)
DEV_LOG(_dev_warn, 4)
DEV_LOG(_dev_notice, 5)
DEV_LOG(_dev_info, 6)

void kapi__dev_printk(const char *level, const void *dev, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_for(level_of(level), CLEAVE_LOG_DEV, dev, fmt, ap);
	va_end(ap);
}

int kapi_dev_printk_emit(int level, const void *dev, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_for(level, CLEAVE_LOG_DEV, dev, fmt, ap);
	va_end(ap);
	return 0;
}

int kapi_dev_err_probe(const void *dev, int err, const char *fmt, ...)
{
	struct {
		const char *fmt;
		va_list *ap;
	} nested = { .fmt = fmt };
	va_list ap;

	if (err == -517)	/* -EPROBE_DEFER: not an error to tell of */
		return err;
	va_start(ap, fmt);
	nested.ap = &ap;
	kapi__dev_err(dev, "error %pe: %pV", (void *)(intptr_t)err, &nested);
	va_end(ap);
	return err;
}

/* ---- net/core/dev.c ------------------------------------------------------ */

#define NETDEV_LOG(name, level)						\
void kapi_##name(const void *dev, const char *fmt, ...)			\
{									\
	va_list ap;							\
									\
	va_start(ap, fmt);						\
	log_for(level, CLEAVE_LOG_NETDEV, dev, fmt, ap);		\
	va_end(ap);							\
}

NETDEV_LOG(netdev_emerg, 0)
NETDEV_LOG(netdev_alert, 1)
NETDEV_LOG(netdev_crit, 2)
NETDEV_LOG(netdev_err, 3)
NETDEV_LOG(netdev_warn, 4)
NETDEV_LOG(netdev_notice, 5)
NETDEV_LOG(netdev_info, 6)

void kapi_netdev_printk(const char *level, const void *dev, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_for(level_of(level), CLEAVE_LOG_NETDEV, dev, fmt, ap);
	va_end(ap);
}

/* ---- lib/dynamic_debug.c: off until somebody turns it on, which nobody can here */

void kapi___dynamic_pr_debug(void *site, const char *fmt, ...)
{
	(void)site;
	(void)fmt;
}

void kapi___dynamic_dev_dbg(void *site, const void *dev, const char *fmt, ...)
{
	(void)site;
	(void)dev;
	(void)fmt;
}

void kapi___dynamic_netdev_dbg(void *site, const void *dev, const char *fmt, ...)
{
	(void)site;
	(void)dev;
	(void)fmt;
}

/* ---- lib/hexdump.c ------------------------------------------------------- */

int kapi_hex_dump_to_buffer(const void *buf, size_t len, int row, int size, char *line,
			    size_t room, bool ascii);

void kapi_print_hex_dump(const char *level, const char *prefix, int prefix_type, int row, int size,
			 const void *buf, size_t len, bool ascii)
{
	const char *p = buf;
	char line[160];

	if (row != 16 && row != 32)
		row = 16;
	for (size_t at = 0; at < len; at += (size_t)row) {
		kapi_hex_dump_to_buffer(p + at, len - at, row, size, line, sizeof(line), ascii);
		if (prefix_type == 1)
			kapi__printk("%s%s%p: %s\n", level, prefix, p + at, line);
		else if (prefix_type == 2)
			kapi__printk("%s%s%.8x: %s\n", level, prefix, (unsigned int)at, line);
		else
			kapi__printk("%s%s%s\n", level, prefix, line);
	}
}

/* ---- lib/ratelimit.c: ten lines in five seconds from one place ------------ */

static bool allow(const void *place)
{
	static struct {
		const void *place;
		time_t begin;
		int printed;
	} places[64];
	size_t i = ((uintptr_t)place >> 4) % 64;
	time_t now = time(NULL);

	if (places[i].place != place || now - places[i].begin >= 5) {
		places[i].place = place;
		places[i].begin = now;
		places[i].printed = 0;
	}
	return places[i].printed++ < 10;
}

int kapi____ratelimit(void *state, const char *function)
{
	(void)function;
	return allow(state);
}

int kapi___printk_ratelimit(const char *function)
{
	return allow(function);
}

int kapi_net_ratelimit(void)
{
	return allow(NULL);
}
