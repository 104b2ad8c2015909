# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The functional test of the network driver under test, split or not. The other
# card is in the namespace "peer" already.

DRIVER=${DRIVER:-8139cp}

# functional DIR: traffic both ways, ethtool's answers left in DIR
functional() {
	step "link up"
	plug "$DRIVER" dut dut 10.0.0.1
	wait_for 10 carrier dut dut
	wait_for 10 within dut ping -q -c 1 -W 1 10.0.0.2
	step "ping"
	is "pings answered" "$(pings dut 10.0.0.2 100)" 100
	step "iperf3"
	echo "sends $(throughput dut peer 10.0.0.2) Mbit/s"
	echo "receives $(throughput dut peer 10.0.0.2 -R) Mbit/s"
	step "ethtool"
	ethtool_answers "$1"
}

# ethtool_answers DIR: one file per verb; only what does not depend on the traffic
ethtool_answers() {
	for verb in i S e d k a g c; do
		within dut ethtool -$verb dut >"$1/ethtool-$verb" 2>&1 || :
	done
	within dut ethtool dut >"$1/ethtool" 2>&1
}
