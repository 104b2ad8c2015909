// SPDX-License-Identifier: GPL-2.0-or-later
/* What cleave.ko tells of a channel's session, as it changes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <netlink/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <cleave/family.h>
#include "cmd.h"
#include "modules.h"
#include "query.h"
#include "watch.h"

struct watch {
	struct nl_sock *events;
	struct query *query;
};

static int hear_changes(struct nl_sock *sock)
{
	int rc = genl_connect(sock), group;

	if (rc)
		return rc;
	group = genl_ctrl_resolve_grp(sock, CLEAVE_GENL_NAME, CLEAVE_MCGRP_STATE);
	return group < 0 ? group : nl_socket_add_membership(sock, group);
}

struct watch *watch__open(void)
{
	struct watch *w = calloc(1, sizeof(*w));
	int rc;

	if (w)
		w->events = nl_socket_alloc();
	if (!w || !w->events) {
		free(w);
		cmd__fail("out of memory");
		return NULL;
	}
	rc = hear_changes(w->events);
	if (rc < 0)
		cmd__fail("cannot hear of channels: %s", nl_geterror(rc));
	else
		w->query = query__open();
	if (w->query)
		return w;
	watch__close(w);
	return NULL;
}

void watch__close(struct watch *w)
{
	if (w->query)
		query__close(w->query);
	nl_socket_free(w->events);
	free(w);
}

int watch__fd(const struct watch *w)
{
	return w ? nl_socket_get_fd(w->events) : -1;
}

/* Notifications only say that it is time to look. */
static void drain(struct watch *w)
{
	int fd = nl_socket_get_fd(w->events);
	char buf[1024];

	while (recv(fd, buf, sizeof(buf), MSG_DONTWAIT | MSG_TRUNC) >= 0 || errno == ENOBUFS)
		;
}

static struct watched read_channel(const json_t *channel)
{
	const char *state = json_string_value(json_object_get(channel, "state"));

	return (struct watched){
		.serving = (pid_t)json_integer_value(json_object_get(channel, "pid")),
		.live = state && !strcmp(state, "live"),
		.struck = (unsigned int)json_integer_value(json_object_get(channel, "struck")),
	};
}

bool watch__look(struct watch *w, const char *driver, struct watched *now)
{
	json_t *channels, *channel;
	size_t i;

	drain(w);
	channels = query__dump(w->query, CLEAVE_CMD_CHANNEL_GET, &query_channel, NULL);
	if (!channels)
		return false;
	*now = (struct watched){ 0 };
	json_array_foreach(channels, i, channel)
		if (module__same(json_string_value(json_object_get(channel, "name")), driver))
			*now = read_channel(channel);
	json_decref(channels);
	return true;
}

/* The channel's name, which may be spelled with the other of '-' and '_', or NULL; to be freed. */
static char *channel_of(struct watch *w, const char *driver)
{
	json_t *channels = query__dump(w->query, CLEAVE_CMD_CHANNEL_GET, &query_channel, NULL);
	char *found = NULL;
	json_t *channel;
	size_t i;

	json_array_foreach(channels, i, channel) {
		const char *name = json_string_value(json_object_get(channel, "name"));

		if (!found && module__same(name, driver))
			found = strdup(name);
	}
	json_decref(channels);
	return found;
}

void watch__expect(struct watch *w, const char *driver, int pause_ms)
{
	char *channel = w ? channel_of(w, driver) : NULL;

	if (channel)
		query__expect(w->query, channel, (uint32_t)pause_ms);
	free(channel);
}

bool watch__debugged(pid_t pid)
{
	char path[64], line[128];
	int tracer = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "TracerPid: %d", &tracer) == 1)
			break;
	fclose(f);
	return tracer;
}
