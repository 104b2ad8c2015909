// SPDX-License-Identifier: GPL-2.0-or-later
/* What came out, as tables for people; and the machine that it was measured on. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "bench.h"
#include "table.h"

static const struct table_column cost_columns[] = {
	{ "EXPERIMENT", "experiment" }, { "POINT", "point" }, { "", "parameter" },
	{ "MEAN", "ns" }, { "MEDIAN", "median_ns" }, { "P99", "p99_ns" }, { "P99.9", "p999_ns" },
	{ "INSTRUCTIONS", "instructions" }, { "CPU CALLER", "caller_cpu_ns" },
	{ "CPU PEER", "peer_cpu_ns" }, { "SWITCHES", "switches" }, {}
};

static const struct table_column rate_columns[] = {
	{ "EVENTS/S", "point" }, { "POSTED", "posted" }, { "HANDLED", "handled" },
	{ "COALESCED", "coalesced" }, { "DROPPED", "dropped" }, { "LATENCY", "median_ns" },
	{ "P99", "p99_ns" }, { "P99.9", "p999_ns" }, { "CPU PEER", "peer_cpu_ns" }, {}
};

static const struct table_column delay_columns[] = {
	{ "MANNER", "manner" }, { "CROSSING", "crossing" }, { "DELAY/US", "delay_us" },
	{ "PACKETS/S", "packets_per_second" }, { "CPU %", "cpu_percent" },
	{ "DROPPED", "dropped" }, { "CROSSINGS", "crossings" }, { "MISSED", "missed" }, {}
};

/* People read whole nanoseconds, and tenths where there are few. */
static json_t *readable(const json_t *row)
{
	json_t *copy = json_object(), *value, *caller, *peer;
	const char *key;
	char text[32];

	caller = json_object_get(row, "caller_switches");
	peer = json_object_get(row, "peer_switches");
	json_object_foreach((json_t *)row, key, value) {
		double v = json_real_value(value);

		if (!json_is_real(value)) {
			json_object_set(copy, key, value);
		} else if (v >= 100 || v <= -100) {
			json_object_set_new(copy, key, json_integer((json_int_t)(v + 0.5)));
		} else {
			snprintf(text, sizeof(text), "%.1f", v);
			json_object_set_new(copy, key, json_string(text));
		}
	}
	if (caller && peer) {
		snprintf(text, sizeof(text), "%.1f",
			 json_real_value(caller) + json_real_value(peer));
		json_object_set_new(copy, "switches", json_string(text));
	}
	if (json_object_get(row, "real"))
		json_object_set_new(copy, "crossing", json_string(
			json_is_true(json_object_get(row, "real")) ? "real" : "simulated"));
	return copy;
}

static json_t *pick(const json_t *rows, const char *key, bool with)
{
	json_t *picked = json_array();
	size_t i;

	for (i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		if (!!json_object_get(row, key) == with)
			json_array_append_new(picked, readable(row));
	}
	return picked;
}

static void print_some(json_t *rows, const char *title, const struct table_column *columns)
{
	if (json_array_size(rows)) {
		printf("%s\n", title);
		table__print(rows, columns);
		putchar('\n');
	}
	json_decref(rows);
}

void bench__print(const struct bench *b)
{
	json_t *costs = pick(b->rows, "ns", true), *kept = json_array();

	for (size_t i = 0; i < json_array_size(costs); i++)
		if (!json_object_get(json_array_get(costs, i), "posted"))
			json_array_append(kept, json_array_get(costs, i));
	json_decref(costs);
	print_some(kept, b->icount ? "Per operation (a nanosecond is one instruction):" :
				     "Nanoseconds per operation:", cost_columns);
	print_some(pick(b->rows, "posted", true), "Events from interrupt context (nanoseconds):",
		   rate_columns);
	print_some(pick(b->rows, "manner", true),
		   "A loaded driver against the delay of a mode switch:", delay_columns);
}

static json_t *processor(void)
{
	char line[256], *colon;
	FILE *f = fopen("/proc/cpuinfo", "re");
	json_t *name = NULL;

	while (f && !name && fgets(line, sizeof(line), f)) {
		colon = strchr(line, ':');
		if (colon && !strncmp(line, "model name", 10)) {
			line[strcspn(line, "\n")] = '\0';
			name = json_string(colon + 2);
		}
	}
	if (f)
		fclose(f);
	return name ? name : json_null();
}

json_t *bench__machine(const struct bench *b)
{
	struct utsname u;

	uname(&u);
	return json_pack("{s:s, s:s, s:o, s:I, s:s}", "kernel", u.release, "machine", u.machine,
			 "processor", processor(),
			 "processors", (json_int_t)sysconf(_SC_NPROCESSORS_ONLN),
			 "clock", b->icount ? "instructions" : "nanoseconds");
}
