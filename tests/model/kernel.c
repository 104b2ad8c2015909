// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads one kernel's headers with libclang: declarations by name.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "splitter/analysis.h"
#include "tests/model/check.h"

static void put(struct kernel *k, struct map *map, CXCursor cursor)
{
	CXString name = clang_getCursorSpelling(cursor);
	const char *key = strings__intern(k->strings, clang_getCString(name));
	CXCursor *kept;

	if (*key && !map__get(map, key)) {
		kept = store__alloc(sizeof(*kept));
		*kept = cursor;
		map__put(map, key, kept);
	}
	clang_disposeString(name);
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct kernel *k = data;

	(void)parent;
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_FunctionDecl:
		put(k, &k->functions, cursor);
		break;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
		if (clang_isCursorDefinition(cursor))
			put(k, &k->records, cursor);
		return CXChildVisit_Recurse;
	case CXCursor_FieldDecl:
		return CXChildVisit_Recurse;
	case CXCursor_TypedefDecl:
		put(k, &k->typedefs, cursor);
		return CXChildVisit_Recurse;
	case CXCursor_VarDecl:
		put(k, &k->variables, cursor);
		break;
	case CXCursor_MacroDefinition:
		put(k, &k->macros, cursor);
		break;
	default:
		break;
	}
	return CXChildVisit_Continue;
}

static bool read_exports(struct kernel *k, const char *headers, struct report *report)
{
	char *path = store__format("%s/Module.symvers", headers), *line = NULL;
	FILE *file = fopen(path, "r");
	size_t room = 0;

	if (!file) {
		report__at(report, path, 0, "%s", strerror(errno));
		free(path);
		return false;
	}
	free(path);
	while (getline(&line, &room, file) > 0) {
		char *name = strchr(line, '\t');
		size_t len = name ? strcspn(++name, "\t") : 0;

		if (!len)
			continue;
		name[len] = 0;
		map__put(&k->exports, strings__intern(k->strings, name), k);
	}
	free(line);
	fclose(file);
	return true;
}

/* The flags, and the directory in which kbuild ran the compiler. */
static const char **arguments(const struct plan_unit *unit, int *nr)
{
	const char **args;

	for (*nr = 0; unit->cflags[*nr]; (*nr)++)
		;
	args = store__alloc((*nr + 2) * sizeof(*args));
	memcpy(args, unit->cflags, *nr * sizeof(*args));
	args[(*nr)++] = "-working-directory";
	args[(*nr)++] = unit->dir;
	return args;
}

static bool parse(struct kernel *k, const char *dir, const char *headers, struct report *report)
{
	struct plan *plan = plan__new();
	const char **args;
	int nr, err;

	plan->headers = store__copy(headers);
	plan->dir = store__copy(dir);
	err = read__driver(plan, dir, "headers", report);
	if (!err) {
		args = arguments(&plan->units[0], &nr);
		err = clang_parseTranslationUnit2(k->index, plan->sources[plan->units[0].source].path,
						  args, nr, NULL, 0,
						  CXTranslationUnit_DetailedPreprocessingRecord |
						  CXTranslationUnit_SkipFunctionBodies, &k->unit);
		free(args);
		if (err)
			report__at(report, dir, 0, "libclang cannot parse it: %d", err);
	}
	plan__free(plan);
	for (unsigned int i = 0; !err && i < clang_getNumDiagnostics(k->unit); i++) {
		CXDiagnostic d = clang_getDiagnostic(k->unit, i);
		CXString text = clang_formatDiagnostic(d, CXDiagnostic_DisplaySourceLocation);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
			report__add(report, "%s", clang_getCString(text));
			err = -EINVAL;
		}
		clang_disposeString(text);
		clang_disposeDiagnostic(d);
	}
	return !err;
}

struct kernel *kernel__read(const char *dir, const char *headers, struct report *report)
{
	struct kernel *k = store__alloc(sizeof(*k));

	k->strings = strings__new();
	k->index = clang_createIndex(0, 0);
	if (!parse(k, dir, headers, report) || !read_exports(k, headers, report)) {
		kernel__free(k);
		return NULL;
	}
	clang_visitChildren(clang_getTranslationUnitCursor(k->unit), visit, k);
	return k;
}

static void forget(struct map *map)
{
	for (unsigned int i = 0; i < map->room; i++)
		free(map->slots[i].value);
	map__clear(map);
}

void kernel__free(struct kernel *k)
{
	forget(&k->functions);
	forget(&k->records);
	forget(&k->typedefs);
	forget(&k->variables);
	forget(&k->macros);
	map__clear(&k->exports);
	if (k->unit)
		clang_disposeTranslationUnit(k->unit);
	clang_disposeIndex(k->index);
	strings__free(k->strings);
	free(k);
}

/* ---- slots ---------------------------------------------------------------- */

static CXType no_type(void)
{
	return clang_getCursorType(clang_getNullCursor());
}

/* The function type behind a pointer, typedefs looked through. */
static CXType behind(CXType type)
{
	CXType canonical = clang_getCanonicalType(type);

	return canonical.kind == CXType_Pointer ? clang_getPointeeType(canonical) : canonical;
}

struct sought {
	const char *name;
	CXType type;
};

static enum CXVisitorResult match(CXCursor field, CXClientData data)
{
	CXString name = clang_getCursorSpelling(field);
	struct sought *sought = data;
	bool same = !strcmp(clang_getCString(name), sought->name);

	clang_disposeString(name);
	if (same)
		sought->type = clang_getCursorType(field);
	else if (clang_Cursor_isAnonymous(clang_getTypeDeclaration(clang_getCursorType(field))))
		clang_Type_visitFields(clang_getCursorType(field), match, data);
	return sought->type.kind == CXType_Invalid ? CXVisit_Continue : CXVisit_Break;
}

static CXType in_record(const struct kernel *k, const char *slot, const char *dot)
{
	char *record = strndup(slot, dot - slot);
	const CXCursor *cursor = map__get(&k->records, record);
	struct sought sought = { .name = dot + 1, .type = no_type() };

	if (cursor)
		clang_Type_visitFields(clang_getCursorType(*cursor), match, &sought);
	free(record);
	return sought.type;
}

CXType kernel__slot(const struct kernel *k, const struct model *model, const char *slot)
{
	const char *dot = strchr(slot, '.'), *hash = strchr(slot, '#');
	const CXCursor *function;
	const struct model_function *macro;
	char *name;
	CXType type;

	if (dot)
		return behind(in_record(k, slot, dot));
	name = strndup(slot, hash ? (size_t)(hash - slot) : strlen(slot));
	function = map__get(&k->functions, name);
	macro = map__get(&model->macros, name);
	free(name);
	type = no_type();
	if (function && hash)
		type = behind(clang_getArgType(clang_getCursorType(*function), atoi(hash + 1)));
	else if (macro && hash && (unsigned int)atoi(hash + 1) < macro->nr_args)
		type.kind = CXType_Unexposed;	/* the compiler sees to it */
	return type;
}
