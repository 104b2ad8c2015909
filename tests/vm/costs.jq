# SPDX-License-Identifier: GPL-2.0-or-later
#
# The lines of costs.sh, WHICH tab OPERATION tab CLOCK BUSY UP DOWN UP DOWN, as one object.

[.[] | split("\t") | {which: .[0], operation: .[1], n: (.[2] | split(" ") | map(tonumber))}]
| . as $all
| [reduce .[].operation as $o ([]; if index([$o]) then . else . + [$o] end) | .[]
	| select(. as $o | ["native", "split"] | all(. as $w | $all | any(.which == $w and .operation == $o)))] as $names
| def mid($which; $operation; f): [$all[] | select(.which == $which and .operation == $operation) | .n | f] | min;
  def pair($operation; f): {native: mid("native"; $operation; f), split: mid("split"; $operation; f)};
{
	$driver,
	instructions: (reduce $names[] as $o ({}; .[$o] = pair($o; .[1]))),
	clock: (reduce $names[] as $o ({}; .[$o] = pair($o; .[0]))),
	operations: [$names[] | {operation: ., upcalls: mid("split"; .; .[4] - .[2]),
		downcalls: mid("split"; .; .[5] - .[3])}]
}
