// SPDX-License-Identifier: GPL-2.0
/*
 * The builtin downcall by which a user half's log lines become the kernel's,
 * so that a split driver's dmesg reads like an unsplit one's. What is printed
 * is one line of printable bytes; how many lines there may be is limited.
 */
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/netdevice.h>
#include <linux/ratelimit.h>
#include "runtime.h"

#define TEXT_MAX	1024

static const char *const levels[] = {
	KERN_EMERG, KERN_ALERT, KERN_CRIT, KERN_ERR, KERN_WARNING, KERN_NOTICE, KERN_INFO,
	KERN_DEBUG,
};

static void make_printable(char *s)
{
	size_t len = strlen(s);

	if (len && s[len - 1] == '\n')
		s[--len] = 0;
	for (; *s; s++)
		if (!isprint(*s) && *s != '\t')
			*s = '?';
}

/* The object whose struct device is argument 2, or NULL: refused. */
static const struct cleave_object *logged(struct cleave_call *call, void **p)
{
	const struct cleave_object *o;

	*p = cleave_arg_object(call, 2, CLEAVE_ANY);
	o = call->args[2].object;
	if (*p && o && o->layout && o->layout->type->device >= 0)
		return o;
	if (!call->err)
		cleave_refuse(call, 2, "has no device");
	return NULL;
}

static void log_dev(struct cleave_call *call, const char *level, const char *text)
{
	void *p;
	const struct cleave_object *o = logged(call, &p);

	if (!o)
		return;
	if (p != o->base + o->layout->type->device)
		cleave_refuse(call, 2, "is no struct device");
	else
		dev_printk(level, p, "%s\n", text);
}

static void log_netdev(struct cleave_call *call, const char *level, const char *text)
{
	void *p;
	const struct cleave_object *o = logged(call, &p);
	const struct cleave_type *t;

	if (!o)
		return;
	t = o->layout->type;
	if (p != o->base || o->size < sizeof(struct net_device) ||
	    t->device != offsetof(struct net_device, dev) ||
	    strncmp(t->name, "net_device", strlen("net_device")))
		cleave_refuse(call, 2, "is no struct net_device");
	else
		netdev_printk(level, p, "%s\n", text);
}

static void run_log(struct cleave_call *call)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 1000);
	u64 level = cleave_arg(call, 0), kind = cleave_arg(call, 1);
	char *text = (char *)cleave_arg_string(call, 3);

	if (!call->err && level >= ARRAY_SIZE(levels))
		cleave_refuse(call, 0, "is no level");
	if (!call->err && kind > CLEAVE_LOG_NETDEV)
		cleave_refuse(call, 1, "is no kind of line");
	if (!call->err && (call->args[3].kind != CLEAVE_ARG_BYTES || strlen(text) > TEXT_MAX))
		cleave_refuse(call, 3, "is no line");
	if (call->err || !__ratelimit(&limit))
		return;
	make_printable(text);
	if (kind == CLEAVE_LOG_DEV)
		log_dev(call, levels[level], text);
	else if (kind == CLEAVE_LOG_NETDEV)
		log_netdev(call, levels[level], text);
	else
		_printk("%s%s\n", levels[level], text);
}

const struct cleave_down cleave_down_log = {
	.name = "log",
	.run = run_log,
	.nargs = 4,
	.anywhere = true,
};
