// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the plan that a verb was asked about, or says why it cannot. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"
#include "paths.h"

struct plan *paths__load_plan(struct paths *p, const struct cmd_options *options,
			      const char *driver)
{
	char *base = paths__base(options->dir);
	struct plan *plan = NULL;
	int rc = -ENOMEM;

	if (base)
		plan = paths__try_plan(p, base, driver, &rc);
	switch (rc) {
	case 0:
		break;
	case -EINVAL:
		cmd__fail("\"%s\" is no name of a module", driver);
		break;
	case -ENOENT:
		cmd__fail("%s/%s/plan.json: no such plan; make it with: cleave split %s", base,
			  driver, driver);
		break;
	case -EACCES:
		cmd__fail("%s/%s/plan.json: %s; run this as root", base, driver, strerror(-rc));
		break;
	default:
		cmd__fail("%s/%s/plan.json: cannot be read (%s); make it again with: cleave split %s",
			  base ? base : "?", driver, strerror(-rc), driver);
	}
	free(base);
	return plan;
}
