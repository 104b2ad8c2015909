// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel half's end of a downcall: what it is given is checked, the work done, the answer given. */
#include <string.h>

#include <cleave/wire.h>

#include "emit_parts.h"

/* What is known of a downcall while its kernel stub is written. */
struct down {
	struct emit *e;
	struct text *out;
	unsigned int index;
	const struct plan_downcall *plan;
	struct binding bind;
	bool returns;
	bool pointer;
};

/* "ret", or the name of the argument that the callee sets. */
static const char *born(const struct down *d)
{
	return d->plan->birth_at < 0 ? "ret" : emit__arg(&d->plan->args[d->plan->birth_at]);
}

void emit__origin(struct emit *e, struct text *out, const struct plan_downcall *down)
{
	static const char *const kinds[] = {
		[DOWN_FUNCTION] = "function", [DOWN_INLINE] = "inline function",
		[DOWN_MACRO] = "macro", [DOWN_TYPED] = "for one type of objects, function",
	};

	if (down->kind == DOWN_DRIVER) {
		const struct plan_function *fn = &e->plan->functions[down->function];

		text__printf(out, "\n/* %s, %s:%u */\n", fn->name,
			     e->plan->sources[fn->source].rel, fn->line);
	} else if (down->kind == DOWN_OUTLINE) {
		text__printf(out, "\n/* %s, a region under a lock */\n", down->name);
	} else {
		text__printf(out, "\n/* %s, %s of the kernel */\n", down->name, kinds[down->kind]);
	}
}

static void put_class_arg(struct down *d, unsigned int i, const struct plan_arg *arg)
{
	text__printf(d->out, " = cleave_arg_object(call, %u, ", i);
	emit__class(d->e, d->out, arg->kind == ARG_OBJECT ? arg->class : 0);
	text__put(d->out, ")");
}

/* Declares an argument and, but for buffers, takes it: their lengths may need the others. */
static void take_arg(struct down *d, unsigned int i)
{
	const struct plan_arg *arg = &d->plan->args[i];

	text__put(d->out, "\t");
	if (arg->kind == ARG_RESULT) {
		text__printf(d->out, "typeof(*(%s)0) %s = NULL;\n", arg->type, emit__arg(arg));
		return;
	}
	emit__declare(d->out, arg->type, emit__arg(arg));
	switch (arg->kind) {
	case ARG_OBJECT:
	case ARG_POINTER:
		put_class_arg(d, i, arg);
		break;
	case ARG_STRING:
	case ARG_STRING_KEPT:
	case ARG_FORMAT:
		text__put(d->out, " = (");
		emit__declare(d->out, arg->type, "");
		text__printf(d->out, ")cleave_arg_string%s(call, %u)",
			     arg->kind == ARG_STRING_KEPT ? "_kept" : "", i);
		break;
	case ARG_IGNORED:
		text__printf(d->out, " = %s", arg->len ? arg->len : "0");
		break;
	case ARG_BUFFER:
		break;
	default:
		text__printf(d->out, " = %scleave_arg(call, %u)",
			     emit__is_pointer(arg) ? "(void *)(unsigned long)" : "", i);
	}
	text__put(d->out, ";\n");
}

static void put_err_check(struct down *d)
{
	text__put(d->out, "\tif (call->err)\n\t\treturn;\n");
}

static bool refuses_null(const struct plan_arg *arg)
{
	return arg->kind != ARG_VALUE && arg->kind != ARG_IGNORED && arg->kind != ARG_RESULT &&
	       !arg->null;
}

static bool put_null_checks(struct down *d, bool buffers)
{
	bool any = false;

	for (unsigned int i = 0; i < d->plan->nr_args; i++) {
		const struct plan_arg *arg = &d->plan->args[i];

		if (!refuses_null(arg) || (arg->kind == ARG_BUFFER) != buffers)
			continue;
		text__printf(d->out, "\tif (!%s)\n\t\tcleave_refuse(call, %u, \"NULL\");\n",
			     emit__arg(arg), i);
		any = true;
	}
	return any;
}

static void put_length(struct down *d, const struct plan_arg *arg)
{
	if (arg->lent)
		text__printf(d->out, "cleave_len_%s", emit__arg(arg));
	else
		emit__expr(d->e, d->out, arg->len, &d->bind);
}

