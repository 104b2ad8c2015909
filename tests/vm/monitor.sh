# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# QEMU's monitor, from within the guest (`run --monitor`).

MONITOR=/dev/ttyS2

# tell_monitor COMMAND: prints what it says
tell_monitor() {
	exec 3<>$MONITOR
	# The second command tells when the first is done.
	printf '%s\nprint 1337\n' "$1" >&3
	while IFS= read -r said <&3; do
		said=$(printf %s "$said" | tr -d '\r')
		case $said in
		0x539) break ;;
		# What it was told comes back with what a terminal would show of it.
		*"$(printf '\033')"*) ;;
		*) echo "$said" ;;
		esac
	done
	exec 3>&-
}

# monitor COMMAND: prints what the monitor says to it; fails if that is an error
monitor() {
	# The first time, the terminal may have sent the monitor's greeting back.
	[ -n "${monitor_ready-}" ] || {
		stty -F $MONITOR raw -echo
		tell_monitor "" >/dev/null
		monitor_ready=yes
	}
	said=$(tell_monitor "$1")
	case $said in
	Error* | *"not found"* | unknown*) fail "the monitor says to \"$1\": $said" ;;
	"") ;;
	*) echo "$said" ;;
	esac
}
