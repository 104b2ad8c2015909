# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The split driver, built by `make halves` on the host, and its user half.

DRIVER=${DRIVER:-8139cp}
CLEAVE=$CLEAVE_BUILD/cleave
export CLEAVE_DIR="$CLEAVE_BUILD/halves"

# load native|split [NAME=VALUE]...: the driver as it is or the split one, without waiting for more
load() {
	way=$1
	shift
	case $way in
	native) modprobe "$DRIVER" "$@" ;;
	split) "$CLEAVE" load "$DRIVER" "$@" ;;
	esac
}

unload() {
	case $1 in
	native) rmmod "$DRIVER" ;;
	split) "$CLEAVE" unload "$DRIVER" ;;
	esac
}

# module_file native|split
module_file() {
	case $1 in
	native) modinfo -F filename "$DRIVER" ;;
	split) echo "$CLEAVE_DIR/$DRIVER/kernel/$DRIVER.ko" ;;
	esac
}

# crossings: how many calls there were so far, up and down
crossings() {
	"$CLEAVE" -j status "$DRIVER" | jq '.channels[0] | .upcalls + .downcalls'
}

# field NAME: of the channel, as `cleave status` tells it
field() {
	"$CLEAVE" -j status "$DRIVER" | jq -r ".channels[0].\"$1\""
}

state_is() {
	[ "$(field state)" = "$1" ]
}

# alone: kill the supervisor's child for good, so that nobody serves
alone() {
	kill -STOP "$(cat "/run/cleave/$DRIVER.pid")"
	kill -9 "$(field pid)"
	wait_for 5 state_is dead
}

# another_than PID: a user half that is not that process serves
another_than() {
	state_is live && [ "$(field pid)" != "$1" ]
}

# replaced: kill the user half, and wait until another serves. That it has died is noticed later
# than the signal is sent.
replaced() {
	killed=$(field pid)
	kill -9 "$killed"
	wait_for 10 another_than "$killed"
}

# nothing_left: no module, no process and no channel of the driver
nothing_left() {
	[ ! -e "/sys/module/$DRIVER" ] || fail "$DRIVER is still there"
	! pgrep -f "user/$DRIVER( |\$)" >/dev/null || fail "a user half is still there"
	[ ! -e /sys/module/cleave ] ||
		is "channels" "$("$CLEAVE" -j status | jq -c .channels)" "[]"
}

# seconds COMMAND...: runs it, whatever comes of it, and prints how long it took
seconds() {
	start=$(date +%s%N)
	"$@" >/dev/null 2>&1 || :
	awk -v ns=$(($(date +%s%N) - start)) 'BEGIN { printf "%.3f\n", ns / 1e9 }'
}
