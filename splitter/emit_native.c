// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel side of the driver calls instead of a function that acquires
 * or gives back, so that there is a record, or none any more. shim.h redirects to
 * it; in a tail the name means the kernel's function again.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

/* It makes an object or a region. */
static bool makes(const struct plan_downcall *native)
{
	return native->owner || native->for_module;
}

/* What cleave.ko may have given back first is not given back once more. */
static void put_released(struct emit *e, struct text *out, const struct plan_downcall *native,
			 const char *released)
{
	const struct plan_downcall *acquirer = emit__acquirer(e, native);

	if (!acquirer->first) {
		text__printf(out, "\t%s;\n", released);
		return;
	}
	if (native->dies >= 0 || makes(native))
		emit__fail(e, -EINVAL, "model: %s: what ends or makes something cannot be left out, so %s cannot be given back `first'",
			   native->name, acquirer->name);
	text__printf(out, "\tif (%s)\n\t\treturn%s;\n", released,
		     native->ret.kind == ARG_VOID ? "" :
		     emit__is_pointer(&native->ret) ? " NULL" : " 0");
}

static void put_goodbyes(struct emit *e, struct text *out, const struct plan_downcall *native,
			 const struct binding *bind)
{
	struct text released = {};

	if (native->dies >= 0 && native->of && native->ret.kind == ARG_VOID)
		text__printf(out, "\tif (cleave_native_part(&cleave_half, %s))\n\t\treturn;\n",
			     emit__arg(&native->args[native->dies]));
	if (emit__released(e, &released, native, "cleave_native_released(&cleave_half", bind))
		put_released(e, out, native, released.s);
	text__free(&released);
	if (native->dies >= 0)
		text__printf(out, "\tcleave_dead = cleave_native_dies(&cleave_half, (const void *)%s);\n",
			     emit__arg(&native->args[native->dies]));
}

static void put_died(struct text *out, const struct plan_downcall *native)
{
	if (native->dies >= 0)
		text__put(out, "\tcleave_native_died(&cleave_half, cleave_dead);\n");
}

/* A user half that died may have given it back, and not taken it again. */
static void put_already(struct emit *e, struct text *out, const struct plan_downcall *native,
			const struct binding *bind)
{
	if (!native->already)
		return;
	if (native->kind != DOWN_FUNCTION || native->ret.kind != ARG_VOID || native->dies >= 0) {
		emit__fail(e, -EINVAL, "model: %s: only a function that returns nothing, and ends nothing, can be left out by `already'",
			   native->name);
		return;
	}
	text__put(out, "\tif (");
	emit__expr(e, out, native->already, bind);
	text__put(out, ")\n\t\treturn;\n");
}

static void put_record(struct emit *e, struct text *out, const struct plan_downcall *native,
		       const struct binding *bind)
{
	const char *good = emit__success(native);

	if (good)
		text__printf(out, "\tif (%s)\n\t", good);
	if (native->unless) {
		text__put(out, "\tif (!(");
		emit__expr(e, out, native->unless, bind);
		text__put(out, "))\n\t");
	}
	text__put(out, "\t");
	emit__acquired(e, out, native, "cleave_native_acquired(&cleave_half", bind);
	text__put(out, ";\n");
}

/* Where the new object is: what is returned, or what the callee has put there. */
static const char *born_at(const struct plan_downcall *native, const struct binding *bind)
{
	return native->birth_at < 0 ? bind->ret : bind->args[native->birth_at].name;
}

static void put_made(struct emit *e, struct text *out, const struct plan_downcall *native,
		     const struct binding *bind)
{
	struct text born = {};

	bool recorded = native->undo && (!native->for_module || native->birth == BIRTH_BYTES);

	text__printf(&born, "cleave_native_born%s(&cleave_half, %s",
		     native->birth_managed ? "_managed" : recorded ? "" : "_for_module",
		     !native->for_module ? "cleave_owner, " : recorded ? "NULL, " : "");
	if (native->birth_managed) {
		emit__expr(e, &born, native->birth_managed, bind);
		text__put(&born, ", ");
	}
	text__printf(&born, "%s, ", born_at(native, bind));
	emit__born_type(e, &born, native);
	text__put(&born, ", ");
	emit__expr(e, &born, native->birth_size, bind);
	if (!recorded)
		text__printf(out, "%s)", born.s);
	else
		emit__acquired(e, out, native, born.s, bind);
	text__free(&born);
}

/*
 * The runtime hears of an object; if it cannot take it in, there is none. What is managed its
 * device's end will free.
 */
static void put_birth(struct emit *e, struct text *out, const struct plan_downcall *native,
		      const struct binding *bind)
{
	const char *good = emit__success(native);

	emit__clear(e, out, native, bind);
	text__printf(out, "\tif (%s && ", good ? good : "true");
	put_made(e, out, native, bind);
	text__put(out, ") {\n");
	if (native->undo) {
		text__put(out, "\t\t");
		emit__expr(e, out, native->undo, bind);
		text__put(out, ";\n");
	}
	text__printf(out, "\t\tret = %s;\n\t}\n",
		     native->birth_at < 0 ? emit__nothing(native) : "-ENOMEM");
}

