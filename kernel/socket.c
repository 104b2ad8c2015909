// SPDX-License-Identifier: GPL-2.0
/*
 * The transport that every worker has: payloads in messages of the family, on
 * the worker's socket.
 */
#include <net/genetlink.h>
#include <net/sock.h>
#include "family.h"
#include "runtime.h"

#define SPARE_MAX	512	/* bytes of a buffer that is kept */

/*
 * Making and freeing a buffer costs more than all else that is done for a short
 * message, so a worker keeps its last one. It is free again when nobody but us
 * holds it, or a clone: the user half has received what was in it.
 */
static struct sk_buff *buffer(struct cleave_worker *w, u32 room)
{
	u32 size = nlmsg_total_size(genlmsg_total_size(nla_total_size(room)));
	struct sk_buff *skb = xchg(&w->spare, NULL);

	if (skb && !skb_shared(skb) && !skb_cloned(skb) && size <= skb_end_offset(skb)) {
		smp_rmb();	/* pairs with the receiver's letting go of it, as in skb_unref() */
		skb_orphan(skb);
		skb_trim(skb, 0);
		return skb;
	}
	consume_skb(skb);
	return genlmsg_new(nla_total_size(room), GFP_KERNEL);
}

static int socket_start(struct cleave_out *out, struct cleave_worker *w, u32 room)
{
	struct sk_buff *skb = buffer(w, room);
	struct nlattr *attr;

	if (!skb)
		return -ENOMEM;
	attr = genlmsg_put(skb, 0, 0, &cleave_nl_family, 0, CLEAVE_CMD_CALL) ?
	       nla_reserve(skb, CLEAVE_A_CALL_PAYLOAD, room) : NULL;
	if (!attr) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	out->message = skb;
	out->msg = nla_data(attr);
	return 0;
}

static void socket_drop(struct cleave_out *out)
{
	nlmsg_free(out->message);
}

/*
 * A buffer that is kept stays charged to the socket that it went to. That must
 * be the worker's, which is held: when it is closed, another one may have its
 * port, and vanish. RCU keeps that one until nothing is charged to it.
 */
static int socket_send(struct cleave_out *out, struct cleave_worker *w, u32 len, bool turn)
{
	struct sk_buff *skb = out->message;
	int err;

	if (turn)
		cleave_worker_listen(w);
	nlmsg_end(skb, nlmsg_hdr(skb));
	if (skb_end_offset(skb) > SPARE_MAX)
		return genlmsg_unicast(sock_net(w->sk), skb, w->portid);
	rcu_read_lock();
	skb_get(skb);
	err = genlmsg_unicast(sock_net(w->sk), skb, w->portid);
	if (skb->sk == w->sk)
		skb = xchg(&w->spare, skb);
	consume_skb(skb);
	rcu_read_unlock();
	return err;
}

static void socket_consume(struct cleave_in *in)
{
	consume_skb(in->message);
	in->message = NULL;
}

static void socket_free(struct cleave_worker *w)
{
	consume_skb(w->spare);
}

const struct cleave_transport cleave_by_netlink = {
	.start = socket_start,
	.send = socket_send,
	.drop = socket_drop,
	.consume = socket_consume,
	.free = socket_free,
};

/* ---- messages that come ------------------------------------------------------------------------ */

static const char *flaw(int err)
{
	switch (err) {
	case -EFAULT:
		return "the payload is not aligned to 8 bytes";
	case -ENODATA:
		return "the payload is truncated";
	case -EMSGSIZE:
		return "the payload is longer than it says, or has too many arguments";
	case -EOPNOTSUPP:
		return "the payload has an unknown operation";
	case -EPROTONOSUPPORT:
		return "the payload is of another version";
	default:
		return "the payload has a malformed blob";
	}
}

/* The sender, with a reference, or NULL: no worker, or it speaks by another transport. */
static struct cleave_worker *sender(struct sk_buff *skb, struct genl_info *info)
{
	struct cleave_worker *w;

	spin_lock(&cleave_lock);
	w = cleave_worker_by_port(genl_info_net(info), info->snd_portid);
	if (w && w->sk == NETLINK_CB(skb).sk && w->transport == &cleave_by_netlink)
		kref_get(&w->ref);
	else
		w = NULL;
	spin_unlock(&cleave_lock);
	return w;
}

static int deliver(struct sk_buff *skb, struct genl_info *info, struct cleave_in *in,
		   const char **why)
{
	struct cleave_worker *w = sender(skb, info);
	int err;

	if (!w) {
		*why = "the sender is no worker of a live session";
		return -EPROTO;
	}
	in->message = skb_get(skb);
	err = cleave_worker_deliver(w, in, why);
	consume_skb(in->message);
	cleave_worker_put(w);
	return err;
}

int cleave_nl_call_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *attr = info->attrs[CLEAVE_A_CALL_PAYLOAD];
	struct cleave_in in;
	const char *why;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, CLEAVE_A_CALL_PAYLOAD)) {
		NL_SET_ERR_MSG(info->extack, "the payload is missing");
		return -EINVAL;
	}
	err = cleave_dec_check(&in.dec, nla_data(attr), nla_len(attr));
	if (err)
		why = flaw(err);
	else
		err = deliver(skb, info, &in, &why);
	if (err && info->extack)
		info->extack->_msg = why;
	return err;
}
