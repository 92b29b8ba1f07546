#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Frames that change size in the middle: through a filtergraph built anew, and within one filter.
. "$(dirname -- "$0")/common.sh"

for n in 1 2 3 4; do
    [ $n -le 2 ] && size=48x40 || size=36x52
    run_ffmpeg -f lavfi -i "testsrc2=size=$size,noise=alls=20" -frames:v 1 image$n.png
done
# The second graph starts afresh: its frames are those of the last two pictures alone. (-noautoscale: ffmpeg
# would scale them to the first graph's size.)
run_ffmpeg -framerate 5 -i image%d.png -vf zsn2n=$quick -noautoscale -f framemd5 all.md5
run_ffmpeg -framerate 5 -start_number 3 -i image%d.png -vf zsn2n=$quick -f framemd5 last.md5
[ "$(hashes all.md5 | wc -l)" -eq 4 ] || fail "a frame was lost or added"
same <(hashes all.md5 | tail -2) <(hashes last.md5) "frames after the change differ from a fresh start's"

change="scale=w='if(lt(t,0.3),48,36)':h='if(lt(t,0.3),40,52)':eval=frame"
print="metadata=print:key=lavfi.zsn2n.steps:file=steps.txt"
run_ffmpeg -f lavfi -i "$noisy_source" -vf "$change,zsn2n=$quick,$print,scale=48:40" -f framemd5 frames.md5
logged_once 'Frames change from 48x40 .* to 36x52 .* afresh'
[ "$(hashes frames.md5 | wc -l)" -eq 6 ] || fail "a frame was lost or added"
same <(printf '%s\n' 4 2 2 4 2 2) <(sed -n 's/lavfi.zsn2n.steps=//p' steps.txt) "no fresh start at the new size"
