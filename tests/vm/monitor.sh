# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# QEMU's monitor, from within the guest (`run --monitor`).

MONITOR=/dev/ttyS2

# monitor COMMAND: prints what the monitor says to it; fails if that is an error
monitor() {
	[ -n "${monitor_ready-}" ] || { stty -F $MONITOR raw -echo && monitor_ready=yes; }
	exec 3<>$MONITOR
	# The second command tells when the first is done.
	printf '%s\nprint 1337\n' "$1" >&3
	while IFS= read -r said <&3; do
		said=$(printf %s "$said" | tr -d '\r')
		case $said in
		0x539) break ;;
		# What it was told comes back with what a terminal would show of it.
		*"$(printf '\033')"* | QEMU*) ;;
		Error* | *"not found"* | unknown*) fail "the monitor says to \"$1\": $said" ;;
		*) echo "$said" ;;
		esac
	done
	exec 3>&-
}
