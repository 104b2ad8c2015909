// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave status: the channels that cleave.ko has, their objects and counters. */
#include <stdio.h>
#include <stdlib.h>
#include <cleave/family.h>
#include "cmd.h"
#include "paths.h"
#include "query.h"
#include "table.h"

extern const struct cmd cmd_status;

static const struct table_column channel_columns[] = {
	{ "CHANNEL", "name" }, { "STATE", "state" }, { "PID", "pid" },
	{ "WORKERS", "workers" }, { "OBJECTS", "objects" }, { "UPCALLS", "upcalls" },
	{ "DOWNCALLS", "downcalls" }, { "REFUSED", "refused" }, { "DEATHS", "deaths" },
	{ "STRUCK", "struck" }, {}
};

static const struct table_column object_columns[] = {
	{ "HANDLE", "handle" }, { "GENERATION", "generation" }, { "SIZE", "size" },
	{ "ROOT", "root" }, { "TYPE", "type" }, { "STRUCK", "struck" }, {}
};

static const struct table_column count_columns[] = {
	{ "CALLS", "calls" }, { "NANOSECONDS", "nanoseconds" }, { "WAY", "way" },
	{ "FUNCTION", "name" }, {}
};

static json_t *keep_driver(json_t *channels, const char *driver)
{
	json_t *kept = json_array(), *channel;
	size_t i;

	json_array_foreach(channels, i, channel)
		if (paths__same_driver(json_string_value(json_object_get(channel, "name")),
				       driver))
			json_array_append(kept, channel);
	json_decref(channels);
	return kept;
}

static json_t *keep_called(json_t *counts)
{
	json_t *kept = json_array(), *count;
	size_t i;

	json_array_foreach(counts, i, count) {
		bool up = json_is_true(json_object_get(count, "up"));

		json_object_set_new(count, "way", json_string(up ? "up" : "down"));
		if (json_integer_value(json_object_get(count, "calls")))
			json_array_append(kept, count);
	}
	return kept;
}

/* Adds to each channel what it has under "objects-alive" and "calls". */
static bool add_details(struct query *q, json_t *channels)
{
	json_t *channel, *objects, *counts;
	const char *name;
	size_t i;

	json_array_foreach(channels, i, channel) {
		name = json_string_value(json_object_get(channel, "name"));
		objects = query__dump(q, CLEAVE_CMD_OBJECT_GET, &query_object, name);
		if (!objects)
			return false;
		json_object_set_new(channel, "objects-alive", objects);
		counts = query__dump(q, CLEAVE_CMD_COUNT_GET, &query_count, name);
		if (!counts)
			return false;
		json_object_set_new(channel, "calls", counts);
	}
	return true;
}

static void print_details(json_t *channel)
{
	json_t *objects = json_object_get(channel, "objects-alive"), *called, *value;
	const char *key;

	json_object_foreach(channel, key, value) {
		if (json_is_string(value))
			printf("%-18s %s\n", key, json_string_value(value));
		else if (json_is_integer(value))
			printf("%-18s %lld\n", key, (long long)json_integer_value(value));
	}
	if (json_array_size(objects)) {
		putchar('\n');
		table__print(objects, object_columns);
	}
	called = keep_called(json_object_get(channel, "calls"));
	if (json_array_size(called)) {
		putchar('\n');
		table__print(called, count_columns);
	}
	json_decref(called);
}

static int show(struct query *q, const struct cmd_options *o, const char *driver)
{
	json_t *channels = query__dump(q, CLEAVE_CMD_CHANNEL_GET, &query_channel, NULL);

	if (!channels)
		return CMD_FAILED;
	if (driver)
		channels = keep_driver(channels, driver);
	if (driver && !json_array_size(channels)) {
		json_decref(channels);
		return cmd__fail("no split driver \"%s\" is loaded; load it with: cleave load %s",
				 driver, driver);
	}
	if ((driver || o->json) && !add_details(q, channels)) {
		json_decref(channels);
		return CMD_FAILED;
	}
	if (o->json) {
		cmd__print_json(json_pack("{s:o}", "channels", channels));
		return CMD_OK;
	}
	if (driver)
		print_details(json_array_get(channels, 0));
	else if (json_array_size(channels))
		table__print(channels, channel_columns);
	else
		puts("No split driver is loaded.");
	json_decref(channels);
	return CMD_OK;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	int at = cmd__options(&cmd_status, o, argc, argv), status;
	struct query *q;

	if (at < 0)
		return CMD_USAGE;
	if (argc - at > 1)
		return cmd__usage(&cmd_status, "one driver at most");
	q = query__open();
	if (!q)
		return CMD_FAILED;
	status = show(q, o, argv[at]);
	query__close(q);
	return status;
}

const struct cmd cmd_status = {
	.name = "status",
	.usage = "[DRIVER]",
	.summary = "show the split drivers that are loaded",
	.help =
	"Without DRIVER: a line for each. STATE is `waiting` (no user half yet), `attaching`,\n"
	"`live`, `dead` (the user half is gone, another may attach) or `closing`. STRUCK counts\n"
	"devices that a user half has left half-way; see cleave rebind --help.\n"
	"With DRIVER: everything that is counted of it, its objects, and how often each\n"
	"function was called across, with the time in it (nested calls included).\n"
	"\n"
	"  cleave status\n"
	"  cleave status DRIVER\n"
	"  cleave -j status | jq '.channels[] | {name, upcalls}'\n",
	.run = run,
};
