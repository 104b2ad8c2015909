// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Emission: the plan of a small driver (tests/unit/emit/mini.c), made by hand,
 * gives sources that read as they should, compile, and are the same each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "suites.h"
#include "../../include/cleave/wire.h"
#include "../../splitter/analysis.h"
#include "../../splitter/emit.h"
#include "../../splitter/text.h"

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

enum { CLASS_ANY, CLASS_MINI, CLASS_PCI_DEV, CLASS_HANDLER, CLASS_INT, NR_CLASSES };
enum { TYPE_MINI, TYPE_PCI_DEV, TYPE_LEVEL };
enum { INTERRUPT, START, HELPER, OPEN, CLOSE, INIT, SETUP, SILENCE };
enum { REGION = 6 };	/* of the downcalls */

#define VALUE(n, t)	{ .name = (n), .type = (t), .kind = ARG_VALUE, .object_type = -1 }
#define OBJECT(n, t, c)	\
	{ .name = (n), .type = (t), .kind = ARG_OBJECT, .class = (c), .object_type = -1 }
#define NOTHING		{ .kind = ARG_VOID, .type = "void" }
#define MINI_ARG	{ .name = "mini", .type = "struct mini *", .kind = ARG_OBJECT, \
			  .class = CLASS_MINI, .object_type = TYPE_MINI }

/* of a call's arguments none is made or ended by it */
#define NEVER		.dies = -1, .fails = -1, .birth_at = -1

static struct plan_arg one_mini[] = { MINI_ARG };
static struct plan_arg interrupt_args[] = {
	VALUE("irq", "int"), { .name = "arg", .type = "void *", .kind = ARG_POINTER },
};
static struct plan_arg start_args[] = {
	MINI_ARG, VALUE("how", "u32"),
	{ .name = "again", .type = "bool *", .kind = ARG_BUFFER, .dir = CLEAVE_BOTH,
	  .len = "sizeof(*$2)" },
};
static struct plan_arg open_args[] = {
	MINI_ARG,
	{ .name = "data", .type = "u8 *", .kind = ARG_BUFFER, .dir = CLEAVE_BOTH, .len = "$2" },
	VALUE("len", "u32"),
};

static struct plan_function functions[] = {
	[INTERRUPT] = { .name = "mini_interrupt", .ret = VALUE("", "irqreturn_t"),
			.args = interrupt_args, .nr_args = 2, .upcall = -1, .downcall = -1 },
	[START] = { .name = "mini_start", .ret = NOTHING, .args = start_args, .nr_args = 3,
		    .upcall = -1, .downcall = 0 },
	[HELPER] = { .name = "mini_helper", .ret = VALUE("", "int"), .args = one_mini,
		     .nr_args = 1, .side = SIDE_USER, .upcall = -1, .downcall = -1 },
	[OPEN] = { .name = "mini_open", .ret = VALUE("", "int"), .args = open_args, .nr_args = 3,
		   .side = SIDE_USER, .upcall = 0, .downcall = -1 },
	[CLOSE] = { .name = "mini_close", .ret = NOTHING, .args = one_mini, .nr_args = 1,
		    .source = 2, .upcall = -1, .downcall = -1 },
	[SETUP] = { .name = "mini_setup", .ret = NOTHING, .args = one_mini, .nr_args = 1,
		    .side = SIDE_BOTH, .is_inline = true, .source = 1, .upcall = -1,
		    .downcall = -1 },
	[SILENCE] = { .name = "mini_silence", .ret = NOTHING, .args = one_mini, .nr_args = 1,
		      .is_inline = true, .source = 1, .upcall = -1, .downcall = -1 },
	[INIT] = { .name = "mini_init", .ret = VALUE("", "int"), .upcall = -1, .downcall = -1 },
};

static struct plan_upcall upcalls[] = {
	{ .function = OPEN, .slot = "mini_ops.open", .at_most = "$2", .wait_ms = 2000 },
};

