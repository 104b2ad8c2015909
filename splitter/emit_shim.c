// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shim.h of each view: included in every unit after the last #include before any code. Each
 * #include behind it stands between an unshim.h, which takes away what it redirects, and
 * another shim.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

/** struct shim - a view's shim under construction */
struct shim {
	struct text once;	/* what is declared */
	struct text each;	/* what is redirected */
	struct text undo;
};

/* From now on another macro has the name, until unshim.h. */
static void redefine(struct shim *shim, const char *name)
{
	text__printf(&shim->each, "\n#pragma push_macro(\"%s\")\n#undef %s\n", name, name);
	text__printf(&shim->undo, "#pragma pop_macro(\"%s\")\n", name);
}

/*
 * module_init() and module_exit() become functions that NAME-cleave.c calls, and so does what a
 * driver names as the kernel calls it.
 */
static void kernel_life(struct shim *shim)
{
	redefine(shim, "module_init");
	text__put(&shim->each,
		  "#define module_init(initfn)\t\t\t\t\t\\\n"
		  "\tint cleave_driver_init(void);\t\t\t\t\\\n"
		  "\tint __init cleave_driver_init(void) { return initfn(); }\n");
	redefine(shim, "init_module");
	text__put(&shim->each, "#define init_module cleave_driver_init\nint init_module(void);\n");
	redefine(shim, "module_exit");
	text__put(&shim->each,
		  "#define module_exit(exitfn)\t\t\t\t\t\\\n"
		  "\tvoid cleave_driver_exit(void);\t\t\t\t\\\n"
		  "\tvoid __exit cleave_driver_exit(void) { exitfn(); }\n");
	redefine(shim, "cleanup_module");
	text__put(&shim->each,
		  "#define cleanup_module cleave_driver_exit\nvoid cleanup_module(void);\n");
}

static void finish(struct emit *e, struct shim *shim, enum view view, const char *what)
{
	struct text out = {};

	emit__banner(e, &out, true, what);
	text__printf(&out, "#ifndef CLEAVE_SHIM_H\n#define CLEAVE_SHIM_H\n%s\n#endif\n%s",
		     shim->once.s ? shim->once.s : "", shim->each.s ? shim->each.s : "");
	emit__file(e, &out, view, "shim.h", NULL);
	text__free(&out);
	emit__banner(e, &out, true, "Takes away what the shim brought, for a header that comes late.");
	text__put(&out, shim->undo.s ? shim->undo.s : "");
	emit__file(e, &out, view, "unshim.h", NULL);
	text__free(&out);
	text__free(&shim->once);
	text__free(&shim->each);
	text__free(&shim->undo);
}

/*
 * Makes calls of NAME calls of PREFIXNAME, declared where used: not every unit knows the types.
 * @args: what it is given, made of "__VA_ARGS__"
 */
static void redirect(struct shim *shim, const char *name, const char *prefix,
		     const char *declaration, const char *args)
{
	redefine(shim, name);
	text__printf(&shim->each, "#define %s(...) ({ \\\n\textern %s; \\\n\t%s%s(%s); })\n",
		     name, declaration, prefix, name, args);
}

static void redirect_function(struct shim *shim, const char *name, const char *prefix)
{
	char *declaration = store__format("typeof(%s) %s%s", name, prefix, name);

	redirect(shim, name, prefix, declaration, "__VA_ARGS__");
	free(declaration);
}

/* The same for what has no declaration of the kernel's. */
static void redirect_prototype(struct shim *shim, const struct plan_downcall *down,
			       const char *prefix)
{
	struct text declaration = {};

	emit__prototype(&declaration, &down->ret, prefix, down->name, down->args, down->nr_args);
	redirect(shim, down->name, prefix, declaration.s,
		 down->by_line ? "__VA_ARGS__, __LINE__" : "__VA_ARGS__");
	text__free(&declaration);
}

