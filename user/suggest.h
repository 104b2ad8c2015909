/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that a person may have meant. */
#ifndef USER_SUGGEST_H
#define USER_SUGGEST_H

#include <stddef.h>

/**
 * suggest() - up to three of @names that are near @wrong, the nearest first
 *
 * Near: a few letters differ, or one is a part of the other.
 *
 * Return: "a, b or c", the caller's to free; NULL if none is near.
 */
char *suggest(const char *const *names, size_t count, const char *wrong);

#endif /* USER_SUGGEST_H */
