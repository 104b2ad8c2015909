// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave split: from a driver's name to its two halves. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../user/cmd.h"
#include "../user/paths.h"
#include "analysis.h"
#include "emit.h"
#include "html.h"
#include "sha256.h"
#include "split.h"
#include "store.h"
#include "text.h"

extern const struct cmd cmd_split;

/* A libcleave that is built with sanitizers can only be linked with what has them, too. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED	true
#else
#define SANITIZED	false
#endif

/* Calls in a second, from which on a function is not called across. */
#define OFTEN_BY_DEFAULT	1000

/* What was said on the command line, and how far it went. */
struct job {
	struct split split;
	struct report report;
	struct cmd_options *options;
	const char *profile;
	const char *evidence;
	const char *often_text;
	unsigned int often;	/* calls in the busiest second */
	const char *model;
	const char *module;
	const char *out;
	const char *html;	/* where the report goes; "": beside the plan; NULL: nowhere */
	bool plan_only;
	bool progress;
	struct plan *plan;
	struct timespec started;
	struct timespec step;
	double analysis;	/* seconds */
};

static double seconds_since(const struct timespec *since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - since->tv_sec + (now.tv_nsec - since->tv_nsec) / 1e9;
}

/* A step begins: the line says what, end_step() how long it took. */
static void begin_step(struct job *job, const char *what)
{
	clock_gettime(CLOCK_MONOTONIC, &job->step);
	if (job->progress)
		fprintf(stderr, "%-40s", what);
}

static void end_step(struct job *job, int err)
{
	if (!job->progress)
		return;
	if (err)
		fprintf(stderr, " failed\n");
	else
		fprintf(stderr, " %5.1f s\n", seconds_since(&job->step));
}

/* ---- the plan ---------------------------------------------------------------- */

static int load_model(struct job *job, struct model **model)
{
	const char *dirs[] = { job->split.parts.model, NULL };
	char *own = store__format("%s/%s.yaml", job->split.parts.profiles, job->split.module);
	const char *profile = job->profile ? job->profile : access(own, R_OK) ? NULL : own;

	*model = model__load(dirs, profile, &job->report);
	free(own);
	return *model ? 0 : -EINVAL;
}

/* The digest of everything that is in the plan, and of the program that emits from it. */
static int set_build_id(struct job *job, const char *path)
{
	struct text text = {};
	struct sha256 sha;
	int err;

	*job->plan->build_id = '\0';
	err = plan__save(job->plan, path);
	err = err ? err : text__read(&text, path);
	if (!err) {
		sha256__start(&sha);
		sha256__add(&sha, CLEAVE_VERSION, strlen(CLEAVE_VERSION));
		sha256__add(&sha, text.s, text.len);
		sha256__hex(&sha, job->plan->build_id);
		err = plan__save(job->plan, path);
	}
	text__free(&text);
	return err;
}

static int make_plan(struct job *job)
{
	struct split *s = &job->split;
	struct plan *plan = job->plan = plan__new();
	struct evidence *evidence = NULL;
	struct model *model;
	struct text ident = {};
	int err = load_model(job, &model);

	if (err)
		return err;
	text__ident(&ident, s->module);
	plan->driver = store__copy(s->module);
	plan->ident = ident.s;
	plan->kernel = store__copy(s->release);
	plan->headers = store__copy(s->headers);
	plan->dir = store__copy(s->source);
	err = read__driver(plan, s->source, s->module, &job->report);
	if (!err && job->evidence) {
		evidence = evidence__load(job->evidence, s->module, job->often, &job->report);
		err = evidence ? 0 : -EINVAL;
	}
	err = err ? err : analyse(plan, model, evidence, &job->report);
	evidence__free(evidence);
	model__free(model);
	job->analysis = seconds_since(&job->step);
	return err;
}

static int save_plan(struct job *job)
{
	char *path = store__format("%s/plan.json", job->split.work);
	int err = set_build_id(job, path);

	if (err)
		report__add(&job->report, "%s: %s", path, strerror(-err));
	free(path);
	return err;
}

/* ---- steps --------------------------------------------------------------------- */

static int find_all(struct job *job)
{
	struct split *s = &job->split;
	int err = split__find_kernel(s);

	err = err ? err : split__find_module(s);
	if (!err && !s->module && job->module)
		s->module = store__copy(job->module);
	return err ? err : split__find_parts(s, job->model);
}

static int emit_halves(struct job *job)
{
	int err = save_plan(job);

	return err ? err : emit(job->plan, job->split.work, &job->report);
}

