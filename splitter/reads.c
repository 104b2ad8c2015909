// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: whether a driver reads where its device is. The runtime takes a port
 * or an address of the device's resources alone; one that comes from elsewhere, the configuration
 * of a bridge say, would be refused when the driver runs. Where the model asks for constants, one
 * in the driver's text is the driver's own (share_constant.c).
 */
#include <string.h>

#include "partition.h"
#include "path.h"

/* Whether the last member of a path is @name, "resource.start". */
static bool is_member(const struct access *a, const char *name)
{
	const char *member = strchr(name, '.'), *last = a->path ? strrchr(a->path, '.') : NULL;
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr;

	if (!record || !member || !a->path || strcmp(last ? last + 1 : a->path, member + 1))
		return false;
	nr = path__steps(record, a->path, steps);
	return nr > 0 && !strncmp(steps[nr - 1].owner->name, name, member - name) &&
	       !steps[nr - 1].owner->name[member - name];
}

static bool by_function(const struct func *func, const char *name)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		if (func->accesses[i].mode & ACCESS_READ && is_member(&func->accesses[i], name))
			return true;
	return false;
}

/* Looked for once: every access to a port asks. */
static bool by_driver(struct partition *p, const char *name)
{
	const char *known = map__get(&p->reads, name);

	if (known)
		return *known;
	known = "";
	for (unsigned int f = 0; f < p->facts->nr_all && !*known; f++)
		if (partition__ours(p->facts->all[f]) && by_function(p->facts->all[f], name))
			known = "yes";
	map__put(&p->reads, name, (void *)known);
	return *known;
}

const char *reads__missing(struct partition *p, const struct func *func,
			   const struct call *call, const struct model_function *entry)
{
	if (entry->constant && (call->constant & entry->constant) == entry->constant)
		return NULL;
	if (entry->reads && !by_function(func, entry->reads))
		return entry->reads;
	if (entry->driver_reads && !by_driver(p, entry->driver_reads))
		return entry->driver_reads;
	return NULL;
}
