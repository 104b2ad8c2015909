# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The functional test of a network driver: `nettest` does all of it with the stock
# module and then with the split one, and compares what a user sees. What is to be
# the same is written to files below $OUT/native and $OUT/split. A driver's test:
#
#	# rig: --monitor --timeout 1800 --nic-pair CARD,e1000
#	# needs: halves/DRIVER/plan.json
#	DRIVER=DRIVER
#	. "$VM/nettest.sh"
#	nettest
#
# Before `nettest` it may set PEER_DRIVER (of nic2), CARD_OPTIONS (for QEMU when the
# card is plugged in again, as after --nic-pair), PEER_RATE (what the card can take, as
# tc(8) spells it), LOOKS_EVERY (seconds, until the driver has looked at its link again),
# BY_CHANCE (sed commands that delete what is never the same twice), BY_ITSELF (a regular
# expression for functions of the user half that are called while nobody asks for anything),
# and define before_load (of either module).
. "$VM/lib.sh"
. "$VM/net.sh"
. "$VM/split.sh"
. "$VM/monitor.sh"

CARD=${CLEAVE_NICS%%,*}

before_load() { :; }

# saw FILE COMMAND...: keep what it says, and its exit status
saw() {
	answer=$ANSWERS/$1
	shift
	status=0
	echo "\$ $*" >>"$answer"
	"$@" >>"$answer" 2>&1 || status=$?
	echo "= $status" >>"$answer"
}

# leave_compared: of all that was kept; not addresses in memory and numbers of interfaces
leave_compared() {
	sed -E -i 's/0x[0-9a-f]{16}/0xADDRESS/g; s/^[0-9]+:/N:/; s/"ifindex":[0-9]+/"ifindex":N/; /^iflink:/d
'"${BY_CHANCE-}" "$ANSWERS"/*
}

# renegotiated: a driver that looks at its link now and then has seen what happened
renegotiated() {
	sleep "${LOOKS_EVERY:-0}"
	settled
}

# settled: wait for the carrier after something that may have taken it away
settled() {
	sleep 0.2
	wait_for 20 carrier dut
}

# told NAMESPACE: the carrier is there, and the rest of the kernel, which is told up to a second
# later (net/core/link_watch.c), knows
told() {
	wait_for 20 is_up "$1"
}

# A carrier that was never away is nothing that anybody would be told of.
is_up() {
	case $(ip -n "$1" -j link show "$1" | jq -r '.[0].operstate') in
	UP) true ;;
	UNKNOWN) [ "$(within "$1" cat "/sys/class/net/$1/carrier_changes")" = 0 ] ;;
	*) false ;;
	esac
}

# still_works FILE: the peer answers
still_works() {
	settled
	saw "$1" pings 5
}

