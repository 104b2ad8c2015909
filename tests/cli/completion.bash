# SPDX-License-Identifier: GPL-2.0-or-later
# completion.bash CLEAVE WORD...: what the last WORD, perhaps empty, is completed to
. "$CLEAVE_SRC/docs/cleave.bash"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_cleave "$1"
printf '%s\n' "${COMPREPLY[@]}"
