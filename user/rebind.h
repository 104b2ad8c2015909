/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Devices that a user half has left half-way are bound anew: what the driver
 * keeps of them begins at its beginning again.
 */
#ifndef USER_REBIND_H
#define USER_REBIND_H

#include "query.h"

/**
 * rebind__struck() - which devices of a driver were left half-way
 * @driver: its module
 *
 * Return: an array of objects, with "device" ("pci/0000:00:03.0") and "struck", the upcall that
 * was under way; a new reference; NULL after a message.
 */
json_t *rebind__struck(struct query *query, const char *driver);

/**
 * rebind__driver() - unbind and bind each of them, as soon as a user half serves
 *
 * Prints what was done. Return: how many could not be, after a message each; -1 if none was tried.
 */
int rebind__driver(const char *driver);

#endif /* USER_REBIND_H */