# what a module tells of itself, and what it takes
see_module() {
	modinfo "$(module_file "$WHICH")" |
		grep -E '^(alias|author|description|license|parm|firmware|version):' | sort >"$ANSWERS/modinfo"
	for parameter in "/sys/module/$DRIVER/parameters"/*; do
		[ ! -e "$parameter" ] ||
			saw parameters sh -c "stat -c '%a %n' $parameter; cat $parameter"
	done
}

see_interface() {
	told dut
	saw sysfs sh -c "cd /sys/bus/pci/devices/$(pci_device) && cat enable irq power/wakeup; ls"
	saw interface ip -j -d link show dut
	saw interface sh -c "cd /sys/class/net/dut && grep -s . * | grep -v -E 'ifindex|uevent'"
}

# The getters, and what they say when the interface is down
see_getters() {
	for verb in i S e d k a g c l m T P x n; do
		saw "$1-$verb" ethtool "-$verb" dut
	done
	for verb in show-eee show-fec show-tunnels show-module get-phy-tunable; do
		saw "$1-$verb" ethtool "--$verb" dut
	done
	saw "$1" ethtool dut
	saw "$1-e-part" ethtool -e dut offset 0x4 length 6
	saw "$1-e-part" ethtool -e dut offset 0x7 length 0x13 raw on
	saw "$1-e-part" ethtool -e dut offset 0x10000 length 1
}

# tried FILE ARGUMENT...: a setter of ethtool, and what the getter says then
tried() {
	file=$1 verb=$2
	shift
	saw "$file" ethtool "$@"
	case $verb in
	-s)
		[ "$file" != set-link ] || renegotiated
		saw "$file" ethtool dut
		;;
	-K | -G | -C | -A | -L) saw "$file" ethtool "$(echo "$verb" | tr KGCAL kgcal)" dut ;;
	esac
}

use_setters() {
	tried set-msglvl -s dut msglvl 0x7fff
	tried set-msglvl -s dut msglvl drv on link off
	tried set-msglvl -s dut msglvl 7
	tried set-link -s dut speed 12345
	tried set-link -s dut autoneg off speed 10 duplex half
	still_works set-link
	tried set-link -s dut autoneg on
	tried set-link -r dut
	renegotiated
	still_works set-link
	tried set-wol -s dut wol pumbag
	tried set-wol -s dut wol g
	tried set-wol -s dut wol d
	for state in off on; do
		tried set-features -K dut rx $state tx $state sg $state tso $state gso $state \
			rxvlan $state txvlan $state
		still_works set-features
		tried set-features -K dut rx-all $state rx-fcs $state
		still_works set-features
	done
	tried set-ring -G dut rx 64 tx 64
	tried set-ring -G dut rx 128
	tried set-ring -G dut rx 100000
	tried set-coalesce -C dut rx-usecs 10
	tried set-channels -L dut combined 1
	tried set-reset --reset dut all
	still_works set-ring
	tried set-pause -A dut autoneg off rx on tx on
	tried set-pause -A dut autoneg on
	still_works set-pause
	tried selftest -t dut online
	tried selftest -t dut offline
	still_works selftest
	saw identify timeout 3 ethtool -p dut 1
}

# The EEPROM takes a byte, shows it, and takes the old one
use_eeprom() {
	ids=/sys/bus/pci/devices/$(pci_device)
	device=$(cat "$ids/device") vendor=$(cat "$ids/vendor")
	for magic in "$device" "$device${vendor#0x}" "$vendor${device#0x}"; do
		saw eeprom ethtool -E dut magic "$magic" offset 0x31 value 0x5a
		saw eeprom ethtool -e dut offset 0x30 length 4
		saw eeprom ethtool -E dut magic "$magic" offset 0x31 value 0
		saw eeprom ethtool -e dut
	done
}

# use_mtu: while it is up, and while it is down
use_mtu() {
	for state in up down; do
		ip -n dut link set dut $state
		for mtu in 67 68 1504 9000 1000; do
			saw "mtu-$state" ip -n dut link set dut mtu $mtu
			saw "mtu-$state" cat_dut mtu
		done
		link_up
		saw "mtu-$state" pings 3 -s 900
		ip -n dut link set dut mtu 1500
	done
	link_up
	saw mtu-up pings 20 -s 1472
	saw mtu-up pings 5 -s 4000
}

cat_dut() {
	cat "/sys/class/net/dut/$1"
}

# use_address: another address is taken, answers, and is gone with the driver
use_address() {
	for state in up down; do
		ip -n dut link set dut $state
		saw "address-$state" ip -n dut link set dut address 02:00:00:00:00:99
		saw "address-$state" address dut
		link_up
		saw "address-$state" pings 5
		saw "address-$state" ip -n dut link set dut address 01:00:00:00:00:99
	done
}

# heard ADDRESS: how many of three frames to that address the card receives
heard() {
	"$CLEAVE_BUILD/tests/vm/frames" peer dut "$1" 3
}

use_filter() {
	for mode in none "promisc on" "promisc off" "allmulticast on" "allmulticast off"; do
		# shellcheck disable=SC2086
		[ "$mode" = none ] || ip -n dut link set dut $mode
		echo "$mode" >>"$ANSWERS/filter"
		saw filter heard 02:00:00:00:12:34
		saw filter heard 01:00:5e:00:12:34
	done
	saw filter ip -n dut maddr add 01:00:5e:00:12:34 dev dut
	saw filter heard 01:00:5e:00:12:34
	seq 10 80 | sed 's/.*/maddr add 01:00:5e:01:02:& dev dut/' | ip -n dut -force -batch -
	saw filter heard 01:00:5e:01:02:33
	saw filter ip -n dut maddr show dev dut
	seq 10 80 | sed 's/.*/maddr del 01:00:5e:01:02:& dev dut/' | ip -n dut -force -batch -
	saw filter ip -n dut maddr del 01:00:5e:00:12:34 dev dut
	saw filter heard 02:00:00:00:12:34
}

