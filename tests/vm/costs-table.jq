# SPDX-License-Identifier: GPL-2.0-or-later
#
# An object of measured.json as lines for people.

def left($n): tostring | . + " " * ([$n - length, 0] | max);
def right($n): tostring | " " * ([$n - length, 0] | max) + .;
def round2: . * 100 | round / 100;

.driver,
(("operation" | left(14)) + (["native", "split", "ratio", "clock", "calls", "each"] | map(right(10)) | add)),
(. as $m | .operations[] | .operation as $o | (.upcalls + .downcalls) as $calls | $m.instructions[$o] as $i
	| ($o | left(14)) + ([$i.native, $i.split, ($i.split / $i.native | round2),
		($m.clock[$o] | .split / .native | round2), $calls,
		(if $calls > 0 then ($i.split - $i.native) / $calls | round else "" end)] | map(right(10)) | add))