static int write_report(struct job *job)
{
	char *path;
	int err;

	if (!job->html)
		return 0;
	path = *job->html ? store__copy(job->html) :
	       store__format("%s/report.html", job->split.work);
	err = html__write(job->plan, path, &job->report);
	free(path);
	return err;
}

static int leave_cache(struct job *job)
{
	split__leave_cache(&job->split);
	return 0;
}

static int build_kernel_half(struct job *job)
{
	return split__build_kernel_half(&job->split, job->plan);
}

static int build_user_half(struct job *job)
{
	return split__build_user_half(&job->split, job->plan);
}

static int get_source(struct job *job)
{
	return split__get_source(&job->split);
}

static int build_driver(struct job *job)
{
	return split__build_driver(&job->split);
}

/* As soon as its place is known: of a directory's driver, by default, once that is compiled. */
static int begin_output(struct job *job)
{
	struct split *s = &job->split;
	char *base = NULL;
	struct paths paths;
	int err;

	if (s->work || !(job->out || s->module))
		return 0;
	if (job->out) {
		s->out = store__copy(job->out);
		return split__begin_output(s);
	}
	if (!job->options->dir)
		base = store__format("/var/lib/cleave/%s", s->release);
	err = paths__init(&paths, base ? base : job->options->dir, s->module);
	free(base);
	if (err) {
		report__add(&job->report, "%s: %s", s->module, strerror(-err));
		return err;
	}
	s->out = store__copy(paths.dir);
	paths__free(&paths);
	return split__begin_output(s);
}

struct step {
	const char *what;
	int (*run)(struct job *job);
	bool builds;		/* left out by --plan-only */
};

static const struct step steps[] = {
	{ "finding the driver and the kernel", find_all, false },
	{ "", begin_output, false },
	{ "getting the source", get_source, false },
	{ "compiling the driver as it is", build_driver, false },
	{ "", begin_output, false },
	{ "analysing", make_plan, false },
	{ "writing both halves", emit_halves, false },
	{ "", write_report, false },
	{ "", leave_cache, true },
	{ "building the kernel half", build_kernel_half, true },
	{ "building the user half", build_user_half, true },
};

/* Signals that end us wait until what is half made is removed. */
static void block_signals(sigset_t *before)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, before);
}

