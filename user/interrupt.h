/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals that ask a verb for the end, which has something to take down first. */
#ifndef USER_INTERRUPT_H
#define USER_INTERRUPT_H

#include <stdbool.h>

/** interrupt__catch() - from now on they only set a mark, and system calls return early */
void interrupt__catch(void);

/** interrupt__seen() - whether one came */
bool interrupt__seen(void);

#endif /* USER_INTERRUPT_H */