use_vlan() {
	for side in dut:10.5.0.1 peer:10.5.0.2; do
		name=${side%%:*}
		saw vlan ip -n "$name" link add link "$name" name vlan5 type vlan id 5
		ip -n "$name" addr add "${side#*:}/24" dev vlan5
		ip -n "$name" link set vlan5 up
	done
	saw vlan answered dut 10.5.0.2 10
	saw vlan ip -n dut -d link show vlan5
	for feature in rxvlan txvlan; do
		saw vlan ethtool -K dut $feature off
		settled
		saw vlan answered dut 10.5.0.2 10
		saw vlan ethtool -K dut $feature on
		settled
	done
	ip -n dut link del vlan5
	ip -n peer link del vlan5
}

# carrier_becomes off|on: whether it does within ten seconds; some drivers never notice
carrier_becomes() {
	tenths=100
	while [ $tenths -gt 0 ]; do
		case $1 in
		off) ! carrier dut || { tenths=$((tenths - 1)); sleep 0.1; continue; } ;;
		on) carrier dut || { tenths=$((tenths - 1)); sleep 0.1; continue; } ;;
		esac
		echo "$1"
		return
	done
	echo "not $1"
}

use_cable() {
	for link in off on off on; do
		monitor "set_link nic1 $link"
		saw cable carrier_becomes $link
		saw cable ethtool dut
	done
	link_up
	saw cable pings 5
}

# upcalls: each function of the user half that was called so far, and how often; without
# what the driver does now and then by itself
upcalls() {
	"$CLEAVE" -j status "$DRIVER" |
		jq -r '.channels[0].calls[] | select(.up) | "\(.name) \(.calls)"' |
		sed -E "/^(${BY_ITSELF-}) /d"
}

# counted OPERATION COMMAND...: and how many calls across that took
counted() {
	operation=$1
	shift
	[ "$WHICH" = split ] || { "$@"; return; }
	up=$(field upcalls) down=$(field downcalls)
	"$@"
	echo "{\"operation\": \"$operation\", \"upcalls\": $(($(field upcalls) - up))," \
		"\"downcalls\": $(($(field downcalls) - down))}" >>/tmp/operations
}

# use_traffic: no packet costs a call across
use_traffic() {
	packets=$(cat_dut statistics/tx_packets)
	[ "$WHICH" = native ] || { before=$(crossings); upcalls >/tmp/upcalls; }
	sends=$(throughput 1)
	receives=$(throughput 1 -R)
	udp=$(throughput 1 -u -b 100M)
	udp_back=$(throughput 1 -u -b 100M -R)
	packets=$(($(cat_dut statistics/tx_packets) - packets))
	[ "$packets" -gt 100 ] || fail "only $packets packets were sent"
	[ "$WHICH" = native ] || {
		at_most "calls across while $packets packets were sent" \
			$(($(crossings) - before)) $((packets / 40))
		upcalls | diff /tmp/upcalls - >&2 || fail "packets cost upcalls"
	}
	echo "sends $sends, receives $receives, by UDP $udp and $udp_back Mbit/s"
	echo "$sends $receives" >"$OUT/traffic-$WHICH"
}

down_and_up() {
	for _ in 1 2 3 4 5; do
		ip -n dut link set dut down
		ip -n dut link set dut up
	done
	ip -n dut link set dut down
	# What was begun when it came up may still be under way.
	sleep "${LOOKS_EVERY:-0}"
	see_getters down
	# How much traffic there was is not the same twice.
	sed -i 's/: [1-9][0-9]*$/: SOME/' "$ANSWERS/down-S"
	counted open ip -n dut link set dut up
	link_up
	saw ping pings 20
}

# plugged: the card is there, with a driver
plugged() {
	plug "$DRIVER" dut "$DUT"
	link_up
}

rebind() {
	device=$(pci_device)
	for _ in 1 2; do
		echo "$device" >"/sys/bus/pci/drivers/$DRIVER/unbind"
		counted probe sh -c "echo $device >/sys/bus/pci/drivers/$DRIVER/bind"
		plugged
		saw rebind pings 5
	done
	ip -n dut link set dut down
}

