// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cleave bench: what crossings cost on this machine. Reads the command line,
 * has the module loaded, runs experiments, reports. What is measured is in
 * bench/experiments.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "bench/bench.h"
#include "cmd.h"
#include "interrupt.h"
#include "paths.h"

extern const struct cmd cmd_bench;

#define DEFAULT_ITERATIONS	2000
#define MAX_DELAY_US		(CLEAVE_BENCH_MAX_DELAY / 1000)

/**
 * struct request - what was asked for, and how far it is
 * @keeper: of the module, if it is loaded
 * @loaded: the transport that its user half has
 * @transport: the one that was asked for
 */
struct request {
	struct cmd_options options;
	struct bench bench;
	struct paths paths;
	struct keeper *keeper;
	const char *loaded;
	const char *transport;
	const char *out;
	const char *draw;
	bool list;
	bool figures;
	char **names;
	int nr_names;
};

/* ---- command line ------------------------------------------------------- */

/* "0,1,2.." with "us" behind the last or each; anything else is refused. */
static int read_delays(struct bench *b, const char *text)
{
	const char *at = text;
	char *end;

	b->nr_delays = 0;
	for (;;) {
		unsigned long us = strtoul(at, &end, 10);

		if (end == at || *at < '0' || *at > '9')
			return cmd__usage(&cmd_bench, "--delay %s: \"%s\" is no number of microseconds",
					  text, at);
		if (us > MAX_DELAY_US)
			return cmd__usage(&cmd_bench, "--delay %s: %lu is out of range, 0 to %d us",
					  text, us, MAX_DELAY_US);
		if (b->nr_delays == BENCH_MAX_DELAYS)
			return cmd__usage(&cmd_bench, "--delay: at most %d values", BENCH_MAX_DELAYS);
		b->delays[b->nr_delays++] = (unsigned int)us;
		if (!strncmp(end, "us", 2))
			end += 2;
		if (!*end)
			return CMD_OK;
		if (*end != ',')
			return cmd__usage(&cmd_bench, "--delay %s: \"%s\" is not understood", text, end);
		at = end + 1;
	}
}

static int read_iterations(struct bench *b, const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*end || *text < '0' || *text > '9' || !n || n > CLEAVE_BENCH_MAX_ITERATIONS)
		return cmd__usage(&cmd_bench, "--iterations takes a number from 1 to %d, not \"%s\"",
				  CLEAVE_BENCH_MAX_ITERATIONS, text);
	b->iterations = (unsigned int)n;
	return CMD_OK;
}

static int read_transport(struct request *r, const char *name)
{
	if (strcmp(name, "netlink") && strcmp(name, "ioctl"))
		return cmd__usage(&cmd_bench, "--transport takes netlink or ioctl, not \"%s\"", name);
	r->transport = name;
	return CMD_OK;
}

static int read_options(struct request *r, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "json", no_argument, NULL, 'j' }, { "list", no_argument, NULL, 'l' },
		{ "delay", required_argument, NULL, 'D' }, { "icount", no_argument, NULL, 'i' },
		{ "iterations", required_argument, NULL, 'n' },
		{ "draw", required_argument, NULL, 'f' },
		{ "transport", required_argument, NULL, 't' },
		{ "no-figures", no_argument, NULL, 'F' }, { 0 },
	};
	int c, status = CMD_OK;

	optind = 0;
	opterr = 0;
	while (status == CMD_OK && (c = getopt_long(argc, argv, ":jd:o:n:", longs, NULL)) != -1) {
		switch (c) {
		case 'j': r->options.json = true; break;
		case 'd': r->options.dir = optarg; break;
		case 'o': r->out = optarg; break;
		case 'l': r->list = true; break;
		case 'f': r->draw = optarg; break;
		case 'i': r->bench.icount = true; break;
		case 'F': r->figures = false; break;
		case 't': status = read_transport(r, optarg); break;
		case 'n': status = read_iterations(&r->bench, optarg); break;
		case 'D': status = read_delays(&r->bench, optarg); break;
		case ':': return cmd__usage(&cmd_bench, "%s needs a value", argv[optind - 1]);
		default: return cmd__usage(&cmd_bench, "unknown option %s", argv[optind - 1]);
		}
	}
	r->names = argv + optind;
	r->nr_names = argc - optind;
	return status;
}

