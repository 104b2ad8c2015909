/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A driver's header; part/Kbuild tells which sources that include it are the driver's. */
#ifndef PART_H
#define PART_H

struct part_ops {
	int (*level)(struct thing *thing);
};

#endif /* PART_H */