static struct plan_arg enable_args[] = { OBJECT("dev", "struct pci_dev *", CLASS_PCI_DEV) };
static struct plan_arg ioremap_args[] = {
	{ .name = "offset", .type = "resource_size_t", .kind = ARG_VALUE,
	  .check = "cleave_owns_phys(call, $0, $1)" },
	VALUE("size", "unsigned long"),
};
static struct plan_arg request_args[] = {
	VALUE("irq", "unsigned int"), OBJECT("handler", "irq_handler_t", CLASS_HANDLER),
	{ .name = "thread_fn", .type = "irq_handler_t", .kind = ARG_OBJECT,
	  .class = CLASS_HANDLER, .null = true },
	VALUE("flags", "unsigned long"),
	{ .name = "name", .type = "const char *", .kind = ARG_STRING_KEPT },
	{ .name = "dev", .type = "void *", .kind = ARG_POINTER },
};
static struct plan_arg free_args[] = {
	VALUE("irq", "unsigned int"), { .name = "dev_id", .type = "void *", .kind = ARG_POINTER },
};
static struct plan_arg lock_args[] = {
	{ .name = "a0", .type = "spinlock_t *", .kind = ARG_POINTER },
};
static struct plan_arg drvdata_args[] = {
	OBJECT("pdev", "struct pci_dev *", CLASS_PCI_DEV),
	{ .name = "data", .type = "void *", .kind = ARG_POINTER, .null = true },
};
static struct plan_arg region_args[] = {
	MINI_ARG,
	{ .name = "cleave_out_rc", .type = "int *", .kind = ARG_BUFFER, .dir = CLEAVE_BOTH,
	  .len = "sizeof(*$1)" },
	VALUE("len", "u32"),
};
static char *enable_keys[] = { "$0", NULL }, *enable_types[] = { "struct pci_dev *", NULL };
static char *ioremap_keys[] = { "$ret", NULL }, *ioremap_types[] = { "void *", NULL };
static char *request_keys[] = { "$0", "$5", NULL };
static char *request_types[] = { "unsigned int", "void *", NULL };
static char *free_keys[] = { "$0", "$1", NULL };

static struct plan_downcall downcalls[] = {
	{ .name = "mini_start", .kind = DOWN_DRIVER, .function = START, .args = start_args,
	  .nr_args = 3, .ret = NOTHING, NEVER },
	{ .name = "pci_enable_device", .function = -1, .args = enable_args, .nr_args = 1,
	  .ret = VALUE("", "int"), NEVER, .undo = "pci_disable_device($0)",
	  .undo_keys = enable_keys, .undo_types = enable_types },
	{ .name = "ioremap", .function = -1, .args = ioremap_args, .nr_args = 2,
	  .ret = { .type = "void *", .kind = ARG_POINTER }, NEVER, .birth = BIRTH_MMIO,
	  .birth_phys = "$0", .birth_size = "$1", .undo = "iounmap($ret)",
	  .undo_keys = ioremap_keys, .undo_types = ioremap_types },
	{ .name = "request_threaded_irq", .function = -1, .args = request_args, .nr_args = 6,
	  .ret = VALUE("", "int"), NEVER, .undo = "free_irq($0, $5)",
	  .quiesce = "disable_irq($0)", .undo_keys = request_keys, .undo_types = request_types,
	  .first = true },
	{ .name = "spin_lock_init", .kind = DOWN_MACRO, .function = -1, .args = lock_args,
	  .nr_args = 1, .ret = NOTHING, NEVER },
	{ .name = "pci_set_drvdata", .kind = DOWN_INLINE, .function = -1, .args = drvdata_args,
	  .nr_args = 2, .ret = NOTHING, NEVER },
	[REGION] = { .name = "cleave_outline_mini_open_1", .kind = DOWN_OUTLINE, .function = -1,
		     .args = region_args, .nr_args = 3, .ret = NOTHING, NEVER },
};

static struct plan_outline_var region_vars[] = {
	{ .name = "flags", .type = "unsigned long", .arg = -1 },
	{ .name = "rc", .type = "int", .arg = 1 },
};

static struct plan_outline outlines[] = {
	{ .name = "cleave_outline_mini_open_1", .function = OPEN, .downcall = REGION,
	  .vars = region_vars, .nr_vars = 2 },
};

static struct plan_arg make_args[] = { VALUE("size", "size_t"), VALUE("flags", "gfp_t") };
static char *make_keys[] = { "$ret", NULL };
static char *make_types[] = { "void *", NULL };

