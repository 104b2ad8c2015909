// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The supervisor. One thread, which polls a signalfd (a child's death, the order
 * to stop), what cleave.ko tells of sessions, and, as a timeout, the time of the
 * next start.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include "modules.h"
#include "rebind.h"
#include "supervisor.h"
#include "watch.h"

#define RUN_DIR		"/run/cleave"
#define NOTE		"supervisor: "
#define MAX_STARTS	10		/* in one minute; more is given up */
#define MIN_PAUSE_MS	100
#define MAX_PAUSE_MS	5000
#define EXIT_LOST	4		/* CLEAVE_EXIT_LOST of user/libcleave.h */
#define STOP_MS		3000		/* for a user half to end that is asked to, or has no session */
#define LOOK_MS		100	/* between looks for the module */
#define LOG_MAX		(16UL << 20)	/* bytes that a user half may write there: /run is memory */

static void run_path(char *to, size_t size, const char *driver, const char *end)
{
	snprintf(to, size, RUN_DIR "/%s.%s", driver, end);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* ---- the daemon ----------------------------------------------------------- */

struct supervisor {
	const char *driver;
	const char *program;
	const char *transport;
	int signals;
	pid_t child;
	bool stopping;
	bool seen;		/* the kernel half has been there */
	int64_t starts[MAX_STARTS];
	unsigned int nr_starts;
	int pause_ms;
	struct watch *watch;	/* or NULL */
	bool rebind;		/* what a user half leaves half-way */
	pid_t rebinder;		/* who does that now, or 0 */
	bool look_again;	/* something has changed meanwhile */
	bool attached;		/* the child has had a session */
	int64_t lost;		/* when it was seen to have none any more, or 0 */
};

/* Both to the log file, which is stderr, and to the system's. */
static void note(const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fprintf(stderr, NOTE "%s\n", text);
	syslog(LOG_NOTICE, "%s", text);
}

static void unblock_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* All that it may write to is its log; of what is too much the writing fails. */
static void limit_log(void)
{
	const struct rlimit limit = { LOG_MAX, LOG_MAX };

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit))
		fprintf(stderr, "cannot limit the log: %s\n", strerror(errno));
}

static void start_child(struct supervisor *s)
{
	watch__expect(s->watch, s->driver, 0);
	s->starts[s->nr_starts++ % MAX_STARTS] = now_ms();
	s->attached = false;
	s->lost = 0;
	s->child = fork();
	if (s->child)
		return;
	unblock_signals();
	limit_log();
	/* Nothing in it asks which processor it runs on; telling costs each time a worker wakes. */
	setenv("GLIBC_TUNABLES", "glibc.pthread.rseq=0", 0);
	execl(s->program, s->program, "--drop", s->transport ? "--transport" : NULL, s->transport,
	      NULL);
	fprintf(stderr, "cannot run %s: %s\n", s->program, strerror(errno));
	_exit(127);
}

static bool too_often(const struct supervisor *s)
{
	return s->nr_starts >= MAX_STARTS &&
	       now_ms() - s->starts[s->nr_starts % MAX_STARTS] < 60000;
}

/* The user half has died. Return: whether it is to be started again. */
static bool want_again(struct supervisor *s, int status)
{
	int64_t lived = now_ms() - s->starts[(s->nr_starts - 1) % MAX_STARTS];

	if (s->stopping || (WIFEXITED(status) && !WEXITSTATUS(status)))
		return false;
	if (WIFSIGNALED(status)) {
		note("user half of %s died of signal %d (%s)", s->driver, WTERMSIG(status),
		     strsignal(WTERMSIG(status)));
	} else {
		note("user half of %s exited with status %d", s->driver, WEXITSTATUS(status));
		if (WEXITSTATUS(status) != EXIT_LOST)
			return false;	/* the next one would fare no better */
	}
	if (s->seen && !module__loaded(s->driver))
		return false;
	if (too_often(s)) {
		note("user half of %s started %d times in a minute; giving up", s->driver,
		     MAX_STARTS);
		return false;
	}
	s->pause_ms = lived > 10000 || !s->pause_ms ? MIN_PAUSE_MS : s->pause_ms * 2;
	if (s->pause_ms > MAX_PAUSE_MS)
		s->pause_ms = MAX_PAUSE_MS;
	watch__expect(s->watch, s->driver, s->pause_ms);
	return true;
}

