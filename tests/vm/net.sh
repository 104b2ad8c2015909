# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Two network cards on one wire: the driver under test ($DRIVER) as "dut" in the
# namespace that the test runs in, which is called dut as well; the other card as
# "peer" in the namespace peer. What crosses the wire is what a test sends: no
# IPv6, no neighbour discovery.

DRIVER=${DRIVER:-8139cp}
PEER_DRIVER=${PEER_DRIVER:-e1000}
DUT=10.0.0.1
PEER=10.0.0.2

# within NAMESPACE COMMAND...
within() {
	[ "$1" = dut ] || { ip netns exec "$@"; return; }
	shift
	"$@"
}

# nic_of DRIVER: name of its first interface that is not plugged yet
nic_of() {
	for dir in /sys/class/net/*; do
		[ "${dir##*/}" != dut ] || continue
		driver=$(readlink "$dir/device/driver") || continue
		[ "${driver##*/}" != "$1" ] || { echo "${dir##*/}"; return; }
	done
	return 1
}

# namespace NAME: make it, if it is not there
namespace() {
	[ ! -e "/run/netns/$1" ] || return 0
	case $1 in
	dut) ip netns attach dut $$ ;;
	*) ip netns add "$1" ;;
	esac
}

# plug DRIVER NAME ADDRESS: call its interface NAME, in the namespace NAME
plug() {
	namespace "$2"
	wait_for 10 nic_of "$1"
	ip link set dev "$(nic_of "$1")" netns "$2" name "$2"
	ip -n "$2" addr add "$3/24" dev "$2"
}

# pci_device: address of the device under test, wherever it is
pci_device() {
	for dir in "/sys/bus/pci/drivers/$DRIVER"/[0-9]*; do
		basename "$dir"
		return
	done
}

carrier() {
	case $1 in
	dut) { read -r carries </sys/class/net/dut/carrier; } 2>/dev/null && [ "$carries" = 1 ] ;;
	*) ip -n "$1" link show "$1" | grep -q LOWER_UP ;;
	esac
}

address() {
	ip -n "$1" -j link show "$1" | jq -r '.[0].address'
}

# link_up: bring dut up and wait until both ends carry
link_up() {
	ip -n dut link set dut up
	wait_for 10 carrier dut
	wait_for 10 carrier peer
	ip -n dut neigh replace "$PEER" lladdr "$(address peer)" dev dut nud permanent
	ip -n peer neigh replace "$DUT" lladdr "$(address dut)" dev peer nud permanent
}

# plug_peer: the other end, once
plug_peer() {
	modprobe "$PEER_DRIVER"
	plug "$PEER_DRIVER" peer "$PEER"
	ip -n peer link set peer up
}

# answered NAMESPACE ADDRESS COUNT [OPTION...]: prints how many of so many pings were answered.
# With -c alone ping waits for the last answer twice as long as for others, a moment here and too
# little on a busy host. With -w it goes on until there are COUNT answers: an answer to a later
# ping stands for one that was lost.
answered() {
	from=$1 to=$2 count=$3
	shift 3
	within "$from" ping -n -i 0.01 -w 30 -c "$count" "$@" "$to" |
		awk -v count="$count" -F 'icmp_seq=' '
			/bytes from/ && $2 + 0 <= count && !seen[$2 + 0]++ { n++ }
			END { print n + 0 }'
}

# pings COUNT [OPTION...]: prints how many the peer answered
pings() {
	count=$1
	shift
	answered dut "$PEER" "$count" "$@"
}

# throughput SECONDS [OPTION...]: dut sends (with -R: receives); prints the Mbit/s
# that arrived
throughput() {
	seconds=$1
	shift
	within peer iperf3 -4 -s -1 >/dev/null &
	server=$!
	wait_for 10 within peer sh -c "ss -Hltn sport = :5201 | grep -q ."
	within dut iperf3 -c "$PEER" -t "$seconds" -J "$@" >/tmp/iperf.json ||
		fail "iperf3: $(jq -r .error /tmp/iperf.json)"
	wait $server
	jq -r '.end.sum_received.bits_per_second / 1e6 * 10 | round / 10' /tmp/iperf.json
}

# ethtool_answers DIR: what each verb that only asks prints, a file per verb
ethtool_answers() {
	mkdir -p "$1"
	for verb in i S e d k a g c l m T; do
		within dut ethtool "-$verb" dut >"$1/ethtool-$verb" 2>&1 || :
	done
	within dut ethtool dut >"$1/ethtool" 2>&1
	# A free-running counter, and where in memory this boot put the rings.
	sed -i '/Timer count/d; /Ring Addr/d' "$1/ethtool-d"
}

# same_answers DIR DIR
same_answers() {
	diff -r "$1" "$2" >&2 || fail "ethtool prints something else for the split driver"
}

# functional DIR: the functional test; ethtool's answers are left in DIR. The
# driver is loaded, nothing has been sent.
functional() {
	plug "$DRIVER" dut "$DUT"
	step "link up"
	link_up
	step "ping"
	is "pings answered" "$(pings 100)" 100
	step "ethtool"
	ethtool_answers "$1"
	step "iperf3"
	echo "sends $(throughput 2) Mbit/s"
	echo "receives $(throughput 2 -R) Mbit/s"
	step "down and up, 20 times"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		ip -n dut link set dut down
		ip -n dut link set dut up
	done
	link_up
	is "pings answered after that" "$(pings 20)" 20
}
