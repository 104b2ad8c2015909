// SPDX-License-Identifier: GPL-2.0-or-later
/* Questions to cleave.ko: dumps of the family, as JSON. */
#include <errno.h>
#include <stdlib.h>
#include <netlink/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <cleave/family.h>
#include "cmd.h"
#include "query.h"

/* A dump that changes under way is asked for again; a busy machine must not keep us forever. */
#define MAX_TRIES	10

struct query {
	struct nl_sock *sock;
	int family;
};

/* A dump being received. */
struct dump {
	const struct query_set *set;
	json_t *rows;
};

struct query *query__open(void)
{
	struct query *q = calloc(1, sizeof(*q));
	int rc;

	if (q)
		q->sock = nl_socket_alloc();
	if (!q || !q->sock) {
		free(q);
		cmd__fail("out of memory");
		return NULL;
	}
	rc = genl_connect(q->sock);
	if (rc) {
		cmd__fail("cannot open a Generic Netlink socket: %s", nl_geterror(rc));
		query__close(q);
		return NULL;
	}
	q->family = genl_ctrl_resolve(q->sock, CLEAVE_GENL_NAME);
	if (q->family < 0) {
		cmd__fail("cleave.ko is not loaded; load it with: modprobe cleave");
		query__close(q);
		return NULL;
	}
	return q;
}

void query__close(struct query *q)
{
	nl_socket_free(q->sock);
	free(q);
}

static json_t *value(const struct query_attr *attr, const struct nlattr *nla)
{
	uint32_t number;

	switch (attr->type) {
	case QUERY_U32:
		if (nla_len(nla) < (int)sizeof(uint32_t))
			return NULL;
		number = nla_get_u32(nla);
		if (attr->values && number <= attr->max_value)
			return json_string(attr->values[number]);
		return json_integer(number);
	case QUERY_U64:
		return nla_len(nla) < (int)sizeof(uint64_t) ? NULL :
							      json_integer(nla_get_u64(nla));
	case QUERY_FLAG:
		return json_true();
	case QUERY_STRING:
		return json_stringn(nla_data(nla), strnlen(nla_data(nla), nla_len(nla)));
	default:
		return NULL;
	}
}

static int take_message(struct nl_msg *msg, void *arg)
{
	struct dump *d = arg;
	struct genlmsghdr *head = genlmsg_hdr(nlmsg_hdr(msg));
	json_t *row = json_object();
	struct nlattr *nla;
	int left, i;

	/* A flag that is not there is false. */
	for (i = 1; i <= d->set->max; i++)
		if (d->set->attrs[i].type == QUERY_FLAG)
			json_object_set_new(row, d->set->attrs[i].name, json_false());
	nla_for_each_attr(nla, genlmsg_attrdata(head, 0), genlmsg_attrlen(head, 0), left) {
		json_t *v = NULL;

		if (nla_type(nla) >= 1 && nla_type(nla) <= d->set->max)
			v = value(&d->set->attrs[nla_type(nla)], nla);
		if (v)
			json_object_set_new(row, d->set->attrs[nla_type(nla)].name, v);
	}
	json_array_append_new(d->rows, row);
	return NL_OK;
}

/* Return: 0 or libnl's error. */
static int dump_once(struct query *q, int command, struct dump *d, const char *channel)
{
	struct nl_msg *msg = nlmsg_alloc();
	int rc = -NLE_NOMEM;

	if (msg && genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, q->family, 0, NLM_F_DUMP, command,
			       CLEAVE_GENL_VERSION) &&
	    (!channel || !nla_put_string(msg, 1, channel)))
		rc = nl_send_auto(q->sock, msg);
	nlmsg_free(msg);
	if (rc < 0)
		return rc;
	nl_socket_modify_cb(q->sock, NL_CB_VALID, NL_CB_CUSTOM, take_message, d);
	return nl_recvmsgs_default(q->sock);
}

json_t *query__dump(struct query *q, int command, const struct query_set *set,
		    const char *channel)
{
	struct dump d = { .set = set };
	int rc, tries = 0;

	do {
		json_decref(d.rows);
		d.rows = json_array();
		rc = dump_once(q, command, &d, channel);
	} while (rc == -NLE_DUMP_INTR && ++tries < MAX_TRIES);
	if (rc >= 0)
		return d.rows;
	json_decref(d.rows);
	if (rc == -NLE_PERM)
		cmd__fail("cleave.ko answers: not permitted; run this as root");
	else
		cmd__fail("cleave.ko answers: %s", nl_geterror(rc));
	return NULL;
}

/* If it cannot be told, who waits for a user half does so as if nobody had announced one. */
void query__expect(struct query *q, const char *channel, uint32_t pause_ms)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, q->family, 0,
			       NLM_F_REQUEST | NLM_F_ACK, CLEAVE_CMD_EXPECT, CLEAVE_GENL_VERSION) &&
	    !nla_put_string(msg, CLEAVE_A_ATTACH_CHANNEL, channel) &&
	    !nla_put_u32(msg, CLEAVE_A_ATTACH_PAUSE, pause_ms) &&
	    nl_send_auto(q->sock, msg) >= 0)
		nl_wait_for_ack(q->sock);
	nlmsg_free(msg);
}
