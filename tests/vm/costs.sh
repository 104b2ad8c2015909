# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What operations cost with the stock driver and with the split one, in a guest whose clock
# counts instructions (`run --icount`). `costs DRIVER USE` binds the first device that the driver
# takes, uses it and unbinds it, and adds an object to $OUT/measured.json:
#
#	{"driver", "instructions": {OPERATION: {"native", "split"}},
#	 "clock": {OPERATION: {"native", "split"}},
#	 "operations": [{"operation", "upcalls", "downcalls"}]}
#
# Instructions are those of the whole machine while the operation was under way, without the
# time in which it was idle; the clock counts that as well. All is done twice, what binds and
# unbinds $AGAIN times more, and the least counts: the first time memory is touched that never
# was before, in either half, and who waits for RCU meets whatever else the machine does.
. "$VM/split.sh"

MEASURE=$CLEAVE_BUILD/tests/vm/measure
RECORD=/tmp/costs
AGAIN=4

# count: upcalls and downcalls so far are $counted
count() {
	counted="0 0"
	[ "$WHICH" = native ] || counted=$("$CLEAVE" -j status "$DRIVER" |
		jq -r '.channels[0] | "\(.upcalls) \(.downcalls)"')
}

# op NAME ARGUMENT...: an operation, by tests/vm/measure
op() {
	operation=$1
	shift
	status=0
	took=$("$MEASURE" "$@") || status=$?
	before=$counted
	count
	[ $status != 3 ] || return 0	# the driver has no such verb
	[ $status = 0 ] || return $status
	echo "$WHICH	$operation	$took $before $counted" >>"$RECORD"
}

# settle: what was begun is none of the next operation's
settle() {
	sleep 3
	count
}

# use_net ROUND
use_net() {
	nic=$(nic_of "$DRIVER")
	op "open" flags "$nic" up
	settle
	op "ethtool" ethtool "$nic"
	for verb in i S d e g a c s; do
		op "ethtool -$verb" ethtool "$nic" "-$verb"
	done
	op "promisc on" flags "$nic" promisc
	op "promisc off" flags "$nic" nopromisc
	op "ethtool -r" ethtool "$nic" -r
	settle
	op "mtu" mtu "$nic" $((1000 + $1))
	settle
	op "close" flags "$nic" down
}

use_sound() {
	wait_for 10 test -e /dev/snd/pcmC0D0p
	settle
	op "open" open /dev/snd/pcmC0D0p
	op "mixer" read /proc/asound/card0/audiopci
}

use_watchdog() {
	wait_for 10 test -c /dev/watchdog0
	settle
	op "open" open /dev/watchdog0
}

# bound COMMAND...: binds a device, runs the command, unbinds it
bound() {
	bind_first "$MODULE" op probe write
	"$@"
	op "remove" write "$device/driver/unbind" "${device##*/}"
}

# rounds native|split USE
rounds() {
	WHICH=$1
	load "$WHICH"
	count
	for round in 1 2; do
		bound "$2" "$round"
	done
	for round in $(seq $AGAIN); do
		bound settle
	done
	[ "$WHICH" = native ] || is "refused messages of $DRIVER" "$(field refused)" 0
	unload "$WHICH"
}

# costs DRIVER USE
costs() {
	DRIVER=$1 MODULE=$(echo "$1" | tr - _)
	: >"$RECORD"
	step "$DRIVER"
	rounds native "$2"
	rounds split "$2"
	jq -R . "$RECORD" | jq -s --arg driver "$DRIVER" -f "$VM/costs.jq" >/tmp/measured
	jq -r -f "$VM/costs-table.jq" /tmp/measured
	cat /tmp/measured >>"$OUT/measured.json"
}
