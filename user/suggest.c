// SPDX-License-Identifier: GPL-2.0-or-later
/* Names that a person may have meant, by edit distance. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "suggest.h"

#define MAX_NAMES	3
#define MAX_LENGTH	63	/* of a name that is compared; longer ones are not near anything */

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to insert, delete, replace or swap with their neighbour (Damerau). */
static size_t distance(const char *a, const char *b)
{
	size_t row[3][MAX_LENGTH + 1], la = strlen(a), lb = strlen(b), i, j;

	if (la > MAX_LENGTH || lb > MAX_LENGTH)
		return la + lb;
	for (j = 0; j <= lb; j++)
		row[0][j] = j;
	for (i = 1; i <= la; i++) {
		size_t *now = row[i % 3], *before = row[(i - 1) % 3];

		now[0] = i;
		for (j = 1; j <= lb; j++) {
			now[j] = min(before[j - 1] + (a[i - 1] != b[j - 1]),
				     min(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = min(now[j], row[(i - 2) % 3][j - 2] + 1);
		}
	}
	return row[la % 3][lb];
}

/* Smaller is nearer; 0 is not near. */
static size_t nearness(const char *name, const char *wrong)
{
	size_t d = distance(name, wrong);

	if (d <= 1 + strlen(wrong) / 4)
		return d + 1;
	if (strlen(wrong) >= 3 && (strstr(name, wrong) || strstr(wrong, name)))
		return MAX_LENGTH + d;
	return 0;
}

char *suggest(const char *const *names, size_t count, const char *wrong)
{
	const char *best[MAX_NAMES];
	size_t near[MAX_NAMES], nr = 0, i, at;
	char *text = NULL;

	for (i = 0; i < count; i++) {
		size_t n = nearness(names[i], wrong);

		if (!n)
			continue;
		for (at = nr; at && near[at - 1] > n; at--)
			;
		if (at == MAX_NAMES)
			continue;
		nr = min(nr + 1, MAX_NAMES);
		memmove(&best[at + 1], &best[at], (nr - 1 - at) * sizeof(*best));
		memmove(&near[at + 1], &near[at], (nr - 1 - at) * sizeof(*near));
		best[at] = names[i];
		near[at] = n;
	}
	for (i = 0; i < nr; i++) {
		char *longer;

		if (asprintf(&longer, "%s%s%s", text ? text : "",
			     !i ? "" : i + 1 < nr ? ", " : " or ", best[i]) < 0)
			break;
		free(text);
		text = longer;
	}
	return text;
}
