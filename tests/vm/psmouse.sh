# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The PS/2 mouse: what it does by QEMU's monitor, and its attributes. After monitor.sh.

# shellcheck disable=SC2034 # for who sources it
PHYS=isa0060/serio1/input0
PORT=/sys/bus/serio/devices/serio1

# use_mouse: each moves on its own, so that none is lost
use_mouse() {
	for move in "10 0" "0 7" "-3 -4" "0 0 1" "0 0 -2" "100 -90"; do
		monitor "mouse_move $move"
		sleep 0.3
	done
	for buttons in 1 0 2 0 4 0 3 0; do
		monitor "mouse_button $buttons"
		sleep 0.2
	done
}

attributes() {
	(cd $PORT && grep -H . protocol rate resolution resetafter resync_time 2>&1) || :
}

# set ATTRIBUTE VALUE: what was said to that, and what it is then
set_attribute() {
	printf %s "$2" >"$PORT/$1" && echo "$1 set" || echo "$1 refused"
	cat "$PORT/$1"
}
