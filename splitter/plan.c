// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan's life. What a structure of it holds is told once, in tables; freeing walks them, and so
 * do saving and loading (plan_json.c).
 */
#include <stdlib.h>
#include <string.h>

#include "plan.h"
#include "plan_shape.h"
#include "store.h"

static const char *const sides[] = { "kernel", "user", "both", NULL };
static const char *const kinds[] = { "value", "object", "pointer", "buffer", "string",
				     "string-kept", "format", "ignored", "result", "void", NULL };
static const char *const down_kinds[] = { "function", "inline", "macro", "driver", "outline",
					 "typed", NULL };
static const char *const births[] = { "none", "object", "mmio", "coherent", "bytes", NULL };
static const char *const symbol_kinds[] = { "function", "table", "global", NULL };
static const char *const policies[] = { "forward", "local", "address", "forbidden", NULL };
static const char *const field_kinds[] = { "raw", "bits", "pointer", "string", "block", NULL };
static const char *const owners[] = { "none", "port", "irq", NULL };
static const char *const merges[] = { "none", "bits", "sum", NULL };

#define STRING(s, m)	{ #m, MEMBER_STRING, offsetof(struct s, m), 0, NULL, NULL }
#define STRINGS(s, m)	{ #m, MEMBER_STRINGS, offsetof(struct s, m), 0, NULL, NULL }
#define HEX(s, m)	{ #m, MEMBER_HEX, offsetof(struct s, m), 0, NULL, NULL }
#define BOOL(s, m)	{ #m, MEMBER_BOOL, offsetof(struct s, m), 0, NULL, NULL }
#define INT(s, m)	{ #m, MEMBER_INT, offsetof(struct s, m), 0, NULL, NULL }
#define SIZE(s, m)	{ #m, MEMBER_SIZE, offsetof(struct s, m), 0, NULL, NULL }
#define U64(s, m)	{ #m, MEMBER_U64, offsetof(struct s, m), 0, NULL, NULL }
#define WORD(s, m, w)	{ #m, MEMBER_WORD, offsetof(struct s, m), 0, NULL, w }
#define STRUCT(s, m, t)	{ #m, MEMBER_STRUCT, offsetof(struct s, m), 0, &t, NULL }
#define ARRAY(s, m, t) \
	{ #m, MEMBER_ARRAY, offsetof(struct s, m), offsetof(struct s, nr_##m), &t, NULL }
#define STRING_ARRAY(s, m) \
	{ #m, MEMBER_STRING_ARRAY, offsetof(struct s, m), offsetof(struct s, nr_##m), NULL, NULL }
#define END		{ NULL, MEMBER_STRING, 0, 0, NULL, NULL }

#define SHAPE(s, ...) \
	static const struct member s##_members[] = { __VA_ARGS__, END }; \
	static const struct shape s##_shape = { sizeof(struct s), s##_members }

SHAPE(plan_arg,
	STRING(plan_arg, name), STRING(plan_arg, type), WORD(plan_arg, kind, kinds),
	INT(plan_arg, dir), STRING(plan_arg, len), INT(plan_arg, class),
	INT(plan_arg, object_type), STRING(plan_arg, whole), STRING(plan_arg, host),
	BOOL(plan_arg, lent), BOOL(plan_arg, birth), BOOL(plan_arg, managed), BOOL(plan_arg, ends),
	BOOL(plan_arg, unused), BOOL(plan_arg, null), STRING(plan_arg, check), STRING(plan_arg, user),
	STRING(plan_arg, answer), STRINGS(plan_arg, limit));

SHAPE(plan_include,
	STRING(plan_include, text), INT(plan_include, line), BOOL(plan_include, inside));

SHAPE(plan_lines, INT(plan_lines, first), INT(plan_lines, last));

SHAPE(plan_source,
	STRING(plan_source, path), STRING(plan_source, rel), HEX(plan_source, sha256),
	INT(plan_source, lines), BOOL(plan_source, header), BOOL(plan_source, in_place),
	INT(plan_source, shim_line), ARRAY(plan_source, includes, plan_include_shape),
	ARRAY(plan_source, own, plan_lines_shape));

SHAPE(plan_unit,
	INT(plan_unit, source), STRING(plan_unit, object), STRINGS(plan_unit, cflags),
	STRINGS(plan_unit, headers), STRING(plan_unit, dir));

SHAPE(plan_function,
	STRING(plan_function, name), INT(plan_function, source), INT(plan_function, unit),
	INT(plan_function, line), INT(plan_function, end_line), SIZE(plan_function, start),
	SIZE(plan_function, body_start), SIZE(plan_function, body_end),
	BOOL(plan_function, from_macro), BOOL(plan_function, is_static),
	BOOL(plan_function, is_inline), BOOL(plan_function, variadic),
	STRUCT(plan_function, ret, plan_arg_shape), ARRAY(plan_function, args, plan_arg_shape),
	WORD(plan_function, side, sides), STRING(plan_function, reason),
	STRING(plan_function, advice), STRING(plan_function, declined), BOOL(plan_function, atomic), INT(plan_function, seen),
	INT(plan_function, seen_atomic), INT(plan_function, seen_peak), INT(plan_function, upcall),
	INT(plan_function, downcall));

SHAPE(plan_upcall,
	INT(plan_upcall, function), STRING(plan_upcall, slot), STRING(plan_upcall, on_failure),
	STRING(plan_upcall, at_most),
	INT(plan_upcall, wait_ms), BOOL(plan_upcall, remember), STRING(plan_upcall, holds),
	STRING(plan_upcall, perhaps), STRING_ARRAY(plan_upcall, downs),
	BOOL(plan_upcall, anything), STRING_ARRAY(plan_upcall, types));

SHAPE(plan_site,
	INT(plan_site, line), STRING(plan_site, function));

SHAPE(plan_downcall,
	STRING(plan_downcall, name), STRING(plan_downcall, of),
	WORD(plan_downcall, kind, down_kinds),
	INT(plan_downcall, function), INT(plan_downcall, unit),
	ARRAY(plan_downcall, args, plan_arg_shape), STRUCT(plan_downcall, ret, plan_arg_shape),
	BOOL(plan_downcall, anywhere), BOOL(plan_downcall, by_worker), BOOL(plan_downcall, keeps),
	WORD(plan_downcall, birth, births),
	INT(plan_downcall, birth_type), BOOL(plan_downcall, birth_clear), STRING(plan_downcall, birth_size),
	BOOL(plan_downcall, birth_errors),
	STRING(plan_downcall, birth_phys), STRING(plan_downcall, birth_table),
	STRING(plan_downcall, birth_dev),
	STRING(plan_downcall, birth_dma), INT(plan_downcall, birth_at),
	BOOL(plan_downcall, birth_guest), STRING(plan_downcall, birth_managed),
	STRING(plan_downcall, acquires), STRING(plan_downcall, undo),
	STRING(plan_downcall, quiesce), STRING(plan_downcall, already), STRING(plan_downcall, unless),
	BOOL(plan_downcall, until_answer), BOOL(plan_downcall, first),
	BOOL(plan_downcall, always), STRINGS(plan_downcall, undo_keys),
	STRING(plan_downcall, owner), BOOL(plan_downcall, for_module), STRINGS(plan_downcall, keys),
	STRINGS(plan_downcall, undo_types),
	STRING(plan_downcall, releases), STRINGS(plan_downcall, release_keys),
	INT(plan_downcall, dies), BOOL(plan_downcall, deferred), STRING(plan_downcall, instead),
	STRING(plan_downcall, takes), STRING(plan_downcall, needs), STRING(plan_downcall, holds),
	INT(plan_downcall, fails), BOOL(plan_downcall, by_line),
	ARRAY(plan_downcall, sites, plan_site_shape), STRING(plan_downcall, early));

SHAPE(plan_rename,
	INT(plan_rename, source), SIZE(plan_rename, start), STRING(plan_rename, from),
	STRING(plan_rename, to), BOOL(plan_rename, user), BOOL(plan_rename, kernel));

SHAPE(plan_outline_var,
	STRING(plan_outline_var, name), STRING(plan_outline_var, type),
	INT(plan_outline_var, arg));

SHAPE(plan_guard,
	SIZE(plan_guard, start), SIZE(plan_guard, end), INT(plan_guard, arg),
	BOOL(plan_guard, index), SIZE(plan_guard, count));

SHAPE(plan_exit,
	SIZE(plan_exit, start), SIZE(plan_exit, end));

SHAPE(plan_outline,
	STRING(plan_outline, name), INT(plan_outline, function), INT(plan_outline, downcall),
	BOOL(plan_outline, whole), INT(plan_outline, line), INT(plan_outline, end_line), SIZE(plan_outline, start),
	SIZE(plan_outline, end), SIZE(plan_outline, unlock),
	ARRAY(plan_outline, exits, plan_exit_shape), ARRAY(plan_outline, vars, plan_outline_var_shape),
	ARRAY(plan_outline, guards, plan_guard_shape), STRINGS(plan_outline, followed));

SHAPE(plan_field,
	STRING(plan_field, name), STRING(plan_field, offset), STRING(plan_field, size),
	STRING(plan_field, count), STRING(plan_field, stride), U64(plan_field, mask),
	INT(plan_field, bit_word), WORD(plan_field, kind, field_kinds), INT(plan_field, dir),
	INT(plan_field, class), STRING(plan_field, least), STRING(plan_field, below),
	WORD(plan_field, owner, owners), BOOL(plan_field, once), BOOL(plan_field, set), INT(plan_field, text),
	WORD(plan_field, merge, merges),
	INT(plan_field, number));

SHAPE(plan_point,
	STRING(plan_point, offset), STRING(plan_point, count), STRING(plan_point, stride),
	INT(plan_point, class));

SHAPE(plan_string,
	STRING(plan_string, name), STRING(plan_string, text));

SHAPE(plan_table,
	STRING(plan_table, name), STRING(plan_table, local), INT(plan_table, function),
	SIZE(plan_table, start), SIZE(plan_table, end));

SHAPE(plan_literal,
	INT(plan_literal, source), SIZE(plan_literal, start), SIZE(plan_literal, end),
	INT(plan_literal, string));

SHAPE(plan_along,
	STRING(plan_along, member), INT(plan_along, type));
SHAPE(plan_bring,
	STRING(plan_bring, at), STRING(plan_bring, of), INT(plan_bring, type));
SHAPE(plan_stop,
	STRING(plan_stop, offset), STRING(plan_stop, count), STRING(plan_stop, stride),
	STRING(plan_stop, type), STRING(plan_stop, stop), STRING(plan_stop, live),
	STRING(plan_stop, idle));

SHAPE(plan_type,
	STRING(plan_type, name), STRING(plan_type, ident), STRING(plan_type, size),
	STRING(plan_type, device), INT(plan_type, class), BOOL(plan_type, array),
	BOOL(plan_type, settled), BOOL(plan_type, native),
	INT(plan_type, unit), STRING(plan_type, guest), ARRAY(plan_type, alongs, plan_along_shape),
	ARRAY(plan_type, brings, plan_bring_shape),
	ARRAY(plan_type, fields, plan_field_shape), ARRAY(plan_type, points, plan_point_shape),
	ARRAY(plan_type, stops, plan_stop_shape));

SHAPE(plan_symbol,
	STRING(plan_symbol, name), WORD(plan_symbol, kind, symbol_kinds), INT(plan_symbol, unit),
	INT(plan_symbol, class), INT(plan_symbol, type), BOOL(plan_symbol, array), BOOL(plan_symbol, open),
	BOOL(plan_symbol, external));

SHAPE(plan_idle,
	STRING(plan_idle, name), STRING(plan_idle, file), INT(plan_idle, line),
	STRING(plan_idle, other));

SHAPE(plan_macro,
	STRING(plan_macro, name), STRING(plan_macro, params), STRING(plan_macro, means));

SHAPE(plan_missing,
	STRING(plan_missing, symbol), STRING(plan_missing, file), INT(plan_missing, line),
	STRING(plan_missing, user), STRING(plan_missing, advice));

SHAPE(plan_policy,
	STRING(plan_policy, symbol), WORD(plan_policy, policy, policies));

SHAPE(plan_edge,
	INT(plan_edge, from), INT(plan_edge, to), INT(plan_edge, line), BOOL(plan_edge, through));

SHAPE(plan_assumption,
	STRING(plan_assumption, section), STRING(plan_assumption, name),
	STRING(plan_assumption, text), STRING(plan_assumption, file), INT(plan_assumption, line),
	STRING(plan_assumption, origin), STRING(plan_assumption, user));

SHAPE(plan,
	STRING(plan, driver), STRING(plan, ident), STRING(plan, kernel), STRING(plan, headers),
	STRING(plan, dir), HEX(plan, build_id), ARRAY(plan, sources, plan_source_shape),
	ARRAY(plan, units, plan_unit_shape), ARRAY(plan, functions, plan_function_shape),
	ARRAY(plan, upcalls, plan_upcall_shape), ARRAY(plan, downcalls, plan_downcall_shape),
	ARRAY(plan, outlines, plan_outline_shape), ARRAY(plan, renames, plan_rename_shape),
	ARRAY(plan, natives, plan_downcall_shape), ARRAY(plan, types, plan_type_shape),
	STRING_ARRAY(plan, classes), ARRAY(plan, strings, plan_string_shape),
	ARRAY(plan, tables, plan_table_shape), ARRAY(plan, literals, plan_literal_shape), ARRAY(plan, symbols, plan_symbol_shape),
	ARRAY(plan, policies, plan_policy_shape), ARRAY(plan, missing, plan_missing_shape),
	ARRAY(plan, idles, plan_idle_shape), ARRAY(plan, macros, plan_macro_shape),
	ARRAY(plan, edges, plan_edge_shape), ARRAY(plan, assumptions, plan_assumption_shape),
	STRING(plan, evidence), INT(plan, reachable));

const struct shape *const plan__shape = &plan_shape;

/* ---- freeing ------------------------------------------------------------- */

static void free_members(void *base, const struct shape *shape);

static void free_member(void *base, const struct member *m)
{
	void *at = plan__in(base, m->at);
	unsigned int nr = m->nr_at ? *(unsigned int *)plan__in(base, m->nr_at) : 0;

	switch (m->kind) {
	case MEMBER_STRING:
		free(*(char **)at);
		break;
	case MEMBER_STRINGS:
		for (char **s = *(char ***)at; s && *s; s++)
			free(*s);
		free(*(char ***)at);
		break;
	case MEMBER_STRING_ARRAY:
		while (nr)
			free((*(char ***)at)[--nr]);
		free(*(char ***)at);
		break;
	case MEMBER_STRUCT:
		free_members(at, m->shape);
		break;
	case MEMBER_ARRAY:
		while (nr)
			free_members(*(char **)at + --nr * m->shape->size, m->shape);
		free(*(void **)at);
		break;
	default:
		break;
	}
}

static void free_members(void *base, const struct shape *shape)
{
	for (const struct member *m = shape->members; m->name; m++)
		free_member(base, m);
}

bool plan__is_errno(const char *type)
{
	static const char *const types[] = { "int", "long", "long long", "ssize_t", "s32", "s64" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return false;
}

struct plan *plan__new(void)
{
	return store__alloc(sizeof(struct plan));
}

void plan__free(struct plan *plan)
{
	if (plan)
		free_members(plan, &plan_shape);
	free(plan);
}

/* From the functions on all is of the cut, and arrays hold it. */
void plan__forget_cut(struct plan *plan)
{
	const struct member *m = plan_shape.members;

	while (strcmp(m->name, "functions"))
		m++;
	for (; m->nr_at; m++) {
		free_member(plan, m);
		*(void **)plan__in(plan, m->at) = NULL;
		*(unsigned int *)plan__in(plan, m->nr_at) = 0;
	}
	plan->reachable = 0;
}

static bool acquires_for(const struct plan_downcall *down, const struct plan_downcall *other)
{
	const char *name = other->acquires ? other->acquires : other->name;

	return other->undo && (store__has_word(down->releases, name) ||
			       (other->of && store__has_word(down->releases, other->of)));
}

const struct plan_downcall *plan__acquirer(const struct plan *plan,
					   const struct plan_downcall *down)
{
	for (unsigned int i = 0; down->releases && i < plan->nr_downcalls; i++)
		if (acquires_for(down, &plan->downcalls[i]))
			return &plan->downcalls[i];
	for (unsigned int i = 0; down->releases && i < plan->nr_natives; i++)
		if (acquires_for(down, &plan->natives[i]))
			return &plan->natives[i];
	return NULL;
}

void plan__drop_native(struct plan *plan, unsigned int at)
{
	free_members(&plan->natives[at], &plan_downcall_shape);
	plan->nr_natives--;
	memmove(&plan->natives[at], &plan->natives[at + 1],
		(plan->nr_natives - at) * sizeof(*plan->natives));
}

const struct plan_function *plan__function(const struct plan *plan, const char *name)
{
	for (unsigned int i = 0; i < plan->nr_functions; i++)
		if (!strcmp(plan->functions[i].name, name))
			return &plan->functions[i];
	return NULL;
}
