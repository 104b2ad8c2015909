/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For the files kapi_*.c: functions of the kernel that a user half has a copy
 * of. kapi_NAME stands for the kernel's NAME and has its arguments, written
 * without the kernel's headers. Each is listed in splitter/model/local.yaml.
 */
#ifndef USER_KAPI_H
#define USER_KAPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Their prototypes are the kernel's; a second copy here would check nothing. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

#endif /* USER_KAPI_H */
