// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass "facts": collects what the functions of every unit do. Parsing is most of the time
 * (facts_parse.c); everything after it is done in order, so that facts do not depend on luck.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_parse.h"

const char *facts__text(struct unit_facts *u, CXString s)
{
	const char *kept = strings__intern(u->facts->strings, clang_getCString(s));

	clang_disposeString(s);
	return kept ? kept : "";
}

bool facts__same_file(CXFile a, CXFile b)
{
	return a == b || (a && b && clang_File_isEqual(a, b));
}

const struct model_function *facts__entry(const struct unit_facts *u, CXCursor call)
{
	CXString spelling = clang_getCursorSpelling(clang_getCursorReferenced(call));
	const char *name = clang_getCString(spelling);
	size_t len = strlen(FACTS_MACRO_PREFIX);
	const struct model_function *entry = !name ? NULL :
		strncmp(name, FACTS_MACRO_PREFIX, len) ? map__get(&u->model->functions, name) :
							 map__get(&u->model->macros, name + len);

	clang_disposeString(spelling);
	return entry;
}

void facts__add_piece(struct facts *facts, const struct func *of, struct spot start,
		      struct spot end, struct func *func)
{
	func->index = facts->nr_all;
	*STORE_ADD(facts->all, facts->nr_all) = func;
	map__put(&facts->funcs, strings__format(facts->strings, "%s@%s", func->name, of->file),
		 func);
	func->file = of->file;
	func->source = of->source;
	func->unit = of->unit;
	func->line = start.line;
	func->end_line = end.line;
	func->start = func->body_start = start.offset;
	func->body_end = end.offset;
	func->has_body = func->walked = func->is_static = true;
}

const char *facts__end_of(const char *p, const char *stops)
{
	int depth = 0;

	for (; *p && *p != '"' && *p != '\'' && *p != ';'; p++) {
		if (depth == 0 && strchr(stops, *p))
			return p;
		depth += (*p == '(' || *p == '[') - (*p == ')' || *p == ']');
		if (depth < 0)
			return NULL;
	}
	return NULL;
}

static enum CXChildVisitResult count_kid(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct kids *kids = data;

	(void)parent;
	*STORE_ADD(kids->items, kids->nr) = cursor;
	return CXChildVisit_Continue;
}

struct kids facts__kids(CXCursor cursor)
{
	struct kids kids = { 0 };

	clang_visitChildren(cursor, count_kid, &kids);
	return kids;
}

/* ---- places -------------------------------------------------------------- */

/* Units may come to the same header by different paths, of which one is as good as another. */
static const char *name_of(struct unit_facts *u, CXFile file)
{
	const char *name = facts__text(u, clang_getFileName(file));
	const char *one = map__get(&u->names, name);
	char *path, *real;

	if (one)
		return one;
	path = *name == '/' ? store__copy(name) :
			      store__format("%s/%s", u->plan->units[u->unit].dir, name);
	real = realpath(path, NULL);
	one = real ? strings__format(u->facts->strings, "%s", real) : name;
	map__put(&u->names, name, (void *)one);
	free(real);
	free(path);
	return one;
}

struct spot facts__spot(struct unit_facts *u, CXSourceLocation location)
{
	struct spot spot = { .source = -1 };
	CXFile file;

	clang_getFileLocation(location, &file, &spot.line, NULL, &spot.offset);
	for (unsigned int i = 0; i < u->plan->nr_sources; i++)
		if (u->files[i] && facts__same_file(u->files[i], file))
			spot.source = i;
	if (spot.source >= 0 && u->shims[spot.source] != NO_SHIM &&
	    spot.offset >= u->shims[spot.source] + u->shim_len) {
		spot.offset -= u->shim_len;
		spot.line--;
	}
	if (spot.source >= 0)
		spot.file = u->plan->sources[spot.source].path;
	else
		spot.file = file ? name_of(u, file) : "?";
	return spot;
}

unsigned int facts__line(struct unit_facts *u, CXCursor cursor)
{
	return facts__spot(u, clang_getRangeStart(clang_getCursorExtent(cursor))).line;
}

/* ---- functions and variables --------------------------------------------- */

/*
 * One name, one thing; but each unit may have a static of that name, also beside one that is not
 * static. Where the name is taken by such a static, the other's key has an "@" and no file.
 */