static bool interrupted(void)
{
	sigset_t pending;

	return !sigpending(&pending) && (sigismember(&pending, SIGHUP) == 1 ||
		sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

static int go_through(struct job *job)
{
	int err = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !err; i++) {
		const struct step *step = &steps[i];

		if (step->builds && job->plan_only)
			continue;
		if (*step->what)
			begin_step(job, step->what);
		err = step->run(job);
		if (interrupted()) {
			report__clear(&job->report);
			report__add(&job->report, "interrupted; nothing was changed");
			err = -EINTR;
		}
		if (*step->what)
			end_step(job, err);
	}
	return err ? err : split__finish_output(&job->split);
}

/* ---- the command line ---------------------------------------------------------------- */

/* Return: 0, or a status to end with. */
enum { EVIDENCE = 256, MODEL, OFTEN, PROFILE, PLAN_ONLY, REPORT, SANITIZE };

static const struct option longs[] = {
	{ "evidence", required_argument, NULL, EVIDENCE },
	{ "json", no_argument, NULL, 'j' },
	{ "model", required_argument, NULL, MODEL },
	{ "often", required_argument, NULL, OFTEN },
	{ "plan-only", no_argument, NULL, PLAN_ONLY },
	{ "profile", required_argument, NULL, PROFILE },
	{ "report", optional_argument, NULL, REPORT },
	{ "sanitize", no_argument, NULL, SANITIZE },
	{ "verbose", no_argument, NULL, 'v' },
	{},
};

/* Return: whether there is such an option. */
static bool take(struct job *job, int c)
{
	const struct {
		int c;
		const char **text;	/* what gets its value, or */
		bool *flag;		/* what it sets */
	} options[] = {
		{ 'd', &job->options->dir, NULL }, { 'j', NULL, &job->options->json },
		{ 'k', &job->split.release, NULL }, { 'm', &job->module, NULL },
		{ 'o', &job->out, NULL }, { 'v', NULL, &job->progress },
		{ EVIDENCE, &job->evidence, NULL }, { MODEL, &job->model, NULL },
		{ OFTEN, &job->often_text, NULL }, { PLAN_ONLY, NULL, &job->plan_only },
		{ PROFILE, &job->profile, NULL }, { REPORT, &job->html, NULL },
		{ SANITIZE, NULL, &job->split.sanitize },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (options[i].c != c)
			continue;
		if (options[i].text)
			*options[i].text = optarg ? optarg : "";
		else
			*options[i].flag = true;
		return true;
	}
	return false;
}

static int parse(struct job *job, int argc, char **argv)
{
	char *end;
	int c;

	optind = 0;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+d:jk:m:o:v", longs, NULL)) != -1)
		if (!take(job, c))
			return cmd__usage(&cmd_split, "unknown option %s, or it lacks its value",
					  argv[optind - 1]);
	if (job->often_text) {
		job->often = strtoul(job->often_text, &end, 10);
		if (*end || !job->often)
			return cmd__usage(&cmd_split, "--often takes a number above 0");
	}
	if (argc - optind != 1)
		return cmd__usage(&cmd_split, "one driver's name, or one directory");
	job->split.target = argv[optind];
	return 0;
}

static void print_summary(const struct job *job)
{
	const struct split_times times = { seconds_since(&job->started), job->analysis };

	if (job->options->json)
		split__print_json(&job->split, job->plan, &times);
	else
		split__print(&job->split, job->plan);
}

static void forget(struct job *job)
{
	struct split *s = &job->split;

	split__drop_output(s);
	plan__free(job->plan);
	report__clear(&job->report);
	free(s->parts.include);
	free(s->parts.library);
	free(s->parts.script);
	free(s->parts.symvers);
	free(s->parts.model);
	free(s->parts.profiles);
	free(s->module);
	free(s->subdir);
	free(s->headers);
	free(s->compiler);
	free(s->cache);
	free(s->source);
	free(s->includes);
	free(s->log);
	free(s->out);
}

static int run(struct cmd_options *options, int argc, char **argv)
{
	struct job job = { .options = options, .progress = isatty(2), .often = OFTEN_BY_DEFAULT };
	struct utsname uts;
	sigset_t before;
	int status;

	uname(&uts);
	job.split.release = uts.release;
	job.split.report = &job.report;
	job.split.sanitize = SANITIZED;
	snprintf(job.split.jobs, sizeof(job.split.jobs), "-j%ld", sysconf(_SC_NPROCESSORS_ONLN));
	clock_gettime(CLOCK_MONOTONIC, &job.started);
	status = parse(&job, argc, argv);
	if (status)
		return status;
	job.split.tell = job.progress;
	status = split__open_cache(&job.split);
	block_signals(&before);
	if (!status)
		status = go_through(&job);
	if (status)
		report__print(&job.report, "cleave", stderr);
	else
		print_summary(&job);
	forget(&job);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status ? CMD_FAILED : CMD_OK;
}

const struct cmd cmd_split = {
	.name = "split",
	.usage = "[OPTION...] DRIVER | DIRECTORY",
	.summary = "make a kernel half and a user half of a driver",
	.help =
	"DRIVER is the name of a module of the kernel; its source is taken from where the kernel was\n"
	"built, if that is on this machine, or else from the package linux-source-VERSION. DIRECTORY\n"
	"holds a driver from elsewhere with its Kbuild or Makefile.\n"
	"The driver stays as it is; what is made goes to /var/lib/cleave/RELEASE/DRIVER.\n"
	"\n"
	"  -k RELEASE       the kernel to build for (default: the running one)\n"
	"  -o DIR           put the result there\n"
	"  -m NAME          the module, where a directory makes several\n"
	"  --profile FILE   what is peculiar to this driver (default: the one that comes with Cleave)\n"
	"  --evidence FILE  what cleave profile saw of the stock driver: refuse a plan that it speaks\n"
	"                   against, and keep in the kernel half what is called too often\n"
	"  --often N        ... which is N times in the busiest second (default 1000)\n"
	"  --model DIR      what is known of the kernel (default: the one that comes with Cleave)\n"
	"  --plan-only      write the sources and plan.json, build nothing of them\n"
	"  --report[=FILE]  write a page that shows the cut and all that it rests on, by default\n"
	"                   report.html beside plan.json\n"
	"  --sanitize       check addresses and arithmetic of the user half as it runs\n"
	"  -j               print a summary as JSON\n"
	"  -v               tell each step, also where no person looks on\n"
	"\n"
	"  cleave split DRIVER && cleave load DRIVER\n"
	"  cleave split --plan-only --report=cut.html -o out/plan DRIVER\n"
	"  cleave split -k 6.1.0-56-amd64 -o out/split DRIVER\n"
	"  cleave split ./my-driver\n",
	.run = run,
};
