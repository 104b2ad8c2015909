// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: types and records. */
#include <string.h>

#include "facts_clang.h"

static enum type_kind kind_of(CXType canonical)
{
	switch (canonical.kind) {
	case CXType_Void:
		return TYPE_VOID;
	case CXType_Pointer:
		return TYPE_POINTER;
	case CXType_Record:
		return TYPE_RECORD;
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		return TYPE_ARRAY;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		return TYPE_FUNCTION;
	case CXType_Enum:
		return TYPE_SCALAR;
	default:
		return canonical.kind >= CXType_Bool && canonical.kind <= CXType_Int128 ?
		       TYPE_SCALAR : TYPE_OTHER;
	}
}

static bool has_line(const struct plan_source *source, unsigned int line)
{
	for (unsigned int i = 0; i < source->nr_own; i++)
		if (line >= source->own[i].first && line <= source->own[i].last)
			return true;
	return false;
}

/* Of a type of a header that others include, and name there, not all is known that happens to it. */
static bool in_driver(const struct unit_facts *u, CXCursor decl)
{
	unsigned int line;
	CXFile file;

	clang_getFileLocation(clang_getCursorLocation(decl), &file, &line, NULL, NULL);
	for (unsigned int i = 0; i < u->plan->nr_sources; i++)
		if (u->files[i] && facts__same_file(u->files[i], file))
			return !u->plan->sources[i].shared ||
			       has_line(&u->plan->sources[i], line);
	return false;
}

/* A macro may make several structures without a name in one place. */
static const char *key_of(struct unit_facts *u, const char *spelling, CXType canonical)
{
	if (!strstr(spelling, "(unnamed") && !strstr(spelling, "(anonymous"))
		return spelling;
	for (;;) {
		CXType inner = clang_getPointeeType(canonical);

		if (inner.kind == CXType_Invalid)
			inner = clang_getArrayElementType(canonical);
		if (inner.kind == CXType_Invalid)
			break;
		canonical = clang_getCanonicalType(inner);
	}
	return strings__format(u->facts->strings, "%s#%d.%u", spelling, u->unit,
			       clang_hashCursor(clang_getTypeDeclaration(canonical)));
}

/* Where another unit says otherwise what the structure is; fields are numbered from 0. */
struct comparing {
	const struct record *record;
	unsigned int at;
	bool differs;
};

static enum CXVisitorResult compare_field(CXCursor cursor, CXClientData data)
{
	struct comparing *c = data;
	const struct record *record = c->record;
	CXString name = clang_getCursorSpelling(cursor);
	const struct field *field = c->at < record->nr_fields ? &record->fields[c->at] : NULL;

	c->at++;
	c->differs |= !field || field->offset != clang_Cursor_getOffsetOfField(cursor) ||
		(*field->name && strcmp(field->name, clang_getCString(name))) ||
		field->type->size != clang_Type_getSizeOf(clang_getCursorType(cursor));
	clang_disposeString(name);
	return c->differs ? CXVisit_Break : CXVisit_Continue;
}

static void compare(struct unit_facts *u, struct record *record, CXType canonical)
{
	struct comparing c = { .record = record };

	record->compared = u->unit;
	if (record->size != clang_Type_getSizeOf(canonical)) {
		record->differs = true;
	} else if (record->complete) {
		clang_Type_visitFields(canonical, compare_field, &c);
		record->differs |= c.differs || c.at != record->nr_fields;
	}
}

static struct record *record_of(struct unit_facts *u, CXType canonical)
{
	const char *spelling = facts__text(u, clang_getTypeSpelling(
						   clang_getUnqualifiedType(canonical)));
	CXCursor decl = clang_getTypeDeclaration(canonical);
	const char *key = key_of(u, spelling, canonical);
	struct record *record = map__get(&u->facts->records, key);

