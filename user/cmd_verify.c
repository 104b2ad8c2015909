// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cleave verify: runs the stock driver and the split one in virtual machines, and
 * compares what they do to the device's registers.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "../splitter/plan.h"
#include "../splitter/run.h"
#include "../splitter/store.h"
#include "../splitter/text.h"
#include "../splitter/yaml.h"
#include "cmd.h"
#include "paths.h"
#include "verify_compare.h"
#include "verify_log.h"

extern const struct cmd cmd_verify;

/**
 * struct verifying - what was asked for, and where things are
 * @rig: directory with the scripts that run virtual machines
 * @stock: the stock module, as it was compiled for the split
 * @work: where the logs of both runs go
 * @script: the operations file, as read
 * @nr: operations in it
 */
struct verifying {
	const char *driver;
	const char *kernel;
	const char *file;
	const char *out;
	char *dir;
	char *rig;
	char *command;
	char *stock;
	char *work;
	struct yaml *yaml;
	json_t *script;
	unsigned int nr;
};

/* ---- what comes with Cleave ------------------------------------------------------ */

static void find_rig(struct verifying *v)
{
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	size_t build = strlen(CLEAVE_BUILDDIR);

	exe[len < 0 ? 0 : len] = '\0';
	v->command = store__copy(exe);
	if (!strncmp(exe, CLEAVE_BUILDDIR, build) && exe[build] == '/') {
		v->rig = store__copy(CLEAVE_SRCDIR "/tests/vm");
		if (!access(CLEAVE_BUILDDIR "/module/cleave_mark.ko", R_OK))
			setenv("CLEAVE_MARK", CLEAVE_BUILDDIR "/module/cleave_mark.ko", 1);
	} else {
		v->rig = store__copy(CLEAVE_DATADIR "/vm");
		unsetenv("CLEAVE_MARK");
	}
}

/* ---- the operations --------------------------------------------------------------- */

static int malformed(const struct verifying *v, const char *what)
{
	return cmd__fail("%s: %s; docs/verify.md tells the form", v->file, what);
}

static int check_script(struct verifying *v)
{
	const json_t *list = json_object_get(v->script, "operations");
	const json_t *ignore = json_object_get(v->script, "ignore");

	v->nr = json_array_size(list);
	if (!v->nr)
		return malformed(v, "it has no list of operations");
	if (!json_is_string(json_object_get(v->script, "rig")))
		return malformed(v, "it has no rig, the options of the virtual machine");
	if (ignore && !json_is_object(ignore))
		return malformed(v, "ignore is no mapping of registers to reasons");
	for (unsigned int i = 0; i < v->nr; i++) {
		json_t *entry = json_array_get(list, i);

		if (json_object_size(entry) != 1 ||
		    !json_is_string(json_object_iter_value(json_object_iter(entry))))
			return malformed(v, "an operation is NAME: COMMAND");
	}
	return CMD_OK;
}

static int load_script(struct verifying *v, char **own)
{
	char *error = NULL;
	int status;

	if (!v->file)
		v->file = *own = store__format("%s/operations/%s.yaml", v->rig, v->driver);
	if (access(v->file, R_OK))
		return cmd__fail("%s: %s; name the operations with --operations FILE", v->file,
				 strerror(errno));
	v->yaml = yaml__new();
	if (yaml__load(v->yaml, v->file, &v->script, &error)) {
		status = cmd__fail("%s", error ? error : v->file);
		free(error);
		return status;
	}
	return check_script(v);
}

static const char *operation_name(const struct verifying *v, unsigned int number)
{
	json_t *list = json_object_get(v->script, "operations");

	if (number == 1)
		return "probe";
	if (number == v->nr + 2)
		return "remove";
	return json_object_iter_key(json_object_iter(json_array_get(list, number - 2)));
}

/* ---- the runs --------------------------------------------------------------------- */

static int write_file(const char *dir, const char *name, const struct text *text)
{
	char *path = store__format("%s/%s", dir, name);
	int err = text__write(text, path);

	if (err)
		cmd__fail("%s: %s", path, strerror(-err));
	free(path);
	return err;
}

