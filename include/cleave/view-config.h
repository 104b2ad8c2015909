/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included by every unit of a user view right after the kernel's kconfig.h:
 * configuration that is true of the kernel's code, but not of a process.
 */
#ifndef CLEAVE_VIEW_CONFIG_H
#define CLEAVE_VIEW_CONFIG_H

/* Objtool turns the jumps of static branches into nops; here nobody does, and all would be taken. */
#undef CONFIG_HAVE_JUMP_LABEL_HACK

#endif /* CLEAVE_VIEW_CONFIG_H */
