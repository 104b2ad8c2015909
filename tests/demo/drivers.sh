# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The stock driver ("native") and the split one, loaded and unloaded alike; and
# where the demo's guest scripts leave what they measured.

# shellcheck disable=SC2034 # used by the scripts that source this one
DRIVER=$CLEAVE_DRIVER
CLEAVE=$CLEAVE_BUILD/cleave
MEASURE=$CLEAVE_BUILD/tests/vm/measure

# load native|split
load() {
	case $1 in
	native) modprobe "$DRIVER" ;;
	split) "$CLEAVE" load "$DRIVER" ;;
	esac
	wait_for 10 nic_of "$DRIVER"
}

unload() {
	case $1 in
	native) rmmod "$DRIVER" ;;
	split) "$CLEAVE" unload "$DRIVER" ;;
	esac
}

# put KEY VALUE: a JSON value for the summary; a key may come many times
put() {
	printf '{"%s": %s}\n' "$1" "$2" >>"$OUT/results"
}

# counters: upcalls and downcalls of the split driver so far
counters() {
	"$CLEAVE" -j status "$DRIVER" | jq -r '.channels[0] | "\(.upcalls) \(.downcalls)"'
}

# crossings OPERATION COMMAND...: put how many of each the command makes
crossings() {
	operation=$1
	shift
	before=$(counters)
	"$@" >/dev/null 2>&1 || fail "$operation: $*"
	# shellcheck disable=SC2046,SC2086
	set -- $before $(counters)
	put operations "{\"operation\": \"$operation\", \"upcalls\": $(($3 - $1)), \"downcalls\": $(($4 - $2))}"
}

# pci_device: address of the device under test
pci_device() {
	basename "$(readlink "/sys/class/net/$(nic_of "$DRIVER")/device")"
}
