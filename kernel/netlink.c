// SPDX-License-Identifier: GPL-2.0
/*
 * The family's other operations: what there is to see, and notifications.
 */
#include <net/sock.h>
#include "compat.h"
#include "family.h"
#include "runtime.h"

/* ---- channels ------------------------------------------------------------------------------- */

static int put_u64(struct sk_buff *msg, int attr, u64 value)
{
	return nla_put(msg, attr, sizeof(value), &value);
}

/* What the spin lock protects, at one time. */
struct snapshot {
	u32 state;
	u32 session;
	u32 pid;
	u32 workers;
};

static struct snapshot snapshot(struct cleave_channel *ch)
{
	struct snapshot now = {};

	spin_lock(&cleave_lock);
	now.state = ch->state;
	now.session = ch->nr_sessions;
	if (ch->session && !ch->session->dead) {
		now.pid = ch->session->pid;
		now.workers = ch->session->nr_workers;
	}
	spin_unlock(&cleave_lock);
	return now;
}

static int fill_counters(struct sk_buff *msg, struct cleave_channel *ch)
{
	int attr, err = 0;

	for (attr = CLEAVE_A_CHANNEL_UPCALLS; !err && attr <= CLEAVE_A_CHANNEL_DEATHS; attr++)
		err = put_u64(msg, attr, atomic64_read(&ch->stats[attr]));
	return err;
}

/* Needs cleave_channels. */
static int fill_channel(struct sk_buff *msg, struct cleave_channel *ch, u32 portid, u32 seq,
			int flags)
{
	struct snapshot now = snapshot(ch);
	void *head = genlmsg_put(msg, portid, seq, &cleave_nl_family, flags,
				 CLEAVE_CMD_CHANNEL_GET);

	if (!head)
		return -EMSGSIZE;
	if (nla_put_string(msg, CLEAVE_A_CHANNEL_NAME, ch->name) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_STATE, now.state) ||
	    nla_put_string(msg, CLEAVE_A_CHANNEL_BUILD_ID, ch->half->build_id) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_SESSION, now.session) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_PID, now.pid) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_WORKERS, now.workers) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_OBJECTS, READ_ONCE(ch->nr_objects)) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_STRUCK, READ_ONCE(ch->nr_struck)) ||
	    fill_counters(msg, ch)) {
		genlmsg_cancel(msg, head);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, head);
	return 0;
}

int cleave_nl_channel_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct cleave_channel *ch;
	struct sk_buff *msg;
	int err = -ENODEV;

	if (GENL_REQ_ATTR_CHECK(info, CLEAVE_A_CHANNEL_NAME)) {
		NL_SET_ERR_MSG(info->extack, "the channel's name is missing");
		return -EINVAL;
	}
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cleave_channels);
	ch = cleave_channel_find(nla_data(info->attrs[CLEAVE_A_CHANNEL_NAME]));
	if (ch)
		err = fill_channel(msg, ch, info->snd_portid, info->snd_seq, 0);
	mutex_unlock(&cleave_channels);
	if (!err)
		return genlmsg_reply(msg, info);
	if (!ch)
		NL_SET_ERR_MSG(info->extack, "there is no such channel");
	nlmsg_free(msg);
	return err;
}

/* ---- dumps: where they go on is in cb->args, channel and entry -------------------------------- */

typedef int (*dump_fn)(struct sk_buff *msg, struct netlink_callback *cb,
		       struct cleave_channel *ch);

/* Calls @fn for the channels that the request's filter, if there is one, lets through. */
static int dump(struct sk_buff *msg, struct netlink_callback *cb, int filter, dump_fn fn)
{
	struct nlattr *name = cleave_dump_attrs(cb)[filter];
	struct cleave_channel *ch;
	long nr = 0;
	int err = 0;

	mutex_lock(&cleave_channels);
	if (name && !cleave_channel_find(nla_data(name))) {
		NL_SET_ERR_MSG(cb->extack, "there is no such channel");
		err = -ENODEV;
	}
	list_for_each_entry(ch, &cleave_channel_list, link) {
		if (err || nr++ < cb->args[0])
			continue;
		if (!name || !strcmp(ch->name, nla_data(name)))
			err = fn(msg, cb, ch);
		if (err)
			continue;
		cb->args[0] = nr;
		cb->args[1] = 0;
	}
	mutex_unlock(&cleave_channels);
	return err == -EMSGSIZE && msg->len ? msg->len : err;
}

static int dump_channel(struct sk_buff *msg, struct netlink_callback *cb,
			struct cleave_channel *ch)
{
	return fill_channel(msg, ch, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI);
}

int cleave_nl_channel_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, CLEAVE_A_CHANNEL_NAME, dump_channel);
}

static void *start_entry(struct sk_buff *msg, struct netlink_callback *cb, int cmd)
{
	return genlmsg_put(msg, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &cleave_nl_family, NLM_F_MULTI, cmd);
}

static const char *type_name(const struct cleave_object *o)
{
	if (o->layout)
		return o->layout->type->name;
	if (o->memory == CLEAVE_PORTS)
		return "ports";
	if (o->memory == CLEAVE_PAGES)
		return "bytes";
	return o->memory == CLEAVE_MMIO ? "device memory" : "coherent memory";
}

