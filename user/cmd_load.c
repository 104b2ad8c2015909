// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cleave load: cleave.ko, the modules that the kernel half needs, the
 * supervisor with the user half, the kernel half; if one fails, all that came
 * before is taken back.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cmd.h"
#include "interrupt.h"
#include "modules.h"
#include "paths.h"
#include "supervisor.h"
#include "../splitter/plan.h"

#define MAX_DEPENDS	32

extern const struct cmd cmd_load;

/**
 * struct load - what was asked for, and what has been done
 * @kernel_half: and nothing else, for a user half that a person runs
 * @replaced: the stock module has been removed
 * @inserted: names of modules that were not there before
 */
struct load {
	struct paths paths;
	const char *cleave_ko;
	const char *params;
	const char *transport;
	bool replace;
	bool kernel_half;
	bool rebind;
	bool replaced;
	bool started;
	char *inserted[MAX_DEPENDS];
	int nr_inserted;
};

static int fail(const struct load *l, const char *what, int rc)
{
	return cmd__fail("%s: %s: %s", l->paths.driver, what, strerror(-rc));
}

static void take_back(struct load *l)
{
	if (l->started)
		supervisor__stop(l->paths.driver);
	for (int i = l->nr_inserted; i--;)
		module__remove(l->inserted[i]);
	if (l->replaced)
		module__probe(l->paths.driver);
}

static void remember(struct load *l, const char *name)
{
	if (l->nr_inserted < MAX_DEPENDS)
		l->inserted[l->nr_inserted++] = strdup(name);
}

/* ---- before anything is changed -------------------------------------------- */

static int check_plan(const struct load *l, const struct plan *plan)
{
	struct utsname u;

	uname(&u);
	if (strcmp(u.release, plan->kernel))
		return cmd__fail("%s was split for kernel %s, but %s is running; split it again",
				 l->paths.driver, plan->kernel, u.release);
	if (access(l->paths.module, R_OK))
		return cmd__fail("%s: %s; split the driver again", l->paths.module,
				 strerror(errno));
	if (access(l->paths.program, X_OK))
		return cmd__fail("%s: %s; split the driver again", l->paths.program,
				 strerror(errno));
	return CMD_OK;
}

static int check_free(struct load *l)
{
	const char *driver = l->paths.driver;

	if (supervisor__pid(driver) && module__loaded(driver))
		return cmd__fail("%s is already loaded; first: cleave unload %s", driver, driver);
	if (supervisor__pid(driver))
		return cmd__fail("%s still has a supervisor; first: cleave unload %s", driver, driver);
	if (module__loaded(driver) && !l->replace)
		return cmd__fail("a module %s is loaded already; to remove it first: cleave load --replace %s",
				 driver, driver);
	return CMD_OK;
}

/* ---- the steps --------------------------------------------------------------- */

static int remove_stock(struct load *l)
{
	int rc;

	if (!module__loaded(l->paths.driver))
		return CMD_OK;
	rc = module__remove(l->paths.driver);
	if (rc)
		return fail(l, rc == -EWOULDBLOCK ? "the loaded module is in use"
						  : "the loaded module cannot be removed", rc);
	l->replaced = true;
	return CMD_OK;
}

/* In a build directory the module is beside the command. */
static void beside(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	path[len > 0 ? len : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash)
		snprintf(slash, size - (size_t)(slash - path), "/module/cleave.ko");
}

static int insert_cleave(struct load *l)
{
	char path[4096];
	int rc;

	if (module__loaded("cleave"))
		return CMD_OK;
	beside(path, sizeof(path));
	if (l->cleave_ko)
		rc = module__insert(l->cleave_ko, "");
	else if (!access(path, R_OK))
		rc = module__insert(path, "");
	else
		rc = module__probe("cleave");
	if (rc)
		return cmd__fail("cannot load cleave.ko: %s; install it, or name it with --cleave-ko",
				 strerror(-rc));
	remember(l, "cleave");
	return CMD_OK;
}

static int insert_depends(struct load *l)
{
	char *depends = module__depends(l->paths.module), *rest = depends, *name;

	if (!depends)
		return cmd__fail("cannot read what %s depends on; is kmod installed?",
				 l->paths.module);
	while ((name = strsep(&rest, ","))) {
		if (!*name || module__loaded(name))
			continue;
		if (module__probe(name)) {
			cmd__fail("%s needs the module %s, which cannot be loaded",
				  l->paths.driver, name);
			free(depends);
			return CMD_FAILED;
		}
		remember(l, name);
	}
	free(depends);
	return CMD_OK;
}

static int start_user_half(struct load *l)
{
	int rc;

	if (l->kernel_half)
		return CMD_OK;
	rc = supervisor__start(l->paths.driver, l->paths.program, l->transport, l->rebind);
	if (rc)
		return fail(l, "cannot start the supervisor, whose files are in /run/cleave", rc);
	l->started = true;
	return CMD_OK;
}

/* Whether the kernel half waits in vain for its user half. */
static bool in_vain(const struct load *l)
{
	return interrupt__seen() || (!l->kernel_half && !supervisor__pid(l->paths.driver));
}

/*
 * The kernel half waits in its init for the user half. That is done in a child,
 * which can be killed when no user half will come. Return: 0 or -errno.
 */
static int insert_watched(const struct load *l)
{
	struct pollfd p = { .events = POLLIN };
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (!pid)
		_exit(-module__insert(l->paths.module, l->params) & 0xff);
	p.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	while (p.fd >= 0 && poll(&p, 1, 100) <= 0)
		if (in_vain(l))
			kill(pid, SIGKILL);
	if (p.fd >= 0)
		close(p.fd);
	if (waitpid(pid, &status, 0) < 0)
		return -errno;
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -ECANCELED;
}

