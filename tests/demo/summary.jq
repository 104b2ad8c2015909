# SPDX-License-Identifier: GPL-2.0-or-later
#
# The measurements (a list of {key: value}) and the plan to one object.

def median: sort | if length % 2 == 1 then .[length / 2 | floor]
	else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def ms: . / 1e4 | round / 100;

. as $all | $plan[0] as $p
| def series($key): [$all[] | select(has($key)) | .[$key]]
	| if length == 0 then error("nothing measured: \($key)") else . end;
  def mid($key): series($key) | median;
  def lines($functions): [$functions[] | .end_line - .line + 1] | add // 0;
  # A function that both halves have a copy of counts in both.
  ($p.functions | map(select(.side != "kernel"))) as $user
| ($p.functions | map(select(.side != "user"))) as $kernel
| {
	driver: $p.driver,
	kernel: $p.kernel,
	source_sha256: ($p.sources | map(select(.header | not) | .sha256) | join(" ")),
	functions_total: ($p.functions | length),
	functions_user: ($user | length),
	functions_kernel: ($kernel | length),
	functions_both: ($p.functions | map(select(.side == "both")) | length),
	lines_total: lines($p.functions),
	lines_user: lines($user),
	lines_kernel: lines($kernel),
	upcall_stubs: ($p.upcalls | length),
	downcall_stubs: ($p.downcalls | length),
	fields_shared: ([$p.types[].fields | length] | add),
	ping_sent: 100,
	ping_received: series("ping_split")[0],
	iperf_tx_mbps_split: mid("iperf_tx_split"),
	iperf_tx_mbps_native: mid("iperf_tx_native"),
	iperf_rx_mbps_split: mid("iperf_rx_split"),
	iperf_rx_mbps_native: mid("iperf_rx_native"),
	upcalls_during_iperf: (series("upcalls_during_iperf") | max),
	probe_ms_split: (mid("probe_split") | ms),
	probe_ms_native: (mid("probe_native") | ms),
	null_upcall_us: ((mid("getter_ns_split") - mid("getter_ns_native")) / 100 | round / 10),
	null_upcall_instructions: (mid("getter_split") - mid("getter_native")),
	instructions: (reduce ("getter", "probe", "open", "close") as $what ({};
		.[$what] = {native: mid("\($what)_native"), split: mid("\($what)_split")})),
	operations: series("operations"),
	ethtool_same: series("ethtool_same")[0],
  }
| .broken = [
	(select(.ping_received != .ping_sent) | "every ping is answered"),
	(select(.iperf_tx_mbps_split < 0.97 * .iperf_tx_mbps_native) | "sending: 0.97 of native"),
	(select(.iperf_rx_mbps_split < 0.97 * .iperf_rx_mbps_native) | "receiving: 0.97 of native"),
	(select(.upcalls_during_iperf != 0) | "no upcall while iperf3 runs"),
	(.instructions.probe | select(.split > 1.05 * .native) | "probe: at most 1.05 of native"),
	(.instructions.open | select(.split > 1.6 * .native) | "open: at most 1.6 of native"),
	(select(.functions_user < 18) | "at least 18 functions in the user half")
  ]
