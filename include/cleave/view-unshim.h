/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included by every unit of a user view before an #include behind the shim: gives back the names
 * that view-shim.h has taken and that a header of the kernel may want to define.
 */
#pragma pop_macro("writeb")
#pragma pop_macro("writew")
#pragma pop_macro("writel")
#pragma pop_macro("writeq")
#pragma pop_macro("__writeb")
#pragma pop_macro("__writew")
#pragma pop_macro("__writel")
#pragma pop_macro("__writeq")
