/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FOREIGN_H
#define FOREIGN_H

struct foreign_ops {
	int (*level)(struct thing *thing);
};

#endif /* FOREIGN_H */
