// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: what one gets to by following every pointer, beginning
 * with the driver's parameters. It is what would have to be handed over if nobody
 * knew which fields are shared.
 */
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

/** struct reaching - records that are met and not yet looked into */
struct reaching {
	struct unit_facts *u;
	struct reach *reach;	/* the one that fields are being counted for */
	CXType *queue;
	unsigned int nr_queue;
};

static CXType strip_arrays(CXType type)
{
	type = clang_getCanonicalType(type);
	while (clang_getArrayElementType(type).kind != CXType_Invalid)
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	return type;
}

/* What a pointer, or a pointer to pointers, leads to in the end. */
static CXType pointee(CXType type)
{
	while (type.kind == CXType_Pointer)
		type = strip_arrays(clang_getPointeeType(type));
	return type;
}

static const char *name_of(struct reaching *r, CXType record)
{
	return facts__text(r->u, clang_getTypeSpelling(clang_getUnqualifiedType(record)));
}

/* Asking for its size would lay it out, and all that is in it. */
static bool defined(CXType record)
{
	return !clang_Cursor_isNull(clang_getCursorDefinition(clang_getTypeDeclaration(record)));
}

/* Return: its name; queued if it was not known. */
static const char *meet(struct reaching *r, CXType record)
{
	const char *name = name_of(r, record);

	if (map__get(&r->u->facts->reach, name) || !defined(record))
		return name;
	map__put(&r->u->facts->reach, name, store__alloc(sizeof(struct reach)));
	*STORE_ADD(r->queue, r->nr_queue) = record;
	return name;
}

static enum CXVisitorResult count(CXCursor cursor, CXClientData data)
{
	struct reaching *r = data;
	CXType type = strip_arrays(clang_getCursorType(cursor)), to;

	if (type.kind == CXType_Record) {
		clang_Type_visitFields(type, count, r);
		return CXVisit_Continue;
	}
	r->reach->fields++;
	to = pointee(type);
	if (type.kind == CXType_Pointer && to.kind == CXType_Record)
		*STORE_ADD(r->reach->to, r->reach->nr_to) = meet(r, to);
	return CXVisit_Continue;
}

void facts__reach(struct unit_facts *u, CXCursor function)
{
	struct reaching r = { .u = u };
	int nr = clang_Cursor_getNumArguments(function);

	for (int i = 0; i < nr; i++) {
		CXType to = pointee(strip_arrays(clang_getCursorType(
			clang_Cursor_getArgument(function, i))));

		if (to.kind == CXType_Record)
			meet(&r, to);
	}
	while (r.nr_queue) {
		CXType record = r.queue[--r.nr_queue];

		r.reach = map__get(&u->facts->reach, name_of(&r, record));
		clang_Type_visitFields(record, count, &r);
	}
	free(r.queue);
}

unsigned int facts__reachable(const struct facts *facts, const char *name, struct map *seen)
{
	const struct reach *reach = map__get(&facts->reach, name);
	unsigned int fields;

	if (!reach || map__get(seen, name))
		return 0;
	map__put(seen, name, (void *)reach);
	fields = reach->fields;
	for (unsigned int i = 0; i < reach->nr_to; i++)
		fields += facts__reachable(facts, reach->to[i], seen);
	return fields;
}
