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

# reads PID FILE: it has it open
reads() {
	find "/proc/$1/fd" -lname "$2" | grep -q .
}

# nothing_more: nothing has arrived for a while
nothing_more() {
	size=$(stat -c %s /tmp/events)
	sleep 1
	[ "$(stat -c %s /tmp/events)" = "$size" ]
}

# events PHYS COMMAND...: prints what arrives while the command runs, "TYPE CODE VALUE"; not what
# the kernel adds for a key that a busy host is late to let go (drivers/input/input.c
# input_repeat_key())
events() {
	node=$(event_of "$1") || fail "no input device at $1"
	shift
	cat "/dev/input/$node" >/tmp/events &
	reader=$!
	wait_for 10 reads $reader "/dev/input/$node"
	"$@"
	wait_for 10 nothing_more
	kill $reader
	wait $reader 2>/dev/null || :
	od -An -v -w24 -t d4 /tmp/events | awk '
		{ type = $5 % 65536 }
		!(type == 1 && $6 == 2) && !(type == 0 && $6 == 1) { print type, int($5 / 65536), $6 }'
}

# identity PHYS: name, numbers and capabilities
identity() {
	(cd "/sys/class/input/$(event_of "$1")/device" && grep -H . name phys id/* capabilities/*)
}
