# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What guest scripts share: `. "$VM/lib.sh"`. Everything fails loudly: a command
# of a test that goes wrong ends the test.
set -eu

# fail MESSAGE: end the test
fail() {
	echo "FAIL: $*" >&2
	exit 1
}

step() {
	echo "[$(cut -d ' ' -f 1 /proc/uptime)] $*"
}

# is WHAT VALUE EXPECTED
is() {
	[ "$2" = "$3" ] || fail "$1 is \"$2\", expected \"$3\""
}

# at_most WHAT VALUE LIMIT: numbers, perhaps with a fraction
at_most() {
	awk -v a="$2" -v b="$3" 'BEGIN { exit !(a <= b) }' || fail "$1 is $2, expected at most $3"
}

# refuses REGEX COMMAND...: it must exit with status 1 and one line that matches
refuses() {
	regex=$1
	shift
	status=0
	said=$("$@" 2>&1) || status=$?
	is "exit status of \`$*'" $status 1
	is "number of lines that \`$*' prints ($said)" "$(echo "$said" | wc -l)" 1
	echo "$said" | grep -qE "$regex" || fail "\`$*' says \"$said\", expected $regex"
}

# wait_for SECONDS COMMAND...: until it succeeds. So long it may take on an idle machine; one that
# has more to do has more time.
wait_for() {
	tenths=$(($1 * 60))
	shift
	until "$@" >/dev/null 2>&1; do
		tenths=$((tenths - 1))
		[ $tenths -gt 0 ] || fail "waited in vain for: $*"
		sleep 0.1
	done
}

# no_autoprobe: devices have drivers from now on only if a test binds them
no_autoprobe() {
	for bus in /sys/bus/*/drivers_autoprobe; do
		echo 0 >"$bus"
	done
}

# bind_first MODULE COMMAND...: binds the first device without a driver that the module takes,
# by COMMAND FILE DEVICE; it is $device then, a directory
bind_first() {
	module=$1
	shift
	for driver in "/sys/module/$module"/drivers/*; do
		driver=$(readlink -f "$driver")
		for device in "$(dirname "$(dirname "$driver")")"/devices/*; do
			[ ! -e "$device/driver" ] || continue
			if "$@" "$driver/bind" "${device##*/}" 2>/dev/null; then
				device=$(readlink -f "$device")
				return
			fi
		done
	done
	fail "$module takes no device of this machine"
}
