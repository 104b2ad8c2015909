// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: a local number that is assigned anew has another life from there on,
 * which its earlier values do not reach. See splitter/number.h.
 *
 * Whatever it ever holds is in one place, too, its base, and that is where it is looked for
 * wherever the text is not plain: in a loop that writes it, behind a label, in an expression that
 * writes it among others. Once it has been compared with what is no constant, that might be all
 * that bounds it: the life after that is one that the other number flows into.
 */
#include <stdlib.h>
#include <string.h>

#include "number.h"

#define ANYWHERE	UINT_MAX	/* who knows where in the text: in another file */

struct number_life {
	CXCursor decl;
	const char *place;
	const char *base;
	bool bare;		/* only its name leads to it, and it is a number */
};

/* ---- variables and what writes them --------------------------------------- */

static struct number_life *find(const struct numbers *n, CXCursor decl)
{
	for (unsigned int i = 0; i < n->nr_lives; i++)
		if (clang_equalCursors(n->lives[i].decl, decl))
			return &n->lives[i];
	return NULL;
}

static struct number_life *named(const struct numbers *n, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);

	return clang_getCursorKind(plain) == CXCursor_DeclRefExpr ?
	       find(n, clang_getCursorReferenced(plain)) : NULL;
}

static void add_variable(struct numbers *n, CXCursor decl)
{
	enum CXTypeKind type = clang_getCanonicalType(clang_getCursorType(decl)).kind;
	const char *place = number__variable(n, decl);
	struct number_life *life;

	if (!place || *place == '=')
		return;
	life = STORE_ADD(n->lives, n->nr_lives);
	life->decl = decl;
	life->place = life->base = place;
	life->bare = type >= CXType_Bool && type <= CXType_Int128 &&
		     clang_Cursor_getStorageClass(decl) != CX_SC_Static &&
		     clang_Cursor_getStorageClass(decl) != CX_SC_Extern;
	if (clang_getCursorKind(decl) == CXCursor_ParmDecl)
		life->base = strings__format(n->w->u->facts->strings, "%s~", place);
}

/* Of the file that the function is in. */
static unsigned int offset_of(const struct numbers *n, CXSourceLocation location)
{
	unsigned int offset;
	CXFile file;

	clang_getExpansionLocation(location, &file, NULL, NULL, &offset);
	return facts__same_file(file, n->file) ? offset : ANYWHERE;
}

static void add_write(struct numbers *n, CXCursor at, struct number_life *life, bool compared)
{
	struct number_write *write;

	if (!life)
		return;
	write = STORE_ADD(n->writes, n->nr_writes);
	write->life = life - n->lives;
	write->compared = compared;
	write->at = offset_of(n, clang_getRangeStart(clang_getCursorExtent(at)));
}

static void hide_all(struct numbers *n, CXCursor cursor)
{
	struct number_life *life = named(n, cursor);
	struct kids kids = facts__kids(cursor);

	if (life)
		life->bare = false;
	for (unsigned int i = 0; i < kids.nr; i++)
		hide_all(n, kids.items[i]);
	free(kids.items);
}

/* What is compared with a number that may be anyone's to choose. */
static void scan_comparison(struct numbers *n, CXCursor cursor, const struct kids *kids)
{
	unsigned long long value;

	for (unsigned int i = 0; i < 2; i++) {
		CXCursor side = facts__strip(kids->items[i], true);
		struct number_life *life;

		if (clang_getCursorKind(side) == CXCursor_UnaryOperator)
			side = facts__last_kid(side);
		life = named(n, side);
		if (life && !number__constant(kids->items[!i], &value))
			add_write(n, cursor, life, true);
	}
}

