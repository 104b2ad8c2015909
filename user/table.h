/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of JSON objects as a table for people. */
#ifndef USER_TABLE_H
#define USER_TABLE_H

#include <jansson.h>

/** struct table_column - numbers stand to the right, everything else to the left */
struct table_column {
	const char *title;
	const char *key;
};

/**
 * table__print() - on standard output, a line of titles first
 * @rows: array of objects; a key that is missing shows as "-"
 * @columns: ends with one without title
 */
void table__print(const json_t *rows, const struct table_column *columns);

#endif /* USER_TABLE_H */