static const char *key_of(struct unit_facts *u, const struct map *map, const char *name,
			  const char *file, bool is_static,
			  bool (*is_another)(const void *other, const char *file, bool is_static))
{
	const void *other = map__get(map, name);

	if (!other || !is_another(other, file, is_static))
		return name;
	return strings__format(u->facts->strings, "%s@%s", name, is_static ? file : "");
}

static bool another(const char *old_file, bool old_static, const char *file, bool is_static)
{
	if (!old_static && !is_static)
		return false;
	return old_static != is_static || strcmp(old_file, file);
}

static bool another_func(const void *other, const char *file, bool is_static)
{
	const struct func *func = other;

	return another(func->file, func->is_static, file, is_static);
}

static bool another_global(const void *other, const char *file, bool is_static)
{
	const struct global *global = other;

	return another(global->file, global->is_static, file, is_static);
}

static enum CXChildVisitResult find_mark(CXCursor cursor, CXCursor parent, CXClientData data)
{
	const char **mark = data;

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_AnnotateAttr) {
		CXString text = clang_getCursorSpelling(cursor);

		if (!strcmp(clang_getCString(text), MARK_KERNEL))
			*mark = "kernel";
		else if (!strcmp(clang_getCString(text), MARK_USER))
			*mark = "user";
		clang_disposeString(text);
	}
	return CXChildVisit_Continue;
}

/* A parameter that is written as an array is a pointer. */
static CXType type_of_param(CXType function, unsigned int at, CXCursor param)
{
	CXType type = clang_getCursorType(param);
	enum CXTypeKind kind = clang_getCanonicalType(type).kind;

	return kind == CXType_IncompleteArray || kind == CXType_ConstantArray ?
	       clang_getArgType(clang_getCanonicalType(function), at) : type;
}

static void read_prototype(struct unit_facts *u, struct func *func, CXCursor cursor)
{
	CXType type = clang_getCursorType(cursor);
	int nr = clang_Cursor_getNumArguments(cursor);

	func->type = facts__type(u, type);
	func->ret = facts__type(u, clang_getResultType(type));
	func->variadic = clang_isFunctionTypeVariadic(type) ||
			 clang_getCanonicalType(type).kind == CXType_FunctionNoProto;
	func->nr_params = nr < 0 ? 0 : nr;
	free(func->params);
	func->params = store__alloc((func->nr_params + 1) * sizeof(*func->params));
	for (unsigned int i = 0; i < func->nr_params; i++) {
		CXCursor param = clang_Cursor_getArgument(cursor, i);
		CXType kind = type_of_param(type, i, param);

		func->params[i].name = facts__text(u, clang_getCursorSpelling(param));
		func->params[i].type = facts__type(u, kind);
		if (clang_getCanonicalType(kind).kind == CXType_Pointer)
			facts__fill_record(u, clang_getPointeeType(clang_getCanonicalType(kind)));
	}
}

static CXCursor body_of(CXCursor definition)
{
	struct kids kids = facts__kids(definition);
	CXCursor body = clang_getNullCursor();

	if (kids.nr && clang_getCursorKind(kids.items[kids.nr - 1]) == CXCursor_CompoundStmt)
		body = kids.items[kids.nr - 1];
	free(kids.items);
	return body;
}

/* What stands in the file is a body only if braces do: macros make functions, too. */
static bool has_braces(struct unit_facts *u, CXSourceRange range)
{
	unsigned int start, end;
	const char *text;
	size_t len;
	CXFile file, same;

	clang_getFileLocation(clang_getRangeStart(range), &file, NULL, NULL, &start);
	clang_getFileLocation(clang_getRangeEnd(range), &same, NULL, NULL, &end);
	text = clang_getFileContents(u->tu, file, &len);
	return text && facts__same_file(file, same) && end > start && end <= len &&
	       text[start] == '{' && text[end - 1] == '}';
}

/* Functions of the driver's headers are moved behind the shim, if they have a text. */
static bool is_early(struct unit_facts *u, const struct func *func)
{
	const struct plan_source *source;

	if (func->source < 0)
		return true;
	source = &u->plan->sources[func->source];
	return plan__is_code(source) ? !source->header && func->line < source->shim_line :
				       func->from_macro;
}