/* A file of the directory with what the operations file has under that name, or with nothing. */
static int write_key(const struct verifying *v, const char *dir, const char *key)
{
	const char *value = json_string_value(json_object_get(v->script, key));
	struct text text = {};
	int err;

	text__printf(&text, "%s%s", value ? value : "", value ? "\n" : "");
	err = write_file(dir, key, &text);
	text__free(&text);
	return err;
}

/* What the guest reads: a line for each operation, a tab between name and command. */
static int write_orders(const struct verifying *v, const char *dir)
{
	json_t *entry, *list = json_object_get(v->script, "operations");
	struct text orders = {};
	size_t i;
	int err;

	json_array_foreach(list, i, entry) {
		void *only = json_object_iter(entry);

		text__printf(&orders, "%s\t%s\n", json_object_iter_key(only),
			     json_string_value(json_object_iter_value(only)));
	}
	err = write_file(dir, "operations", &orders);
	err = err ? err : write_key(v, dir, "before");
	err = err ? err : write_key(v, dir, "bind");
	err = err ? err : write_key(v, dir, "ports");
	text__free(&orders);
	return err;
}

static int run_machine(const struct verifying *v, const char *which, const char *dir)
{
	char *rig = store__copy(json_string_value(json_object_get(v->script, "rig")));
	char *run = store__format("%s/run", v->rig), *guest = store__format("%s/verify.sh", v->rig);
	char *log = store__format("%s/log", dir), *save = NULL;
	const char *start[] = { run, "--kernel", v->kernel, "--out", dir, "--trace",
				"memory_region_ops_*" };
	const char *end[] = { "sh", guest, which, NULL };
	const char **argv = NULL;
	unsigned int nr = 0;
	int status;

	for (size_t i = 0; i < sizeof(start) / sizeof(*start); i++)
		*STORE_ADD(argv, nr) = start[i];
	for (char *word = strtok_r(rig, " ", &save); word; word = strtok_r(NULL, " ", &save))
		*STORE_ADD(argv, nr) = word;
	for (size_t i = 0; i < sizeof(end) / sizeof(*end); i++)
		*STORE_ADD(argv, nr) = end[i];
	status = run__logged(log, argv);
	if (status)
		cmd__fail("the %s driver's virtual machine failed (exit status %d); what it said is in %s",
			  which, status, log);
	free(argv);
	free(log);
	free(guest);
	free(run);
	free(rig);
	return status;
}

static int run_one(const struct verifying *v, const char *which)
{
	char *dir = store__format("%s/%s", v->work, which);
	int err = mkdir(dir, 0777) && errno != EEXIST ? -errno : 0;

	if (err)
		cmd__fail("%s: %s", dir, strerror(-err));
	err = err ? err : write_orders(v, dir);
	err = err ? err : run_machine(v, which, dir);
	free(dir);
	return err;
}

static int read_one(const struct verifying *v, const char *which, struct verify_log *log)
{
	char *dir = store__format("%s/%s", v->work, which), *bad = NULL;
	int err = verify_log__read(log, dir, v->nr + 2, &bad);

	if (err)
		cmd__fail("%s: %s", bad, err == -ENODATA ? "it has not the marks of all operations" :
			  strerror(-err));
	free(bad);
	free(dir);
	return err;
}

/* ---- the result --------------------------------------------------------------------- */

/* Whether each command ended alike. */
static bool same_statuses(const struct verifying *v, struct text *stock, struct text *split)
{
	char *a = store__format("%s/stock/statuses", v->work);
	char *b = store__format("%s/split/statuses", v->work);
	bool same = !text__read(stock, a) && !text__read(split, b) && stock->s && split->s &&
		    !strcmp(stock->s, split->s);

	free(a);
	free(b);
	return same;
}