/* What is not mapped is NULL there; of what no user half can see it learns nothing. */
static void put_table(struct emit *e, struct text *out, const struct plan_downcall *native,
		      const struct binding *bind)
{
	text__printf(out, "\tfor (int cleave_nr = 0; ret && cleave_nr < %s; cleave_nr++)\n\t\tif (ret[cleave_nr])\n",
		     native->birth_table);
	text__put(out, "\t\t\tcleave_native_mmio(&cleave_half, cleave_owner, ret[cleave_nr], ");
	emit__expr(e, out, native->birth_phys, bind);
	text__put(out, ", ");
	emit__expr(e, out, native->birth_size, bind);
	text__put(out, ");\n");
}

static void put_mapping(struct emit *e, struct text *out, const struct plan_downcall *native,
			const struct binding *bind)
{
	if (native->birth_table) {
		put_table(e, out, native, bind);
		return;
	}
	text__put(out, "\tif (!IS_ERR_OR_NULL(ret) &&\n\t    ");
	text__put(out, "cleave_native_mmio(&cleave_half, cleave_owner, ret, ");
	emit__expr(e, out, native->birth_phys, bind);
	text__put(out, ", ");
	emit__expr(e, out, native->birth_size, bind);
	text__put(out, ")) {\n");
	if (native->undo) {
		text__put(out, "\t\t");
		emit__expr(e, out, native->undo, bind);
		text__put(out, ";\n");
	}
	text__printf(out, "\t\tret = %s;\n\t}\n", emit__nothing(native));
}

void emit__maker_prototype(struct text *out, const struct plan_downcall *native)
{
	struct plan_arg *args = store__alloc((native->nr_args + 1) * sizeof(*args));

	args[0] = (struct plan_arg){ .name = "cleave_owner", .type = "const void *" };
	for (unsigned int i = 0; i < native->nr_args; i++)
		args[i + 1] = native->args[i];
	emit__prototype(out, &native->ret, "cleave_native_", native->name, args,
			native->nr_args + 1);
	free(args);
}

/* As the model's expressions see the arguments: of a result, what the callee has put there. */
static struct plan_arg *seen(const struct plan_downcall *native)
{
	struct plan_arg *args = store__alloc((native->nr_args + 1) * sizeof(*args));

	for (unsigned int i = 0; i < native->nr_args; i++) {
		args[i] = native->args[i];
		if ((int)i == native->birth_at)
			args[i].name = store__format("(*%s)", emit__arg(&native->args[i]));
	}
	return args;
}

static void forget(const struct plan_downcall *native, struct plan_arg *args)
{
	if (native->birth_at >= 0)
		free(args[native->birth_at].name);
	free(args);
}

static void put_call(struct emit *e, struct text *out, const struct plan_downcall *native,
		     const struct binding *bind)
{
	text__put(out, native->ret.kind != ARG_VOID ? "\tret = " : "\t");
	if (native->instead) {
		emit__expr(e, out, native->instead, bind);
		text__put(out, ";\n");
		return;
	}
	text__printf(out, "%s(", native->of ? native->of : native->name);
	emit__names(out, native->args, native->nr_args);
	text__put(out, ");\n");
}

void emit__native(struct emit *e, struct text *out, const struct plan_downcall *native)
{
	struct plan_arg *args = seen(native);
	const struct binding bind = { .args = args, .nr_args = native->nr_args, .ret = "ret" };
	bool returns = native->ret.kind != ARG_VOID;

	if (native->undo)
		emit__undo(e, out, native);
	text__printf(out, "\n/* %s, as called by the kernel half itself */\n", native->name);
	if (!native->of)
		text__printf(out, "extern typeof(%s) cleave_native_%s;\n", native->name, native->name);
	if (native->owner)
		emit__maker_prototype(out, native);
	else
		emit__prototype(out, &native->ret, "cleave_native_", native->name, native->args,
				native->nr_args);
	text__put(out, "\n{\n");
	if (native->dies >= 0)
		text__put(out, "\tstruct cleave_object *cleave_dead;\n");
	if (returns) {
		text__put(out, "\t");
		emit__declare(out, native->ret.type, "ret");
		text__put(out, ";\n");
	}
	text__put(out, native->dies >= 0 || returns ? "\n" : "");
	put_goodbyes(e, out, native, &bind);
	put_already(e, out, native, &bind);
	put_call(e, out, native, &bind);
	put_died(out, native);
	if (native->birth == BIRTH_MMIO)
		put_mapping(e, out, native, &bind);
	else if (makes(native))
		put_birth(e, out, native, &bind);
	if (native->undo && (!makes(native) || native->birth == BIRTH_MMIO))
		put_record(e, out, native, &bind);
	text__put(out, returns ? "\treturn ret;\n}\n" : "}\n");
	forget(native, args);
}