static void stop_child(struct supervisor *s)
{
	s->stopping = true;
	if (s->child)
		kill(s->child, SIGTERM);
}

static void take_signal(struct supervisor *s)
{
	struct signalfd_siginfo info;

	if (read(s->signals, &info, sizeof(info)) == sizeof(info) && info.ssi_signo != SIGCHLD)
		stop_child(s);
}

/* ---- what a user half has left ----------------------------------------------- */

/*
 * Unbinding and binding call the user half, which the supervisor may have to start again: another
 * process does it. It is started when a session begins or ends, which is not too often.
 */
static void start_rebinder(struct supervisor *s)
{
	if (!s->rebind || s->stopping)
		return;
	s->look_again = s->rebinder > 0;
	if (s->look_again)
		return;
	s->rebinder = fork();
	if (s->rebinder)
		return;
	unblock_signals();
	rebind__driver(s->driver);
	fflush(stdout);
	_exit(0);
}

/* ---- a user half without a session ------------------------------------------ */

/*
 * A user half whose session ends does so, too. One that is stopped cannot, and
 * in its place no other would ever be started.
 */
static void look_for_session(struct supervisor *s)
{
	struct watched now;

	if (!watch__look(s->watch, s->driver, &now))
		return;
	if (now.live && now.struck)
		start_rebinder(s);
	if (s->child <= 0)
		return;
	if (now.serving == s->child) {
		s->attached = true;
		s->lost = 0;
	} else if (s->attached && !s->lost) {
		s->lost = now_ms();
	}
}

/* Unless a person looks at it. */
static void kill_lost(struct supervisor *s)
{
	if (now_ms() - s->lost < STOP_MS)
		return;
	s->lost = now_ms();
	if (watch__debugged(s->child))
		return;
	note("user half of %s has no session and does not end; killed", s->driver);
	kill(s->child, SIGKILL);
}

/* ---- the loop --------------------------------------------------------------- */

static int timeout(const struct supervisor *s)
{
	if (s->stopping || s->lost)
		return STOP_MS;
	if (!s->child)
		return s->pause_ms;
	/* Nothing tells that the module is there; once it was, it may go for good. */
	return s->seen ? -1 : LOOK_MS;
}

/* Wait for something to happen, and deal with it; but the child's death. */
static void wait_for_more(struct supervisor *s)
{
	struct pollfd p[] = { { .fd = s->signals, .events = POLLIN },
			      { .fd = watch__fd(s->watch), .events = POLLIN } };
	int rc = poll(p, 2, timeout(s));

	if (rc > 0 && p[0].revents)
		take_signal(s);
	if (rc > 0 && p[1].revents)
		look_for_session(s);
	if (rc <= 0 && s->stopping && s->child)
		kill(s->child, SIGKILL);
	else if (rc <= 0 && !s->child)
		start_child(s);
	else if (s->lost && s->child)
		kill_lost(s);
}

static void supervise(struct supervisor *s)
{
	int status;

	start_child(s);
	for (;;) {
		if (s->child < 0) {
			note("cannot start the user half of %s: %s", s->driver, strerror(errno));
			return;
		}
		wait_for_more(s);
		s->seen |= module__loaded(s->driver);
		if (s->child > 0 && waitpid(s->child, &status, WNOHANG) == s->child) {
			s->child = 0;
			s->lost = 0;
			if (!want_again(s, status))
				return;
		}
		if (s->rebinder > 0 && waitpid(s->rebinder, NULL, WNOHANG) == s->rebinder) {
			s->rebinder = 0;
			if (s->look_again)
				look_for_session(s);
		}
		if (s->stopping && !s->child)
			return;
	}
}

