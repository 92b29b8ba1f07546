#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Interrupted once, ffmpeg ends and leaves a whole file; interrupted again and again in a long frame, it ends without
# the rest of the frame. The waits have ends for what would hang, far beyond what a busy machine takes.
. "$(dirname -- "$0")/common.sh"

# shellcheck source=../wait_until.sh
. "$source_root/tests/host/wait_until.sh"

gone() { ! kill -0 "$pid" 2>/dev/null; }

"$ffmpeg" -nostdin -hide_banner -y -f lavfi -i testsrc2=size=64x48,noise=alls=20:allf=t \
    -vf "zsn2n=$quick,metadata=print:file=frames.txt:direct=1" -c:v ffv1 out.mkv > log 2>&1 &
pid=$!
wait_until 60 test -s frames.txt || { kill -KILL $pid; fail "no frame within 60 s: $(cat log)"; }
kill -INT $pid
wait_until 60 gone || { kill -KILL $pid; fail "ffmpeg still runs 60 s after SIGINT"; }
frames=$("$ffprobe" -v error -count_frames -show_entries stream=nb_read_frames -of csv=p=0 out.mkv)
[ "$frames" -ge 1 ] || fail "the file has no frame"

# A first frame of hours: nothing asks the filter to stop, but ffmpeg's hard exit must not hang in it.
"$ffmpeg" -nostdin -hide_banner -y -f lavfi -i testsrc2=size=640x480 -vf zsn2n=preset=paper:steps=1000000 \
    -f null - > log 2>&1 &
pid=$!
wait_until 60 grep -q 'frame [0-9]*% done' log ||
    { kill -KILL $pid; fail "no progress told in a long frame: $(cat log)"; }
# Signals that arrive before the last one was taken are one: as many as it needs.
interrupted() { ! kill -INT $pid 2> /dev/null; }
wait_until 30 interrupted || { kill -KILL $pid; fail "ffmpeg does not end after repeated SIGINT"; }
