#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A long run with cuts, changes of size and commands, which come round every 600 frames, holds its memory.
# ZSN2N_SOAK_ROUNDS=600 runs for about an hour, and looks at its speed as well; ZSN2N_SOAK_PICTURE=FILE.png, where
# gnuplot is there, draws the memory.
. "$(dirname -- "$0")/common.sh"

rounds=${ZSN2N_SOAK_ROUNDS:-4}
options=(strength temporal lookahead planes noise_level detail)
values=(0.7 1 0 16 2 0 6 7 1.3 1 0.5 0)
for ((i = 0; i < rounds * 12; ++i)); do
    at=$((i % 12))
    echo "$((i * 2)) zsn2n ${options[at / 2]} ${values[at]};"
done > commands
chain="negate=enable='mod(floor(t/4),2)',scale=w='320+64*mod(floor(t/6),2)':h='180+32*mod(floor(t/6),2)':eval=frame"
"$ffmpeg" -nostdin -hide_banner -f lavfi -i "testsrc2=size=320x180:rate=25,noise=alls=20:allf=t" \
    -vf "$chain,format=yuv420p,sendcmd=filename=commands,zsn2n=preset=fast,scale=320:180" -t $((24 * rounds)) \
    -progress progress -stats_period 0.2 -f null - > log 2>&1 &
pid=$!
trap 'kill -9 $pid 2> /dev/null || true; rm -rf "$scratch"' EXIT
while kill -0 $pid 2> /dev/null; do
    rss=$(awk '/^RssAnon/ { print $2 }' /proc/$pid/status 2> /dev/null) || true
    frame=$(sed -n 's/^frame=//p' progress 2> /dev/null | tail -1) || true
    [ -z "$rss" ] || echo "${frame:-0} $rss $EPOCHREALTIME"
    sleep 0.2
done > memory
status=0
wait $pid || status=$?
[ $status -eq 0 ] || { grep -v '^frame=' log | tail >&2; fail "ffmpeg ended with status $status"; }
# The largest of the last round against that of the second, or of the first minutes. FFmpeg 7 lets frames wait between its
# threads, as many as a loaded machine makes them; a leak of a frame's size would be 60 MiB in a round.
awk -v rounds="$rounds" '
    { round = int($1 / 600) }
    !(round in start) { start[round] = $3 }
    { if ($2 > most[round]) most[round] = $2; ++samples[round] }
    END {
        last = rounds - 1
        if (samples[1] < 3 || samples[last] < 3) { print "too few samples"; exit 1 }
        early = start[2] - start[1]
        late = start[last] - start[last - 1]
        first = 1 + int(rounds / 100)
        printf "anonymous memory: %d KiB, at the end %d; seconds a round: %.1f, at the end %.1f\n", most[first],
            most[last], early, late
        exit !(most[last] <= most[first] + (rounds < 100 ? 8192 : 1024) && (rounds < 100 || late < 1.5 * early))
    }' memory || fail "memory grows, or it becomes slow"
if [ -n "${ZSN2N_SOAK_PICTURE-}" ]; then
    gnuplot -e "set terminal pngcairo size 900,400; set output '$ZSN2N_SOAK_PICTURE'; set xlabel 'frame'; \
        set ylabel 'anonymous memory, MiB'; set yrange [0:*]; set key off; plot 'memory' using 1:(\$2/1024) with lines"
fi