static json_t *compare(const struct verifying *v, const struct verify_log *stock,
		       const struct verify_log *split)
{
	struct verify_rules rules = { .ignore = json_object_get(v->script, "ignore") };
	json_t *list = json_array(), *result;
	struct text a = {}, b = {};
	unsigned int pages = 0;
	bool same = true;

	for (unsigned int i = 1; i <= v->nr + 2; i++) {
		json_t *one = verify__compare(&rules, &stock->operations[i], &split->operations[i]);

		/* the next operation may free them, and get others */
		pages += rules.nr_pages;
		rules.nr_pages = 0;
		same &= json_is_true(json_object_get(one, "same"));
		json_object_set_new(one, "operation", json_string(operation_name(v, i)));
		json_array_append_new(list, one);
	}
	result = json_pack("{s:s, s:s, s:b, s:b, s:i, s:o}", "driver", v->driver, "kernel", v->kernel,
			   "same", same, "same_statuses", same_statuses(v, &a, &b),
			   "pages", (int)pages, "operations", list);
	free(rules.pages);
	text__free(&a);
	text__free(&b);
	return result;
}

static void print_accesses(const char *whose, const json_t *list, long total)
{
	json_t *a;
	size_t i;

	json_array_foreach(list, i, a)
		printf("    %-6s %-5s %-12s %lld byte%s %-12s %s\n", whose,
		       json_string_value(json_object_get(a, "access")),
		       json_string_value(json_object_get(a, "register")),
		       (long long)json_integer_value(json_object_get(a, "size")),
		       json_integer_value(json_object_get(a, "size")) == 1 ? " " : "s",
		       json_string_value(json_object_get(a, "value")),
		       json_string_value(json_object_get(a, "function")));
	if (total > (long)i)
		printf("    %-6s ... and %ld more\n", whose, total - (long)i);
	if (!total)
		printf("    %-6s nothing\n", whose);
}

static void print_operation(const json_t *one)
{
	const json_t *d = json_object_get(one, "differences");

	printf("%-24s %5lld accesses  %s\n", json_string_value(json_object_get(one, "operation")),
	       (long long)json_integer_value(json_object_get(one, "accesses")),
	       d ? "DIFFERS" : "same");
	if (!d)
		return;
	if (json_array_size(json_object_get(d, "before")))
		print_accesses("after", json_object_get(d, "before"), 1);
	print_accesses("stock", json_object_get(d, "stock"),
		       json_integer_value(json_object_get(d, "stock_accesses")));
	print_accesses("split", json_object_get(d, "split"),
		       json_integer_value(json_object_get(d, "split_accesses")));
}

static int tell(const struct verifying *v, const struct cmd_options *o, json_t *result)
{
	bool same = json_is_true(json_object_get(result, "same"));
	bool statuses = json_is_true(json_object_get(result, "same_statuses"));
	long long alone = 0;
	json_t *one;
	size_t i;

	json_array_foreach(json_object_get(result, "operations"), i, one) {
		alone += json_integer_value(json_object_get(one, "alone"));
		if (!o->json)
			print_operation(one);
	}
	if (!o->json)
		printf("\n%lld accesses by interrupts and workers were not compared; %lld pages of memory stand for one another\n",
		       alone, (long long)json_integer_value(json_object_get(result, "pages")));
	if (o->json)
		cmd__print_json(json_incref(result));
	if (!same)
		return cmd__fail("the split %s does something else to its device; logs: %s", v->driver,
				 v->work);
	if (!statuses)
		return cmd__fail("a command ends otherwise with the split %s; statuses: %s", v->driver,
				 v->work);
	return CMD_OK;
}

static int verify(struct verifying *v, const struct cmd_options *o)
{
	struct verify_log stock = {}, split = {};
	int status = CMD_FAILED;
	json_t *result;

	if (!run_one(v, "stock") && !run_one(v, "split") && !read_one(v, "stock", &stock) &&
	    !read_one(v, "split", &split)) {
		result = compare(v, &stock, &split);
		status = tell(v, o, result);
		json_decref(result);
	}
	verify_log__free(&stock);
	verify_log__free(&split);
	return status;
}

/* ---- the verb ------------------------------------------------------------------------ */

