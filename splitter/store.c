// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory, interned strings and maps of splitter/store.h. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"

struct strings {
	struct map map;
};

void *store__alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		abort();
	return p;
}

char *store__copy(const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	if (s && !copy)
		abort();
	return copy;
}

static char *format_args(const char *format, va_list ap)
{
	char *s;

	if (vasprintf(&s, format, ap) < 0)
		abort();
	return s;
}

char *store__format(const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = format_args(format, ap);
	va_end(ap);
	return s;
}

bool store__has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; at && (at = strstr(at, word)); at += len)
		if ((at == words || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

void *store__more(void *array, unsigned int nr, size_t size)
{
	/* Full at 0 and at each power of two. */
	if (!(nr & (nr - 1))) {
		array = realloc(array, (nr ? 2 * (size_t)nr : 1) * size);
		if (!array)
			abort();
	}
	memset((char *)array + nr * size, 0, size);
	return array;
}

static uint64_t hash(const char *s)
{
	uint64_t h = 14695981039346656037ULL;	/* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ULL;
	return h;
}

static struct map_slot *find(const struct map *map, const char *key)
{
	struct map_slot *slot;
	uint64_t at;

	for (at = hash(key);; at++) {
		slot = &map->slots[at & (map->room - 1)];
		if (!slot->key || slot->key == key || !strcmp(slot->key, key))
			return slot;
	}
}

static void rehash(struct map *map)
{
	struct map old = *map;

	map->room = old.room ? 2 * old.room : 64;
	map->slots = store__alloc(map->room * sizeof(*map->slots));
	for (unsigned int i = 0; i < old.room; i++)
		if (old.slots[i].key)
			*find(map, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

void *map__get(const struct map *map, const char *key)
{
	return map->room && key ? find(map, key)->value : NULL;
}

void map__put(struct map *map, const char *key, void *value)
{
	struct map_slot *slot;

	if (2 * (map->nr + 1) > map->room)
		rehash(map);
	slot = find(map, key);
	if (!slot->key) {
		slot->key = key;
		map->nr++;
	}
	slot->value = value;
}

void map__clear(struct map *map)
{
	free(map->slots);
	memset(map, 0, sizeof(*map));
}

struct strings *strings__new(void)
{
	return store__alloc(sizeof(struct strings));
}

void strings__free(struct strings *strings)
{
	if (!strings)
		return;
	for (unsigned int i = 0; i < strings->map.room; i++)
		free(strings->map.slots[i].value);
	map__clear(&strings->map);
	free(strings);
}

const char *strings__intern(struct strings *strings, const char *s)
{
	char *copy;

	if (!s)
		return NULL;
	copy = map__get(&strings->map, s);
	if (!copy) {
		copy = store__copy(s);
		map__put(&strings->map, copy, copy);
	}
	return copy;
}

const char *strings__vformat(struct strings *strings, const char *format, va_list ap)
{
	char *s = format_args(format, ap);
	const char *kept = strings__intern(strings, s);

	free(s);
	return kept;
}

const char *strings__format(struct strings *strings, const char *format, ...)
{
	const char *kept;
	va_list ap;

	va_start(ap, format);
	kept = strings__vformat(strings, format, ap);
	va_end(ap);
	return kept;
}
