# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# In the guest: the harness, with its results in $OUT. Arguments are those of
# `cleave bench`.
set -eu
lsmod | grep -q '^cleave ' || insmod "$CLEAVE_BUILD/module/cleave.ko"
"$CLEAVE_BUILD/cleave" -d "$CLEAVE_BUILD/halves" bench --icount --no-figures -o "$OUT" "$@"
