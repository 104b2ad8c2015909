# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion for cleave in bash. Verbs come from `cleave --help`, drivers from the
# directory of split drivers, functions from a driver's plan.

_cleave_dir() {
	local i
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == -d ]] && { echo "${COMP_WORDS[i + 1]}"; return; }
	done
	echo "${CLEAVE_DIR:-/var/lib/cleave/$(uname -r)}"
}

_cleave_drivers() {
	local plan
	for plan in "$(_cleave_dir)"/*/plan.json; do
		[[ -e $plan ]] && basename "$(dirname "$plan")"
	done
}

_cleave_functions() {
	"$1" -d "$(_cleave_dir)" explain "$2" 2>/dev/null | awk 'NR > 1 { print $1 }'
}

# The options that the help of a verb, or of the command, begins lines with.
_cleave_options() {
	"$@" --help 2>/dev/null | awk '$1 ~ /^--?[a-z]/ && /^  -/ { sub(",.*", "", $1); print $1 }'
}

_cleave() {
	local current=${COMP_WORDS[COMP_CWORD]} i verb='' args=() words=''
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-d) ((i++)) ;;
		-*) ;;
		*) if [[ $verb ]]; then args+=("${COMP_WORDS[i]}"); else verb=${COMP_WORDS[i]}; fi ;;
		esac
	done
	if [[ ${COMP_WORDS[COMP_CWORD - 1]} == -[do] ]]; then
		mapfile -t COMPREPLY < <(compgen -d -- "$current")
		return
	fi
	if [[ -z $verb && $current == -* ]]; then
		words='-j -d --help'
	elif [[ -z $verb ]]; then
		words=$("$1" --help 2>/dev/null | awk '/^  [a-z]/ { print $1 }')
	elif [[ $current == -* ]]; then
		words="$(_cleave_options "$1" "$verb") --help"
	elif [[ $verb == explain && ${#args[@]} == 1 ]]; then
		words=$(_cleave_functions "$1" "${args[0]}")
	elif [[ $verb == bench ]]; then
		words=$("$1" bench --list 2>/dev/null | awk '{ print $1 }')
	elif [[ $verb != split && ${#args[@]} == 0 ]]; then
		words=$(_cleave_drivers)
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
	if [[ $verb == split && $current != -* ]]; then
		mapfile -t COMPREPLY < <(compgen -d -- "$current")
	fi
}

complete -F _cleave cleave
