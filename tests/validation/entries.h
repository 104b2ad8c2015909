/* SPDX-License-Identifier: GPL-2.0-or-later */
ENTRY(1, "one"),
ENTRY(2, "two"),
