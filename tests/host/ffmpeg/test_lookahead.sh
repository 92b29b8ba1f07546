#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# With lookahead frames wait for those after them: none is lost, none overtakes another, each keeps its time, and
# commands and the timeline hit the frames that they are meant for.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
times() { "$ffprobe" -v error -show_entries frame=pts_time -of csv=p=0 "$1"; }
for lookahead in 0 1 2 8; do
    run_ffmpeg -i noisy.nut -vf "zsn2n=preset=fast:lookahead=$lookahead" -c:v rawvideo result.nut
    same <(times noisy.nut) <(times result.nut) "lookahead=$lookahead: other times"
    hash_frames "ahead$lookahead" noisy.nut "zsn2n=preset=fast:lookahead=$lookahead"
done
differ ahead0 ahead1 "lookahead=1 changed nothing"
differ ahead1 ahead2 "lookahead=2 changed nothing"
same <(tail -1 ahead0) <(tail -1 ahead8) "the last frame has none after it, and goes on from what had none"
hash_frames slow noisy.nut zsn2n=preset=slow
hash_frames slow2 noisy.nut zsn2n=preset=slow:lookahead=2
same slow slow2 "preset=slow does not look two frames ahead"

# Fewer frames than are looked ahead.
for count in 1 2; do
    hash_frames few noisy.nut "trim=end_frame=$count,zsn2n=preset=fast:lookahead=4"
    [ "$(wc -l < few)" -eq $count ] || fail "$count frame(s) in, $(wc -l < few) out"
done

# Frames outside of the span are left alone, in their place.
hash_frames plain noisy.nut null
hash_frames spanned noisy.nut "zsn2n=preset=fast:lookahead=2:enable='lt(t,0.25)'"
[ "$(wc -l < spanned)" -eq 6 ] || fail "enable: $(wc -l < spanned) of 6 frames"
same <(head -3 ahead2) <(head -3 spanned) "frames inside the span differ"
same <(tail -n +4 plain) <(tail -n +4 spanned) "frames outside the span were changed"

# A command is for the frames from it on.
hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n strength 0',zsn2n=preset=fast:lookahead=2"
[ "$(wc -l < commanded)" -eq 6 ] || fail "a command: $(wc -l < commanded) of 6 frames"
differ <(head -3 plain) <(head -3 commanded) "frames before the command were not denoised"
same <(tail -n +4 plain) <(tail -n +4 commanded) "frames after the command were changed"
hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n lookahead 0',zsn2n=preset=fast:lookahead=2"
[ "$(wc -l < commanded)" -eq 6 ] || fail "lookahead by command: $(wc -l < commanded) of 6 frames"

# Frames of another size are not looked at.
run_ffmpeg -i noisy.nut -vf "scale=w='48+16*gte(n,3)':h=40:eval=frame,zsn2n=preset=fast:lookahead=2,scale=48:40" \
    -f framemd5 framemd5.txt
[ "$(hashes framemd5.txt | wc -l)" -eq 6 ] || fail "a change of size: $(hashes framemd5.txt | wc -l) of 6 frames"

refuse_ffmpeg 'lookahead.*(out of range|Numerical result)' -i noisy.nut -vf zsn2n=lookahead=9 -f null -
