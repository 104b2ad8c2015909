// SPDX-License-Identifier: GPL-2.0-or-later
/* Both ends of an upcall: the stub in the kernel half, the call in the user half. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

static void put_where(struct emit *e, struct text *out, const struct plan_function *fn)
{
	text__printf(out, "/* %s, %s:%u */\n", fn->name, e->plan->sources[fn->source].rel, fn->line);
}

static const char *object_type(const struct emit *e, const struct plan_arg *arg)
{
	return e->plan->types[arg->object_type].ident;
}

static void put_guest(struct emit *e, struct text *out, const struct plan_type *type,
		      const struct plan_type *of, const char *p, const struct binding *bind)
{
	text__printf(out, "\t\tcleave_up_guest(&call, %s, CLEAVE_TYPE_%s, ", p, type->ident);
	emit__expr(e, out, of->guest, bind);
	text__put(out, ");\n");
}

/* Guests come before the argument is a word; those that they bring have the same host. */
static void put_guests(struct emit *e, struct text *out, const struct plan_arg *arg)
{
	const struct plan *plan = e->plan;
	const struct plan_type *type = arg->kind == ARG_OBJECT && arg->object_type >= 0 ?
				       &plan->types[arg->object_type] : NULL;
	const struct plan_arg whole = { .name = arg->whole ?: arg->name, .type = arg->type };
	const struct binding bind = { .args = &whole, .nr_args = 1 };

	if (type && arg->host && arg->class == type->class) {
		text__printf(out, "\tcleave_up_guest(&call, %s, CLEAVE_TYPE_%s, ", emit__arg(arg),
			     type->ident);
		emit__expr(e, out, arg->host, &bind);
		text__put(out, ");\n");
		return;
	}
	if (!type || !type->guest || (arg->class != type->class && !arg->whole))
		return;
	text__printf(out, "\tif (%s) {\n", emit__arg(arg));
	put_guest(e, out, type, type, emit__arg(&whole), &bind);
	for (unsigned int i = 0; i < type->nr_alongs; i++) {
		char *p = store__format("%s->%s", emit__arg(&whole), type->alongs[i].member);

		put_guest(e, out, &plan->types[type->alongs[i].type], type, p, &bind);
		free(p);
	}
	text__put(out, "\t}\n");
}

static void put_up_arg(struct emit *e, struct text *out, const struct plan_arg *arg,
		       const struct binding *bind)
{
	const char *name = emit__arg(arg);

	switch (arg->kind) {
	case ARG_OBJECT:
		if (arg->object_type >= 0 && arg->unused && !arg->birth) {
			text__printf(out, "\tcleave_up_unused(&call, %s);\n", name);
			break;
		}
		if (arg->object_type >= 0) {
			text__printf(out, "\tcleave_up_object(&call, %s, CLEAVE_TYPE_%s, %s);\n",
				     name, object_type(e, arg), arg->birth ? "true" : "false");
			if (arg->managed)
				text__put(out, "\tcleave_up_managed(&call);\n");
			break;
		}
		/* fall through */
	case ARG_POINTER:
		text__printf(out, "\tcleave_up_pointer(&call, %s);\n", name);
		break;
	case ARG_BUFFER:
		text__printf(out, "\tcleave_up_loan(&call, %s, ", name);
		emit__expr(e, out, arg->len, bind);
		text__printf(out, ", %s);\n", emit__dir(arg->dir));
		break;
	case ARG_STRING:
	case ARG_STRING_KEPT:
		text__printf(out, "\tcleave_up_string(&call, %s);\n", name);
		break;
	case ARG_IGNORED:
		text__put(out, "\tcleave_up_value(&call, 0);\n");
		break;
	default:
		text__printf(out, "\tcleave_up_%s(&call, %s%s", arg->user ? "user" : "value",
			     emit__is_pointer(arg) ? "(unsigned long)" : "", name);
		if (arg->user)
			text__put(out, ", ");
		if (arg->user)
			emit__expr(e, out, arg->user, bind);
		text__put(out, ");\n");
	}
}