/* Who makes an object also says what it is made for. */
static void redirect_maker(struct shim *shim, const struct plan_downcall *native)
{
	struct text declaration = {}, args = {};

	emit__maker_prototype(&declaration, native);
	text__printf(&args, "%s, ##__VA_ARGS__", native->owner);
	redirect(shim, native->name, "cleave_native_", declaration.s, args.s);
	text__free(&declaration);
	text__free(&args);
}

/* As the analysis has read it: the kernel's own may be assembly. */
static void replace(struct shim *shim, const struct plan_macro *macro)
{
	redefine(shim, macro->name);
	text__printf(&shim->each, "#define %s(%s) %s\n", macro->name, macro->params, macro->means);
}

/* The bodies of functions of a header that the unit includes, once. */
static void put_moved(struct shim *shim, const struct plan_source *source)
{
	int stem = strlen(source->rel) - 2;
	struct text ident = {};

	text__ident(&ident, source->rel);
	text__printf(&shim->each, "\n#if defined(CLEAVE_VIEW_%s) && !defined(CLEAVE_MOVED_%s)\n"
		     "#define CLEAVE_MOVED_%s\n#include \"%.*s-moved.h\"\n#endif\n",
		     ident.s, ident.s, ident.s, stem, source->rel);
	text__free(&ident);
}

static void put_all_moved(struct emit *e, struct shim *shim, enum view view)
{
	for (unsigned int i = 0; i < e->plan->nr_sources; i++) {
		const struct plan_source *source = &e->plan->sources[i];
		char *path = store__format("%s/%s/%.*s-moved.h", e->outdir,
					   view == VIEW_KERNEL ? "kernel" : "user",
					   (int)strlen(source->rel) - 2, source->rel);
		struct text file = {};

		if (!plan__is_code(source) && !text__read(&file, path))
			put_moved(shim, source);
		text__free(&file);
		free(path);
	}
}

static void kernel_shim(struct emit *e)
{
	struct shim shim = {};

	kernel_life(&shim);
	emit__declare_strings(e, &shim.once);
	/* Functions that have nobody to make it for see this one; a local variable hides it. */
	text__put(&shim.once, "static const void *const cleave_owner __attribute__((__unused__));\n");
	for (unsigned int i = 0; i < e->plan->nr_natives; i++) {
		const struct plan_downcall *native = &e->plan->natives[i];

		if (native->early)
			emit__fail(e, -EINVAL, "%s, which a header's macro makes or which comes before an #include, calls %s in the kernel half: that would not be noticed",
				   native->early, native->name);
		if (native->owner)
			redirect_maker(&shim, native);
		else if (native->kind == DOWN_TYPED)
			redirect_prototype(&shim, native, "cleave_native_");
		else
			redirect_function(&shim, native->name, "cleave_native_");
	}
	put_all_moved(e, &shim, VIEW_KERNEL);
	finish(e, &shim, VIEW_KERNEL, "What the kernel view does in other ways than the driver says.");
}

static void user_shim(struct emit *e)
{
	struct shim shim = {};

	text__put(&shim.each, "\n#include <cleave/view-shim.h>\n");
	text__put(&shim.undo, "#include <cleave/view-unshim.h>\n");
	for (unsigned int i = 0; i < e->plan->nr_downcalls; i++) {
		const struct plan_downcall *down = &e->plan->downcalls[i];

		if (down->kind == DOWN_INLINE)
			redirect_function(&shim, down->name, "kapi_");
		else if (down->kind == DOWN_MACRO || down->kind == DOWN_TYPED)
			redirect_prototype(&shim, down, "kapi_");
	}
	for (unsigned int i = 0; i < e->plan->nr_macros; i++)
		replace(&shim, &e->plan->macros[i]);
	emit__declare_strings(e, &shim.once);
	put_all_moved(e, &shim, VIEW_USER);
	finish(e, &shim, VIEW_USER,
	       "What the user view does in other ways than the kernel's headers say.");
}

void emit__shims(struct emit *e)
{
	kernel_shim(e);
	user_shim(e);
}
