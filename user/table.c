// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of JSON objects as a table for people. */
#include <stdio.h>
#include <string.h>
#include "table.h"

#define MAX_COLUMNS	16

struct cell {
	const char *text;
	char number[24];
};

static void read_cell(struct cell *cell, const json_t *value)
{
	cell->text = "-";
	if (json_is_string(value)) {
		cell->text = json_string_value(value);
	} else if (json_is_integer(value)) {
		snprintf(cell->number, sizeof(cell->number), "%lld",
			 (long long)json_integer_value(value));
		cell->text = cell->number;
	} else if (json_is_boolean(value)) {
		cell->text = json_is_true(value) ? "yes" : "no";
	}
}

void table__print(const json_t *rows, const struct table_column *columns)
{
	size_t width[MAX_COLUMNS], count, i, c;
	struct cell cell;
	json_t *row;

	for (count = 0; columns[count].title && count < MAX_COLUMNS; count++) {
		width[count] = strlen(columns[count].title);
		json_array_foreach((json_t *)rows, i, row) {
			read_cell(&cell, json_object_get(row, columns[count].key));
			if (strlen(cell.text) > width[count])
				width[count] = strlen(cell.text);
		}
	}
	/* One more time round than there are rows: the titles. */
	for (i = 0; i <= json_array_size(rows); i++) {
		row = i ? json_array_get(rows, i - 1) : json_array_get(rows, 0);
		for (c = 0; c < count; c++) {
			const json_t *value = json_object_get(row, columns[c].key);
			int pad;

			read_cell(&cell, value);
			if (!i)
				cell.text = columns[c].title;
			pad = json_is_integer(value) ? (int)width[c] :
			      c + 1 < count	     ? -(int)width[c] : 0;
			printf("%s%*s", c ? "  " : "", pad, cell.text);
		}
		putchar('\n');
	}
}
