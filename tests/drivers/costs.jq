# SPDX-License-Identifier: GPL-2.0-or-later
#
# What tests have measured (tests/vm/costs.sh), a list, as the second table of docs/drivers.md.

def round2: . * 100 | round / 100;

"",
"| driver | operation | native | split | ratio | upcalls | downcalls | each |",
"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
(.[] | select(.clock) | . as $m | .operations[] | .operation as $o | $m.instructions[$o] as $i
	| (.upcalls + .downcalls) as $calls
	| "| \($m.driver) | `\($o)` | \($i.native) | \($i.split) | \($i.split / $i.native | round2) | \(.upcalls) | \(.downcalls) | \(if $calls > 0 then ($i.split - $i.native) / $calls | round else "" end) |"),
""