static struct plan_downcall natives[] = {
	{ .name = "free_irq", .function = -1, .args = free_args, .nr_args = 2,
	  .ret = { .type = "const void *", .kind = ARG_POINTER }, NEVER,
	  .releases = "request_threaded_irq", .release_keys = free_keys },
	{ .name = "pci_enable_device_mem", .function = -1, .args = enable_args, .nr_args = 1,
	  .ret = VALUE("", "int"), NEVER, .undo = "pci_clear_mwi($0)",
	  .undo_keys = enable_keys, .undo_types = enable_types },
	{ .name = "kzalloc__mini__of_mini", .of = "kzalloc", .kind = DOWN_TYPED, .function = -1,
	  .args = make_args, .nr_args = 2, .ret = { .type = "void *", .kind = ARG_POINTER },
	  .owner = "mini", .birth = BIRTH_OBJECT, .birth_size = "$0", .birth_at = -1, .dies = -1,
	  .fails = -1, .undo = "kfree($ret)", .undo_keys = make_keys, .undo_types = make_types },
	{ .name = "ioremap_wc", .of = "ioremap_wc", .kind = DOWN_TYPED, .function = -1,
	  .args = ioremap_args, .nr_args = 2, .ret = { .type = "void *", .kind = ARG_POINTER },
	  NEVER, .owner = "mini", .birth = BIRTH_MMIO, .birth_phys = "$0", .birth_size = "$1",
	  .birth_errors = true },
};

#define FIELD(s, m, k, d) \
	{ .name = #s "." #m, .offset = "offsetof(struct " #s ", " #m ")", \
	  .size = "sizeof_field(struct " #s ", " #m ")", .count = "1", .stride = "0", \
	  .kind = (k), .dir = (d) }

static struct plan_field mini_fields[] = {
	FIELD(mini, pdev, 2, CLEAVE_BOTH), FIELD(mini, regs, 2, CLEAVE_BOTH),
	FIELD(mini, users, 0, CLEAVE_TO_USER),
	{ .name = "mini.flag", .offset = "20", .size = "4", .count = "1", .stride = "0",
	  .bit_word = 4, .mask = 1, .kind = 1, .dir = CLEAVE_BOTH },
};
static struct plan_field pci_fields[] = { FIELD(pci_dev, irq, 0, CLEAVE_TO_USER) };
static struct plan_field level_fields[] = {
	{ .name = "level", .offset = "0", .size = "sizeof(level)", .count = "1", .stride = "0",
	  .dir = CLEAVE_TO_USER },
};
static struct plan_point mini_points[] = { { "offsetof(struct mini, users)", "1", "0", CLASS_INT } };

static struct plan_type types[] = {
	[TYPE_MINI] = { .name = "mini", .ident = "mini", .size = "sizeof(struct mini)",
			.class = CLASS_MINI, .fields = mini_fields, .points = mini_points,
			.nr_fields = COUNT(mini_fields), .nr_points = COUNT(mini_points) },
	[TYPE_PCI_DEV] = { .name = "pci_dev", .ident = "pci_dev", .size = "sizeof(struct pci_dev)",
			   .device = "offsetof(struct pci_dev, dev)", .class = CLASS_PCI_DEV,
			   .fields = pci_fields, .nr_fields = COUNT(pci_fields) },
	[TYPE_LEVEL] = { .name = "level", .ident = "level", .size = "sizeof(level)",
			 .class = CLASS_INT, .fields = level_fields,
			 .nr_fields = COUNT(level_fields) },
};

static char *classes[NR_CLASSES] = { "any", "mini", "pci_dev", "irq_handler_t", "int" };

static struct plan_symbol symbols[] = {
	{ .name = "mini_interrupt", .kind = SYMBOL_FUNCTION, .class = CLASS_HANDLER },
	{ .name = "mini_ops", .kind = SYMBOL_TABLE, .class = CLASS_ANY },
	{ .name = "mini", .kind = SYMBOL_GLOBAL, .class = CLASS_MINI, .type = TYPE_MINI },
	{ .name = "level", .kind = SYMBOL_GLOBAL, .class = CLASS_INT, .type = TYPE_LEVEL },
	{ .name = "pci_try_set_mwi", .kind = SYMBOL_FUNCTION, .external = true },
	{ .name = "cleave_table_1", .kind = SYMBOL_TABLE, .class = CLASS_INT, .array = true },
};

static struct plan_table tables[] = {
	{ .name = "cleave_table_1", .local = "limits", .function = OPEN },
};

static struct plan_rename renames[] = {
	{ .from = "limits", .to = "cleave_table_1", .user = true, .kernel = true },
};

