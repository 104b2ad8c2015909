/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory and strings for the passes. A run is short and a plan without memory
 * is no plan: running out aborts.
 */
#ifndef SPLITTER_STORE_H
#define SPLITTER_STORE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/** store__alloc() - zeroed memory, the caller's to free() */
void *store__alloc(size_t size);

/** store__copy() - a string of the caller's own; NULL for NULL */
char *store__copy(const char *s);

/** store__format() - printf() into a string of the caller's own */
char *store__format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** store__has_word() - whether @word is in @words, a list with blanks between; NULL has none */
bool store__has_word(const char *words, const char *word);

/* Room for one more zeroed element behind @array, which has @nr; grows by doubling. */
void *store__more(void *array, unsigned int nr, size_t size);

/**
 * STORE_ADD() - append a zeroed element
 *
 * Return: its address, valid until the next one is appended.
 */
#define STORE_ADD(array, nr) \
	((array) = store__more((array), (nr), sizeof(*(array))), &(array)[(nr)++])

/** struct strings - one copy of each string, so that equal means same address */
struct strings;

struct strings *strings__new(void);
void strings__free(struct strings *strings);

/** strings__intern() - lives as long as @strings; NULL for NULL */
const char *strings__intern(struct strings *strings, const char *s);

/** strings__format() - printf(), interned */
const char *strings__format(struct strings *strings, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** strings__vformat() - vprintf(), interned */
const char *strings__vformat(struct strings *strings, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));

/** struct map - from interned strings to pointers; starts zeroed */
struct map {
	struct map_slot {
		const char *key;
		void *value;
	} *slots;
	unsigned int nr;
	unsigned int room;
};

/** map__get() - NULL if @key is not there; @key may be any string */
void *map__get(const struct map *map, const char *key);

/** map__put() - @key must outlive the map; replaces what was there */
void map__put(struct map *map, const char *key, void *value);

void map__clear(struct map *map);

#endif /* SPLITTER_STORE_H */
