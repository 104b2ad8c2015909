/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of calls as people read them. */
#ifndef USER_TRACE_VALUE_H
#define USER_TRACE_VALUE_H

#include <stddef.h>
#include <stdint.h>

struct plan_arg;

#define TRACE_VALUE_MAX	48

/**
 * trace_value() - one argument, or a returned value
 * @arg: what the plan says of it; NULL if nothing is known
 *
 * "-5", "0x1f4000", "NULL", "#12+0x40" (handle and offset of an address in the arena),
 * "<bytes>" (they went in the message), "opaque".
 */
void trace_value(char out[TRACE_VALUE_MAX], const struct plan_arg *arg, uint64_t word);

#endif /* USER_TRACE_VALUE_H */