	if (!record) {
		record = store__alloc(sizeof(*record));
		record->spelling = spelling;
		record->name = spelling;
		if (!strncmp(spelling, "struct ", 7))
			record->name = strings__intern(u->facts->strings, spelling + 7);
		else if (!strncmp(spelling, "union ", 6))
			record->name = strings__intern(u->facts->strings, spelling + 6);
		record->named = !strchr(spelling, '(');
		record->is_union = clang_getCursorKind(decl) == CXCursor_UnionDecl;
		record->size = -1;
		map__put(&u->facts->records, key, record);
	}
	if (record->size < 0 && clang_Type_getSizeOf(canonical) >= 0) {
		record->size = clang_Type_getSizeOf(canonical);
		record->in_driver = in_driver(u, decl);
		record->unit = record->compared = u->unit;
	} else if (record->in_driver && record->compared != u->unit &&
		   clang_Type_getSizeOf(canonical) >= 0) {
		compare(u, record, canonical);
	}
	return record;
}

const struct type *facts__type(struct unit_facts *u, CXType written)
{
	const char *spelling = facts__text(u, clang_getTypeSpelling(written));
	CXType canonical = clang_getCanonicalType(written);
	const char *key = key_of(u, spelling, canonical);
	struct type *type = map__get(&u->facts->types, key);

	/* Another unit may know more of a record, or of an array of them. */
	if (type && (type->size >= 0 || type->kind == TYPE_FUNCTION)) {
		if (type->kind == TYPE_RECORD)
			record_of(u, canonical);
		return type;
	}
	if (!type) {
		type = store__alloc(sizeof(*type));
		map__put(&u->facts->types, key, type);
	}
	type->kind = kind_of(canonical);
	type->spelling = spelling;
	type->canonical = facts__text(u, clang_getTypeSpelling(canonical));
	type->size = clang_Type_getSizeOf(canonical);
	type->is_const = clang_isConstQualifiedType(canonical);
	type->count = -1;
	if (type->kind == TYPE_POINTER) {
		CXType to = clang_getPointeeType(written);

		if (to.kind == CXType_Invalid)
			to = clang_getPointeeType(canonical);
		type->to = facts__type(u, to);
	} else if (type->kind == TYPE_ARRAY) {
		type->count = clang_getArraySize(canonical);
		type->to = facts__type(u, clang_getArrayElementType(canonical));
		type->is_const |= type->to->is_const;
	} else if (type->kind == TYPE_RECORD) {
		type->record = record_of(u, canonical);
	}
	return type;
}

struct filling {
	struct unit_facts *u;
	struct record *record;
};

static enum CXVisitorResult add_field(CXCursor cursor, CXClientData data)
{
	struct filling *f = data;
	struct record *record = f->record;
	struct field *field = STORE_ADD(record->fields, record->nr_fields);
	unsigned int at = record->nr_fields - 1;
	CXType type = clang_getCursorType(cursor);

	field->name = facts__text(f->u, clang_getCursorSpelling(cursor));
	field->offset = clang_Cursor_getOffsetOfField(cursor);
	field->width = clang_Cursor_isBitField(cursor) ? clang_getFieldDeclBitWidth(cursor) : -1;
	record->fields[at].type = facts__type(f->u, type);
	if (clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type)) ||
	    strchr(field->name, '('))
		record->fields[at].name = "";
	facts__fill_record(f->u, type);
	return CXVisit_Continue;
}

void facts__fill_record(struct unit_facts *u, CXType type)
{
	CXType canonical = clang_getCanonicalType(type);
	struct filling f = { .u = u };

	while (kind_of(canonical) == TYPE_ARRAY)
		canonical = clang_getCanonicalType(clang_getArrayElementType(canonical));
	if (kind_of(canonical) != TYPE_RECORD)
		return;
	f.record = record_of(u, canonical);
	if (f.record->complete || f.record->size < 0)
		return;
	f.record->complete = true;
	clang_Type_visitFields(canonical, add_field, &f);
}

const struct record *facts__owner(struct unit_facts *u, CXCursor field)
{
	CXCursor parent = clang_getCursorSemanticParent(field);

	while (clang_Cursor_isAnonymousRecordDecl(parent))
		parent = clang_getCursorSemanticParent(parent);
	facts__fill_record(u, clang_getCursorType(parent));
	return record_of(u, clang_getCanonicalType(clang_getCursorType(parent)));
}
