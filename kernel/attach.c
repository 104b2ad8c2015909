// SPDX-License-Identifier: GPL-2.0
/*
 * How a user half comes to serve: attach, join, ready. What it says of itself
 * is checked against the kernel half before anything of it is used.
 */
#include <linux/file.h>
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "family.h"
#include "runtime.h"

/* What an attach request says. */
struct request {
	const char *build_id;
	const u64 *addresses;
	u32 nr;
	u64 base;
	u64 size;
};

static int refuse(struct genl_info *info, const char *why, int err)
{
	if (info->extack)
		info->extack->_msg = why;
	return err;
}

/* The attribute, which the request must have. */
static struct nlattr *need(struct genl_info *info, int attr, bool *missing)
{
	*missing |= GENL_REQ_ATTR_CHECK(info, attr) != 0;
	return info->attrs[attr];
}

static struct cleave_channel *channel_of(struct genl_info *info, int *err)
{
	bool missing = false;
	struct nlattr *name = need(info, CLEAVE_A_ATTACH_CHANNEL, &missing);
	struct cleave_channel *ch;

	*err = -EINVAL;
	if (missing) {
		refuse(info, "the channel's name is missing", *err);
		return NULL;
	}
	ch = cleave_channel_get(nla_data(name));
	if (!ch)
		*err = refuse(info, "there is no such channel", -ENODEV);
	return ch;
}

/* ---- attach --------------------------------------------------------------------------------- */

static int parse(struct genl_info *info, struct request *r)
{
	bool missing = false;
	struct nlattr *build_id = need(info, CLEAVE_A_ATTACH_BUILD_ID, &missing);
	struct nlattr *symbols = need(info, CLEAVE_A_ATTACH_SYMBOLS, &missing);
	struct nlattr *base = need(info, CLEAVE_A_ATTACH_DATA_BASE, &missing);
	struct nlattr *size = need(info, CLEAVE_A_ATTACH_DATA_SIZE, &missing);

	if (missing)
		return refuse(info, "an attribute is missing", -EINVAL);
	if (nla_len(symbols) % sizeof(u64))
		return refuse(info, "the table of symbols has no whole number of entries", -EINVAL);
	r->build_id = nla_data(build_id);
	r->nr = nla_len(symbols) / sizeof(u64);
	r->base = nla_get_u64(base);
	r->size = nla_get_u64(size);
	r->addresses = kmemdup(nla_data(symbols), nla_len(symbols), GFP_KERNEL);
	return r->addresses ? 0 : -ENOMEM;
}

static bool overlaps_arena(u64 start, u64 size)
{
	return start < CLEAVE_ARENA_BASE + CLEAVE_ARENA_SIZE && start + size > CLEAVE_ARENA_BASE;
}

static const char *bad_symbol(const struct cleave_symbol *s, u64 at, const struct request *r)
{
	if (!at)
		return NULL;
	if (at >= TASK_SIZE || s->size > TASK_SIZE - at || overlaps_arena(at, s->size))
		return "a symbol's address is not in the program";
	if (s->kind != CLEAVE_GLOBAL)
		return NULL;
	if (at < r->base || at - r->base > r->size || s->size > r->size - (at - r->base))
		return "a variable lies outside of the data section";
	return NULL;
}

static const char *bad_data(const struct request *r)
{
	if (!IS_ALIGNED(r->base, PAGE_SIZE) || !IS_ALIGNED(r->size, PAGE_SIZE))
		return "the data section is not aligned to pages";
	if (r->size > CLEAVE_DATA_MAX)
		return "the data section is too large";
	if (r->base > TASK_SIZE - r->size || overlaps_arena(r->base, r->size))
		return "the data section is not in the program";
	return NULL;
}

static const char *check(const struct cleave_half *half, const struct request *r)
{
	const char *why;
	u32 i;

	if (strcmp(half->build_id, r->build_id))
		return "the halves are of different builds";
	if (r->nr != half->nr_symbols)
		return "the table of symbols has another length than the kernel half's";
	why = bad_data(r);
	for (i = 0; !why && i < r->nr; i++)
		why = bad_symbol(half->symbols[i], r->addresses[i], r);
	return why;
}

/* Needs channel->mutex. */
static int place_data(struct cleave_channel *ch, const struct request *r, struct genl_info *info)
{
	void *data;

	if (ch->data && ch->data_size != r->size)
		return refuse(info, "the data section has another size than before", -EINVAL);
	if (!ch->data && r->size) {
		data = vmalloc_user(r->size);
		if (!data)
			return -ENOMEM;
		down_write(&ch->arena);
		ch->data = data;
		ch->data_size = r->size;
		up_write(&ch->arena);
	}
	ch->data_base = r->base;
	return 0;
}