static void read_definition(struct unit_facts *u, struct func *func, CXCursor definition)
{
	CXCursor body = body_of(definition);
	CXSourceRange range = clang_getCursorExtent(body);
	CXSourceRange whole = clang_getCursorExtent(definition);
	struct spot start = facts__spot(u, clang_getRangeStart(whole));

	func->has_body = true;
	func->file = start.file;
	func->source = start.source;
	func->unit = u->unit;
	func->line = start.line;
	func->end_line = facts__spot(u, clang_getRangeEnd(whole)).line;
	func->start = start.offset;
	func->is_inline = clang_Cursor_isFunctionInlined(definition);
	func->from_macro = start.source >= 0 && !has_braces(u, range);
	func->early = is_early(u, func);
	if (!func->from_macro) {
		func->body_start = facts__spot(u, clang_getRangeStart(range)).offset;
		func->body_end = facts__spot(u, clang_getRangeEnd(range)).offset - 1;
	}
	*STORE_ADD(u->queue, u->nr_queue) = (struct queued){ func, definition };
}

/*
 * compiletime_assert() and its like: __attribute__((error)), of which libclang knows the text; of
 * the first declaration alone, where a macro brings several.
 */
static bool is_assertion(CXCursor cursor)
{
	CXString text = clang_getCursorPrettyPrinted(clang_getCanonicalCursor(cursor), NULL);
	bool found = strstr(clang_getCString(text), "__attribute__((error(");

	clang_disposeString(text);
	return found;
}

struct func *facts__func_at(struct unit_facts *u, CXCursor cursor)
{
	CXCursor definition = clang_getCursorDefinition(cursor);
	bool defined = !clang_Cursor_isNull(definition);
	CXCursor best = defined ? definition : cursor;
	bool is_static = clang_getCursorLinkage(best) == CXLinkage_Internal;
	struct spot spot = facts__spot(u, clang_getRangeStart(clang_getCursorExtent(best)));
	const char *name = facts__text(u, clang_getCursorSpelling(cursor));
	const char *key = key_of(u, &u->facts->funcs, name, spot.file, is_static, another_func);
	struct func *func = map__get(&u->facts->funcs, key);

	if (!func) {
		func = store__alloc(sizeof(*func));
		func->name = name;
		func->index = u->facts->nr_all;
		func->file = spot.file;
		func->line = spot.line;
		func->source = spot.source;
		func->unit = u->unit;
		func->is_static = is_static;
		map__put(&u->facts->funcs, key, func);
		*STORE_ADD(u->facts->all, u->facts->nr_all) = func;
		func->assertion = !defined && is_assertion(best);
		read_prototype(u, func, best);
	}
	clang_visitChildren(cursor, find_mark, &func->mark);
	if (defined && !func->has_body) {
		read_prototype(u, func, definition);
		clang_visitChildren(definition, find_mark, &func->mark);
		read_definition(u, func, definition);
	}
	return func;
}

/* "int x;", which clang calls no definition since another may follow; the null cursor for none. */
static CXCursor variable_definition(CXCursor cursor)
{
	CXCursor definition = clang_getCursorDefinition(cursor);

	if (clang_Cursor_isNull(definition) &&
	    clang_Cursor_getStorageClass(cursor) != CX_SC_Extern)
		return cursor;
	return definition;
}

/*
 * What an attribute says that the compiler puts a variable into, if that is not there as long as
 * the module, or not what its address says: __initdata, DEFINE_PER_CPU(). libclang knows of the
 * attribute but that it is there.
 */
static const char *section_of(struct unit_facts *u, CXCursor decl)
{
	static const char *const others[] = { ".data..percpu", ".init.", ".exit." };
	const char *section = NULL, *at, *init;
	CXString text;

	if (!clang_Cursor_hasAttrs(decl))
		return NULL;
	text = clang_getCursorPrettyPrinted(decl, NULL);
	at = strstr(clang_getCString(text), "section(\"");
	init = strstr(clang_getCString(text), " = ");
	at = at && (!init || at < init) ? strchr(at, '"') + 1 : "";
	for (unsigned int i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strncmp(at, others[i], strlen(others[i])))
			section = strings__format(u->facts->strings, "%.*s", (int)strcspn(at, "\""), at);
	clang_disposeString(text);
	return section;
}

