// SPDX-License-Identifier: GPL-2.0-or-later
/* Identifiers, declarations and expressions of generated code. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

/* Makes @name an identifier that none of the first @n of @names is. */
static char *unique(char *const *names, unsigned int n, const char *name)
{
	struct text text = {};
	size_t stem;

	text__ident(&text, name);
	stem = text.len;
	for (unsigned int i = 0, tries = 2; i < n;) {
		if (strcmp(names[i], text.s)) {
			i++;
			continue;
		}
		text.len = stem;
		text__printf(&text, "_%u", tries++);
		i = 0;
	}
	return text.s;
}

static char **room_for(unsigned int n)
{
	char **names = calloc(n + 1, sizeof(*names));

	if (!names)
		abort();
	return names;
}

int emit__name_all(struct emit *e)
{
	const struct plan *plan = e->plan;
	unsigned int i;

	e->functions = room_for(plan->nr_functions);
	for (i = 0; i < plan->nr_functions; i++)
		e->functions[i] = unique(e->functions, i, plan->functions[i].name);
	e->downs = room_for(plan->nr_downcalls);
	for (i = 0; i < plan->nr_downcalls; i++) {
		const struct plan_downcall *down = &plan->downcalls[i];

		e->downs[i] = unique(e->downs, i, down->function < 0 ? down->name :
				     e->functions[down->function]);
	}
	e->classes = room_for(plan->nr_classes);
	for (i = 0; i < plan->nr_classes; i++)
		e->classes[i] = unique(e->classes, i, plan->classes[i]);
	e->symbols = room_for(plan->nr_symbols);
	for (i = 0; i < plan->nr_symbols; i++)
		e->symbols[i] = unique(e->symbols, i, plan->symbols[i].name);
	return 0;
}

static void forget(char **names)
{
	for (char **name = names; name && *name; name++)
		free(*name);
	free(names);
}

void emit__forget_names(struct emit *e)
{
	forget(e->functions);
	forget(e->downs);
	forget(e->classes);
	forget(e->symbols);
}

bool emit__is_pointer(const struct plan_arg *arg)
{
	switch (arg->kind) {
	case ARG_OBJECT:
	case ARG_POINTER:
	case ARG_BUFFER:
	case ARG_STRING:
	case ARG_STRING_KEPT:
		return true;
	default:
		return strchr(arg->type, '*') || strchr(arg->type, '[');
	}
}

/* An argument's name in a stub, where some names are the stub's own. */
const char *emit__arg(const struct plan_arg *arg)
{
	static const char *const taken[][2] = {
		{ "call", "call_" }, { "ret", "ret_" }, { "f", "f_" }, { "s", "s_" },
	};

	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (!strcmp(arg->name, taken[i][0]))
			return taken[i][1];
	return arg->name;
}

/*
 * Declares @name, which may be "": "int (*)(void)" takes it inside, "u8[6]" before the brackets,
 * typeof(*(struct a **)0) behind it all.
 */
void emit__declare(struct text *out, const char *type, const char *name)
{
	const char *inside = strncmp(type, "typeof(", 7) ? strstr(type, "(*") : NULL;
	size_t len = strlen(type), at = len;

	if (inside)
		at = inside + 2 - type;
	else if (strchr(type, '['))
		at = strchr(type, '[') - type;
	else if (len > 6 && !strcmp(type + len - 6, "*const"))
		at = len -= 5;	/* of no concern to others, and in the way of assignments */
	text__put_n(out, type, at);
	if (*name && at && type[at - 1] != '*' && type[at - 1] != ' ')
		text__put(out, " ");
	text__put(out, name);
	text__put_n(out, type + at, len - at);
}

/* RET PREFIXNAME(ARGS), without an end. */
void emit__prototype(struct text *out, const struct plan_arg *ret, const char *prefix,
		     const char *name, const struct plan_arg *args, unsigned int nr_args)
{
	struct text call = {};

	text__printf(&call, "%s%s(", prefix, name);
	for (unsigned int i = 0; i < nr_args; i++) {
		if (i)
			text__put(&call, ", ");
		emit__declare(&call, args[i].type, emit__arg(&args[i]));
	}
	if (nr_args && args[nr_args - 1].kind == ARG_FORMAT)
		text__put(&call, ", ...");
	text__put(&call, nr_args ? ")" : "void)");
	emit__declare(out, ret->kind == ARG_VOID ? "void" : ret->type, call.s);
	text__free(&call);
}

/* The names of the arguments, to pass them on. */
void emit__names(struct text *out, const struct plan_arg *args, unsigned int nr_args)
{
	for (unsigned int i = 0; i < nr_args; i++)
		text__printf(out, "%s%s", i ? ", " : "", emit__arg(&args[i]));
}

/* Replaces $0 ... and $ret in an expression of the model. */
void emit__expr(struct emit *e, struct text *out, const char *expr, const struct binding *bind)
{
	for (const char *p = expr; *p;) {
		if (*p != '$') {
			text__put_n(out, p++, 1);
		} else if (bind->ret && !strncmp(p, "$ret", 4)) {
			text__put(out, bind->ret);
			p += 4;
		} else if (isdigit((unsigned char)p[1])) {
			unsigned long arg = strtoul(p + 1, (char **)&p, 10);

			if (arg < bind->nr_args)
				text__put(out, emit__arg(&bind->args[arg]));
			else
				emit__fail(e, -EINVAL, "model: `%s' names an argument too many", expr);
		} else {
			emit__fail(e, -EINVAL, "model: `%s' has a $ that means nothing here", expr);
			return;
		}
	}
}

const char *emit__dir(int dir)
{
	static const char *const names[] = {
		"0", "CLEAVE_TO_USER", "CLEAVE_TO_KERNEL", "CLEAVE_BOTH",
	};

	return names[dir & 3];
}

void emit__class(const struct emit *e, struct text *out, int class)
{
	if (class < 0)
		text__put(out, class == PLAN_BYTES ? "CLEAVE_BYTES" : "CLEAVE_REGION");
	else if (class)
		text__printf(out, "CLEAVE_CLASS_%s", e->classes[class]);
	else
		text__put(out, "CLEAVE_ANY");
}

void emit__born_type(const struct emit *e, struct text *out, const struct plan_downcall *down)
{
	if (down->birth == BIRTH_BYTES)
		text__put(out, "CLEAVE_BYTES");
	else
		text__printf(out, "CLEAVE_TYPE_%s", e->plan->types[down->birth_type].ident);
}

/* First lines of a generated file. */
void emit__banner(const struct emit *e, struct text *out, bool header, const char *what)
{
	const char *licence = "SPDX-License-Identifier: GPL-2.0";

	text__printf(out, header ? "/* %s */\n" : "// %s\n", licence);
	text__printf(out, "/*\n * Generated by `cleave split' from %s for Linux %s; do not edit.\n"
		     " * %s\n */\n", e->plan->driver, e->plan->kernel, what);
}