/* Needs channel->mutex. */
static int begin(struct cleave_channel *ch, const struct request *r, struct genl_info *info,
		 struct cleave_session **session)
{
	const char *why = check(ch->half, r);
	int err;

	if (why)
		return refuse(info, why, -EINVAL);
	if (ch->session && !READ_ONCE(ch->session->dead))
		return refuse(info, "a user half is attached already", -EBUSY);
	err = place_data(ch, r, info);
	if (!err)
		err = cleave_symbols_place(ch, r->addresses);
	if (err)
		return err;
	cleave_globals_place(ch);
	cleave_new_meaning(ch, NULL, SIZE_MAX);
	*session = cleave_session_new(ch);
	if (PTR_ERR_OR_ZERO(*session) == -ENODEV)
		return refuse(info, "the channel is being closed", -ENODEV);
	return PTR_ERR_OR_ZERO(*session);
}

/* The one that a new worker asks for. Return: NULL when it is refused. */
static const struct cleave_transport *transport_of(struct genl_info *info)
{
	static const struct cleave_transport *const transports[] = {
		[CLEAVE_BY_NETLINK] = &cleave_by_netlink,
		[CLEAVE_BY_IOCTL] = &cleave_by_ioctl,
	};
	bool missing = false;
	struct nlattr *attr = need(info, CLEAVE_A_ATTACH_TRANSPORT, &missing);

	/* The policy lets no other number through. */
	if (!missing)
		return transports[nla_get_u32(attr)];
	refuse(info, "the transport is missing", -EINVAL);
	return NULL;
}

/* Return: with a reference, or ERR_PTR. */
static struct cleave_worker *new_worker(struct cleave_session *s, struct sk_buff *skb,
					struct genl_info *info,
					const struct cleave_transport *transport)
{
	struct cleave_worker *w = cleave_worker_new(s, skb, info->snd_portid, transport);

	switch (PTR_ERR_OR_ZERO(w)) {
	case -EEXIST:
		return ERR_PTR(refuse(info, "this socket is a worker already", -EBUSY));
	case -ENOSPC:
		return ERR_PTR(refuse(info, "the session has too many workers", -ENOSPC));
	case -ENOTCONN:
		return ERR_PTR(refuse(info, "the session has ended", -ENOTCONN));
	}
	return w;
}

/* A descriptor that goes with an answer: only what is sent is installed. */
struct descriptor {
	int fd;
	struct file *file;
};

/* Takes @file over, which may be an error. */
static int reserve(struct descriptor *d, struct file *file)
{
	if (IS_ERR(file))
		return PTR_ERR(file);
	d->fd = get_unused_fd_flags(O_CLOEXEC);
	if (d->fd < 0) {
		fput(file);
		return d->fd;
	}
	d->file = file;
	return 0;
}

static void finish(struct descriptor *d, int err)
{
	if (!d->file)
		return;
	if (!err) {
		fd_install(d->fd, d->file);
		return;
	}
	put_unused_fd(d->fd);
	fput(d->file);
}

/* The worker's own, if it needs one, told in @msg. */
static int put_worker(struct sk_buff *msg, struct cleave_worker *w, struct descriptor *d)
{
	int err;

	if (w->transport == &cleave_by_netlink)
		return 0;
	err = reserve(d, cleave_exchange_file(w));
	return err ?: nla_put_u32(msg, CLEAVE_A_ATTACH_WORKER_FD, d->fd);
}

/* The session, with the arena, told in @msg. */
static int put_session(struct sk_buff *msg, struct cleave_session *s, struct descriptor *d)
{
	const u64 offset = CLEAVE_DATA_OFFSET;
	int err = reserve(d, cleave_arena_file(s->channel));

	if (err)
		return err;
	if (nla_put_u32(msg, CLEAVE_A_ATTACH_SESSION, s->number) ||
	    nla_put(msg, CLEAVE_A_ATTACH_COOKIE, sizeof(s->cookie), &s->cookie) ||
	    nla_put_u32(msg, CLEAVE_A_ATTACH_ARENA_FD, d->fd) ||
	    (s->channel->fresh && nla_put_flag(msg, CLEAVE_A_ATTACH_DATA_FRESH)) ||
	    nla_put(msg, CLEAVE_A_ATTACH_DATA_OFFSET, sizeof(offset), &offset))
		return -EMSGSIZE;
	return 0;
}

/* What a new worker gets; the first one is told of the session, too. */
static int answer(struct cleave_session *s, struct cleave_worker *w, bool first,
		  struct genl_info *info)
{
	struct sk_buff *msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	struct descriptor arena = {}, own = {};
	int err = 0;
	void *head;

