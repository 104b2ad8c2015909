// SPDX-License-Identifier: GPL-2.0-or-later
/* NAME-cleave.h and NAME-cleave.c: each half's description of itself. */
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

static void write_part(struct emit *e, struct text *out, enum view view, const char *suffix)
{
	char *rel = store__format("%s-cleave.%s", e->plan->driver, suffix);

	emit__file(e, out, view, rel, NULL);
	text__free(out);
	free(rel);
}

/* An enum of @n lines that @put puts: C has no empty ones. */
static void put_enum(struct emit *e, struct text *out, unsigned int n,
		     void (*put)(struct emit *e, struct text *out, unsigned int i))
{
	if (!n)
		return;
	text__put(out, "\nenum {\n");
	for (unsigned int i = 0; i < n; i++)
		put(e, out, i);
	text__put(out, "};\n");
}

static void put_up_number(struct emit *e, struct text *out, unsigned int i)
{
	text__printf(out, "\tCLEAVE_UP_%s = %u,\n", e->functions[e->plan->upcalls[i].function], i);
}

static void put_down_number(struct emit *e, struct text *out, unsigned int i)
{
	text__printf(out, "\tCLEAVE_DOWN_%s = %u,\n", e->downs[i], i);
}

static void put_type_number(struct emit *e, struct text *out, unsigned int i)
{
	text__printf(out, "\tCLEAVE_TYPE_%s = %u,\n", e->plan->types[i].ident, i);
}

static void put_class_number(struct emit *e, struct text *out, unsigned int i)
{
	if (i)	/* 0 is CLEAVE_ANY */
		text__printf(out, "\tCLEAVE_CLASS_%s = %u,\t/* %s */\n", e->classes[i], i,
			     e->plan->classes[i]);
}

static void kernel_header(struct emit *e)
{
	const struct plan *plan = e->plan;
	struct text out = {};
	unsigned int i;

	emit__banner(e, &out, true, "What the parts of the kernel half share.");
	text__printf(&out, "#ifndef CLEAVE_HALF_OF_%s\n#define CLEAVE_HALF_OF_%s\n\n", plan->ident,
		     plan->ident);
	text__put(&out, "#include <cleave/half.h>\n");
	put_enum(e, &out, plan->nr_upcalls, put_up_number);
	put_enum(e, &out, plan->nr_types, put_type_number);
	if (plan->nr_classes > 1)
		put_enum(e, &out, plan->nr_classes, put_class_number);
	text__put(&out, "\nextern struct cleave_half cleave_half;\n\n");
	for (i = 0; i < plan->nr_types; i++)
		text__printf(&out, "extern const struct cleave_type cleave_type_%s;\n",
			     plan->types[i].ident);
	for (i = 0; i < plan->nr_types; i++)
		if (plan->types[i].native)
			text__printf(&out, "const void *cleave_root_%s(const void *p);\n",
				     plan->types[i].ident);
	for (i = 0; i < plan->nr_symbols; i++)
		text__printf(&out, "extern const struct cleave_symbol cleave_symbol_%s;\n",
			     e->symbols[i]);
	for (i = 0; i < plan->nr_downcalls; i++)
		if (plan->downcalls[i].undo)
			text__printf(&out, "extern const struct cleave_undo cleave_undo_%s;\n",
				     e->downs[i]);
	for (i = 0; i < plan->nr_natives; i++)
		if (plan->natives[i].undo)
			text__printf(&out, "extern const struct cleave_undo cleave_undo_native_%s;\n",
				     plan->natives[i].name);
	text__put(&out, "\n");
	for (i = 0; i < plan->nr_downcalls; i++)
		text__printf(&out, "void cleave_down_%s(struct cleave_call *call);\n", e->downs[i]);
	text__put(&out, "\n#endif\n");
	write_part(e, &out, VIEW_KERNEL, "h");
}

static void put_locks(struct text *out, const char *member, const char *locks)
{
	if (locks)
		text__printf(out, "\t\t.%s = \"%s\",\n", member, locks);
}

