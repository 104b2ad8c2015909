// SPDX-License-Identifier: GPL-2.0
/*
 * For comparison, Generic Netlink with nothing around it: one word to a
 * process, one word back.
 */
#include <net/genetlink.h>
#include "bench.h"

static struct genl_family bench_family;
static DECLARE_COMPLETION(answered);
static u32 peer;
static u64 value;

static int bench_ping_doit(struct sk_buff *skb, struct genl_info *info)
{
	WRITE_ONCE(peer, info->snd_portid);
	return 0;
}

static int bench_pong_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *attr = info->attrs[CLEAVE_BENCH_A_VALUE];

	if (!attr || info->snd_portid != READ_ONCE(peer))
		return -EINVAL;
	value = nla_get_u64(attr);
	complete(&answered);
	return 0;
}

static const struct nla_policy bench_policy[] = {
	[CLEAVE_BENCH_A_VALUE] = { .type = NLA_U64 },
};

static const struct genl_small_ops bench_ops[] = {
	{ .cmd = CLEAVE_BENCH_CMD_PING, .doit = bench_ping_doit, .flags = GENL_ADMIN_PERM },
	{ .cmd = CLEAVE_BENCH_CMD_PONG, .doit = bench_pong_doit, .flags = GENL_ADMIN_PERM },
};

static struct genl_family bench_family = {
	.name = CLEAVE_BENCH_NAME,
	.version = CLEAVE_BENCH_GENL_VERSION,
	.module = THIS_MODULE,
	.policy = bench_policy,
	.maxattr = CLEAVE_BENCH_A_VALUE,
	.small_ops = bench_ops,
	.n_small_ops = ARRAY_SIZE(bench_ops),
	.resv_start_op = CLEAVE_BENCH_CMD_PONG + 1,
	.parallel_ops = true,
};

static int bench_genl_setup(u32 n)
{
	reinit_completion(&answered);
	return READ_ONCE(peer) ? 0 : -ENOTCONN;
}

static int bench_genl(u32 n)
{
	struct sk_buff *skb = genlmsg_new(nla_total_size(sizeof(u64)), GFP_KERNEL);
	void *head;
	int err;

	if (!skb)
		return -ENOMEM;
	head = genlmsg_put(skb, peer, 0, &bench_family, 0, CLEAVE_BENCH_CMD_PING);
	if (!head || nla_put(skb, CLEAVE_BENCH_A_VALUE, sizeof(value), &value)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	err = genlmsg_unicast(&init_net, skb, peer);
	return err ?: bench_wait(&answered);
}

const struct bench_op bench_op_genl = {
	.alone = true, .setup = bench_genl_setup, .once = bench_genl,
};

int bench_genl_init(void)
{
	return genl_register_family(&bench_family);
}

void bench_genl_exit(void)
{
	genl_unregister_family(&bench_family);
}
