# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What tests of `cleave verify` on this machine share.
set -eu

fail() {
	echo "FAIL: $*" >&2
	exit 1
}

# verify HALVES DIR OPERATIONS DRIVER: logs go to DIR
verify() {
	"$CLEAVE_BUILD/cleave" -d "$1" verify -k "$CLEAVE_KERNEL" -o "$2" --operations "$3" -j "$4"
}

# accesses OPERATION: how many were compared
accesses() {
	jq --arg o "$1" '.operations[] | select(.operation == $o) | .accesses' "$OUT/result.json"
}

# verified DRIVER OPERATION...: the halves do the same; so many of their operations do something
verified() {
	driver=$1
	shift
	verify "$CLEAVE_BUILD/halves" "$OUT/$driver" "$VM/operations/$driver.yaml" "$driver" \
		>"$OUT/result.json" || fail "$(jq '.operations[] | select(.same | not)' "$OUT/result.json")"
	for operation; do
		[ "$(accesses "$operation")" -gt 1 ] || fail "$driver: $operation: no accesses were seen"
	done
	jq -e 'all(.operations[]; .same) and .same_statuses' "$OUT/result.json" >/dev/null ||
		fail "$driver: it says the same, and what it says does not"
	rm -f "$OUT/$driver"/*/trace
}
