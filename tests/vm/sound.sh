# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What a sound card is asked in tests, the same of the stock driver and of the split one.
# The first card plays into QEMU's file $OUT/wav, the second into nothing.

TOOLS=$CLEAVE_BUILD/tests/vm

samples() {
	stat -c %s "$OUT/wav"
}

at_least() {
	awk -v a="$2" -v b="$3" 'BEGIN { exit !(a >= b) }' || fail "$1: $2, expected at least $3"
}

# heard HZ TENTHS FROM: the file holds that tone behind byte FROM, for so long at least. What
# QEMU has not written yet, 4096 bytes at most, it writes when more is played.
heard() {
	"$TOOLS/tone" find "$1" "$OUT/wav" "$3" >/tmp/heard
	read -r long percent </tmp/heard
	at_least "tenths of a second of sound" "$long" "$2"
	at_least "percent of its power at $1 Hz" "$percent" 90
}

# play HZ SECONDS DEVICE: again, if the host let the card stand still for so long that ALSA gave
# up (sound/core/pcm_lib.c wait_for_avail())
play() {
	"$TOOLS/tone" make "$1" "$2" >"/tmp/tone-$1"
	for _ in 1 2 3; do
		! timeout 60 aplay -q -D "$3" -t raw -f S16_LE -c 2 -r 44100 "/tmp/tone-$1" \
			2>/tmp/played || return 0
		grep -q "Input/output error" /tmp/played || break
	done
	fail "aplay: $(cat /tmp/played)"
}

# record SECONDS DEVICE: as play. What a busy host was late for is not told.
record() {
	for _ in 1 2 3; do
		! timeout 60 arecord -q -D "$2" -t raw -f S16_LE -c 2 -r 44100 -d "$1" /tmp/recorded \
			2>/tmp/said || { grep -v overrun /tmp/said || return 0; }
		grep -q "Input/output error" /tmp/said || break
	done
	cat /tmp/said
	return 1
}

# tone HZ DEVICE: two seconds of it are played, and heard
tone() {
	from=$(samples)
	play "$1" 2 "$2"
	heard "$1" 17 "$from"
}

controls() {
	for card in 0 1; do
		amixer -c $card contents
	done
}

# values FILE: a command for each control in FILE that sets it as it is there; with `other`,
# to another value
values() {
	awk -v other="${2-}" '
	/^numid=/ { split($0, part, ","); numid = part[1] }
	/: values=/ {
		sub(/.*: values=/, "")
		if (other) {
			nr = split($0, value, ",")
			$0 = ""
			for (i = 1; i <= nr; i++) {
				if (value[i] == "on" || value[i] == "off")
					v = value[i] == "on" ? "off" : "on"
				else
					v = value[i] == 1 ? 0 : 1
				$0 = $0 (i > 1 ? "," : "") v
			}
		}
		print "cset", numid, $0
	}' "$1"
}

# Every control of the first card gets another value, is read, and set back.
set_controls() {
	amixer -c 0 contents >/tmp/controls
	values /tmp/controls other | amixer -s -q -c 0
	amixer -c 0 contents
	values /tmp/controls | amixer -s -q -c 0
}

# told NAME COMMAND...: its output goes to $answers/NAME
told() {
	name=$1
	shift
	"$@" >"$answers/$name" 2>&1 || echo "exit status $?" >>"$answers/$name"
}

proc() {
	# Not what counts: interrupts, times, processes.
	find /proc/asound/card[01]/ -type f ! -name status ! -name 'eld*' | sort |
		while read -r file; do
			echo "$file:"
			grep -v '^owner_pid' "$file" || :
		done
}

# functional DIR: leaves the answers there
functional() {
	answers=$1
	rm -rf "$answers"
	mkdir -p "$answers"
	wait_for 20 test -e /dev/snd/controlC1
	told cards cat /proc/asound/cards
	told devices aplay -l
	told record-devices arecord -l
	told midi amidi -l
	told parameters sh -c "cd /sys/module/$(echo "$DRIVER" | tr - _)/parameters && grep -r . ."
	told proc proc
	told controls controls
	told set-controls set_controls
	told controls-again controls
	told life-of-pcm0 "$TOOLS/pcm" /dev/snd/pcmC0D0p
	told life-of-pcm1 "$TOOLS/pcm" /dev/snd/pcmC0D1p
	told life-of-second-card "$TOOLS/pcm" /dev/snd/pcmC1D0p
	tone 440 hw:0,0
	tone 1000 hw:0,1
	told record record 1 hw:1,0
	told recorded stat -c %s /tmp/recorded
	told midi-out sh -c 'amidi -p hw:0,0 -S "90 3c 40"'
	told proc-again proc
	told controls-after cmp "$answers/controls" "$answers/controls-again"
}

# same_answers DIR DIR
same_answers() {
	diff -r "$1" "$2" || fail "users see a difference"
}