static int insert_kernel_half(struct load *l)
{
	int rc = insert_watched(l);
	char *words;

	if (!rc)
		return CMD_OK;
	if (interrupt__seen())
		return CMD_FAILED;
	words = l->kernel_half ? NULL : supervisor__last_words(l->paths.driver);
	if (words)
		cmd__fail("%s: the kernel half cannot be inserted: %s; its user half said: %s",
			  l->paths.driver, strerror(-rc), words);
	else if (l->kernel_half)
		cmd__fail("%s: the kernel half cannot be inserted: %s; see dmesg",
			  l->paths.driver, strerror(-rc));
	else
		cmd__fail("%s: the kernel half cannot be inserted: %s; see dmesg and /run/cleave/%s.log",
			  l->paths.driver, strerror(-rc), l->paths.driver);
	free(words);
	return CMD_FAILED;
}

/* Once the last is done, it is too late to be interrupted. */
static int do_steps(struct load *l)
{
	static int (*const steps[])(struct load *l) = {
		remove_stock, insert_cleave, insert_depends, start_user_half, insert_kernel_half,
	};
	int status = CMD_OK;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !status; i++)
		status = interrupt__seen() ? CMD_FAILED : steps[i](l);
	if (status && interrupt__seen())
		cmd__fail("interrupted; what was done is taken back");
	return status;
}

static int load(struct load *l)
{
	int status;

	interrupt__catch();
	status = do_steps(l);
	if (status)
		take_back(l);
	else if (l->kernel_half)
		printf("%s: loaded\n", l->paths.driver);
	else
		printf("%s: loaded; its user half is process %d's child, logging to /run/cleave/%s.log\n",
		       l->paths.driver, (int)supervisor__pid(l->paths.driver), l->paths.driver);
	while (l->nr_inserted)
		free(l->inserted[--l->nr_inserted]);
	return status;
}

/* ---- arguments --------------------------------------------------------------- */

static bool is_transport(const char *name)
{
	return !strcmp(name, "netlink") || !strcmp(name, "ioctl");
}

/* Takes the value of the option at argv[*i], one of argc. Return: false if there is none. */
static bool take_value(const char **value, int argc, char **argv, int *i)
{
	if (*i + 1 == argc)
		return false;
	*value = argv[++*i];
	return true;
}

/* What only this verb has, taken out of argv. Return: the new argc; -1 after a message. */
static int take_options(struct load *l, int argc, char **argv)
{
	int kept = 0;

	for (int i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "--replace")) {
			l->replace = true;
		} else if (!strcmp(argv[i], "--kernel-half")) {
			l->kernel_half = true;
		} else if (!strcmp(argv[i], "--rebind")) {
			l->rebind = true;
		} else if (!strcmp(argv[i], "--cleave-ko")) {
			if (!take_value(&l->cleave_ko, argc, argv, &i))
				return -cmd__usage(&cmd_load, "--cleave-ko takes a path");
		} else if (!strcmp(argv[i], "--transport")) {
			if (!take_value(&l->transport, argc, argv, &i) || !is_transport(l->transport))
				return -cmd__usage(&cmd_load, "--transport takes netlink or ioctl");
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	return kept;
}

/* "a=1 b=2" of words. Return: for free() */
static char *join(char **words)
{
	size_t len = 1;
	char *text;

	for (char **w = words; *w; w++)
		len += strlen(*w) + 1;
	text = calloc(1, len);
	for (char **w = words; text && *w; w++) {
		strcat(text, *w);
		if (w[1])
			strcat(text, " ");
	}
	return text;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	struct load l = { 0 };
	struct plan *plan;
	int at, status;
	char *params;

	argc = take_options(&l, argc, argv);
	if (argc < 0)
		return CMD_USAGE;
	at = cmd__options(&cmd_load, o, argc, argv);
	if (at < 0)
		return CMD_USAGE;
	if (at == argc)
		return cmd__usage(&cmd_load, "which driver?");
	plan = paths__load_plan(&l.paths, o, argv[at]);
	if (!plan)
		return CMD_FAILED;
	params = join(argv + at + 1);
	l.params = params ? params : "";
	status = check_plan(&l, plan);
	if (!status && geteuid())
		status = cmd__fail("loading %s needs root; try: sudo cleave load %s",
				   l.paths.driver, l.paths.driver);
	if (!status)
		status = check_free(&l);
	if (!status)
		status = load(&l);
	free(params);
	plan__free(plan);
	paths__free(&l.paths);
	return status;
}

const struct cmd cmd_load = {
	.name = "load",
	.usage = "DRIVER [NAME=VALUE..]",
	.summary = "insert a kernel half and start its user half",
	.help =
	"Loads cleave.ko and the modules that the driver needs, starts the user half under a\n"
	"supervisor that starts it again when it dies, and inserts the kernel half with its\n"
	"parameters. If one step fails, those before are taken back.\n"
	"  --replace         first remove the stock module of that name\n"
	"  --kernel-half     insert it alone; its user half is one of cleave run\n"
	"  --cleave-ko PATH  cleave.ko, if it is not installed\n"
	"  --rebind          bind a device anew that a user half which died left half-way (see\n"
	"                    cleave rebind --help), as soon as another serves\n"
	"  --transport NAME  how calls go between the halves: netlink or ioctl (default)\n"
	"\n"
	"  cleave load --replace DRIVER\n"
	"  cleave load DRIVER debug=1\n"
	"  cat /run/cleave/DRIVER.log\n",
	.run = run,
};
