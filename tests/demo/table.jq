# SPDX-License-Identifier: GPL-2.0-or-later
#
# demo.json as a table for people.

def left($n): tostring | . + " " * ([$n - length, 0] | max);
def right($n): tostring | " " * ([$n - length, 0] | max) + .;
def row($a; $b; $c): ($a | left(34)) + ($b | right(12)) + ($c | right(12));
def ratio($split; $native): if $native == 0 then "-" else $split / $native * 1000 | round / 1000 end;

"\(.driver) on Linux \(.kernel)",
"",
row(""; "user half"; "kernel half") + ("whole" | right(12)),
row("functions, \(.functions_both) of them in both"; .functions_user; .functions_kernel)
	+ (.functions_total | right(12)),
row("lines of functions"; .lines_user; .lines_kernel) + (.lines_total | right(12)),
"",
row(""; "upcalls"; "downcalls"),
row("stubs"; .upcall_stubs; .downcall_stubs),
(.operations[] | row(.operation; .upcalls; .downcalls)),
row("iperf3, both ways"; .upcalls_during_iperf; ""),
"",
row(""; "split"; "native"),
row("ping, of \(.ping_sent)"; .ping_received; ""),
row("sends, Mbit/s"; .iperf_tx_mbps_split; .iperf_tx_mbps_native),
row("   of native"; ratio(.iperf_tx_mbps_split; .iperf_tx_mbps_native); ""),
row("receives, Mbit/s"; .iperf_rx_mbps_split; .iperf_rx_mbps_native),
row("   of native"; ratio(.iperf_rx_mbps_split; .iperf_rx_mbps_native); ""),
row("probe, ms"; .probe_ms_split; .probe_ms_native),
(.instructions | to_entries[] | row("\(.key), instructions"; .value.split; .value.native),
	row("   of native"; ratio(.value.split; .value.native); "")),
"",
row("one empty upcall"; "\(.null_upcall_us) us"; "\(.null_upcall_instructions) instr"),
row("ethtool prints the same"; .ethtool_same; ""),
"",
"Mbit/s and ms are of a clock that counts instructions, a nanosecond each;",
"us are of this machine's clock, which what else runs here disturbs."
