// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: whether the marks of a profile are those of functions of the driver's. Of
 * one that is misspelt the right one has no mark, and might go where it must not.
 */
#include <string.h>

#include "partition.h"

static bool is_of_driver(const struct partition *p, const struct model_mark *mark)
{
	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		if (partition__ours(p->facts->all[i]) &&
		    !strcmp(p->facts->all[i]->name, mark->name))
			return true;
	return false;
}

bool marks__known(const struct partition *p, struct report *report)
{
	const struct map *marks = &p->model->marks;
	bool known = true;

	for (unsigned int i = 0; i < marks->room; i++) {
		const struct model_mark *mark = marks->slots[i].value;

		if (!marks->slots[i].key || is_of_driver(p, mark))
			continue;
		report__at(report, mark->file, mark->line,
			   "%s is marked %s, but the driver has no such function; mend or remove the mark",
			   mark->name, mark->user ? "user" : "kernel");
		known = false;
	}
	return known;
}
