// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks built halves by binutils' view of them, see check.h. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "run.h"
#include "store.h"
#include "text.h"

/* A place in the disassembly. */
struct place {
	char *function;
	char *file;
	unsigned int line;
};

struct check {
	const struct plan *plan;
	struct report *report;
	struct map wanted;	/* undefined symbols without a home; value: the name */
	struct place at;
	bool patches;		/* in instructions that only the kernel would patch in */
	unsigned int troubles;
};

/* ---- symbols --------------------------------------------------------------- */

/* Calls @each with the name of every symbol that nm lists. */
static int list_symbols(const char *file, const char *option,
			void (*each)(void *, const char *), void *arg)
{
	const char *const argv[] = { "nm", "-P", "-g", option, file, NULL };
	struct text out = {};
	int status = run__output(&out, argv);

	for (char *line = out.s, *next; line && *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		line[strcspn(line, " ")] = '\0';
		/* "libcleave.a[call.o]:" is a member's name */
		if (*line && !strchr(line, '['))
			each(arg, line);
	}
	text__free(&out);
	return status;
}

static void add_name(void *arg, const char *name)
{
	char *key = store__copy(name);

	map__put(arg, key, key);
}

static void add_undefined(void *arg, const char *name)
{
	if (!strncmp(name, "kapi_", 5))
		add_name(arg, name + 5);
}

static void drop_defined(void *arg, const char *name)
{
	struct map *wanted = arg;

	if (!strncmp(name, "kapi_", 5) && map__get(wanted, name + 5))
		map__put(wanted, map__get(wanted, name + 5), NULL);
}

static bool has_policy(const struct plan *plan, const char *name, int policy)
{
	for (unsigned int i = 0; i < plan->nr_policies; i++)
		if (!strcmp(plan->policies[i].symbol, name))
			return (int)plan->policies[i].policy == policy;
	return false;
}

static const char *advice(const struct plan *plan, const char *name)
{
	for (unsigned int i = 0; i < plan->nr_missing; i++)
		if (plan->missing[i].advice && !strcmp(plan->missing[i].symbol, name))
			return plan->missing[i].advice;
	return NULL;
}

/* The driver's function at the place, which may be inlined in another. */
static const char *function_at(const struct check *c)
{
	const struct plan *plan = c->plan;

	for (unsigned int i = 0; c->at.file && i < plan->nr_functions; i++) {
		const struct plan_function *fn = &plan->functions[i];

		if (!strcmp(plan->sources[fn->source].path, c->at.file) &&
		    fn->line <= c->at.line && c->at.line <= fn->end_line)
			return fn->name;
	}
	return c->at.function ? c->at.function : "data";
}

/* In the body of what a macro makes, which both views have: that of the kernel half's never runs. */
static bool unreached(const struct check *c)
{
	const struct plan *plan = c->plan;
	bool found = false;

	for (unsigned int i = 0; c->at.file && i < plan->nr_functions; i++) {
		const struct plan_function *fn = &plan->functions[i];

		if (strcmp(plan->sources[fn->source].path, c->at.file) ||
		    c->at.line < fn->line || c->at.line > fn->end_line)
			continue;
		if (!fn->from_macro || fn->side != SIDE_KERNEL)
			return false;
		found = true;
	}
	return found;
}

static void report_symbol(struct check *c, const char *name)
{
	const char *line = advice(c->plan, name);
	const char *function = function_at(c);

	c->troubles++;
	if (has_policy(c->plan, name, POLICY_FORBIDDEN) || has_policy(c->plan, name, POLICY_ADDRESS))
		report__at(c->report, c->at.file, c->at.line,
			   "%s must not be called in a user half, but %s does; add to a profile: `marks: {%s: kernel}'",
			   name, function, function);
	else if (has_policy(c->plan, name, POLICY_LOCAL))
		report__at(c->report, c->at.file, c->at.line,
			   "%s, used by %s, is local by the model, but libcleave lacks it; change its policy in the model or a profile",
			   name, function);
	else if (line)
		report__at(c->report, c->at.file, c->at.line, "%s, used by %s, has no policy; add: %s",
			   name, function, line);
	else
		report__at(c->report, c->at.file, c->at.line,
			   "%s, used by %s, has no policy; add to a model file or a profile: `functions: {%s: {policy: kernel}}', or a better one",
			   name, function, name);
}

/* ---- disassembly ------------------------------------------------------------ */

static void set_function(struct check *c, const char *line)
{
	const char *from = strchr(line, '<') + 1;

	free(c->at.function);
	free(c->at.file);
	c->at = (struct place){ .function = strndup(from, strcspn(from, ">")) };
}

/* "/path/file.c:12 (discriminator 3)", in the driver's files or in a header */
static bool set_line(struct check *c, const char *text)
{
	const char *colon = strrchr(text, ':');
	unsigned long line = colon ? strtoul(colon + 1, NULL, 10) : 0;

	if (*text != '/' || !line)
		return false;
	/* an inlined function of the kernel's: the driver's line is the better place */
	for (unsigned int i = 0; i < c->plan->nr_sources; i++) {
		size_t len = strlen(c->plan->sources[i].path);

		if ((size_t)(colon - text) != len || strncmp(text, c->plan->sources[i].path, len))
			continue;
		free(c->at.file);
		c->at.file = strndup(text, len);
		c->at.line = line;
	}
	return true;
}

