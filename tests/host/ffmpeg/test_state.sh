#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A film in two parts is the film in one; state_out appears whole or not at all.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
for options in "$quick:temporal=0" steps=4:guides=dct:temporal=0; do
    hash_frames whole noisy.nut "zsn2n=$options"
    hash_frames first noisy.nut "trim=end_frame=3,zsn2n=$options:state_out=film.state"
    logged_once 'State after 3 frame\(s\) written to film.state'
    hash_frames second noisy.nut "trim=start_frame=3,setpts=PTS-STARTPTS,zsn2n=$options:state_in=film.state"
    same whole <(cat first second) "$options: two parts differ from the whole"
done

# Nothing is written without a frame, nor to a full disk; what was there stays.
cp film.state before
run_ffmpeg -i noisy.nut -vf "select=0,zsn2n=$quick:state_out=film.state" -f null -
same before film.state "a run without a frame wrote a state"
run_ffmpeg -i noisy.nut -vf "zsn2n=$quick:state_out=/dev/full" -f null -
logged '/dev/full: No space left'
run_ffmpeg -i noisy.nut -vf "zsn2n=$quick:state_out=missing/film.state" -f null -
logged 'missing/film.state: No such file'

# Damage of any kind is refused, before a frame is written.
head -c -9 film.state > cut.state
refuse_ffmpeg 'cut.state: .*(damaged|cut short)' -i noisy.nut -vf "zsn2n=$quick:state_in=cut.state" -f null -

refuse_ffmpeg 'film.state: the state is of preset=medium guides=dct' -i noisy.nut -vf "zsn2n=$quick:state_in=film.state" -f null -

# Killed in the middle: the old file, and no other of ours.
mkdir killed && cp film.state killed/
"$ffmpeg" -nostdin -hide_banner -y -re -f lavfi -i testsrc2=size=48x40:rate=10 \
    -vf "zsn2n=$quick:state_out=killed/film.state,metadata=print:file=frames.txt:direct=1" -f null - > log 2>&1 &
pid=$!
# shellcheck source=../wait_until.sh
. "$source_root/tests/host/wait_until.sh"
wait_until 60 test -s frames.txt || { kill -KILL $pid; fail "no frame within 60 s: $(cat log)"; }
kill -KILL $pid
wait $pid 2> /dev/null || true
same before killed/film.state "a killed ffmpeg changed the state file"
[ "$(ls killed)" = film.state ] || fail "a killed ffmpeg left files: $(ls killed)"
