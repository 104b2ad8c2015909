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

# at_least WHAT VALUE LIMIT: numbers, perhaps with a fraction
at_least() {
	awk -v a="$2" -v b="$3" 'BEGIN { exit !(a >= b) }' || fail "$1 is $2, expected at least $3"
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

# wait_for SECONDS COMMAND...: until it succeeds
wait_for() {
	tenths=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		tenths=$((tenths - 1))
		[ $tenths -gt 0 ] || fail "waited in vain for: $*"
		sleep 0.1
	done
}

# nic_of DRIVER: name of its first interface in this namespace
nic_of() {
	for dir in /sys/class/net/*; do
		driver=$(readlink "$dir/device/driver") || continue
		[ "${driver##*/}" != "$1" ] || { echo "${dir##*/}"; return; }
	done
	return 1
}

# plug DRIVER NAMESPACE NAME ADDRESS: move its interface into a network namespace
# of its own under that name, and bring it up
plug() {
	wait_for 10 nic_of "$1"
	[ -e "/run/netns/$2" ] || ip netns add "$2"
	ip link set dev "$(nic_of "$1")" netns "$2" name "$3"
	ip -n "$2" addr add "$4/24" dev "$3"
	ip -n "$2" link set "$3" up
}

within() {
	ip netns exec "$@"
}

# carrier NAMESPACE INTERFACE
carrier() {
	ip -n "$1" link show "$2" | grep -q LOWER_UP
}

# pings NAMESPACE ADDRESS COUNT: prints how many were answered
pings() {
	within "$1" ping -q -n -i 0.02 -W 2 -c "$3" "$2" | sed -n 's/.* \([0-9]*\) received.*/\1/p'
}

# throughput CLIENT-NAMESPACE SERVER-NAMESPACE ADDRESS [OPTION...]: prints Mbit/s
# that the receiver got
throughput() {
	client=$1 server=$2 address=$3
	shift 3
	within "$server" iperf3 -s -1 >/dev/null &
	server=$!
	sleep 0.5
	within "$client" iperf3 -c "$address" -t "${SECONDS_EACH:-3}" -J "$@" >/tmp/iperf.json ||
		fail "iperf3: $(jq -r .error /tmp/iperf.json)"
	wait $server
	jq -r '.end.sum_received.bits_per_second / 1e6' /tmp/iperf.json
}

# nanoseconds: of the clock; under --icount, instructions
nanoseconds() {
	date +%s%N
}
