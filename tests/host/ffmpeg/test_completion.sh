#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Bash completion of the options: names, values, files; by themselves and behind -vf.
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
PATH=$(dirname -- "${ZSN2N_PIPE:?}"):$PATH
compopt() { :; } # only the shell's own completion may call it
. "$source_root/ffmpeg-filter/completion.bash"

# completes LINE EXPECTED...: what the last word becomes.
completes() {
    local COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
    shift
    _zsn2n "${COMP_LINE%% *}"
    [ "${COMPREPLY[*]-}" = "$*" ] || fail "'$COMP_LINE' is completed by '${COMPREPLY[*]-}', not by '$*'"
}
touch first.state second.state
for COMP_WORDBREAKS in $' \t\n"\'><;|&(' $' \t\n"\'><=;|&(:'; do
    # Where = and : break words, what is before them stays as it is.
    broken=no
    [[ $COMP_WORDBREAKS != *=* ]] || broken=yes
    part() { if [ $broken = yes ]; then echo "$2"; else echo "$1$2"; fi; }
    completes 'zsn2n-pipe pres' preset=
    completes 'zsn2n-pipe preset=s' "$(part preset= slow)"
    completes 'zsn2n-pipe preset=slow:lookah' "$(part preset=slow: lookahead=)"
    completes 'zsn2n-pipe preset=slow:guides=' "$(part preset=slow:guides= auto)" "$(part preset=slow:guides= none)" \
        "$(part preset=slow:guides= pilot)" "$(part preset=slow:guides= dct)" "$(part preset=slow:guides= quick)"
    completes 'zsn2n-pipe strength=0' ''
    completes 'zsn2n-pipe state_in=se' "$(part state_in= second.state)"
    completes 'zsn2n-pipe state_o' state_out=
    completes 'ffmpeg-zsn2n -i in.mkv -vf zs' zsn2n=
    completes 'ffmpeg-zsn2n -i in.mkv -vf zsn2n=noise=w' "$(part zsn2n=noise= white)"
    completes 'ffplay-zsn2n -vf scale=640:-1,zsn2n=preset=p' "$(part scale=640:-1,zsn2n=preset= paper)"
    completes 'ffmpeg-zsn2n -i fir' first.state
done
echo "ok"