	if (!msg)
		return -ENOMEM;
	head = genlmsg_put_reply(msg, info, &cleave_nl_family, 0,
				 first ? CLEAVE_CMD_ATTACH : CLEAVE_CMD_JOIN);
	if (!head)
		err = -EMSGSIZE;
	if (!err && first)
		err = put_session(msg, s, &arena);
	if (!err)
		err = put_worker(msg, w, &own);
	if (err) {
		nlmsg_free(msg);
	} else {
		genlmsg_end(msg, head);
		err = genlmsg_reply(msg, info);
	}
	finish(&arena, err);
	finish(&own, err);
	return err;
}

/* A worker that cannot be told of ends its session. */
static int enlist(struct cleave_session *s, bool first, struct sk_buff *skb,
		  struct genl_info *info, const struct cleave_transport *transport)
{
	struct cleave_worker *w = new_worker(s, skb, info, transport);
	int err = 0;

	if (IS_ERR(w))
		return PTR_ERR(w);
	if (first || transport != &cleave_by_netlink)
		err = answer(s, w, first, info);
	if (err)
		cleave_session_end(s, "a worker could not be told of");
	cleave_worker_put(w);
	return err;
}

static int join(struct cleave_session *s, struct sk_buff *skb, struct genl_info *info)
{
	const struct cleave_transport *transport = transport_of(info);

	return transport ? enlist(s, false, skb, info, transport) : -EINVAL;
}

static int attach(struct cleave_channel *ch, struct sk_buff *skb, struct genl_info *info)
{
	const struct cleave_transport *transport = transport_of(info);
	struct cleave_session *s;
	struct request r;
	int err;

	err = transport ? parse(info, &r) : -EINVAL;
	if (err)
		return err;
	mutex_lock(&ch->mutex);
	err = begin(ch, &r, info, &s);
	mutex_unlock(&ch->mutex);
	kfree(r.addresses);
	if (err)
		return err;
	err = enlist(s, true, skb, info, transport);
	if (err)
		cleave_session_end(s, "attaching failed");
	else
		cleave_out_notify(ch);
	cleave_session_put(s);
	return err;
}

int cleave_nl_attach_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err;
	struct cleave_channel *ch = channel_of(info, &err);

	if (!ch)
		return err;
	err = attach(ch, skb, info);
	cleave_channel_drop(ch);
	return err;
}

/* ---- before it comes ---------------------------------------------------------------------- */

#define PAUSE_MAX	(60 * MSEC_PER_SEC)

int cleave_nl_expect_doit(struct sk_buff *skb, struct genl_info *info)
{
	bool missing = false;
	struct nlattr *pause = need(info, CLEAVE_A_ATTACH_PAUSE, &missing);
	struct cleave_channel *ch;
	unsigned int ms;
	int err;

	if (missing)
		return refuse(info, "the pause is missing", -EINVAL);
	ch = channel_of(info, &err);
	if (!ch)
		return err;
	ms = min_t(u32, nla_get_u32(pause), PAUSE_MAX);
	WRITE_ONCE(ch->expected, jiffies + msecs_to_jiffies(ms));
	cleave_channel_drop(ch);
	return 0;
}

/* ---- join and ready --------------------------------------------------------------------------- */

static struct cleave_session *session_of(struct cleave_channel *ch, struct genl_info *info,
					 int *err)
{
	bool missing = false;
	struct nlattr *cookie = need(info, CLEAVE_A_ATTACH_COOKIE, &missing);
	struct cleave_session *s;

	*err = -EINVAL;
	if (missing) {
		refuse(info, "the session's cookie is missing", *err);
		return NULL;
	}
	s = cleave_session_find(ch, nla_get_u64(cookie));
	if (!s)
		*err = refuse(info, "there is no session with that cookie", -EPERM);
	return s;
}

static int with_session(struct sk_buff *skb, struct genl_info *info,
			int (*fn)(struct cleave_session *s, struct sk_buff *skb,
				  struct genl_info *info))
{
	int err;
	struct cleave_channel *ch = channel_of(info, &err);
	struct cleave_session *s;

	if (!ch)
		return err;
	s = session_of(ch, info, &err);
	if (s) {
		err = fn(s, skb, info);
		cleave_session_put(s);
	}
	cleave_channel_drop(ch);
	return err;
}

int cleave_nl_join_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_session(skb, info, join);
}

static int ready(struct cleave_session *s, struct sk_buff *skb, struct genl_info *info)
{
	int err = cleave_session_ready(s);

	if (err == -EALREADY)
		return refuse(info, "the session serves already", err);
	if (err == -ENOTCONN)
		return refuse(info, "the session has ended", err);
	return err;
}

int cleave_nl_ready_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_session(skb, info, ready);
}