/* The bodies' places, which a real plan has from the analysis. */
static void find_bodies(const char *text, int source)
{
	for (size_t i = 0; i < COUNT(functions); i++) {
		const char *at;
		char *name;

		if (functions[i].source != source)
			continue;
		CU_ASSERT_FATAL(asprintf(&name, " %s(", functions[i].name) > 0);
		at = strstr(text, name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(at);
		functions[i].body_start = strstr(at, "\n{") + 1 - text;
		functions[i].body_end = strstr(at, "\n}") + 1 - text;
		while (at > text && at[-1] != '\n')
			at--;
		functions[i].start = at - text;
		functions[i].line = 1;
		for (const char *p = text; p < at; p++)
			functions[i].line += *p == '\n';
		free(name);
	}
}

static void find_region(const char *text)
{
	const char *start = strstr(text, "spin_lock_irqsave("), *end = strstr(text, "restore(");

	CU_ASSERT_FATAL(start && end);
	outlines[0].start = start - text;
	outlines[0].unlock = end - text;
	outlines[0].end = strchr(end, ';') + 1 - text;
	outlines[0].line = 1;
	for (const char *p = text; p < start; p++)
		outlines[0].line += *p == '\n';
}

static void find_table(const char *text)
{
	const char *start = strstr(text, "static const u32 limits"), *end = strstr(text, "};\n\tunsigned");

	CU_ASSERT_FATAL(start && end);
	tables[0].start = start - text;
	tables[0].end = end + 2 - text;
	renames[0].start = strstr(start, "limits") - text;
}

static void find_all_bodies(void)
{
	static const char *const files[] = { "mini.c", "mini.h", "mini-late.c" };

	for (size_t i = 0; i < COUNT(files); i++) {
		char below[64], *text;

		snprintf(below, sizeof(below), "tests/unit/emit/%s", files[i]);
		text = unit_read(unit_path(below));
		CU_ASSERT_PTR_NOT_NULL_FATAL(text);
		find_bodies(text, i);
		if (!i) {
			find_region(text);
			find_table(text);
		}
		free(text);
	}
}

/* The plan of mini.c; @dir is where kbuild has compiled it. */
static struct plan *mini_plan(const char *dir)
{
	static struct plan mini;	/* partly constant: never freed */
	struct plan *plan = &mini;
	struct report report = {};
	const char *kernel = getenv("CLEAVE_KERNEL");

	CU_ASSERT_PTR_NOT_NULL_FATAL(kernel);
	find_all_bodies();
	*plan = (struct plan){
		.driver = "mini", .ident = "mini", .kernel = (char *)kernel, .dir = (char *)dir,
		.build_id = "0123", .functions = functions, .nr_functions = COUNT(functions),
		.upcalls = upcalls, .nr_upcalls = COUNT(upcalls),
		.downcalls = downcalls, .nr_downcalls = COUNT(downcalls),
		.outlines = outlines, .nr_outlines = COUNT(outlines),
		.natives = natives, .nr_natives = COUNT(natives),
		.types = types, .nr_types = COUNT(types), .classes = classes,
		.nr_classes = NR_CLASSES, .symbols = symbols, .nr_symbols = COUNT(symbols),
		.tables = tables, .nr_tables = COUNT(tables),
		.renames = renames, .nr_renames = COUNT(renames),
	};
	CU_ASSERT_FATAL(asprintf(&plan->headers, "/lib/modules/%s/build", kernel) > 0);
	CU_ASSERT_EQUAL_FATAL(read__driver(plan, dir, "mini", &report), 0);
	report__print(&report, "# mini", stdout);
	return plan;
}

static void run(const char *format, const char *a, const char *b)
{
	char *command;

	CU_ASSERT_FATAL(asprintf(&command, format, a, b) > 0);
	if (system(command)) {
		printf("# failed: %s\n", command);
		CU_FAIL();
	}
	free(command);
}

static char *temp_dir(void)
{
	char *dir = strdup("/tmp/cleave-emit-XXXXXX");

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(dir));
	return dir;
}

/* A directory with the driver compiled by kbuild. */
static char *built_mini(void)
{
	char *dir = temp_dir();

	run("cp %s/* %s", unit_path("tests/unit/emit"), dir);
	run("echo 'obj-m := mini.o' > %s/Makefile%s", dir, "");
	run("make -s -C /lib/modules/%s/build M=%s mini.mod mini.o >&2", getenv("CLEAVE_KERNEL"), dir);
	return dir;
}

static char *emitted(const struct plan *plan)
{
	char *out = temp_dir();
	struct report report = {};
	int err = emit(plan, out, &report);

	report__print(&report, "# emit", stdout);
	CU_ASSERT_EQUAL(err, 0);
	return out;
}

