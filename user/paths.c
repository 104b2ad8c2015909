// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the parts of a split driver are, and how its plan is found. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include "paths.h"
#include "../splitter/plan.h"

char *paths__base(const char *dir)
{
	struct utsname uts;
	char *base;

	if (dir)
		return strdup(dir);
	uname(&uts);
	return asprintf(&base, "/var/lib/cleave/%s", uts.release) < 0 ? NULL : base;
}

/* Letters, digits, "-" and "_": nothing that leads out of the base directory. */
static bool is_module_name(const char *name)
{
	return *name && strlen(name) < 56 &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789-_")];
}

static bool is_dir(const char *base, const char *name)
{
	struct stat st;
	char *path;
	bool yes;

	if (asprintf(&path, "%s/%s", base, name) < 0)
		return false;
	yes = !stat(path, &st) && S_ISDIR(st.st_mode);
	free(path);
	return yes;
}

/* Changes @name to the spelling that is there, if it is not there as it is. */
static void respell(const char *base, char *name)
{
	const char *swap[] = { "-_", "_-" };
	size_t i;

	for (i = 0; i < 2 && !is_dir(base, name); i++) {
		char *other = strdup(name), *c;

		if (!other)
			return;
		for (c = other; *c; c++)
			if (*c == swap[i][0])
				*c = swap[i][1];
		if (is_dir(base, other))
			strcpy(name, other);
		free(other);
	}
}

static char *join(const char *dir, const char *middle, const char *name, const char *end)
{
	char *path;

	return asprintf(&path, "%s/%s%s%s", dir, middle, name, end) < 0 ? NULL : path;
}

int paths__init(struct paths *p, const char *dir, const char *driver)
{
	char *base;

	memset(p, 0, sizeof(*p));
	if (!is_module_name(driver))
		return -EINVAL;
	base = paths__base(dir);
	p->driver = strdup(driver);
	if (base && p->driver) {
		respell(base, p->driver);
		p->dir = join(base, "", p->driver, "");
	}
	free(base);
	if (p->dir) {
		p->plan = join(p->dir, "", "plan", ".json");
		p->module = join(p->dir, "kernel/", p->driver, ".ko");
		p->program = join(p->dir, "user/", p->driver, "");
	}
	if (p->plan && p->module && p->program)
		return 0;
	paths__free(p);
	return -ENOMEM;
}

void paths__free(struct paths *p)
{
	free(p->driver);
	free(p->dir);
	free(p->plan);
	free(p->module);
	free(p->program);
	memset(p, 0, sizeof(*p));
}

bool paths__same_driver(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(strchr("-_", *a) && strchr("-_", *b)))
			return false;
	return *a == *b;
}

static bool below(int index, unsigned int count)
{
	return index >= 0 && (unsigned int)index < count;
}

/* All that the verbs follow is there: a person may have edited the file. */
static bool is_whole(const struct plan *plan)
{
	unsigned int i;

	for (i = 0; i < plan->nr_functions; i++) {
		const struct plan_function *f = &plan->functions[i];

		if (!f->name || !below(f->source, plan->nr_sources) ||
		    !plan->sources[f->source].path || f->upcall >= (int)plan->nr_upcalls ||
		    f->downcall >= (int)plan->nr_downcalls)
			return false;
	}
	for (i = 0; i < plan->nr_upcalls; i++)
		if (!below(plan->upcalls[i].function, plan->nr_functions))
			return false;
	for (i = 0; i < plan->nr_downcalls; i++)
		if (!plan->downcalls[i].name)
			return false;
	return plan->driver && plan->kernel;
}

struct plan *paths__try_plan(struct paths *p, const char *dir, const char *driver, int *rc)
{
	struct plan *plan = NULL;

	*rc = paths__init(p, dir, driver);
	if (*rc)
		return NULL;
	*rc = plan__load(&plan, p->plan);
	if (!*rc && is_whole(plan))
		return plan;
	if (*rc == -EINVAL)
		*rc = -EBADMSG;
	if (!*rc) {
		plan__free(plan);
		*rc = -EBADMSG;
	}
	paths__free(p);
	return NULL;
}