static void scan_operator(struct numbers *n, CXCursor cursor, const struct kids *kids)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	enum CXUnaryOperatorKind unary = clang_getCursorUnaryOperatorKind(cursor);
	bool compound = clang_getCursorKind(cursor) == CXCursor_CompoundAssignOperator;

	if (clang_getCursorKind(cursor) == CXCursor_UnaryOperator && kids->nr) {
		if (unary == CXUnaryOperator_AddrOf && named(n, kids->items[0]))
			named(n, kids->items[0])->bare = false;
		else if (unary >= CXUnaryOperator_PostInc && unary <= CXUnaryOperator_PreDec)
			add_write(n, cursor, named(n, kids->items[0]), false);
	} else if (kids->nr == 2 && number__compares(kind)) {
		scan_comparison(n, cursor, kids);
	} else if (kids->nr == 2 && (kind == CXBinaryOperator_Assign || compound)) {
		add_write(n, cursor, named(n, kids->items[0]), false);
	}
}

static void scan(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	switch (clang_getCursorKind(cursor)) {
	case CXCursor_VarDecl:
		add_variable(n, cursor);
		add_write(n, cursor, find(n, cursor), false);
		break;
	case CXCursor_UnaryOperator:
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		scan_operator(n, cursor, &kids);
		break;
	case CXCursor_GCCAsmStmt:
		hide_all(n, cursor);
		break;
	default:
		break;
	}
	for (unsigned int i = 0; i < kids.nr; i++)
		scan(n, kids.items[i]);
	free(kids.items);
}

/* ---- lives --------------------------------------------------------------- */

/* A region's variables are those of another function, too. */
static void find_variables(struct numbers *n, CXCursor body)
{
	const struct walker *w = n->w;

	for (unsigned int i = 0; i < w->func->nr_params && i < w->nr_vars; i++)
		add_variable(n, w->vars[i]);
	clang_getExpansionLocation(clang_getRangeStart(clang_getCursorExtent(body)), &n->file, NULL,
				   NULL, NULL);
	scan(n, body);
}

void number__begin_lives(struct numbers *n, CXCursor body)
{
	if (!n->w->func->outline)
		find_variables(n, body);
	n->now.place = store__alloc((n->nr_lives + 1) * sizeof(*n->now.place));
	for (unsigned int i = 0; i < n->nr_lives; i++) {
		struct number_life *life = &n->lives[i];

		if (!life->bare)
			life->base = life->place;
		n->now.place[i] = life->place;
		if (life->base != life->place)
			number__flow(n, life->base, (struct number_from){
				.place = life->place, .most = NUMBER_UNBOUNDED });
	}
}

void number__end_lives(struct numbers *n)
{
	number__free_now(&n->now);
	free(n->lives);
	free(n->writes);
}

/* A variable that has lives, by its place. */
static int by_place(const struct numbers *n, const char *place)
{
	for (unsigned int i = 0; place && i < n->nr_lives; i++)
		if (n->lives[i].place == place)
			return i;
	return -1;
}

const char *number__read(const struct numbers *n, const char *place)
{
	int life = by_place(n, place);

	return life < 0 ? place : n->now.place[life];
}

const char *number__base(const struct numbers *n, const char *place)
{
	int life = by_place(n, place);

	return life < 0 ? place : n->lives[life].base;
}

/* Another life of the variable. */
static const char *born(struct numbers *n, unsigned int life)
{
	return strings__format(n->w->u->facts->strings, "%s~%u", n->lives[life].place,
			       ++n->nr_born);
}

void number__begin(struct numbers *n, const char *place, CXCursor value)
{
	int life = by_place(n, place);
	const char *to = life < 0 || !n->lives[life].bare ? place : born(n, life);

	number__assign(n, to, value);
	if (to == place)
		return;
	number__flow(n, place, (struct number_from){ .place = to, .most = NUMBER_UNBOUNDED });
	n->now.place[life] = to;
}

const char *number__bound(struct numbers *n, const char *place)
{
	int life = by_place(n, place);
	const char *before = life < 0 ? place : n->now.place[life];

	if (life < 0 || before == n->lives[life].base)
		return NULL;
	n->now.place[life] = born(n, life);
	number__flow(n, n->now.place[life], (struct number_from){
		.place = before, .most = NUMBER_UNBOUNDED });
	return n->now.place[life];
}

