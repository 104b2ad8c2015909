// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: pointers that are stored where the kernel half may look. */
#include "partition.h"
#include "path.h"

const struct type *stored__type(const struct partition *p, const struct store_fact *store)
{
	struct path_step steps[PATH_STEPS];
	int nr;

	if (store->global)
		return store->global->source >= 0 ? store->type : NULL;
	nr = store->record ? path__steps(store->record, store->path, steps) : 0;
	return nr > 0 && tracked__is(p, store->record) ? path__type(&steps[nr - 1]) : NULL;
}

const char *stored__where(const struct partition *p, const struct store_fact *store)
{
	const char *of = store->global ? store->global->name : store->record->name;

	return strings__format(p->strings, "%s%s%s", of,
			       *store->path && *store->path != '[' ? "." : "", store->path);
}
