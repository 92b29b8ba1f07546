#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A long run with cuts, changes of size and commands holds its memory and its speed. ZSN2N_SOAK_SECONDS=3600 runs for an
# hour; ZSN2N_SOAK_PICTURE=FILE.png, where gnuplot is there, draws memory and frames a second.
. "$(dirname -- "$0")/common.sh"

seconds=${ZSN2N_SOAK_SECONDS:-20}
options=(strength temporal lookahead planes noise_level detail)
values=(0.7 1 0 16 2 0 6 7 1.3 1 0.5 0)
for ((i = 0; i < seconds * 30; ++i)); do
    at=$((i % 12))
    echo "$((i * 2)) zsn2n ${options[at / 2]} ${values[at]};"
done > commands
# A cut where it is negated, every 5 s of the clip; another size every 7 s.
chain="negate=enable='mod(floor(t/5),2)',scale=w='320+64*mod(floor(t/7),2)':h='180+32*mod(floor(t/7),2)':eval=frame"
"$ffmpeg" -nostdin -hide_banner -f lavfi -i "testsrc2=size=320x180:rate=25,noise=alls=20:allf=t" \
    -vf "$chain,format=yuv420p,sendcmd=filename=commands,zsn2n=preset=fast,scale=320:180" -t 1000000 -progress progress \
    -f null - > log 2>&1 &
pid=$!
trap 'kill -9 $pid 2> /dev/null; rm -rf "$scratch"' EXIT
began=$SECONDS
while [ $((SECONDS - began)) -lt "$seconds" ]; do
    sleep 1
    kill -0 $pid 2> /dev/null || { cat log >&2; fail "ffmpeg ended"; }
    rss=$(awk '/^RssAnon/ { print $2 }' /proc/$pid/status)
    frame=$(sed -n 's/^frame=//p' progress 2> /dev/null | tail -1)
    echo "$((SECONDS - began)) $rss ${frame:-0}"
done > memory
kill -INT $pid
wait $pid || true
[ "$(awk 'END { print $3 }' memory)" -gt $((seconds * 5)) ] || { cat memory log >&2; fail "too few frames"; }
# The largest of the second quarter against that of the last: sizes and settings come round in both.
awk -v n="$(wc -l < memory)" '
    NR > n / 4 && NR <= n / 2 && $2 > early { early = $2 }
    NR > 3 * n / 4 && $2 > late { late = $2 }
    NR == int(n / 4) { a = $3 }  NR == int(n / 2) { b = $3 }  NR == int(3 * n / 4) { c = $3 }  { d = $3 }
    END {
        printf "anonymous memory: %d KiB, later %d KiB; frames a quarter: %d, later %d\n", early, late, b - a, d - c
        exit !(late <= early + 1024 && d - c > 0.6 * (b - a))
    }' memory || fail "memory grows, or it becomes slow"
if [ -n "${ZSN2N_SOAK_PICTURE-}" ]; then
    gnuplot -e "set terminal pngcairo size 900,400; set output '$ZSN2N_SOAK_PICTURE'; set xlabel 'seconds'; \
        set ylabel 'anonymous memory, MiB'; set yrange [0:*]; set key off; plot 'memory' using 1:(\$2/1024) with lines"
fi