struct global *facts__global_at(struct unit_facts *u, CXCursor cursor)
{
	CXCursor definition = variable_definition(cursor);
	CXCursor best = clang_Cursor_isNull(definition) ? cursor : definition;
	bool is_static = clang_Cursor_getStorageClass(best) == CX_SC_Static;
	bool defined = clang_Cursor_getStorageClass(best) != CX_SC_Extern;
	struct spot spot = facts__spot(u, clang_getRangeStart(clang_getCursorExtent(best)));
	CXCursor parent = clang_getCursorSemanticParent(best);
	const char *name = facts__text(u, clang_getCursorSpelling(cursor));
	const char *key = key_of(u, &u->facts->globals, name, spot.file, is_static, another_global);
	bool local = clang_getCursorKind(parent) == CXCursor_FunctionDecl;
	struct global *global = map__get(&u->facts->globals, key);

	if (local && is_static) {
		key = strings__format(u->facts->strings, "%s@%s:%u", name, spot.file, spot.offset);
		global = map__get(&u->facts->globals, key);
	}
	if (!global) {
		global = store__alloc(sizeof(*global));
		global->name = name;
		global->local = local && is_static;
		global->source = -1;
		global->unit = u->unit;
		map__put(&u->facts->globals, key, global);
		*STORE_ADD(u->facts->variables, u->facts->nr_variables) = global;
	}
	/* The definition knows best: an array's length, whose file it is. */
	if (!global->type || (global->source < 0 && defined)) {
		global->type = facts__type(u, clang_getCursorType(best));
		global->file = spot.file;
		global->line = spot.line;
		global->is_static = is_static;
		facts__fill_record(u, clang_getCursorType(best));
		if (defined) {
			global->source = spot.source;
			global->unit = u->unit;
			global->section = section_of(u, best);
		}
	}
	return global;
}

/* ---- one unit ------------------------------------------------------------ */

static enum CXChildVisitResult top_level(CXCursor cursor, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct unit_facts *u = data;
	struct global *global;
	CXCursor init;

	(void)parent;
	if (kind != CXCursor_FunctionDecl && kind != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	if (facts__spot(u, clang_getRangeStart(clang_getCursorExtent(cursor))).source < 0)
		return CXChildVisit_Continue;
	if (kind == CXCursor_FunctionDecl) {
		facts__func_at(u, cursor);
		facts__reach(u, cursor);
		return CXChildVisit_Continue;
	}
	global = facts__global_at(u, cursor);
	init = clang_Cursor_getVarDeclInitializer(cursor);
	if (!clang_Cursor_isNull(init) && !global->init)
		facts__walk_initialiser(u, global, init);
	return CXChildVisit_Continue;
}

static void collect(struct unit_facts *u)
{
	clang_visitChildren(clang_getTranslationUnitCursor(u->tu), top_level, u);
	/* Walking meets inlines, which join the queue. */
	for (unsigned int i = 0; i < u->nr_queue; i++)
		facts__walk(u, u->queue[i].func, u->queue[i].definition);
}

static void collect_unit(struct facts *facts, struct parse *p, struct report *report)
{
	const struct plan *plan = p->plan;
	struct unit_facts u = {
		.facts = facts,
		.plan = plan,
		.model = p->model,
		.report = report,
		.tu = p->tu,
		.unit = p->unit,
		.shims = p->shims,
		.shim_len = strlen(SHIM_LINE),
	};

	u.files = store__alloc(plan->nr_sources * sizeof(*u.files));
	for (unsigned int i = 0; i < plan->nr_sources; i++)
		u.files[i] = clang_getFile(p->tu, plan->sources[i].path);
	collect(&u);
	map__clear(&u.names);
	free(u.files);
	free(u.queue);
}

int facts__collect(struct facts **out, const struct plan *plan, const struct model *model,
		   struct report *report)
{
	struct facts *facts = store__alloc(sizeof(*facts));
	struct parsing *parsing = facts__parse(plan, model);
	int err = 0;

	facts->strings = strings__new();
	for (unsigned int i = 0; i < plan->nr_units; i++) {
		if (facts__parsed(&parsing->units[i], report))
			err = -EINVAL;
		else
			collect_unit(facts, &parsing->units[i], report);
		facts__parse_done(&parsing->units[i]);
	}
	facts__parse_end(parsing);
	if (err) {
		facts__free(facts);
		return err;
	}
	*out = facts;
	return 0;
}
