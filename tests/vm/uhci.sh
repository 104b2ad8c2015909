# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What is plugged into the USB host controller: a disk, and a keyboard and a tablet behind a
# hub. After lib.sh and monitor.sh.

# shellcheck disable=SC2034 # for who sources it
DISK=/usr/bin/qemu-system-x86_64	# what the disk holds

plug() {
	monitor "device_add usb-storage,id=stick,drive=disk,bus=uhci.0,port=1"
	monitor "device_add usb-hub,id=hub,bus=uhci.0,port=2"
	monitor "device_add usb-kbd,id=keyboard,bus=uhci.0,port=2.1"
	monitor "device_add usb-tablet,id=tablet,bus=uhci.0,port=2.2"
}

# unplug: what is behind the hub first, so that nobody asks a hub that is gone
unplug() {
	monitor "device_del tablet"
	monitor "device_del keyboard"
	wait_for 20 count_is 2
	sleep 1
	monitor "device_del hub"
	monitor "device_del stick"
}

count_is() {
	[ "$(find /sys/bus/usb/devices/ -name '*-*' ! -name '*:*' | wc -l)" = "$1" ]
}

type_keys() {
	for key in a b shift-c ret; do
		monitor "sendkey $key"
		sleep 0.3
	done
}

press_buttons() {
	for buttons in 1 0 2 0; do
		monitor "mouse_button $buttons"
		sleep 0.3
	done
}
