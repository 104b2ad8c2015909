// SPDX-License-Identifier: GPL-2.0-or-later
/* shim.h of each view: included in every unit after its last #include. */
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

/* module_init() and module_exit() become functions that NAME-cleave.c calls. */
static const char kernel_life[] =
	"\n"
	"#undef module_init\n"
	"#define module_init(initfn)\t\t\t\t\t\\\n"
	"\tint cleave_driver_init(void);\t\t\t\t\\\n"
	"\tint __init cleave_driver_init(void) { return initfn(); }\n"
	"#undef module_exit\n"
	"#define module_exit(exitfn)\t\t\t\t\t\\\n"
	"\tvoid cleave_driver_exit(void);\t\t\t\t\\\n"
	"\tvoid __exit cleave_driver_exit(void) { exitfn(); }\n";

static void start(struct emit *e, struct text *out, const char *what)
{
	emit__banner(e, out, true, what);
	text__put(out, "#ifndef CLEAVE_SHIM_H\n#define CLEAVE_SHIM_H\n");
}

static void finish(struct emit *e, struct text *out, enum view view)
{
	text__put(out, "\n#endif\n");
	emit__file(e, out, view, "shim.h", NULL);
	text__free(out);
}

/* Makes calls of NAME calls of PREFIXNAME, declared where used: not every unit knows the types. */
static void redirect(struct text *out, const char *name, const char *prefix,
		     const char *declaration)
{
	text__printf(out, "\n#undef %s\n#define %s(...) ({ \\\n\textern %s; \\\n\t%s%s(__VA_ARGS__); })\n",
		     name, name, declaration, prefix, name);
}

static void redirect_function(struct text *out, const char *name, const char *prefix)
{
	char *declaration = store__format("typeof(%s) %s%s", name, prefix, name);

	redirect(out, name, prefix, declaration);
	free(declaration);
}

/* The same for what has no declaration of the kernel's. */
static void redirect_prototype(struct text *out, const struct plan_downcall *down,
			       const char *prefix)
{
	struct text declaration = {};

	emit__prototype(&declaration, &down->ret, prefix, down->name, down->args, down->nr_args);
	redirect(out, down->name, prefix, declaration.s);
	text__free(&declaration);
}

/* The bodies of functions of the headers that the unit includes. */
static void put_moved(struct emit *e, struct text *out, enum view view)
{
	for (unsigned int i = 0; i < e->plan->nr_sources; i++) {
		const struct plan_source *source = &e->plan->sources[i];
		char *path = store__format("%s/%s/%.*s-moved.h", e->outdir,
					   view == VIEW_KERNEL ? "kernel" : "user",
					   (int)strlen(source->rel) - 2, source->rel);
		struct text file = {};

		if (source->header && !text__read(&file, path)) {
			text__put(out, "\n#ifdef CLEAVE_VIEW_");
			text__ident(out, source->rel);
			text__printf(out, "\n#include \"%.*s-moved.h\"\n#endif\n",
				     (int)strlen(source->rel) - 2, source->rel);
		}
		text__free(&file);
		free(path);
	}
}

static void kernel_shim(struct emit *e)
{
	struct text out = {};

	start(e, &out, "What the kernel view does in other ways than the driver says.");
	text__put(&out, kernel_life);
	emit__declare_strings(e, &out);
	for (unsigned int i = 0; i < e->plan->nr_natives; i++) {
		const struct plan_downcall *native = &e->plan->natives[i];

		if (!emit__native_matters(e, native))
			continue;
		if (native->kind == DOWN_TYPED)
			redirect_prototype(&out, native, "cleave_native_");
		else
			redirect_function(&out, native->name, "cleave_native_");
	}
	put_moved(e, &out, VIEW_KERNEL);
	finish(e, &out, VIEW_KERNEL);
}

static void user_shim(struct emit *e)
{
	struct text out = {};

	start(e, &out, "What the user view does in other ways than the kernel's headers say.");
	text__put(&out, "\n#include <cleave/view-shim.h>\n");
	for (unsigned int i = 0; i < e->plan->nr_downcalls; i++) {
		const struct plan_downcall *down = &e->plan->downcalls[i];

		if (down->kind == DOWN_INLINE)
			redirect_function(&out, down->name, "kapi_");
		else if (down->kind == DOWN_MACRO || down->kind == DOWN_TYPED)
			redirect_prototype(&out, down, "kapi_");
	}
	emit__declare_strings(e, &out);
	put_moved(e, &out, VIEW_USER);
	finish(e, &out, VIEW_USER);
}

void emit__shims(struct emit *e)
{
	kernel_shim(e);
	user_shim(e);
}