/* Bools that the callee may read: the user half could make them other bytes than 0 and 1. */
static void put_truths(struct down *d, const struct plan_arg *arg)
{
	const char *type = strncmp(arg->type, "const ", 6) ? arg->type : arg->type + 6;

	if (strcmp(type, "bool *") && strcmp(type, "_Bool *"))
		return;
	text__printf(d->out, "\tcleave_truths((void *)%s, ", emit__arg(arg));
	put_length(d, arg);
	text__put(d->out, ");\n");
}

static bool take_buffers(struct down *d)
{
	bool any = false;

	for (unsigned int i = 0; i < d->plan->nr_args; i++) {
		const struct plan_arg *arg = &d->plan->args[i];

		if (arg->kind != ARG_BUFFER)
			continue;
		text__printf(d->out, "\t%s = cleave_arg_%s(call, %u, ", emit__arg(arg),
			     arg->lent ? "lent" : "buffer", i);
		text__put(d->out, arg->lent ? "&" : "");
		put_length(d, arg);
		text__printf(d->out, ", %s);\n", emit__dir(arg->dir));
		put_truths(d, arg);
		any = true;
	}
	return any;
}

static bool put_model_checks(struct down *d)
{
	bool any = false;

	for (unsigned int i = 0; i < d->plan->nr_args; i++) {
		const struct plan_arg *arg = &d->plan->args[i];

		if (!arg->check)
			continue;
		text__put(d->out, "\tif (!(");
		emit__expr(d->e, d->out, arg->check, &d->bind);
		text__printf(d->out, "))\n\t\tcleave_refuse(call, %u, ", i);
		text__string(d->out, arg->check);
		text__put(d->out, ");\n");
		any = true;
	}
	return any;
}

/* All arguments are taken and found good, or the stub returns. */
static void take_args(struct down *d)
{
	for (unsigned int i = 0; i < d->plan->nr_args; i++)
		take_arg(d, i);
	for (unsigned int i = 0; i < d->plan->nr_args; i++)
		if (d->plan->args[i].lent)
			text__printf(d->out, "\tsize_t cleave_len_%s;\n",
				     emit__arg(&d->plan->args[i]));
	if (d->returns) {
		text__put(d->out, "\t");
		emit__declare(d->out, d->plan->ret.type, "ret");
		text__put(d->out, ";\n");
	}
	text__put(d->out, d->plan->nr_args || d->returns ? "\n" : "");
	for (unsigned int i = 0; i < d->plan->nr_args; i++)
		if (d->plan->args[i].kind == ARG_RESULT)
			text__printf(d->out, "\tcleave_arg_result(call, %u);\n", i);
	if (d->plan->ret.kind == ARG_STRING)
		text__printf(d->out, "\tcleave_arg_text(call, %u);\n", d->plan->nr_args);
	put_err_check(d);
	if (put_null_checks(d, false))
		put_err_check(d);
	if (take_buffers(d)) {
		put_err_check(d);
		if (put_null_checks(d, true))
			put_err_check(d);
	}
	if (put_model_checks(d))
		put_err_check(d);
}

/* Whether the callee succeeded, by the type of what it returns; NULL: it always does. */
const char *emit__success(const struct plan_downcall *plan)
{
	if (plan->ret.kind == ARG_VOID)
		return NULL;
	if (emit__is_pointer(&plan->ret))
		return "!IS_ERR_OR_NULL(ret)";
	if (!strcmp(plan->ret.type, "bool") || !strcmp(plan->ret.type, "_Bool"))
		return "ret";
	return "(s64)ret >= 0";
}

/* What a function that makes something returns when there is none. */
const char *emit__nothing(const struct plan_downcall *plan)
{
	return plan->birth_errors ? "ERR_PTR(-ENOMEM)" : "NULL";
}

static void put_failure(struct down *d)
{
	if (d->plan->undo) {
		text__put(d->out, "\t\t");
		emit__expr(d->e, d->out, d->plan->undo, &d->bind);
		text__put(d->out, ";\n");
	}
	if (!d->returns)
		text__put(d->out, "\t\tcleave_refuse(call, 0, \"no memory for the record\");\n");
	else if (d->plan->birth_at >= 0)
		text__printf(d->out, "\t\t%s = NULL;\n\t\tret = -ENOMEM;\n", born(d));
	else if (d->pointer)
		text__printf(d->out, "\t\tret = %s;\n", emit__nothing(d->plan));
	else if (!strcmp(emit__success(d->plan), "ret"))
		text__put(d->out, "\t\tret = false;\n");
	else
		text__put(d->out, "\t\tret = -ENOMEM;\n");
	text__put(d->out, "\t}\n");
}