/* ---- becoming it ---------------------------------------------------------- */

static int lock_pid_file(const char *path)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0)
		return -errno;
	if (fcntl(fd, F_SETLK, &lock)) {
		close(fd);
		return -EEXIST;
	}
	if (ftruncate(fd, 0) || dprintf(fd, "%d\n", getpid()) < 0) {
		close(fd);
		return -EIO;
	}
	return fd;
}

static int take_over_files(const char *log)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0640);

	if (null < 0 || out < 0)
		return -errno;
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	close(null);
	close(out);
	return 0;
}

/* In the daemon; tells through @report 0 or -errno, and never returns. */
static void be_daemon(struct supervisor *s, int report)
{
	char pid_path[128], log_path[128], name[16];
	sigset_t set;
	int rc;

	run_path(pid_path, sizeof(pid_path), s->driver, "pid");
	run_path(log_path, sizeof(log_path), s->driver, "log");
	rc = lock_pid_file(pid_path);
	if (rc >= 0)
		rc = take_over_files(log_path);
	sigfillset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	s->signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (!rc && s->signals < 0)
		rc = -errno;
	if (write(report, &rc, sizeof(rc)) != sizeof(rc) || rc)
		_exit(1);
	close(report);
	if (chdir("/"))
		_exit(1);
	openlog("cleave", LOG_PID, LOG_DAEMON);
	snprintf(name, sizeof(name), "cleave:%s", s->driver);
	prctl(PR_SET_NAME, name);
	s->watch = watch__open();
	supervise(s);
	unlink(pid_path);
	_exit(0);
}

int supervisor__start(const char *driver, const char *program, const char *transport, bool rebind)
{
	struct supervisor s = {
		.driver = driver, .program = program, .transport = transport, .rebind = rebind,
	};
	int report[2], rc;
	pid_t pid;

	if (mkdir(RUN_DIR, 0755) && errno != EEXIST)
		return -errno;
	if (pipe2(report, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (!pid) {
		setsid();
		if (fork())
			_exit(0);
		close(report[0]);
		be_daemon(&s, report[1]);
	}
	close(report[1]);
	if (pid < 0 || read(report[0], &rc, sizeof(rc)) != sizeof(rc))
		rc = -EIO;
	close(report[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return rc;
}

/* ---- asking for it -------------------------------------------------------- */

pid_t supervisor__pid(const char *driver)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[128];
	int fd, rc;

	run_path(path, sizeof(path), driver, "pid");
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return 0;
	rc = fcntl(fd, F_GETLK, &lock);
	close(fd);
	return !rc && lock.l_type != F_UNLCK ? lock.l_pid : 0;
}

int supervisor__stop(const char *driver)
{
	int64_t until = now_ms() + STOP_MS + 2000;
	pid_t pid = supervisor__pid(driver);

	if (!pid)
		return 0;
	kill(pid, SIGTERM);
	while (supervisor__pid(driver) == pid) {
		if (now_ms() > until)
			return -ETIMEDOUT;
		usleep(10000);
	}
	return 0;
}

/* Who wrote it may mean harm, and it goes to a terminal. */
static void make_printable(char *line)
{
	for (; *line; line++)
		if (iscntrl((unsigned char)*line) && *line != '\t')
			*line = '?';
}

char *supervisor__last_words(const char *driver)
{
	char path[128], line[512], *last = NULL;
	FILE *f;

	run_path(path, sizeof(path), driver, "log");
	f = fopen(path, "re");
	if (!f)
		return NULL;
	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, NOTE, strlen(NOTE)))
			continue;
		line[strcspn(line, "\n")] = '\0';
		make_printable(line);
		free(last);
		last = strdup(line);
	}
	fclose(f);
	return last;
}