void number__narrow(struct numbers *n, CXCursor variable, unsigned long long most)
{
	CXCursor plain = facts__strip(variable, false);
	CXType type = clang_getCanonicalType(clang_getCursorType(plain));
	const struct number_life *life = clang_getCursorKind(plain) != CXCursor_DeclRefExpr ? NULL :
					 find(n, clang_getCursorReferenced(plain));
	const char *before;

	if (!life || !life->bare || type.kind < CXType_Bool || type.kind > CXType_UInt128)
		return;
	before = n->now.place[life - n->lives];
	n->now.place[life - n->lives] = born(n, life - n->lives);
	number__flow(n, n->now.place[life - n->lives], (struct number_from){
		.place = before, .most = most });
}

/* ---- where paths part and meet -------------------------------------------- */

/** struct stretch - of the text */
struct stretch {
	unsigned int start, end;
};

static struct stretch stretch_of(const struct numbers *n, CXCursor cursor)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	struct stretch in = { offset_of(n, clang_getRangeStart(range)),
			      offset_of(n, clang_getRangeEnd(range)) };

	return in.start == ANYWHERE || in.end < in.start ? (struct stretch){ 0, ANYWHERE } : in;
}

static bool is_in(const struct number_write *write, struct stretch in)
{
	return write->at == ANYWHERE || (write->at >= in.start && write->at <= in.end);
}

unsigned int number__writes(const struct numbers *n, CXCursor cursor, const char *place)
{
	struct stretch in = stretch_of(n, cursor);
	unsigned int nr = 0;

	for (unsigned int i = 0; i < n->nr_writes; i++)
		nr += n->lives[n->writes[i].life].place == place && !n->writes[i].compared &&
		      is_in(&n->writes[i], in);
	return nr;
}

void number__forget_written(struct numbers *n, CXCursor cursor, bool again)
{
	struct stretch in = stretch_of(n, cursor);

	for (unsigned int i = 0; i < n->nr_writes; i++)
		if ((again || !n->writes[i].compared) && is_in(&n->writes[i], in))
			n->now.place[n->writes[i].life] = n->lives[n->writes[i].life].base;
}

void number__forget_lives(struct numbers *n)
{
	for (unsigned int i = 0; i < n->nr_lives; i++)
		n->now.place[i] = n->lives[i].base;
}

struct number_now number__copy_now(const struct numbers *n, const struct number_now *now)
{
	struct number_now copy = { .dead = now->dead };

	copy.place = store__alloc((n->nr_lives + 1) * sizeof(*copy.place));
	memcpy(copy.place, now->place, (n->nr_lives + 1) * sizeof(*copy.place));
	return copy;
}

void number__free_now(struct number_now *now)
{
	free(now->place);
	*now = (struct number_now){ 0 };
}

void number__meet(struct numbers *n, struct number_now *other)
{
	if (other->place && !other->dead && n->now.dead) {
		struct number_now dead = n->now;

		n->now = *other;
		*other = dead;
	} else if (other->place && !other->dead) {
		for (unsigned int i = 0; i < n->nr_lives; i++) {
			const char *one = n->now.place[i];

			if (one == other->place[i])
				continue;
			n->now.place[i] = born(n, i);
			number__flow(n, n->now.place[i], (struct number_from){
				.place = one, .most = NUMBER_UNBOUNDED });
			number__flow(n, n->now.place[i], (struct number_from){
				.place = other->place[i], .most = NUMBER_UNBOUNDED });
		}
	}
	number__free_now(other);
}

void number__settle(struct numbers *n, struct number_now *before)
{
	for (unsigned int i = 0; i < n->nr_lives; i++)
		if (n->now.place[i] != before->place[i])
			n->now.place[i] = n->lives[i].base;
	n->now.dead = before->dead;
	number__free_now(before);
}

void number__leave(struct numbers *n, struct number_now *to)
{
	struct number_now here = number__copy_now(n, &n->now);

	number__meet(n, to);
	*to = n->now;
	n->now = here;
	n->now.dead = true;
}
