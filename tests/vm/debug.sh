# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# User halves under valgrind, AddressSanitizer and gdb. $CLEAVE_WRONG holds an edu whose counts_show()
# writes behind what it allocated, split plainly and with --sanitize.
DRIVER=edu
. "$VM/lib.sh"
. "$VM/net.sh"
. "$VM/split.sh"

# Attaching takes more than the ten seconds of attach_timeout here.
insmod "$CLEAVE_BUILD/module/cleave.ko" attach_timeout=100

# counts: what provokes the wrong access, on the only device
counts() {
	cat /sys/bus/pci/drivers/edu/0*/counts
}

# impatient: a caller that is killed takes the session with it, once it has called
impatient() {
	ethtool -S dut >/dev/null 2>&1 &
	sleep 1
	kill -9 $!
	wait $! || :
	state_is dead
}

# says FILE REGEX...: each matches a line of it
says() {
	file=$1
	shift
	for regex; do
		grep -qE "$regex" "$file" || fail "no $regex in $(cat "$file")"
	done
}

# Where counts_show() writes too far
line=$(sed -n '/digits\[i\] =/=' "$CLEAVE_WRONG/edu/edu_sysfs.c")

# What an earlier run left would be taken for this one's.
rm -f "$OUT/valgrind" "$OUT/gdb"

step "valgrind"
export CLEAVE_DIR="$CLEAVE_WRONG/plain"
"$CLEAVE" run --under valgrind edu >"$OUT/valgrind" 2>&1 &
valgrind=$!
wait_for 60 grep -q "waiting for the kernel half" "$OUT/valgrind"
"$CLEAVE" load --kernel-half edu
counts >/dev/null
rmmod edu
wait $valgrind || fail "the user half: $(cat "$OUT/valgrind")"
says "$OUT/valgrind" 'Invalid write of size 1' "at .* counts_show \(edu_sysfs\.c:$line\)" \
	'0 bytes after a block of size 4'

step "AddressSanitizer"
export CLEAVE_DIR="$CLEAVE_WRONG/sanitized"
"$CLEAVE" load edu
before=$(field pid)
! counts >/dev/null 2>&1 || fail "the user half is not sanitized"
wait_for 20 another_than "$before"
cp /run/cleave/edu.log "$OUT/sanitized.log"
says "$OUT/sanitized.log" 'heap-buffer-overflow' "#0 .* counts_show .*/edu_sysfs\.c:$line" \
	'died of signal 6'
"$CLEAVE" unload edu

# From here on with the driver's own halves.
DRIVER=8139cp
export CLEAVE_DIR="$CLEAVE_BUILD/halves"
PARAMETERS=/sys/module/cleave/parameters

step "gdb"
"$CLEAVE" load 8139cp
plug 8139cp dut "$DUT"
ip link set dut up
ethtool -s dut msglvl 5
echo 1 >$PARAMETERS/call_timeout
echo 1 >$PARAMETERS/call_limit
cat >/tmp/commands <<'END'
set pagination off
break cp_get_ethtool_stats
continue
backtrace
print cp->msg_enable
print *cp->pdev
next
info locals
shell sleep 4
delete
detach
END
gdb -nx -batch -p "$(field pid)" -x /tmp/commands </dev/null >"$OUT/gdb" 2>&1 &
gdb=$!
wait_for 60 grep -q "Breakpoint 1 at" "$OUT/gdb"
ethtool -S dut >/tmp/stats || fail "ethtool: $(cat "$OUT/gdb")"
wait $gdb
says "$OUT/gdb" 'hit Breakpoint 1.* cp_get_ethtool_stats \(.* at .*/realtek/8139cp\.c:15[0-9][0-9]' \
	'^#0 +(0x[0-9a-f]+ in )?cp_get_ethtool_stats \(' \
	'^#1 .* cleave_serve_cp_get_ethtool_stats \(.* at .*/halves/8139cp/user/8139cp-tail\.h:[0-9]+' \
	'^\$1 = 5$' '^\$2 = \{bus_list = ' '^15[0-9][0-9]	' '^nic_stats = '
grep -q "tx_ok: " /tmp/stats || fail "ethtool says $(cat /tmp/stats)"
is "deaths" "$(field deaths)" 0

step "gdb holds a user half whose session is over"
held=$(field pid)
gdb -nx -batch -p "$held" -ex "shell touch /tmp/held" \
	-ex "shell until [ -e /tmp/enough ]; do sleep 0.2; done" -ex detach </dev/null >/dev/null 2>&1 &
gdb=$!
wait_for 60 [ -e /tmp/held ]
wait_for 10 impatient
sleep 7
grep -q '^State:.*tracing stop' "/proc/$held/status" || fail "it was taken from gdb"
touch /tmp/enough
wait $gdb
wait_for 10 another_than "$held"

step "without gdb the time is bounded, and one that is stopped is replaced"
stopped=$(field pid)
kill -STOP "$stopped"
! ethtool -S dut >/dev/null 2>&1 || fail "a stopped user half answers"
wait_for 10 another_than "$stopped"
says /run/cleave/8139cp.log "user half of 8139cp has no session and does not end; killed"
is "deaths" "$(field deaths)" 2
echo 10 >$PARAMETERS/call_timeout
echo 120 >$PARAMETERS/call_limit
"$CLEAVE" unload 8139cp
rmmod cleave
nothing_left