static bool privileged(const char *insn)
{
	static const char *const words[] = {
		"in", "out", "insb", "insw", "insl", "outsb", "outsw", "outsl", "cli", "sti",
		"hlt", "rdmsr", "wrmsr", "rdpmc", "lgdt", "lidt", "lldt", "ltr", "lmsw", "clts",
		"invd", "wbinvd", "invlpg", "swapgs", "iret", "iretq", "sysretq", "sysexit",
		"clac", "stac", "xsetbv",
	};
	size_t len;

	if (!strncmp(insn, "rep ", 4))
		insn += 4;
	len = strcspn(insn, " \t");
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == len && !strncmp(insn, words[i], len))
			return true;
	return strstr(insn, "%cr") || strstr(insn, "%db");
}

static void check_insn(struct check *c, const char *insn)
{
	bool percpu = strstr(insn, "%gs:");
	const char *function = function_at(c);

	if ((!percpu && !privileged(insn)) || unreached(c))
		return;
	c->troubles++;
	report__at(c->report, c->at.file, c->at.line,
		   "%s %s (`%.*s'), which no process may; add to a profile: `marks: {%s: kernel}'",
		   function, percpu ? "touches per-CPU data" : "needs a privilege",
		   (int)strcspn(insn, "\n"), insn, function);
}

/*
 * "R_X86_64_PLT32\tname-0x4": the first use of a symbol without a home is its
 * place. A symbol of which only the address may be used has a home, but no call.
 */
static void check_reloc(struct check *c, const char *reloc)
{
	const char *name = strchr(reloc, '\t');
	char *symbol;

	if (!name)
		return;
	symbol = strndup(name + 1, strcspn(name + 1, "-+\n"));
	if (map__get(&c->wanted, symbol) ||
	    (!strncmp(reloc, "R_X86_64_PLT32", 14) &&
	     has_policy(c->plan, symbol, POLICY_ADDRESS) && !unreached(c))) {
		report_symbol(c, symbol);
		if (map__get(&c->wanted, symbol))
			map__put(&c->wanted, map__get(&c->wanted, symbol), NULL);
	}
	free(symbol);
}

static void check_line(struct check *c, char *line)
{
	char *rest = strchr(line, ':');
	char *reloc = strstr(line, "R_X86_64_");

	if (!strncmp(line, "Disassembly of section ", 23))
		c->patches = strstr(line, ".altinstr");
	else if (c->patches)
		return;
	else if (strstr(line, ">:") && *line != ' ')
		set_function(c, line);
	else if (set_line(c, line))
		return;
	else if (reloc)
		check_reloc(c, reloc);
	else if (*line == ' ' && rest && rest[1] == '\t')
		check_insn(c, rest + 2);
}

static int check_code(struct check *c, const char *object)
{
	const char *const argv[] = {
		"objdump", "-d", "-l", "-r", "--no-show-raw-insn", object, NULL
	};
	struct text out = {};
	int status = run__output(&out, argv);

	for (char *line = out.s, *next; line && *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		check_line(c, line);
	}
	text__free(&out);
	free(c->at.function);
	free(c->at.file);
	c->at = (struct place){};
	return status;
}

int check__user(const struct plan *plan, const char *userdir, const char *library,
		struct report *report)
{
	struct check c = { .plan = plan, .report = report };
	char *units = store__format("%s/units.o", userdir);
	char *half = store__format("%s/half.o", userdir);
	int status;

	status = list_symbols(half, "-u", add_undefined, &c.wanted);
	status = status ? status : list_symbols(half, "--defined-only", drop_defined, &c.wanted);
	status = status ? status : list_symbols(library, "--defined-only", drop_defined, &c.wanted);
	status = status ? status : check_code(&c, units);
	if (status) {
		report__add(report, "nm and objdump cannot read the user half (status %d); apt install binutils",
			    status);
		c.troubles++;
	}
	/* what no code uses: tables do */
	for (unsigned int i = 0; i < c.wanted.room; i++) {
		if (c.wanted.slots[i].value)
			report_symbol(&c, c.wanted.slots[i].key);
		free((char *)c.wanted.slots[i].key);
	}
	map__clear(&c.wanted);
	free(units);
	free(half);
	return c.troubles ? -EINVAL : 0;
}

int check__kernel(const struct plan *plan, const char *log, struct report *report)
{
	static const char mark[] = "ERROR: modpost: \"";
	struct text text = {};
	int n = 0;

	if (text__read(&text, log))
		return 0;
	for (char *p = text.s ? strstr(text.s, mark) : NULL; p; p = strstr(p, mark)) {
		p += strlen(mark);
		report__add(report, "the kernel half uses %.*s, which Linux %s does not export to modules",
			    (int)strcspn(p, "\""), p, plan->kernel);
		n++;
	}
	/* cleave.ko is for GPL-compatible modules alone: kernel/. */
	if (text.s && strstr(text.s, "ERROR: modpost: GPL-incompatible module")) {
		report__add(report, "the MODULE_LICENSE() of %s is not compatible with the GPL; such a driver cannot be split, since cleave.ko cannot serve it",
			    plan->driver);
		n++;
	}
	text__free(&text);
	return n;
}
