# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Input devices as programs see them.

# event_of PHYS: the event device ("event3") of what is there
event_of() {
	for dir in /sys/class/input/event*; do
		[ "$(cat "$dir/device/phys" 2>/dev/null)" != "$1" ] || { echo "${dir##*/}"; return; }
	done
	return 1
}

# events PHYS COMMAND...: prints what arrives while the command runs, "TYPE CODE VALUE"
events() {
	node=$(event_of "$1") || fail "no input device at $1"
	shift
	cat "/dev/input/$node" >/tmp/events &
	reader=$!
	sleep 0.5
	"$@"
	sleep 1
	kill $reader
	wait $reader 2>/dev/null || :
	od -An -v -w24 -t d4 /tmp/events | awk '{ print $5 % 65536, int($5 / 65536), $6 }'
}

# identity PHYS: name, numbers and capabilities
identity() {
	(cd "/sys/class/input/$(event_of "$1")/device" && grep -H . name phys id/* capabilities/*)
}
