#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the guest, for profile.test: cleave profile on the stock driver under its
# functional test sees the contexts that are known; what traced before goes on, also
# when it is interrupted.
. "$VM/lib.sh"
. "$VM/net.sh"
. "$VM/split.sh"

TRACING=/sys/kernel/tracing
PROFILE=$OUT/$DRIVER.profile.json

# count FUNCTION KEY: as the profile has it
count() {
	jq -r --arg f "$1" --arg k "$2" '.functions[] | select(.function == $f) | .[$k]' "$PROFILE"
}

# nothing_left_over: no buffer of ours, and what the root's does is what it did
nothing_left_over() {
	is "trace instances" "$(ls "$TRACING/instances")" ""
	is "tracer" "$(cat "$TRACING/current_tracer")" nop
	is "filter" "$(cat "$TRACING/set_ftrace_filter")" "cp_open [$DRIVER]"
}

cat >/tmp/exercise <<'END'
#!/bin/sh
. "$VM/lib.sh"
. "$VM/net.sh"
device=$(basename "$(readlink "/sys/class/net/$(nic_of "$DRIVER")/device")")
echo "$device" >"/sys/bus/pci/drivers/$DRIVER/unbind"
echo "$device" >"/sys/bus/pci/drivers/$DRIVER/bind"
functional /tmp/answers
END
export DRIVER

refuses "is not loaded; load the stock driver: modprobe $DRIVER" "$CLEAVE" profile "$DRIVER"
plug_peer
modprobe "$DRIVER"
echo cp_open >"$TRACING/set_ftrace_filter"

step "profile under the functional test"
"$CLEAVE" profile -o "$PROFILE" "$DRIVER" -- sh /tmp/exercise
nothing_left_over
is "driver" "$(jq -r .driver "$PROFILE")" "$DRIVER"
[ "$(count cp_interrupt calls)" -gt 100 ] || fail "interrupts were not seen"
is "interrupts in hard interrupt context" "$(count cp_interrupt hardirq)" "$(count cp_interrupt calls)"
is "atomic calls of cp_start_xmit" "$(count cp_start_xmit atomic)" "$(count cp_start_xmit calls)"
is "atomic calls of cp_open" "$(count cp_open atomic)" 0
[ "$(count cp_open calls)" -ge 21 ] || fail "cp_open was called $(count cp_open calls) times"
is "probes" "$(count cp_init_one calls)" 1
[ "$(count cp_start_xmit peak)" -gt "$(count cp_open peak)" ] || fail "packets are not the most frequent"

step "interrupted"
"$CLEAVE" profile -o /tmp/short.json "$DRIVER" >/tmp/short 2>&1 &
wait_for 10 sh -c "grep -q function $TRACING/instances/cleave-*/current_tracer"
within dut ethtool -S dut >/dev/null
kill -INT $!
wait $! || fail "interrupted: $(cat /tmp/short)"
nothing_left_over
is "verbs seen" "$(jq '[.functions[] | select(.function == "cp_get_ethtool_stats")] | length' /tmp/short.json)" 1
refuses "failed; nothing was written" "$CLEAVE" profile -o /tmp/none.json "$DRIVER" -- false
[ ! -e /tmp/none.json ] || fail "a command that failed left a profile"
nothing_left_over
rmmod "$DRIVER"

step "a kernel half is refused"
"$CLEAVE" load "$DRIVER"
refuses "is a kernel half" "$CLEAVE" profile "$DRIVER"
"$CLEAVE" unload "$DRIVER"
rmmod cleave
