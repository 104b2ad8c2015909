#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# profile-others.sh DRIVER...: in the guest, for profile-others.test: profiles of stock
# drivers in use.
. "$VM/lib.sh"
. "$VM/net.sh"
. "$VM/split.sh"

# prepared DRIVER: for a network driver, the other end of its wire
prepared() {
	case $1 in
	e1000) PEER_DRIVER=8139cp plug_peer ;;
	8139too)
		modprobe -r 8139cp
		insmod "$CLEAVE_BUILD/tests/vm/modules/pci_revision.ko" \
			vendor=0x10ec device=0x8139 revision=0x10
		PEER_DRIVER=e1000 plug_peer ;;
	esac
}

# ethtool allocates what it is told to ask for.
echo 1 >/proc/sys/vm/overcommit_memory
insmod "$CLEAVE_BUILD/tests/vm/modules/awake.ko"
echo devices >/sys/power/pm_test
echo 0 >/sys/module/suspend/parameters/pm_test_delay
modprobe -a 8021q sch_tbf evdev sd_mod usb-storage usbhid hid-generic
namespace dut
for DRIVER; do
	step "$DRIVER"
	prepared "$DRIVER"
	modprobe "$DRIVER" 2>/dev/null ||
		insmod "$(jq -r .dir "$CLEAVE_DIR/$DRIVER/plan.json")/$DRIVER.ko"
	"$CLEAVE" profile -o "$OUT/$DRIVER.profile.json" "$DRIVER" -- sh "$VM/exercise.sh" "$DRIVER"
	rmmod "$DRIVER"
done