static void has(const char *dir, const char *file, const char *wanted)
{
	char *path, *text;

	CU_ASSERT_FATAL(asprintf(&path, "%s/%s", dir, file) > 0);
	text = unit_read(path);
	if (!text || !strstr(text, wanted)) {
		printf("# %s lacks:\n%s\n", path, wanted);
		CU_FAIL();
	}
	free(text);
	free(path);
}

static void test_views(const char *out)
{
	has(out, "kernel/mini.c",
	    "static int mini_open(struct mini *mini, u8 *data, u32 len)\n"
	    "{ extern int cleave_up_mini_open(struct mini *mini, u8 *data, u32 len); "
	    "return cleave_up_mini_open(mini, data, len); }\n\n\n\n");
	has(out, "kernel/mini.c", "{ WARN_ONCE(1, \"mini_helper is in the user half\\n\"); return 0; }\n"
	    "#define MINI_LIMIT 3\n\n\n#if 0\t/* as long as nobody\n\t * knew better */\n"
	    "#define MINI_LIMIT 4\n#endif\t/* this is none:\n#else\n\t */\n\n\n");
	has(out, "kernel/mini.c", "\tmini->users++;\n");
	has(out, "user/mini.c", "{ cleave_unreached(\"mini_interrupt\"); }");
	has(out, "user/mini.c", "cleave_down_mini_start(mini, how, again); }");
	has(out, "user/mini.c", "#include \"shim.h\"\n#line 8 ");
	has(out, "user/mini.h", "static inline void mini_setup(struct mini *mini)\n;\n\n\n\n\n#define");
	has(out, "user/mini-moved.h", "mini.h\"\nstatic inline void mini_setup(struct mini *mini)\n"
	    "{\n\tspin_lock_init(&mini->lock);\n");
	/* what the kernel half gives back in a header is told, too */
	has(out, "kernel/mini.h", "static inline void mini_silence(struct mini *mini)\n;\n");
	has(out, "kernel/mini-moved.h", "\n{\n\tfree_irq(mini->pdev->irq, MINI_OWNER(mini));\n");
	/* with a macro that the header takes away again */
	has(out, "kernel/mini.h", "#pragma push_macro(\"MINI_OWNER\")\n#line 25 ");
	has(out, "kernel/mini-moved.h", "#endif\n#pragma pop_macro(\"MINI_OWNER\")\n");
	has(out, "kernel/mini-moved.h", "}\n#undef MINI_OWNER\n");
	has(out, "kernel/shim.h", "#define CLEAVE_MOVED_mini_h\n#include \"mini-moved.h\"\n");
	has(out, "user/mini.c", "\trc = mini_helper(mini);\n");
}

/* A table that a function has for itself is before it, in both halves. */
static void test_table(const char *out)
{
	static const char table[] = "mini.c\"\nstatic const u32 cleave_table_1[] = {\n\t\t1000,\n\t};\n#line ";

	has(out, "kernel/mini.c", table);
	has(out, "user/mini.c", table);
	has(out, "user/mini.c", "{\n\textern typeof(cleave_table_1) limits __asm__(\"cleave_table_1\");\n\n\n"
	    "\tunsigned long flags;\n");
}

/* Code that comes before an #include, or in a file that is included, and headers behind the shim. */
static void test_places(const char *out)
{
	has(out, "kernel/mini.c", "#include \"mini.h\"\n#include \"shim.h\"\n#line 8 ");
	has(out, "kernel/mini.c", "\n#include \"mini-late.c\"\n#include \"unshim.h\"\n#line ");
	has(out, "kernel/mini-late.c", "mini-late.c\"\n#include <linux/firmware.h>\n"
	    "#include \"shim.h\"\n#line 4 ");
	has(out, "kernel/mini-late.c", "\tfree_irq(mini->pdev->irq, mini);\n");
	has(out, "kernel/shim.h", "#pragma push_macro(\"free_irq\")\n#undef free_irq\n");
	has(out, "kernel/unshim.h", "#pragma pop_macro(\"free_irq\")\n");
}

