#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# verify.sh stock|split: in the guest, for `cleave verify`. Loads the driver, marks the
# calls of its functions and the beginning of each operation, and does the operations.
# $OUT/operations has a line for each: its name, a tab, a command; $OUT/before is done
# first; $OUT/bind and $OUT/ports, if they are not empty, for a device on another bus than PCI. Leaves `functions`, `regions` and `statuses` in $OUT.
DRIVER=$CLEAVE_DRIVER
. "$VM/lib.sh"
. "$VM/net.sh"

PARAMETERS=/sys/module/cleave_mark/parameters
MODULE=$(echo "$DRIVER" | tr - _)
number=0

# One's own driver is not among the kernel's modules. With a line of QEMU's log for each access, what
# a user half has ten seconds for takes longer.
load() {
	case $1 in
	stock) modprobe "$DRIVER" 2>/dev/null || insmod "$CLEAVE_STOCK" ;;
	split)
		"$CLEAVE_COMMAND" load "$DRIVER"
		echo 100 >/sys/module/cleave/parameters/call_timeout
		;;
	esac
}

unload() {
	case $1 in
	stock) rmmod "$DRIVER" ;;
	split) "$CLEAVE_COMMAND" unload "$DRIVER" ;;
	esac
}

# Without the parts that only the compiler made, without what cannot be probed, and without the
# module's own exit, by any name: Linux 6.12 reads beyond the page that ends with it, and dies.
watch_functions() {
	awk -v module="[$MODULE]" '$4 == module && $3 ~ /^(init|cleanup)_module$/ { own[$1] = 1 }
		NR != FNR && tolower($2) == "t" && $4 == module && !own[$1] &&
		$3 !~ /^(__pfx_|__cfi_)/ && $3 !~ /\.cold/ && !seen[$3]++ {
			print ++n, $3 }' /proc/kallsyms /proc/kallsyms >"$OUT/functions"
	while read -r id name; do
		echo "$id $MODULE:$name" >"$PARAMETERS/watch" || :
	done <"$OUT/functions" 2>/dev/null
}

begin() {
	number=$((number + 1))
	echo $number >"$PARAMETERS/operation"
}

# write FILE TEXT
write() {
	echo "$2" >"$1"
}

# bind: the device is $device then
bind() {
	if [ -s "$OUT/bind" ]; then
		# shellcheck disable=SC1091 # the user's
		. "$OUT/bind"
	else
		bind_first "$MODULE" write
	fi
}

# regions: addresses of its registers, a line each
regions() {
	if [ -s "$OUT/ports" ]; then
		sed 's/$/ ports/' "$OUT/ports"
	elif [ -e "$device/resource" ]; then
		head -n 6 "$device/resource"
	fi
}

# Deferred work that an operation starts belongs to it.
settle() {
	sleep 0.3
}

# shellcheck disable=SC1091 # the user's
. "$OUT/before"
if [ -n "${CLEAVE_MARK-}" ]; then
	insmod "$CLEAVE_MARK"
else
	modprobe cleave_mark
fi
no_autoprobe
load "$1"
watch_functions
begin
bind
regions >"$OUT/regions"
settle
: >"$OUT/statuses"
while IFS='	' read -r name command; do
	begin
	status=0
	(eval "$command") >"$OUT/said" 2>&1 </dev/null || status=$?
	echo "$status" >>"$OUT/statuses"
	settle
done <"$OUT/operations"
begin
echo "${device##*/}" >"$device/driver/unbind"
settle
begin
unload "$1"
rmmod cleave_mark
