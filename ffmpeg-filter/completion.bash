# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of the filter's options, "name=value:name=value", for zsn2n-pipe and ffmpeg-zsn2n, ffplay-zsn2n
# and ffprobe-zsn2n. Names and values are those that zsn2n-pipe --help prints.

# _zsn2n_options TEXT: completes the last option of TEXT.
_zsn2n_options() {
    local text=$1 last=${1##*:} before='' names values
    [[ $text != *:* ]] || before=${text%:*}:
    if [[ $last != *=* ]]; then
        names=$(zsn2n-pipe --help 2> /dev/null | sed -n 's/^  \([a-z_]*\)\(, \([a-z_]*\)\)\{0,1\} (.*/\1 \3/p')
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -P "$before" -S = -W "$names" -- "$last")
    elif [[ $last = state_in=* || $last = state_out=* ]]; then
        mapfile -t COMPREPLY < <(compgen -P "$before${last%%=*}=" -f -- "${last#*=}")
    else
        # Of an option with names for values; a range is no list.
        values=$(zsn2n-pipe --help 2> /dev/null | sed -n "s/^  ${last%%=*} (\([a-z][^)]*\))\$/\1/p" | tr -d ,)
        mapfile -t COMPREPLY < <(compgen -P "$before${last%%=*}=" -W "$values" -- "${last#*=}")
    fi
}

_zsn2n() {
    # The shell's own word breaks are = and : as well; here a word ends with a blank.
    local line=${COMP_LINE:0:COMP_POINT} word before
    word=${line##*[[:space:]]}
    before=${line%"$word"}
    before=${before%"${before##*[![:space:]]}"} before=${before##*[[:space:]]}
    COMPREPLY=()
    case $1:$before in
    zsn2n-pipe:*) [[ $word = -* ]] || _zsn2n_options "$word" ;;
    *:-vf | *:-filter:v | *:-filter_complex | *:-lavfi)
        case $word in
        *zsn2n=*) _zsn2n_options "${word##*zsn2n=}" ;;
        z | zs | zsn | zsn2 | zsn2n | '')
            compopt -o nospace
            COMPREPLY=(zsn2n=)
            ;;
        esac
        ;;
    *) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    esac
    # readline replaces what stands behind its own last word break.
    local broken=${word%"${word##*[=:]}"} prefix=''
    case $word in
    *zsn2n=*) prefix=${word%"${word##*zsn2n=}"} ;;
    esac
    local i
    for i in "${!COMPREPLY[@]}"; do
        COMPREPLY[i]=$prefix${COMPREPLY[i]}
        [[ $COMP_WORDBREAKS != *[=:]* ]] || COMPREPLY[i]=${COMPREPLY[i]#"$broken"}
    done
}
complete -o default -F _zsn2n zsn2n-pipe ffmpeg-zsn2n ffprobe-zsn2n ffplay-zsn2n