static bool is_among(char *const *names, unsigned int nr, const char *name)
{
	for (unsigned int i = 0; i < nr; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static void put_bits(struct text *out, const bool *bits, unsigned int nr)
{
	for (unsigned int first = 0; first <= nr; first += 64) {
		uint64_t word = 0;

		for (unsigned int i = first; i < nr && i < first + 64; i++)
			word |= (uint64_t)bits[i] << (i - first);
		text__printf(out, " 0x%llxULL,", (unsigned long long)word);
	}
	text__put(out, " };");
}

/* A bit for each downcall, and one for each type. */
static void put_within(struct text *out, const struct plan *plan, unsigned int i)
{
	const struct plan_upcall *up = &plan->upcalls[i];
	bool *bits = store__alloc(plan->nr_downcalls + plan->nr_types + 1);

	for (unsigned int d = 0; d < plan->nr_downcalls; d++)
		bits[d] = is_among(up->downs, up->nr_downs, plan->downcalls[d].name);
	text__printf(out, "\nstatic const u64 within_%u[] = {", i);
	put_bits(out, bits, plan->nr_downcalls);
	for (unsigned int t = 0; t < plan->nr_types; t++)
		bits[t] = is_among(up->types, up->nr_types, plan->types[t].ident);
	if (!up->anything) {
		text__printf(out, "\nstatic const u64 concerns_%u[] = {", i);
		put_bits(out, bits, plan->nr_types);
	}
	free(bits);
}

/* Whether it is told by a check what state its first argument's object is in, and changes that. */
static bool is_single(const struct plan_downcall *down)
{
	const char *check = down->nr_args ? down->args[0].check : NULL;

	return check && strstr(check, "$0->") && !down->until_answer &&
	       (down->undo || strchr(check, '!')) && down->birth == BIRTH_NONE;
}

/* The same, of what is over soon: others that ask about the object wait for its end. */
static bool is_ordered(const struct plan_downcall *down)
{
	const char *check = down->nr_args ? down->args[0].check : NULL;

	return check && strstr(check, "$0") && down->by_worker;
}

static void put_kernel_tables(struct emit *e, struct text *out)
{
	const struct plan *plan = e->plan;
	unsigned int i;

	text__put(out, "\nstatic const struct cleave_type *const types[] = {\n");
	for (i = 0; i < plan->nr_types; i++)
		text__printf(out, "\t&cleave_type_%s,\n", plan->types[i].ident);
	text__put(out, "};\n\nstatic const struct cleave_symbol *const symbols[] = {\n");
	for (i = 0; i < plan->nr_symbols; i++)
		text__printf(out, "\t&cleave_symbol_%s,\n", e->symbols[i]);
	text__put(out, "};\n");
	for (i = 0; i < plan->nr_upcalls; i++)
		put_within(out, plan, i);
	text__put(out, "\n\nstatic const struct cleave_up ups[] = {\n");
	for (i = 0; i < plan->nr_upcalls; i++) {
		text__printf(out, "\t{\n\t\t.name = \"%s\",\n\t\t.wait_ms = %u,\n",
			     plan->functions[plan->upcalls[i].function].name,
			     plan->upcalls[i].wait_ms);
		put_locks(out, "holds", plan->upcalls[i].holds);
		put_locks(out, "perhaps", plan->upcalls[i].perhaps);
		text__printf(out, "\t\t.downs = within_%u,\n", i);
		if (!plan->upcalls[i].anything)
			text__printf(out, "\t\t.types = concerns_%u,\n", i);
		text__put(out, "\t},\n");
	}
	text__put(out, "};\n\nstatic const struct cleave_down downs[] = {\n");
	for (i = 0; i < plan->nr_downcalls; i++) {
		const struct plan_downcall *down = &plan->downcalls[i];

		text__printf(out, "\t{\n\t\t.name = \"%s\",\n\t\t.run = cleave_down_%s,\n\t\t.nargs = %u,\n",
			     down->name, e->downs[i],
			     down->nr_args + (down->ret.kind == ARG_STRING));
		text__put(out, down->anywhere ? "\t\t.anywhere = true,\n" : "");
		text__put(out, down->by_worker ? "\t\t.by_worker = true,\n" : "");
		text__put(out, is_single(down) ? "\t\t.single = true,\n" : "");
		text__put(out, is_ordered(down) ? "\t\t.ordered = true,\n" : "");
		text__put(out, down->keeps ? "\t\t.keeps = true,\n" : "");
		put_locks(out, "takes", down->takes);
		put_locks(out, "needs", down->needs);
		text__put(out, "\t},\n");
	}
	text__put(out, "};\n");
}

static const char kernel_life[] =
	"\n/*\n"
	" * The driver's own module_init() and module_exit() define these, see shim.h;\n"
	" * a driver may have one without the other.\n"
	" */\n"
	"int cleave_driver_init(void) __weak;\n"
	"void cleave_driver_exit(void) __weak;\n"
	"\n"
	"bool cleave_is_struck(const void *p);\n"
	"bool cleave_is_struck(const void *p)\n"
	"{\n"
	"\treturn cleave_struck(&cleave_half, p);\n"
	"}\n"
	"\n"
	"int __init init_module(void)\n"
	"{\n"
	"\treturn cleave_half_init(&cleave_half, cleave_driver_init);\n"
	"}\n"
	"\n"
	"void __exit cleanup_module(void)\n"
	"{\n"
	"\tcleave_half_exit(&cleave_half, cleave_driver_exit);\n"
	"}\n";

static void kernel_half(struct emit *e)
{
	struct text out = {};

	emit__banner(e, &out, false, "The kernel half's description of itself.");
	text__put(&out, "#include <linux/init.h>\n#include <linux/kernel.h>\n#include <linux/module.h>\n\n");
	text__printf(&out, "#include \"%s-cleave.h\"\n", e->plan->driver);
	put_kernel_tables(e, &out);
	text__printf(&out, "\nstruct cleave_half cleave_half = {\n\t.name = \"%s\",\n", e->plan->driver);
	text__printf(&out, "\t.build_id = \"%s\",\n\t.owner = THIS_MODULE,\n", e->plan->build_id);
	text__put(&out, "\t.types = types,\n\t.nr_types = ARRAY_SIZE(types),\n"
		  "\t.symbols = symbols,\n\t.nr_symbols = ARRAY_SIZE(symbols),\n"
		  "\t.ups = ups,\n\t.nr_ups = ARRAY_SIZE(ups),\n"
		  "\t.downs = downs,\n\t.nr_downs = ARRAY_SIZE(downs),\n};\n");
	text__put(&out, kernel_life);
	write_part(e, &out, VIEW_KERNEL, "c");
}

static void user_header(struct emit *e)
{
	struct text out = {};

	emit__banner(e, &out, true, "What the parts of the user half share.");
	text__printf(&out, "#ifndef CLEAVE_HALF_OF_%s\n#define CLEAVE_HALF_OF_%s\n\n", e->plan->ident,
		     e->plan->ident);
	text__put(&out, "#include <cleave/boundary.h>\n");
	put_enum(e, &out, e->plan->nr_downcalls, put_down_number);
	text__put(&out, "\n");
	for (unsigned int i = 0; i < e->plan->nr_upcalls; i++)
		text__printf(&out, "void cleave_serve_%s(struct cleave_served *s);\n",
			     e->functions[e->plan->upcalls[i].function]);
	text__put(&out, "\n#endif\n");
	write_part(e, &out, VIEW_USER, "h");
}

static bool is_symbol(const struct emit *e, const char *name)
{
	for (unsigned int i = 0; i < e->plan->nr_symbols; i++)
		if (e->plan->symbols[i].external && !strcmp(e->plan->symbols[i].name, name))
			return true;
	return false;
}

static void put_dummy(struct text *out, const char *name)
{
	text__printf(out, "\nvoid kapi_%s(void);\nvoid kapi_%s(void)\n{\n\tcleave_unreached(\"%s\");\n}\n",
		     name, name, name);
}

/* Functions of the kernel of which only the address is used. */
static void put_dummies(struct emit *e, struct text *out)
{
	const struct plan *plan = e->plan;
	unsigned int i;

	for (i = 0; i < plan->nr_symbols; i++)
		if (plan->symbols[i].external && plan->symbols[i].kind == SYMBOL_FUNCTION &&
		    emit__needs_dummy(e, plan->symbols[i].name))
			put_dummy(out, plan->symbols[i].name);
	for (i = 0; i < plan->nr_policies; i++)
		if (plan->policies[i].policy == POLICY_ADDRESS &&
		    !is_symbol(e, plan->policies[i].symbol) &&
		    emit__needs_dummy(e, plan->policies[i].symbol))
			put_dummy(out, plan->policies[i].symbol);
}

static void put_symbol_name(struct emit *e, struct text *out, unsigned int i)
{
	const struct plan_symbol *symbol = &e->plan->symbols[i];

	text__printf(out, symbol->external ? "kapi_%s" : "cleave_symbol_%s",
		     symbol->external ? symbol->name : e->symbols[i]);
}

static void put_user_tables(struct emit *e, struct text *out)
{
	const struct plan *plan = e->plan;
	unsigned int i;

	text__put(out, "\nstatic const struct cleave_serve ups[] = {\n");
	for (i = 0; i < plan->nr_upcalls; i++) {
		unsigned int fn = plan->upcalls[i].function;

		text__printf(out, "\t{ \"%s\", cleave_serve_%s },\n", plan->functions[fn].name,
			     e->functions[fn]);
	}
	text__put(out, "};\n\nstatic const char *const downs[] = {\n");
	for (i = 0; i < plan->nr_downcalls; i++)
		text__printf(out, "\t\"%s\",\n", plan->downcalls[i].name);
	text__put(out, "};\n\nstatic const void *const symbols[] = {\n");
	for (i = 0; i < plan->nr_symbols; i++) {
		text__put(out, "\t");
		put_symbol_name(e, out, i);
		text__put(out, ",\n");
	}
	text__put(out, "};\n\nstatic const char *const symbol_names[] = {\n");
	for (i = 0; i < plan->nr_symbols; i++)
		text__printf(out, "\t\"%s\",\n", plan->symbols[i].name);
	text__put(out, "};\n");
}

static void user_half(struct emit *e)
{
	const struct plan *plan = e->plan;
	struct text out = {};

	emit__banner(e, &out, false, "The user half's description of itself.");
	text__printf(&out, "#include \"%s-cleave.h\"\n", plan->driver);
	put_dummies(e, &out);
	text__put(&out, "\n/* only addresses: the types are known where the things are */\n");
	for (unsigned int i = 0; i < plan->nr_symbols; i++) {
		const struct plan_symbol *symbol = &plan->symbols[i];

		if (symbol->external && symbol->kind == SYMBOL_FUNCTION &&
		    emit__needs_dummy(e, symbol->name))
			continue;
		text__put(&out, "extern const char ");
		put_symbol_name(e, &out, i);
		text__put(&out, "[];\n");
	}
	put_user_tables(e, &out);
	text__printf(&out, "\nconst struct cleave_user_half cleave_user_half = {\n\t.name = \"%s\",\n",
		     plan->driver);
	text__printf(&out, "\t.build_id = \"%s\",\n\t.kernel = \"%s\",\n", plan->build_id,
		     plan->kernel);
	text__put(&out, "\t.ups = ups,\n\t.downs = downs,\n\t.symbols = symbols,\n"
		  "\t.symbol_names = symbol_names,\n");
	text__printf(&out, "\t.nr_ups = %u,\n\t.nr_downs = %u,\n\t.nr_symbols = %u,\n};\n",
		     plan->nr_upcalls, plan->nr_downcalls, plan->nr_symbols);
	write_part(e, &out, VIEW_USER, "c");
}

void emit__halves(struct emit *e)
{
	kernel_header(e);
	kernel_half(e);
	user_header(e);
	user_half(e);
}
