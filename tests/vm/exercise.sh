#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# exercise.sh DRIVER: in the guest, for profile-others.test. Its devices are bound anew, used in
# each way that they are there for, and put to sleep: what is short of its functional test.
DRIVER=$1
. "$VM/lib.sh"

# bound_anew: each of its PCI devices. The mouse's test does it itself.
bound_anew() {
	for device in /sys/module/"$(echo "$DRIVER" | tr - _)"/drivers/pci:*/*:*[0-9]; do
		[ -e "$device" ] || return 0	# it is for another bus
		driver=${device%/*}
		echo "${device##*/}" >"$driver/unbind"
		echo "${device##*/}" >"$driver/bind"
	done
}

# With /sys/power/pm_test the devices sleep, the machine does not.
asleep_and_awake() {
	echo mem >/sys/power/state || fail "the devices did not go to sleep"
}

use_net() {
	. "$VM/nettest.sh"
	WHICH=native ANSWERS=/tmp/$DRIVER
	mkdir -p "$ANSWERS"
	plugged
	step "$DRIVER: ethtool"
	ethtool_answers "$ANSWERS"
	set_all
	step "$DRIVER: filters"
	set_filter
	step "$DRIVER: traffic"
	limit_peer
	throughput 1
	throughput 1 -R
	step "$DRIVER: cable"
	monitor "set_link $CABLE off"
	sleep "$LOOKS_EVERY"
	monitor "set_link $CABLE on"
	link_up
	step "$DRIVER: sleep"
	asleep_and_awake
	link_up
	is "pings answered" "$(pings 20)" 20
	ip -n dut link set dut down
}

# What ethtool and ip set; what they say is the functional test's matter.
set_all() {
	for how in "-s dut msglvl 7" "-s dut autoneg off speed 10 duplex half" "-s dut autoneg on" \
		"-s dut wol g" "-s dut wol d" "-r dut" "-K dut rxvlan off rx-all on rx off" \
		"-K dut rxvlan on rx-all off rx on" "-G dut rx 128 tx 128" "-C dut rx-usecs 10" \
		"-A dut autoneg off rx on tx on" "-A dut autoneg on" "-t dut offline" \
		"-p dut 1" \
		"-E dut magic 0x100e8086 offset 0x31 value 0x5a" \
		"-E dut magic 0x100e8086 offset 0x31 value 0"; do
		# shellcheck disable=SC2086
		saw setters timeout 20 ethtool $how
	done
	saw setters ip -n dut link set dut mtu 1000
	saw setters ip -n dut link set dut address 02:00:00:00:00:99
	link_up
}

set_filter() {
	for mode in promisc allmulticast; do
		ip -n dut link set dut $mode on
		ip -n dut link set dut $mode off
	done
	ip -n dut maddr add 01:00:5e:00:12:34 dev dut
	ip -n dut link add link dut name vlan5 type vlan id 5
	ip -n dut link set vlan5 up
	ip -n dut link del vlan5
	ip -n dut maddr del 01:00:5e:00:12:34 dev dut
}

use_e1000() {
	CABLE=nic1 LOOKS_EVERY=3
	use_net
}

use_8139too() {
	CABLE=nic2 LOOKS_EVERY=4 PEER_RATE=20mbit
	use_net
}

use_snd_ens1370() {
	. "$VM/sound.sh"
	wait_for 10 test -e /dev/snd/controlC0
	set_controls
	for device in pcmC0D0p pcmC0D1p; do
		"$TOOLS/pcm" /dev/snd/$device
	done
	play 440 1 hw:0,0
	record 1 hw:0,0
	amidi -p hw:0,0 -S "90 3c 40"
	cat /proc/asound/card0/audiopci
	asleep_and_awake
	play 440 1 hw:0,1
}

use_uhci_hcd() {
	. "$VM/monitor.sh"
	. "$VM/evdev.sh"
	. "$VM/uhci.sh"
	wait_for 20 [ -e /sys/bus/usb/devices/usb1 ]
	plug
	wait_for 30 count_is 4
	wait_for 20 [ -e /dev/sda ]
	head -c 262144 /dev/sda | cmp -n 262144 - $DISK
	type_keys
	press_buttons
	unplug
	wait_for 20 count_is 0
	asleep_and_awake
}

use_psmouse() {
	. "$VM/monitor.sh"
	. "$VM/evdev.sh"
	. "$VM/psmouse.sh"
	wait_for 20 event_of $PHYS
	attributes
	set_attribute rate 60
	set_attribute resolution 100
	set_attribute resetafter 7
	set_attribute rate none
	set_attribute protocol bare
	set_attribute protocol auto
	wait_for 20 event_of $PHYS
	printf rescan >$PORT/drvctl
	wait_for 20 [ -e $PORT/resync_time ]
	wait_for 20 event_of $PHYS
	printf reconnect >$PORT/drvctl
	sleep 2
	events $PHYS use_mouse >/tmp/events-of-mouse
	asleep_and_awake
}

use_i6300esb() {
	wait_for 10 test -c /dev/watchdog0
	wdctl --settimeout 17 /dev/watchdog0
	printf aV >/dev/watchdog0
}

use_edu() {
	for device in /sys/bus/pci/drivers/edu/0*; do
		echo 5 >"$device/factorial"
		is "answer" "$(cat "$device/factorial")" "5! = 120"
		cat "$device/counts"
	done
}

bound_anew
"use_$(echo "$DRIVER" | tr - _)"
