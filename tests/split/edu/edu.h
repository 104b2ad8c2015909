/* SPDX-License-Identifier: GPL-2.0 */
#ifndef EDU_H
#define EDU_H

#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include "edu_regs.h"

/** struct edu - one device */
struct edu {
	struct pci_dev *pdev;
	void __iomem *regs;
	u32 number;
	u32 interrupts;
	u32 mark;
	s32 marked;
	struct edu *other;	/* or an error: there is none of that mark */
	struct delayed_work pulse;	/* comes again by itself, once it was asked for */
	u32 period;	/* of that, in milliseconds */
	u32 pulses;
	struct work_struct leave;	/* unbinds the device, once */
	spinlock_t lock;	/* of what follows */
	u32 holder;		/* who has the device for itself, or 0 */
	u32 held;		/* interrupts meanwhile */
	struct mutex label_lock;
	char *label;		/* what somebody calls it */
};

/** struct edu_hold - who holds a device, and for how many interrupts already, at one time */
struct edu_hold {
	u32 holder;
	u32 held;
};

/** struct edu_totals - of all devices together */
struct edu_totals {
	u32 devices;
	u32 questions;
	u32 interrupts;
};

extern struct edu_totals edu_totals;
extern unsigned int edu_limit;

static inline u32 edu_read(const struct edu *edu, unsigned int reg)
{
	return readl(edu->regs + reg);
}

static inline void edu_write(const struct edu *edu, unsigned int reg, u32 value)
{
	writel(value, edu->regs + reg);
}

int poll(struct edu *edu);
int edu_check(struct edu *edu);
void edu_ask(struct edu *edu, u32 number);
void edu_set_mark(struct edu *edu, u32 mark);
int edu_answer(struct edu *edu, u32 *answer);

void edu_pulse(struct work_struct *work);
void edu_leave(struct work_struct *work);

int edu_sysfs_add(struct pci_dev *pdev);
void edu_sysfs_remove(struct pci_dev *pdev);

#endif /* EDU_H */
