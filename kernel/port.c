// SPDX-License-Identifier: GPL-2.0
/*
 * The builtin downcall by which a user half reads and writes ports that the driver has mapped
 * (pci_iomap() of a port resource). There is no memory to be seen, so what would be a load or a
 * store of a mapped register comes here. The address is checked as any pointer is: it leads to
 * ports that a device of the driver's owns, for as long as they are mapped.
 */
#include <linux/io.h>
#include "runtime.h"

/* Why no access of that width is made there; NULL: *@port is what it leads to. Needs the mutex. */
static const char *find_port(struct cleave_call *call, u64 word, u64 width, unsigned long *port)
{
	struct cleave_place place;
	const char *why = cleave_place(call->channel, word, &place);

	if (why)
		return why;
	if (!place.object || place.object->memory != CLEAVE_PORTS)
		return "leads to no port";
	if (place.left < width)
		return "leads behind the last port";
	*port = word - CLEAVE_PORTS_BASE;
	return NULL;
}

static u64 read_port(unsigned long port, u64 width)
{
	return width == 1 ? inb(port) : width == 2 ? inw(port) : inl(port);
}

static void write_port(unsigned long port, u64 width, u64 value)
{
	if (width == 1)
		outb(value, port);
	else if (width == 2)
		outw(value, port);
	else
		outl(value, port);
}

static void run_port(struct cleave_call *call)
{
	u64 word = cleave_arg(call, 0), width = cleave_arg(call, 1);
	u64 writes = cleave_arg(call, 2), value = cleave_arg(call, 3);
	unsigned long port;
	const char *why;

	if (!call->err && width != 1 && width != 2 && width != 4)
		cleave_refuse(call, 1, "is no width of a port");
	if (call->err)
		return;
	/* While the mutex is held they stay the driver's. */
	mutex_lock(&call->channel->mutex);
	why = find_port(call, word, width, &port);
	if (!why && writes)
		write_port(port, width, value);
	else if (!why)
		call->ret = read_port(port, width);
	mutex_unlock(&call->channel->mutex);
	if (why)
		cleave_refuse(call, 0, why);
}

const struct cleave_down cleave_down_port = {
	.name = "port",
	.run = run_port,
	.nargs = 4,
	.anywhere = true,
};
