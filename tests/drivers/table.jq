# SPDX-License-Identifier: GPL-2.0-or-later
#
# drivers.json as the table of docs/drivers.md.

def cell: tostring | gsub("\\|"; "\\|") | gsub("\n"; " ");
def crossings($what): [.measured.operations[]? | select(.operation == $what)
	| .upcalls + .downcalls] | first // "";
def built: if .built == true then "yes" elif .built == false then "no" else "not tried" end;

"",
"| driver | functions | user half | both | % | shared fields | % of reachable | crossings of probe | of open | built | in the VM | what keeps the rest |",
"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |",
(.drivers[] | if .refused then
	"| \(.driver) | | | | | | | | | no | \(.tried | cell) | refused: \(.refused | cell) |"
 else
	"| \(.driver) | \(.functions) | \(.user) | \(.both) | \(.percent) | \(.shared) | \(.shared_percent) | \(crossings("probe")) | \(crossings("open")) | \(built) | \(.tried | cell) | \(.reason // "" | cell) |"
 end),
""
