/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests/vm/measure.c does with a network interface: tests/vm/measure_nic.c. */
#ifndef TESTS_VM_MEASURE_H
#define TESTS_VM_MEASURE_H

/** measure__flag() - set or clear IFF_UP, IFF_PROMISC and the like */
void measure__flag(const char *interface, int flag, int set);

/** measure__mtu() - another MTU */
void measure__mtu(const char *interface, int mtu);

/** measure__level() - get the message level @n times; prints the median of what one takes */
void measure__level(const char *interface, int n);

/**
 * measure__ethtool() - all that `ethtool VERB` asks of the driver; @verb is "-i", say, or
 * "" for what it asks without one; of an EEPROM it asks for some bytes. Ends the program
 * with status 3 if the driver cannot.
 */
void measure__ethtool(const char *interface, const char *verb);

#endif /* TESTS_VM_MEASURE_H */