/* What the caller gets when nobody answers, if the model does not say. */
static const char *default_failure(const struct plan_arg *ret)
{
	return ret->kind != ARG_VOID && plan__is_errno(ret->type) ? "-EIO" : "0";
}

/* Members by which the caller goes on to copy: a user half may make them smaller, never larger. */
static bool put_limits(struct text *out, const struct plan_function *fn, const char *format)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < fn->nr_args; i++)
		for (char **member = fn->args[i].limit; member && *member; member++, n++)
			text__printf(out, format, emit__arg(&fn->args[i]), *member, n);
	return n;
}

static bool has_answers(const struct plan_function *fn)
{
	bool any = false;

	for (unsigned int i = 0; i < fn->nr_args; i++)
		any |= fn->args[i].answer != NULL;
	return any;
}

/* "(TYPE)(EXPR)", as it is returned. */
static void put_cast(struct emit *e, struct text *out, const char *expr,
		     const struct plan_arg *ret, const struct binding *bind)
{
	text__put(out, "(");
	emit__declare(out, ret->type, "");
	text__put(out, emit__is_pointer(ret) ? ")(unsigned long)(" : ")(");
	emit__expr(e, out, expr, bind);
	text__put(out, ")");
}

/* The caller copies as much as it is told, say: not more than it has asked for. */
static void put_at_most(struct emit *e, struct text *out, const char *expr,
			const struct plan_arg *ret, const struct binding *bind)
{
	text__put(out, "\tif (ret > ");
	put_cast(e, out, expr, ret, bind);
	text__put(out, ")\n\t\tret = ");
	put_cast(e, out, expr, ret, bind);
	text__put(out, ";\n");
}

/* What the caller would trip over is no answer; where it says that it failed nobody looks. */
static void put_answers(struct emit *e, struct text *out, const struct plan_upcall *up,
			const struct plan_function *fn, const struct binding *bind)
{
	for (unsigned int i = 0; i < fn->nr_args; i++) {
		if (!fn->args[i].answer)
			continue;
		text__put(out, "\tif ((s64)ret >= 0 && !(");
		emit__expr(e, out, fn->args[i].answer, bind);
		text__put(out, ")) {\n\t\tcleave_up_refuse(&call, ");
		text__string(out, fn->args[i].answer);
		text__put(out, ");\n\t\treturn ");
		put_cast(e, out, up->on_failure ?: default_failure(&fn->ret), &fn->ret, bind);
		text__put(out, ";\n\t}\n");
	}
}

static void put_up_begin(struct emit *e, struct text *out, const struct plan_upcall *up,
			 const struct plan_arg *ret, const struct binding *bind)
{
	text__printf(out, "\n\tif (cleave_up_begin(&call, &cleave_half, CLEAVE_UP_%s))\n\t\treturn",
		     e->functions[up->function]);
	if (ret->kind != ARG_VOID) {
		text__put(out, " ");
		put_cast(e, out, up->on_failure ?: default_failure(ret), ret, bind);
	}
	text__put(out, ";\n");
}

static void put_up_end(struct emit *e, struct text *out, const struct plan_upcall *up,
		       const struct plan_arg *ret, bool keeps, const struct binding *bind)
{
	bool pointer = ret->kind != ARG_VOID && emit__is_pointer(ret);

	text__put(out, "\t");
	if (ret->kind != ARG_VOID) {
		text__put(out, keeps ? "ret = (" : "return (");
		emit__declare(out, ret->type, "");
		text__put(out, pointer ? ")(unsigned long)" : ")");
	}
	text__put(out, "cleave_up_end(&call, ");
	if (pointer)
		text__put(out, "(unsigned long)(");
	emit__expr(e, out, up->on_failure ? up->on_failure : default_failure(ret), bind);
	text__put(out, pointer ? "), " : ", ");
	if (pointer && !ret->class)
		emit__fail(e, -EINVAL, "of which class %s returns a pointer is not known",
			   e->plan->functions[up->function].name);
	else if (pointer)
		emit__class(e, out, ret->class);
	else
		text__put(out, "CLEAVE_NUMBER");
	text__put(out, ");\n");
}