no_device() {
	[ ! -e "/sys/bus/pci/devices/$1" ]
}

# pulled DEVICE: up, and with its card gone
replug() {
	for state in up down; do
		device=$(pci_device)
		ip -n dut link set dut $state
		monitor "device_del nic1"
		wait_for 10 no_device "$device"
		saw replug ip -o link show dut
		monitor "device_add $CARD,netdev=hub1,id=nic1,mac=52:54:00:12:34:51${CARD_OPTIONS-}"
		plugged
		saw replug pings 5
	done
}

# two_devices: another card of the same kind, and each keeps its own state
two_devices() {
	monitor "device_add $CARD,netdev=hub0,id=nic0,mac=52:54:00:12:34:50${CARD_OPTIONS-}"
	plug "$DRIVER" other 10.0.0.3
	ip -n other link set other up
	wait_for 10 carrier other
	answered other "$PEER" 200 >/tmp/other &
	saw two pings 200
	wait $!
	is "pings of the second device answered" "$(cat /tmp/other)" 200
	saw two within other ethtool -s other msglvl 3
	saw two within other ethtool other
	saw two ethtool dut
	ip -n other link set other mtu 1000
	sleep 0.2
	wait_for 20 carrier other
	told other
	saw two ip -n other link show other
	saw two cat_dut mtu
	ip -n dut link set dut down
	saw two answered other "$PEER" 5
	link_up
	monitor "device_del nic0"
	wait_for 10 sh -c "! ip -n other link show other"
	saw two pings 5
}

# The user half is killed while the interface is up; another one takes over.
kill_user_half() {
	plugged
	before=$(field pid)
	kill -9 "$before"
	is "pings answered without a user half" "$(pings 20)" 20
	wait_for 20 another_than "$before"
	ethtool -i dut | grep -q "driver: $DRIVER" || fail "it does not answer"
	is "deaths" "$(field deaths)" 1
}

# What the driver said in the log
see_log() {
	dmesg | sed -e '1,/nettest begins '"$WHICH"'/d' -e 's/^\[[^]]*\] //' |
		grep -E "$DRIVER|dut:|eth[0-9]|other:" | grep -v ADDRCONF >"$ANSWERS/log"
}

# one_module native|split
one_module() {
	WHICH=$1
	ANSWERS=$OUT/$WHICH
	rm -rf "$ANSWERS"
	mkdir -p "$ANSWERS"
	echo "<6>nettest begins $WHICH" >/dev/kmsg
	before_load
	load "$WHICH"
	wait_for 10 nic_of "$DRIVER"
	see_module
	plugged
	for part in see_interface "see_getters up" use_traffic use_setters use_eeprom use_mtu use_address \
			use_filter use_vlan use_cable down_and_up rebind replug two_devices; do
		step "$WHICH: $part"
		$part
	done
	step "$WHICH: loaded and unloaded"
	see_log
	leave_compared
	if [ "$WHICH" = split ]; then
		[ "$(field upcalls)" -gt 0 ] || fail "no upcall was made"
		is "refused messages" "$(field refused)" 0
		is "deaths" "$(field deaths)" 0
	fi
	unload "$WHICH"
	for again in 1 2 3; do
		load "$WHICH"
		wait_for 10 nic_of "$DRIVER"
		[ "$WHICH $again" != "split 3" ] || kill_user_half
		unload "$WHICH"
	done
}

# limit_peer: it sends no faster than the card can take
limit_peer() {
	[ -n "${PEER_RATE-}" ] || return 0
	modprobe sch_tbf
	tc -n peer qdisc add dev peer root tbf rate "$PEER_RATE" burst 8k latency 50ms
}

nettest() {
	# ethtool allocates what it is told to ask for.
	echo 1 >/proc/sys/vm/overcommit_memory
	# It adds VLAN 0 to every interface that comes up.
	modprobe 8021q
	plug_peer
	limit_peer
	one_module native
	one_module split
	diff -r "$OUT/native" "$OUT/split" >&2 || fail "what the split driver shows is different"
	nothing_left
	rmmod cleave
	jq -s --arg driver "$DRIVER" '{$driver, operations: .}' /tmp/operations >"$OUT/measured.json"
}
