#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# SIGKILL at moments drawn at random (50; ZSN2N_KILLS=N others), in the filter and in the pipe: the state file is the old
# one or the new one, whole, and nothing else is left beside it.
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
noisy_file yuv420p
run_ffmpeg -i noisy.nut -strict -1 -f yuv4mpegpipe noisy.y4m
mkdir states
RANDOM=5
write() { # PROGRAM: the state after the frames, over the old one
    case $1 in
    filter) exec "$ffmpeg" -nostdin -v error -i noisy.nut -vf "zsn2n=$quick:state_in=states/film:state_out=states/film" -f null - ;;
    pipe) exec "${ZSN2N_PIPE:?}" "$quick:state_in=states/film:state_out=states/film" < noisy.y4m > /dev/null 2>&1 ;;
    esac
}
run_ffmpeg -i noisy.nut -vf "zsn2n=$quick:state_out=states/film" -frames:v 1 -f null -
milliseconds() { # of a whole run
    local begin
    begin=$(date +%s%3N)
    (write "$1")
    echo $((10#$(date +%s%3N) - begin))
}
declare -A whole=([filter]=$(milliseconds filter) [pipe]=$(milliseconds pipe))
killed=0 ended=0
for ((i = 0; i < ${ZSN2N_KILLS:-50}; ++i)); do
    program=filter
    [ $((i % 2)) -eq 0 ] || program=pipe
    delay=$((RANDOM % (whole[$program] * 6 / 5)))
    write $program &
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    if kill -9 $! 2> /dev/null; then killed=$((killed + 1)); fi
    status=0
    wait $! 2> /dev/null || status=$?
    case $status in
    0) ended=$((ended + 1)) ;;
    137) ;;
    *) fail "$program ended with $status" ;;
    esac
    [ "$(ls -A states)" = film ] || fail "left beside the state: $(ls -A states)"
    "${ZSN2N_PIPE:?}" "$quick:state_in=states/film" < noisy.y4m > /dev/null 2> log || { cat log >&2; fail "after kill $i of the $program the state cannot be loaded"; }
done
echo "$killed killed, $ended had ended before"
[ $killed -gt 0 ] || fail "none was killed"
