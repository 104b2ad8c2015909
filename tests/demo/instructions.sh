#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In a guest whose clock counts instructions, one a nanosecond, so that nothing
# else on this machine disturbs the figures: what the same calls cost with the stock
# driver and with the split one, and their throughput, in alternated runs. The getter
# of the message level does nothing but return a word, so the difference is the cost
# of an empty upcall.
. "$VM/lib.sh"
. "$VM/net.sh"
. "$CLEAVE_SRC/tests/demo/drivers.sh"

ROUNDS=3

# took WHAT...: how long, by the clock. In no pipe: a command behind it would start meanwhile, on
# the only processor, and be counted.
took() {
	times=$("$MEASURE" "$@")
	echo "${times% *}"
}

# calls WHICH
calls() {
	device=$(pci_device)
	echo "$device" >"/sys/bus/pci/drivers/$DRIVER/unbind"
	put "probe_$1" "$(took write "/sys/bus/pci/drivers/$DRIVER/bind" "$device")"
	nic=$(nic_of "$DRIVER")
	put "getter_$1" "$("$MEASURE" msglevel "$nic" 101)"
	put "open_$1" "$(took flags "$nic" up)"
	put "close_$1" "$(took flags "$nic" down)"
}

# traffic WHICH
traffic() {
	plug "$DRIVER" dut "$DUT"
	link_up
	[ "$1" = native ] || before=$(counters)
	put "iperf_tx_$1" "$(throughput 1)"
	put "iperf_rx_$1" "$(throughput 1 -R)"
	[ "$1" = native ] ||
		put upcalls_during_iperf "$(($(counters | cut -d ' ' -f 1) - ${before% *}))"
}

both() {
	for which; do
		load "$which"
		calls "$which"
		traffic "$which"
		unload "$which"
	done
}

plug_peer
for round in $(seq $ROUNDS); do
	step "round $round of $ROUNDS"
	# Who goes first alternates as well.
	if [ $((round % 2)) = 1 ]; then
		both native split
	else
		both split native
	fi
done