/* The caller makes a buffer by the answer: what it was told is kept. */
static void put_remember(struct text *out, const struct plan_upcall *up,
			 const struct plan_function *fn)
{
	text__printf(out, "\treturn cleave_remember(&cleave_half, %s, \"%s\", %s, ret);\n}\n",
		     emit__arg(&fn->args[0]), up->slot, emit__arg(&fn->args[1]));
}

void emit__up_kernel(struct emit *e, struct text *out, unsigned int index)
{
	const struct plan_upcall *up = &e->plan->upcalls[index];
	const struct plan_function *fn = &e->plan->functions[up->function];
	const struct binding bind = { .args = fn->args, .nr_args = fn->nr_args };
	const char *ident = e->functions[up->function];
	bool limited, keeps;
	unsigned int i;

	text__put(out, "\n");
	put_where(e, out, fn);
	emit__prototype(out, &fn->ret, "cleave_up_", ident, fn->args, fn->nr_args);
	text__put(out, ";\n");
	emit__prototype(out, &fn->ret, "cleave_up_", ident, fn->args, fn->nr_args);
	text__put(out, "\n{\n");
	limited = put_limits(out, fn, "\ttypeof(%1$s->%2$s) limit%3$u = %1$s->%2$s;\n");
	text__put(out, "\tstruct cleave_call call;\n");
	keeps = (limited || up->at_most || up->remember || has_answers(fn)) &&
		fn->ret.kind != ARG_VOID;
	if (keeps) {
		text__put(out, "\t");
		emit__declare(out, fn->ret.type, "ret");
		text__put(out, ";\n");
	}
	put_up_begin(e, out, up, &fn->ret, &bind);
	for (i = 0; i < fn->nr_args; i++)
		put_guests(e, out, &fn->args[i]);
	for (i = 0; i < fn->nr_args; i++)
		put_up_arg(e, out, &fn->args[i], &bind);
	for (i = 0; i < fn->nr_args; i++)
		if (fn->args[i].ends)
			text__printf(out, "\tcleave_up_ends(&call, %u);\n", i);
	put_up_end(e, out, up, &fn->ret, keeps, &bind);
	put_limits(out, fn, "\tif (%1$s->%2$s > limit%3$u)\n\t\t%1$s->%2$s = limit%3$u;\n");
	if (keeps)
		put_answers(e, out, up, fn, &bind);
	if (up->at_most && keeps)
		put_at_most(e, out, up->at_most, &fn->ret, &bind);
	if (up->remember)
		put_remember(out, up, fn);
	else
		text__put(out, keeps ? "\treturn ret;\n}\n" : "}\n");
}

void emit__up_user(struct emit *e, struct text *out, unsigned int index)
{
	const struct plan_upcall *up = &e->plan->upcalls[index];
	const struct plan_function *fn = &e->plan->functions[up->function];
	bool returns = fn->ret.kind != ARG_VOID;

	text__put(out, "\n");
	put_where(e, out, fn);
	text__printf(out, "void cleave_serve_%s(struct cleave_served *s)\n{\n\t",
		     e->functions[up->function]);
	if (returns)
		text__put(out, "s->ret = (unsigned long long)");
	text__printf(out, "%s(", fn->name);
	for (unsigned int i = 0; i < fn->nr_args; i++) {
		text__put(out, i ? ", (" : "(");
		emit__declare(out, fn->args[i].type, "");
		text__printf(out, ")s->args[%u]", i);
	}
	text__put(out, ");\n");
	if (!returns)
		text__put(out, "\ts->ret = 0;\n");
	text__put(out, "}\n");
}
