// SPDX-License-Identifier: GPL-2.0-or-later
/* The user half's end of a downcall: a stub that sends what it is given and takes the answer. */
#include <cleave/wire.h>

#include "emit_parts.h"

static void put_user_arg(struct emit *e, struct text *out, const struct plan_arg *arg,
			 const struct binding *bind)
{
	const char *name = emit__arg(arg);

	switch (arg->kind) {
	case ARG_OBJECT:
	case ARG_POINTER:
		text__printf(out, "\tcleave_put_pointer(&f, (const void *)%s);\n", name);
		break;
	case ARG_BUFFER:
		if (arg->lent) {
			text__printf(out, "\tcleave_put_lent(&f, (const void *)%s, %d);\n", name,
				     arg->dir);
			break;
		}
		text__printf(out, "\tcleave_put_buffer(&f, (const void *)%s, ", name);
		emit__expr(e, out, arg->len, bind);
		text__printf(out, ", %d);\n", arg->dir);
		break;
	case ARG_STRING:
	case ARG_STRING_KEPT:
		text__printf(out, "\tcleave_put_string(&f, %s);\n", name);
		break;
	case ARG_FORMAT:
		text__printf(out, "\t__builtin_va_start(ap, %s);\n", name);
		text__printf(out, "\tcleave_put_format(&f, text, %s, ap);\n", name);
		text__put(out, "\t__builtin_va_end(ap);\n");
		break;
	case ARG_RESULT:
		text__printf(out, "\tcleave_put_buffer(&f, &result_%s, sizeof(void *), %d);\n", name,
			     CLEAVE_TO_USER);
		break;
	case ARG_IGNORED:
		text__put(out, "\tcleave_put_value(&f, 0);\n");
		break;
	default:
		text__printf(out, "\tcleave_put_value(&f, (unsigned long long)%s);\n", name);
	}
}

/* Pointers that the callee sets come in variables of the stub's. */
static bool put_result_variables(struct text *out, const struct plan_downcall *plan)
{
	bool any = false;

	for (unsigned int i = 0; i < plan->nr_args; i++) {
		if (plan->args[i].kind != ARG_RESULT)
			continue;
		text__printf(out, "\tvoid *result_%s = (void *)0;\n", emit__arg(&plan->args[i]));
		any = true;
	}
	if (plan->nr_args && plan->args[plan->nr_args - 1].kind == ARG_FORMAT)
		text__put(out, "\t__builtin_va_list ap;\n\tchar text[CLEAVE_FORMAT_MAX];\n");
	text__put(out, any ? "\tunsigned long long ret;\n\n" : "\n");
	return any;
}

static void put_cast(struct text *out, const struct plan_downcall *plan)
{
	text__put(out, "return (");
	emit__declare(out, plan->ret.type, "");
	text__put(out, ")");
}

static void put_result_answer(struct text *out, const struct plan_downcall *plan)
{
	for (unsigned int i = 0; i < plan->nr_args; i++)
		if (plan->args[i].kind == ARG_RESULT)
			text__printf(out, "\tif (%1$s)\n\t\t*%1$s = result_%1$s;\n",
				     emit__arg(&plan->args[i]));
	if (plan->ret.kind == ARG_VOID)
		return;
	text__put(out, "\t");
	put_cast(out, plan);
	text__put(out, "ret;\n");
}

void emit__down_user(struct emit *e, struct text *out, unsigned int index)
{
	const struct plan_downcall *plan = &e->plan->downcalls[index];
	const struct binding bind = { .args = plan->args, .nr_args = plan->nr_args };
	bool ours = plan->kind == DOWN_DRIVER || plan->kind == DOWN_OUTLINE;
	const char *prefix = ours ? "cleave_down_" : "kapi_";
	const char *ident = ours ? e->downs[index] : plan->name;
	bool results;

	emit__origin(e, out, plan);
	if (plan->kind == DOWN_FUNCTION || plan->kind == DOWN_INLINE)
		text__printf(out, "extern typeof(%s) kapi_%s;\n", plan->name, plan->name);
	emit__prototype(out, &plan->ret, prefix, ident, plan->args, plan->nr_args);
	text__printf(out, "\n{\n\tstruct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_%s);\n",
		     e->downs[index]);
	results = put_result_variables(out, plan);
	for (unsigned int i = 0; i < plan->nr_args; i++)
		put_user_arg(e, out, &plan->args[i], &bind);
	text__put(out, results ? "\tret = " : "\t");
	if (plan->ret.kind != ARG_VOID && !results)
		put_cast(out, plan);
	text__put(out, plan->ret.kind == ARG_STRING ? "cleave_down_text(&f);\n" : "cleave_down(&f);\n");
	if (results)
		put_result_answer(out, plan);
	text__put(out, "}\n");
}