/* Where it is bound, and what has become of it. */
static int fill_device(struct sk_buff *msg, const struct cleave_object *o)
{
	const struct device *dev = o->root == o ? cleave_device_of(o) : NULL;
	char text[128];
	int err = 0;

	if (dev && dev->bus) {
		snprintf(text, sizeof(text), "%s/%s", dev->bus->name, dev_name(dev));
		err = nla_put_string(msg, CLEAVE_A_OBJECT_DEVICE, text);
	}
	if (!err && o->struck)
		err = nla_put_string(msg, CLEAVE_A_OBJECT_STRUCK, o->struck);
	return err;
}

static int fill_object(struct sk_buff *msg, struct netlink_callback *cb,
		       struct cleave_channel *ch, const struct cleave_object *o)
{
	void *head = start_entry(msg, cb, CLEAVE_CMD_OBJECT_GET);

	if (!head)
		return -EMSGSIZE;
	if (nla_put_string(msg, CLEAVE_A_OBJECT_CHANNEL, ch->name) ||
	    nla_put_u32(msg, CLEAVE_A_OBJECT_HANDLE, o->slot) ||
	    put_u64(msg, CLEAVE_A_OBJECT_GENERATION, o->generation) ||
	    nla_put_string(msg, CLEAVE_A_OBJECT_TYPE, type_name(o)) ||
	    put_u64(msg, CLEAVE_A_OBJECT_SIZE, o->size) ||
	    nla_put_u32(msg, CLEAVE_A_OBJECT_ROOT, o->root ? o->root->slot : 0) ||
	    fill_device(msg, o)) {
		genlmsg_cancel(msg, head);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, head);
	return 0;
}

/* Oldest first, so that what is born meanwhile comes last; args[1]: last generation shown. */
static int dump_objects(struct sk_buff *msg, struct netlink_callback *cb,
			struct cleave_channel *ch)
{
	struct cleave_object *o;
	int err = 0;

	mutex_lock(&ch->mutex);
	list_for_each_entry_reverse(o, &ch->objects, link) {
		if (o->generation <= cb->args[1])
			continue;
		err = fill_object(msg, cb, ch, o);
		if (err)
			break;
		cb->args[1] = o->generation;
	}
	mutex_unlock(&ch->mutex);
	return err;
}

int cleave_nl_object_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, CLEAVE_A_OBJECT_CHANNEL, dump_objects);
}

static int fill_count(struct sk_buff *msg, struct netlink_callback *cb,
		      struct cleave_channel *ch, const char *name, bool up,
		      struct cleave_counter *counter)
{
	void *head = start_entry(msg, cb, CLEAVE_CMD_COUNT_GET);

	if (!head)
		return -EMSGSIZE;
	if (nla_put_string(msg, CLEAVE_A_COUNT_CHANNEL, ch->name) ||
	    nla_put_string(msg, CLEAVE_A_COUNT_NAME, name) ||
	    (up && nla_put_flag(msg, CLEAVE_A_COUNT_UP)) ||
	    put_u64(msg, CLEAVE_A_COUNT_CALLS, atomic64_read(&counter->calls)) ||
	    put_u64(msg, CLEAVE_A_COUNT_NANOSECONDS, atomic64_read(&counter->nanoseconds))) {
		genlmsg_cancel(msg, head);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, head);
	return 0;
}

/* Upcalls, downcalls, and behind them the builtin downcalls; args[1]: how many are shown. */
static int dump_counts(struct sk_buff *msg, struct netlink_callback *cb,
		       struct cleave_channel *ch)
{
	const struct cleave_half *half = ch->half;
	int nr = half->nr_ups + half->nr_downs + CLEAVE_NR_BUILTINS, err, i;

	for (; cb->args[1] < nr; cb->args[1]++) {
		i = cb->args[1];
		if (i < half->nr_ups) {
			err = fill_count(msg, cb, ch, half->ups[i].name, true, &ch->ups[i]);
		} else {
			u32 id = i - half->nr_ups;

			i = id;
			if (id >= half->nr_downs)
				id += CLEAVE_DOWN_BUILTIN - half->nr_downs;
			err = fill_count(msg, cb, ch, cleave_down_find(ch, id)->name, false,
					 &ch->downs[i]);
		}
		if (err)
			return err;
	}
	return 0;
}

int cleave_nl_count_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, CLEAVE_A_COUNT_CHANNEL, dump_counts);
}

/* ---- notifications ------------------------------------------------------------------------------ */

/* Best effort: who listens looks at the channel itself. */
void cleave_out_notify(struct cleave_channel *ch)
{
	struct snapshot now = snapshot(ch);
	struct sk_buff *msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *head;

	if (!msg)
		return;
	head = genlmsg_put(msg, 0, 0, &cleave_nl_family, 0, CLEAVE_CMD_STATE_NTF);
	if (!head || nla_put_string(msg, CLEAVE_A_CHANNEL_NAME, ch->name) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_STATE, now.state) ||
	    nla_put_u32(msg, CLEAVE_A_CHANNEL_SESSION, now.session)) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_end(msg, head);
	genlmsg_multicast_allns(&cleave_nl_family, msg, 0, CLEAVE_NLGRP_STATE);
}