static int make_work(struct verifying *v)
{
	char template[] = "/tmp/cleave-verify-XXXXXX";

	if (!v->out) {
		v->work = store__copy(mkdtemp(template));
	} else {
		if (mkdir(v->out, 0777) && errno != EEXIST)
			return cmd__fail("%s: %s", v->out, strerror(errno));
		v->work = realpath(v->out, NULL);
	}
	return v->work ? CMD_OK : cmd__fail("no place for logs: %s", strerror(errno));
}

static int check_plan(struct verifying *v, const struct cmd_options *o)
{
	struct cmd_options here = *o;
	char *base = o->dir ? realpath(o->dir, NULL) :
		     store__format("/var/lib/cleave/%s", v->kernel);
	struct paths paths;
	struct plan *plan;
	int status = CMD_OK;

	if (!base)
		return cmd__fail("%s: %s", o->dir, strerror(errno));
	here.dir = base;
	v->dir = base;
	plan = paths__load_plan(&paths, &here, v->driver);
	if (!plan)
		return CMD_FAILED;
	if (strcmp(plan->kernel, v->kernel))
		status = cmd__fail("%s was split for kernel %s; say -k %s, or split it again", v->driver,
				   plan->kernel, plan->kernel);
	v->stock = store__format("%s/%s.ko", plan->dir, v->driver);
	plan__free(plan);
	paths__free(&paths);
	return status;
}

static int parse(struct verifying *v, struct cmd_options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "operations", required_argument, NULL, 'O' },
		{},
	};
	int c;

	optind = 0;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+d:jk:o:", longs, NULL)) != -1) {
		switch (c) {
		case 'd': o->dir = optarg; break;
		case 'j': o->json = true; break;
		case 'k': v->kernel = optarg; break;
		case 'o': v->out = optarg; break;
		case 'O': v->file = optarg; break;
		default:
			return cmd__usage(&cmd_verify, "unknown option %s, or it lacks its value",
					  argv[optind - 1]);
		}
	}
	if (argc - optind != 1)
		return cmd__usage(&cmd_verify, "which driver?");
	v->driver = argv[optind];
	return CMD_OK;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	struct verifying v = {};
	struct utsname uts;
	char *own = NULL;
	int status;

	uname(&uts);
	v.kernel = uts.release;
	find_rig(&v);
	status = parse(&v, o, argc, argv);
	status = status ? status : check_plan(&v, o);
	status = status ? status : load_script(&v, &own);
	status = status ? status : make_work(&v);
	if (!status) {
		setenv("CLEAVE_DRIVER", v.driver, 1);
		setenv("CLEAVE_COMMAND", v.command, 1);
		setenv("CLEAVE_DIR", v.dir, 1);
		setenv("CLEAVE_STOCK", v.stock, 1);
		status = verify(&v, o);
		if (!status && !v.out)
			run__logged("/dev/null", (const char *const[]){ "rm", "-rf", v.work, NULL });
	}
	json_decref(v.script);
	yaml__free(v.yaml);
	free(own);
	free(v.dir);
	free(v.rig);
	free(v.command);
	free(v.stock);
	free(v.work);
	return status;
}

const struct cmd cmd_verify = {
	.name = "verify",
	.usage = "[OPTION...] DRIVER",
	.summary = "compare what the stock driver and the split one do to the device",
	.help =
	"Runs both in a virtual machine each, does the same operations, and compares every access\n"
	"to the device's registers, in order and by value: probe, those of the operations file,\n"
	"remove. A difference is told with the function that it came from. Reads of one register\n"
	"in a row count as one; addresses of memory need only correspond; what interrupts and\n"
	"workers do is counted, not compared. It runs where QEMU is; the driver is loaded in the\n"
	"virtual machines only. docs/verify.md tells the rules and the form of the file.\n"
	"\n"
	"  -k RELEASE         the kernel that it was split for (default: the running one)\n"
	"  --operations FILE  what to do (default: the one that comes with Cleave)\n"
	"  -o DIR             keep the logs of both runs there\n"
	"  -j                 JSON instead of text\n"
	"\n"
	"  cleave verify DRIVER\n"
	"  cleave verify -k 6.1.0-56-amd64 --operations mine.yaml -o out/verify DRIVER\n",
	.run = run,
};
