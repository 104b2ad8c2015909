# SPDX-License-Identifier: GPL-2.0-or-later
#
# One driver's figures: of the summary of cleave split, its plan, and what was measured.

def round1: . * 10 | round / 10;
def round2: . * 100 | round / 100;

# Reasons that stand by themselves; others follow from them, or from what the driver is.
def own_reason: .side == "kernel" and
	(.reason | test("^(init|macro|atomic|frozen|often|lock|callers|called back|mark)\\b") | not);
def unknown_slot: .side == "kernel" and (.reason | test("^atomic: .*does not know"));

$summary[0] as $s | $plan[0] as $p
| ([$measured[0][] | select(.driver == $s.driver)] | add) as $m
| {
	driver: $s.driver,
	functions: $s.functions_total,
	user: $s.functions_user,
	both: $s.functions_both,
	percent: ($s.percent_user | round1),
	shared: $s.fields_shared,
	reachable: $s.fields_reachable,
	shared_percent: (if $s.fields_reachable > 0 then 100 * $s.fields_shared / $s.fields_reachable | round2
		else 0 end),
	upcalls: $s.upcall_stubs,
	downcalls: $s.downcall_stubs,
	analysis_seconds: ($s.analysis_seconds | round2),
	seconds: ($s.seconds | round1),
	$built,
	$tried,
	# probe first: without it nothing else moves
	reason: ([$p.functions[] | select(own_reason or unknown_slot)]
		| sort_by(.name | test("probe|init_one|attach|create") | not)
		| .[0] // null | if . then "\(.name): \(.reason)" else null end),
	measured: (if $m then {
		operations: $m.operations,
		instructions: $m.instructions,
		ratios: (($m.instructions // {}) | with_entries(select(.value.native > 0)
			| .value |= (.split / .native | round2))),
		traffic: ([$m | select(.iperf_tx_mbps_native > 0)
			| {sends: (.iperf_tx_mbps_split / .iperf_tx_mbps_native | round2),
			   receives: (.iperf_rx_mbps_split / .iperf_rx_mbps_native | round2)}] | first // null)
	  } else null end)
  }