void emit__clear(struct emit *e, struct text *out, const struct plan_downcall *plan,
		 const struct binding *bind)
{
	if (!plan->birth_clear)
		return;
	text__put(out, "\tif (ret)\n\t\tmemset(ret, 0, ");
	emit__expr(e, out, plan->birth_size, bind);
	text__put(out, ");\n");
}

static void put_birth(struct down *d)
{
	const struct plan_downcall *plan = d->plan;

	if (plan->birth == BIRTH_NONE)
		return;
	emit__clear(d->e, d->out, plan, &d->bind);
	text__printf(d->out, "\tif (!IS_ERR_OR_NULL(%s) &&\n\t    ", born(d));
	switch (plan->birth) {
	case BIRTH_MMIO:
		text__put(d->out, "cleave_born_mmio(call, ret, ");
		emit__expr(d->e, d->out, plan->birth_phys, &d->bind);
		break;
	case BIRTH_COHERENT:
		text__put(d->out, "cleave_born_coherent(call, ");
		emit__expr(d->e, d->out, plan->birth_dev, &d->bind);
		text__put(d->out, ", ret, ");
		emit__expr(d->e, d->out, plan->birth_dma, &d->bind);
		break;
	default:
		text__printf(d->out, "cleave_born%s(call, ", plan->birth_managed ? "_managed" :
			     plan->birth_guest ? "_guest" : "");
		if (plan->birth_managed) {
			emit__expr(d->e, d->out, plan->birth_managed, &d->bind);
			text__put(d->out, ", ");
		}
		text__printf(d->out, "%s, ", born(d));
		emit__born_type(d->e, d->out, plan);
	}
	text__put(d->out, ", ");
	emit__expr(d->e, d->out, plan->birth_size, &d->bind);
	text__put(d->out, ")) {\n");
	put_failure(d);
}

/* Where the callee's doing may be nothing to give back. */
static void put_unless(struct down *d)
{
	if (!d->plan->unless)
		return;
	text__put(d->out, "!(");
	emit__expr(d->e, d->out, d->plan->unless, &d->bind);
	text__put(d->out, ") &&\n\t    ");
}

static void put_acquired(struct down *d)
{
	const char *good = d->plan->always ? NULL : emit__success(d->plan);

	if (!d->plan->undo)
		return;
	text__put(d->out, "\tif (");
	if (good)
		text__printf(d->out, "%s &&\n\t    ", good);
	put_unless(d);
	emit__acquired(d->e, d->out, d->plan, "cleave_acquired(call", &d->bind);
	text__put(d->out, ") {\n");
	if (d->plan->birth != BIRTH_NONE)
		text__printf(d->out, "\t\tcleave_unborn(call, (const void *)%s);\n", born(d));
	put_failure(d);
}

/* What the callee is about to end or to give back; the stub must not call if that is refused. */
static void put_goodbyes(struct down *d)
{
	const struct plan_downcall *plan = d->plan;
	struct text released = {};

	if (emit__released(d->e, &released, plan,
			   plan->deferred ? "cleave_retire(call" : "cleave_released(call", &d->bind)) {
		text__put(d->out, plan->deferred ? "\t" : "\tif (");
		if (!plan->deferred)
			put_unless(d);
		text__printf(d->out, plan->deferred ? "%s;\n" : "%s)\n\t\treturn;\n", released.s);
	} else if (plan->deferred) {
		text__put(d->out, "\tcleave_refuse(call, 0, \"nothing acquires this\");\n");
	}
	text__free(&released);
	if (plan->dies >= 0 && !plan->deferred)
		text__printf(d->out, "\tif (cleave_dies(call, (const void *)%s))\n\t\treturn;\n",
			     emit__arg(&plan->args[plan->dies]));
	if (plan->fails >= 0)
		text__printf(d->out, "\tif (cleave_away(call, (const void *)%s))\n\t\treturn;\n",
			     emit__arg(&plan->args[plan->fails]));
}