static bool is_named(const struct experiment *e, const char *name)
{
	return !strcmp(e->name, name) || !strcmp(e->group, name);
}

static int check_names(const struct request *r)
{
	for (int i = 0; i < r->nr_names; i++) {
		unsigned int k = 0;

		while (k < bench_nr_experiments && !is_named(&bench_experiments[k], r->names[i]))
			k++;
		if (k == bench_nr_experiments)
			return cmd__usage(&cmd_bench, "there is no benchmark \"%s\"; --list shows them",
					  r->names[i]);
	}
	return CMD_OK;
}

static bool wanted(const struct request *r, const struct experiment *e)
{
	for (int i = 0; i < r->nr_names; i++)
		if (is_named(e, r->names[i]))
			return true;
	return !r->nr_names;
}

static int print_list(const struct request *r)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < bench_nr_experiments; i++) {
		const struct experiment *e = &bench_experiments[i];

		if (r->options.json)
			json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", e->name,
				"group", e->group, "summary", e->summary));
		else
			printf("%-16s %-10s %s\n", e->name, e->group, e->summary);
	}
	if (r->options.json)
		cmd__print_json(list);
	else
		json_decref(list);
	return CMD_OK;
}

/* ---- running ------------------------------------------------------------ */

static bool tells_progress(void)
{
	return isatty(STDERR_FILENO) && getenv("TERM");
}

