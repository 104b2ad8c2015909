// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What downcalls acquired and how it is given back: one struct cleave_undo per
 * way of giving back, and the records that its stub and the releasing ones make.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

#define MAX_KEYS	4	/* CLEAVE_UNDO_KEYS */

static unsigned int count(char *const *list)
{
	unsigned int n = 0;

	while (list && list[n])
		n++;
	return n;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool alike(const struct plan_downcall *a, const struct plan_downcall *b)
{
	unsigned int n = count(a->undo_keys);

	if (!b->undo || !same(a->undo, b->undo) || !same(a->quiesce, b->quiesce) ||
	    a->until_answer != b->until_answer || a->first != b->first ||
	    !same(a->holds, b->holds) || count(b->undo_keys) != n)
		return false;
	while (n && same(a->undo_keys[n - 1], b->undo_keys[n - 1]))
		n--;
	return !n;
}

/*
 * The first of the downcalls, and of what the kernel half acquires by itself, that is undone as
 * @down is: these share one struct cleave_undo.
 */
static const struct plan_downcall *first_alike(const struct emit *e,
					       const struct plan_downcall *down)
{
	for (unsigned int i = 0; i < e->plan->nr_downcalls; i++)
		if (alike(down, &e->plan->downcalls[i]))
			return &e->plan->downcalls[i];
	for (unsigned int i = 0; i < e->plan->nr_natives; i++)
		if (alike(down, &e->plan->natives[i]))
			return &e->plan->natives[i];
	return down;
}

static bool is_native(const struct emit *e, const struct plan_downcall *down)
{
	return down >= e->plan->natives && down < e->plan->natives + e->plan->nr_natives;
}

/* What the names of an undo's functions end in. */
static const char *undo_ident(const struct emit *e, const struct plan_downcall *down)
{
	return is_native(e, down) ? down->name : e->downs[down - e->plan->downcalls];
}

static void put_undo_name(const struct emit *e, struct text *out, const struct plan_downcall *down)
{
	text__printf(out, "cleave_undo_%s%s", is_native(e, down) ? "native_" : "",
		     undo_ident(e, down));
}

const struct plan_downcall *emit__acquirer(const struct emit *e, const struct plan_downcall *down)
{
	const struct plan_downcall *other = plan__acquirer(e->plan, down);

	return other ? first_alike(e, other) : NULL;
}

/* The key whose expression @p starts with, the longest; -1 for none. */
static int key_at(char *const *keys, const char *p)
{
	size_t longest = 0;
	int found = -1;

	for (int i = 0; keys[i]; i++) {
		size_t len = strlen(keys[i]);

		if (len > longest && !strncmp(keys[i], p, len) &&
		    !(isalnum((unsigned char)p[len]) || p[len] == '_')) {
			longest = len;
			found = i;
		}
	}
	return found;
}

/* A statement of the model, in which keys stand for themselves: k0, k1 ... */
static void put_statement(struct emit *e, struct text *out, const struct plan_downcall *down,
			  const char *statement)
{
	for (const char *p = statement; *p;) {
		int key = key_at(down->undo_keys, p);

		if (key >= 0) {
			text__printf(out, "k%d", key);
			p += strlen(down->undo_keys[key]);
		} else if (*p == '$') {
			emit__fail(e, -EINVAL, "model: %s: undo `%s' needs more than its keys tell; add what follows the $ at `%s' to key",
				   down->name, statement, p);
			return;
		} else {
			text__put_n(out, p++, 1);
		}
	}
}

static void put_undo_function(struct emit *e, struct text *out, const struct plan_downcall *down,
			      const char *which, const char *statement)
{
	struct text body = {};

	put_statement(e, &body, down, statement);
	text__printf(out, "\nstatic void cleave_%s_%s(const u64 *key)\n{\n", which,
		     undo_ident(e, down));
	for (unsigned int i = 0; i < count(down->undo_keys) && i < MAX_KEYS; i++) {
		const char *type = down->undo_types[i];
		char name[] = { 'k', '0' + i, '\0' };

		if (!body.s || !strstr(body.s, name))
			continue;
		text__put(out, "\t");
		emit__declare(out, type, name);
		text__put(out, " = (");
		emit__declare(out, type, "");
		text__printf(out, ")%skey[%u];\n", strchr(type, '*') ? "(unsigned long)" : "", i);
	}
	text__printf(out, "\n\t%s;\n}\n", body.s ? body.s : "");
	text__free(&body);
}

void emit__undo(struct emit *e, struct text *out, const struct plan_downcall *down)
{
	const char *ident = undo_ident(e, down);
	char *name;

	if (first_alike(e, down) != down)
		return;
	put_undo_function(e, out, down, "give_back", down->undo);
	if (down->quiesce)
		put_undo_function(e, out, down, "quiesce", down->quiesce);
	name = strndup(down->undo, strcspn(down->undo, "( "));
	text__put(out, "\nconst struct cleave_undo ");
	put_undo_name(e, out, down);
	text__put(out, " = {\n");
	text__printf(out, "\t.name = \"%s\",\n\t.run = cleave_give_back_%s,\n", name, ident);
	if (down->quiesce)
		text__printf(out, "\t.quiesce = cleave_quiesce_%s,\n", ident);
	if (down->until_answer)
		text__put(out, "\t.until_answer = true,\n");
	if (down->first)
		text__put(out, "\t.first = true,\n");
	if (down->holds)
		text__printf(out, "\t.holds = \"%s\",\n", down->holds);
	text__put(out, "};\n");
	free(name);
}

static void put_keys(struct emit *e, struct text *out, char *const *keys, char *const *types,
		     const struct binding *bind)
{
	unsigned int n = count(keys);

	for (unsigned int i = 0; i < MAX_KEYS; i++) {
		if (i >= n) {
			text__put(out, ", 0");
			continue;
		}
		text__printf(out, ", (u64)%s(", strchr(types[i], '*') ? "(unsigned long)" : "");
		emit__expr(e, out, keys[i], bind);
		text__put(out, ")");
	}
}

/* The call of @function, cleave_acquired(call or its like, as an expression. */
void emit__acquired(struct emit *e, struct text *out, const struct plan_downcall *down,
		    const char *function, const struct binding *bind)
{
	text__printf(out, "%s, &", function);
	put_undo_name(e, out, first_alike(e, down));
	put_keys(e, out, down->keys ? down->keys : down->undo_keys, down->undo_types, bind);
	text__put(out, ")");
}

/*
 * The start of a call of @function, cleave_released() or its like, up to its
 * keys. Return: false if nothing that @down gives back is on record.
 */
bool emit__released(struct emit *e, struct text *out, const struct plan_downcall *down,
		    const char *function, const struct binding *bind)
{
	const struct plan_downcall *other = emit__acquirer(e, down);
	unsigned int n = count(down->release_keys);

	if (!other)
		return false;
	if (n > count(other->undo_keys)) {
		emit__fail(e, -EINVAL, "model: %s releases by more keys than %s has", down->name,
			   other->name);
		return false;
	}
	text__printf(out, "%s, &", function);
	put_undo_name(e, out, other);
	text__printf(out, ", %u", n);
	put_keys(e, out, down->release_keys, other->undo_types, bind);
	text__put(out, ")");
	return true;
}