/* What the callee has made of them. */
static void put_outcome(struct down *d)
{
	const struct plan_downcall *plan = d->plan;
	const char *good = emit__success(d->plan);

	for (unsigned int i = 0; good && i < plan->nr_args; i++)
		if (plan->args[i].kind == ARG_RESULT)
			text__printf(d->out, "\tif (!(%s))\n\t\t%s = NULL;\n", good,
				     emit__arg(&plan->args[i]));
	if (plan->fails >= 0)
		text__printf(d->out, "\tcleave_back(call, !(%s));\n", good ? good : "true");
}

static void put_results(struct down *d)
{
	for (unsigned int i = 0; i < d->plan->nr_args; i++)
		if (d->plan->args[i].kind == ARG_RESULT)
			text__printf(d->out, "\tcleave_result(call, %u, %s);\n", i,
				     emit__arg(&d->plan->args[i]));
}

/* The last of them, or -1. */
static int lent(const struct plan_downcall *plan)
{
	int last = -1;

	for (unsigned int i = 0; i < plan->nr_args; i++)
		if (plan->args[i].lent)
			last = i;
	return last;
}

/* The argument to name when a guard stops a region, or -1: there is no guard. */
static int stops_for(const struct down *d)
{
	for (unsigned int i = 0; i < d->e->plan->nr_outlines; i++) {
		const struct plan_outline *outline = &d->e->plan->outlines[i];

		if (outline->downcall == (int)d->index && outline->nr_guards)
			return lent(d->plan) >= 0 ? lent(d->plan) : outline->guards[0].arg;
	}
	return -1;
}

static void put_call(struct down *d)
{
	const struct plan_downcall *plan = d->plan;
	int stops = stops_for(d);

	if (plan->instead) {
		text__put(d->out, d->returns ? "\tret = " : "\t");
		emit__expr(d->e, d->out, plan->instead, &d->bind);
		text__put(d->out, ";\n");
		put_err_check(d);
		return;
	}
	if (plan->by_line) {
		emit__call_by_site(d->out, plan);
		return;
	}
	text__printf(d->out, "\t%s%s(", d->returns ? "ret = " : stops >= 0 ? "if (!" : "",
		     plan->of ? plan->of : plan->name);
	for (unsigned int i = 0; i < plan->nr_args; i++)
		text__printf(d->out, "%s%s%s", i ? ", " : "",
			     plan->args[i].kind == ARG_RESULT ? "&" :
			     plan->args[i].kind == ARG_FORMAT ? "\"%s\", " : "",
			     emit__arg(&plan->args[i]));
	for (unsigned int i = 0; i < plan->nr_args; i++)
		if (plan->args[i].lent)
			text__printf(d->out, ", cleave_len_%s", emit__arg(&plan->args[i]));
	if (stops >= 0)
		text__printf(d->out, "))\n\t\tcleave_refuse(call, %d, \"%s\");\n", stops,
			     plan->args[stops].lent ? "is not that long" : "leads out of an array");
	else
		text__put(d->out, ");\n");
}

void emit__down_kernel(struct emit *e, struct text *out, unsigned int index)
{
	const struct plan_downcall *plan = &e->plan->downcalls[index];
	struct down d = {
		.e = e, .out = out, .index = index, .plan = plan,
		.bind = { .args = plan->args, .nr_args = plan->nr_args, .ret = "ret" },
		.returns = plan->ret.kind != ARG_VOID,
		.pointer = plan->ret.kind != ARG_VOID && emit__is_pointer(&plan->ret),
	};

	if (plan->undo)
		emit__undo(e, out, plan);
	emit__origin(e, out, plan);
	text__printf(out, "void cleave_down_%s(struct cleave_call *call)\n{\n", e->downs[index]);
	take_args(&d);
	put_goodbyes(&d);
	if (!plan->deferred)
		put_call(&d);
	put_outcome(&d);
	put_birth(&d);
	put_acquired(&d);
	put_results(&d);
	if (plan->ret.kind == ARG_STRING)
		text__printf(out, "\tcleave_return_text(call, %u, ret);\n", plan->nr_args);
	else if (d.pointer)
		text__put(out, "\tcleave_return_pointer(call, (const void *)ret);\n");
	else if (d.returns)
		text__put(out, "\tcleave_return(call, ret);\n");
	text__put(out, "}\n");
}