static char *in_directory(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

static int unload_module(struct request *r)
{
	struct keeper *k = r->keeper;

	if (!k)
		return 0;
	if (r->bench.device >= 0)
		close(r->bench.device);
	r->keeper = NULL;
	return keeper__stop(k);
}

/* With a user half that has the transport. */
static int load_module(struct request *r, const char *transport)
{
	char *log;

	if (r->keeper && !strcmp(r->loaded, transport))
		return 0;
	if (unload_module(r))
		return -EIO;
	log = in_directory(r->out, "half.log");
	if (log)
		r->keeper = keeper__start(r->paths.module, r->paths.program, transport, log,
					  &r->bench.half);
	free(log);
	if (!r->keeper)
		return -EIO;
	r->loaded = transport;
	r->bench.device = open("/dev/" CLEAVE_BENCH_NAME, O_RDWR | O_CLOEXEC);
	if (r->bench.device < 0)
		cmd__fail("/dev/" CLEAVE_BENCH_NAME ": %s", strerror(errno));
	return r->bench.device < 0 ? -EIO : 0;
}

static int run_experiments(struct request *r)
{
	for (unsigned int i = 0; i < bench_nr_experiments; i++) {
		const struct experiment *e = &bench_experiments[i];

		if (!wanted(r, e))
			continue;
		if (load_module(r, e->transport ? e->transport : r->transport))
			return -EIO;
		if (tells_progress())
			fprintf(stderr, "\r%s\033[K", e->name);
		if (e->run(&r->bench, e) || interrupt__seen())
			return -EIO;
	}
	if (tells_progress())
		fputs("\r\033[K", stderr);
	return 0;
}

static int with_module(struct request *r)
{
	int rc = run_experiments(r);

	if (r->keeper && interrupt__seen())
		cmd__fail("interrupted");
	return unload_module(r) ? -EIO : rc;
}

static int write_json(const struct request *r, json_t *all)
{
	char *path = in_directory(r->out, "bench.json");
	int rc;

	if (!path)
		return -ENOMEM;
	rc = json_dump_file(all, path, JSON_INDENT(1));
	if (rc)
		cmd__fail("%s: cannot be written: %s", path, strerror(errno));
	free(path);
	return rc;
}

static int report(struct request *r)
{
	json_t *all = json_pack("{s:o, s:O}", "machine", bench__machine(&r->bench), "results",
				r->bench.rows);
	int rc = write_json(r, all);

	if (r->options.json)
		cmd__print_json(json_incref(all));
	else
		bench__print(&r->bench);
	json_decref(all);
	if (!rc && r->figures)
		rc = plot__all(&r->bench, r->out);
	return rc ? CMD_FAILED : CMD_OK;
}

static int measure(struct request *r)
{
	int rc = paths__init(&r->paths, r->options.dir, CLEAVE_BENCH_NAME);

	if (rc)
		return cmd__fail("%s", strerror(-rc));
	r->bench.rows = json_array();
	interrupt__catch();
	signal(SIGPIPE, SIG_IGN);
	rc = with_module(r);
	paths__free(&r->paths);
	rc = rc ? CMD_FAILED : report(r);
	json_decref(r->bench.rows);
	return rc;
}

static bool is_icount(const json_t *machine)
{
	const char *clock = json_string_value(json_object_get(machine, "clock"));

	return clock && !strcmp(clock, "instructions");
}

/* Figures of what was measured before, perhaps on a machine without gnuplot. */
static int draw(struct request *r)
{
	json_error_t error;
	json_t *all = json_load_file(r->draw, 0, &error);
	int rc;

	if (!all)
		return cmd__fail("%s:%d: %s", r->draw, error.line, error.text);
	r->bench.rows = json_object_get(all, "results");
	r->bench.icount = is_icount(json_object_get(all, "machine"));
	if (!json_is_array(r->bench.rows))
		rc = cmd__fail("%s: holds no results of bench", r->draw);
	else
		rc = plot__all(&r->bench, r->out);
	json_decref(all);
	return rc ? CMD_FAILED : CMD_OK;
}

static int run(struct cmd_options *options, int argc, char **argv)
{
	struct request r = {
		.options = *options, .out = "out", .figures = true, .transport = "ioctl",
	};
	int status;

	r.bench.iterations = DEFAULT_ITERATIONS;
	status = read_delays(&r.bench, "0,1,2,5,10,20,50,100us");
	if (status == CMD_OK)
		status = read_options(&r, argc, argv);
	if (status == CMD_OK && r.list)
		return print_list(&r);
	if (status == CMD_OK)
		status = check_names(&r);
	if (status != CMD_OK)
		return status;
	if (r.figures && !plot__available())
		return cmd__fail("gnuplot is not installed (Debian package gnuplot-nox); "
				 "--no-figures goes without");
	if (mkdir(r.out, 0777) && errno != EEXIST)
		return cmd__fail("%s: %s", r.out, strerror(errno));
	return r.draw ? draw(&r) : measure(&r);
}

const struct cmd cmd_bench = {
	.name = "bench",
	.usage = "[OPTION...] [NAME...]",
	.summary = "measure what crossings cost on this machine",
	.help =
	"Loads a small module and its user half, which have nothing to do with hardware,\n"
	"and measures calls between them beside what one would use instead. NAME is a\n"
	"benchmark or a group of them; without one, all are run. Leaves bench.json and\n"
	"figures in DIR. Run as root, with cleave.ko loaded or where modprobe finds it.\n"
	"\n"
	"  --list           names, groups, what they measure\n"
	"  --delay LIST     microseconds added to a mode switch in `delay`\n"
	"                   (default 0,1,2,5,10,20,50,100us)\n"
	"  --iterations N   of one light operation (default 2000)\n"
	"  --transport NAME  how calls go in what is not named otherwise: netlink or\n"
	"                   ioctl (default)\n"
	"  --icount         the clock counts instructions: QEMU's -icount shift=0,sleep=off\n"
	"  --no-figures     do without gnuplot\n"
	"  --draw FILE      draw the figures of a bench.json, measure nothing\n"
	"  -o DIR           where results go (default out)\n"
	"  -j               JSON instead of tables\n"
	"\n"
	"  cleave bench\n"
	"  cleave bench --list\n"
	"  cleave bench --iterations 500 -o out/bench NAME\n",
	.run = run,
};
