// SPDX-License-Identifier: GPL-2.0
/*
 * cleave.ko: what kernel halves of split drivers have in common. It does
 * nothing by itself: kernel halves call cleave_half_init(), user halves speak
 * Generic Netlink.
 */
#include <linux/module.h>
#include "family.h"
#include "runtime.h"

static int __init cleave_init(void)
{
	int err;

	err = cleave_events_start();
	if (err)
		return err;
	err = cleave_sessions_start();
	if (err)
		goto events;
	err = genl_register_family(&cleave_nl_family);
	if (err)
		goto sessions;
	return 0;
sessions:
	cleave_sessions_finish();
events:
	cleave_events_finish();
	return err;
}

static void __exit cleave_exit(void)
{
	genl_unregister_family(&cleave_nl_family);
	cleave_sessions_finish();
	cleave_events_finish();
	cleave_locks_finish();
}

module_init(cleave_init);
module_exit(cleave_exit);

MODULE_DESCRIPTION("Calls between the halves of split drivers");
MODULE_LICENSE("GPL");