static void test_stubs(const char *out)
{
	has(out, "kernel/mini-tail.h", "\tcleave_up_loan(&call, data, len, CLEAVE_BOTH);\n");
	has(out, "kernel/mini-tail.h", "\tret = (int)cleave_up_end(&call, -EIO, CLEAVE_NUMBER);\n"
	    "\tif (ret > (int)(len))\n\t\tret = (int)(len);\n\treturn ret;\n");
	has(out, "kernel/mini-tail.h", "\tif (!dev)\n\t\tcleave_refuse(call, 0, \"NULL\");\n");
	has(out, "kernel/mini-tail.h", "\tcleave_truths((void *)again, sizeof(*again));\n");
	has(out, "kernel/mini-tail.h", "\tif (!(cleave_owns_phys(call, offset, size)))\n");
	has(out, "kernel/mini-tail.h", "\tfree_irq(k0, k1);\n");
	/* what may have been given back first is not given back twice */
	has(out, "kernel/mini-tail.h", "\t.first = true,\n};\n");
	has(out, "kernel/mini-tail.h", "\tif (cleave_native_released(&cleave_half, "
	    "&cleave_undo_request_threaded_irq, 2, (u64)(irq),\n"
	    "\t\t\t(u64)(unsigned long)(dev_id), 0, 0))\n\t\treturn NULL;\n");
	has(out, "kernel/mini-tail.h", "\tif (!IS_ERR_OR_NULL(ret) && cleave_native_born(&cleave_half, "
	    "cleave_owner, ret,\n");
	has(out, "kernel/shim.h", "(mini, ##__VA_ARGS__); })\n");
	/* what was not mapped has no place, and who asks by IS_ERR() is told so */
	has(out, "kernel/mini-tail.h", "\tif (!IS_ERR_OR_NULL(ret) &&\n"
	    "\t    cleave_native_mmio(&cleave_half, cleave_owner, ret, offset, size)) {\n"
	    "\t\tret = ERR_PTR(-ENOMEM);\n\t}\n");
	/* any unit may give back what another has acquired */
	has(out, "kernel/mini-cleave.h",
	    "extern const struct cleave_undo cleave_undo_native_pci_enable_device_mem;\n");
	has(out, "user/mini-tail.h", "extern typeof(pci_enable_device) kapi_pci_enable_device;\n");
	has(out, "user/mini-cleave.c", "cleave_unreached(\"pci_try_set_mwi\")");
}

static void test_regions(const char *out)
{
	has(out, "user/mini.c",
	    "\t{ extern void cleave_down_cleave_outline_mini_open_1(struct mini *mini, "
	    "int *cleave_out_rc, u32 len); (void)&flags; "
	    "cleave_down_cleave_outline_mini_open_1(mini, &rc, len); }\n\n\n\n\tif (rc > limits[");
	has(out, "kernel/mini.c", "#include \"mini-outline.h\"\n#include \"mini-tail.h\"\n");
	has(out, "kernel/mini-outline.h",
	    "static void cleave_outline_mini_open_1(struct mini *mini, int *cleave_out_rc, u32 len)\n"
	    "{\n\tunsigned long flags;\n\tint rc = *cleave_out_rc;\n\n#line 53 ");
	has(out, "kernel/mini-outline.h", "\t*cleave_out_rc = rc;\n}\n");
	has(out, "kernel/mini-tail.h",
	    "\tcleave_outline_mini_open_1(mini, cleave_out_rc, len);\n");
}

static void test_emission(void)
{
	char *dir = built_mini(), *out, *again;
	struct plan *plan = mini_plan(dir);

	out = emitted(plan);
	test_views(out);
	test_places(out);
	test_table(out);
	test_stubs(out);
	test_regions(out);
	again = emitted(plan);
	run("diff -r %s %s", out, again);
	run("make -s -C %s/user half.o CLEAVE_LDS=$CLEAVE_SRC/user/cleave.lds "
	    "CLEAVE_INCLUDE=$CLEAVE_SRC/include%s", out, "");
	/* the header's function was redirected, though it came before the shim */
	run("make -s -B -C %s/user mini.o CLEAVE_INCLUDE=$CLEAVE_SRC/include "
	    "CLEAVE_LDS=$CLEAVE_SRC/user/cleave.lds VIEW_SANITIZE=-fno-inline && "
	    "objdump -r %s/user/mini.o | grep -q 'PLT32 *kapi_spin_lock_init'", out, out);
	run("make -s -C /lib/modules/%s/build M=%s/kernel CLEAVE_INCLUDE=$CLEAVE_SRC/include "
	    "W= KCFLAGS=-Werror mini.o >&2", getenv("CLEAVE_KERNEL"), out);
	run("rm -rf %s %s", dir, out);
	run("rm -rf %s%s", again, "");
	free(dir);
	free(out);
	free(again);
}

const struct unit_test suite_emit[] = {
	{ "a small driver's halves read well, compile, and come out the same twice", test_emission },
	{},
};
