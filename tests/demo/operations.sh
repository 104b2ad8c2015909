#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest: the same operations with the stock driver and with the split one,
# and how many calls each makes.
. "$VM/lib.sh"
. "$VM/net.sh"
. "$CLEAVE_SRC/tests/demo/drivers.sh"

# operate WHICH
operate() {
	step "$1: load"
	load "$1"
	plug "$DRIVER" dut "$DUT"
	link_up
	put "getter_ns_$1" "$(within dut "$MEASURE" msglevel dut 101)"
	step "$1: ping"
	put "ping_$1" "$(pings 100)"
	ethtool_answers "$OUT/ethtool-$1"
	step "$1: down and up, 20 times"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		ip -n dut link set dut down
		ip -n dut link set dut up
	done
	link_up
	is "pings answered after that" "$(pings 10)" 10
	unload "$1"
	step "$1: unload and load, 5 times"
	for _ in 1 2 3 4 5; do
		load "$1"
		unload "$1"
	done
}

# count_crossings: what each operation on the split driver costs in calls
count_crossings() {
	step "split: crossings"
	load split
	device=$(pci_device)
	crossings remove sh -c "echo $device >/sys/bus/pci/drivers/$DRIVER/unbind"
	crossings probe sh -c "echo $device >/sys/bus/pci/drivers/$DRIVER/bind"
	plug "$DRIVER" dut "$DUT"
	crossings open ip -n dut link set dut up
	wait_for 10 carrier dut
	crossings "ethtool" within dut ethtool dut
	for verb in i S e d g k; do
		crossings "ethtool -$verb" within dut ethtool "-$verb" dut
	done
	crossings "ethtool -s msglvl" within dut ethtool -s dut msglvl 7
	crossings "ethtool -r" within dut ethtool -r dut
	crossings close ip -n dut link set dut down
	unload split
}

plug_peer
operate native
operate split
same_answers "$OUT/ethtool-native" "$OUT/ethtool-split" && put ethtool_same true
count_crossings
