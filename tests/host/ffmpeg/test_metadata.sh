#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Each frame carries lavfi.zsn2n.{steps,loss,sigma,scene,ms}, for filters and for ffprobe: the first one's steps, then the warm ones'.
. "$(dirname -- "$0")/common.sh"

run_ffmpeg -f lavfi -i "$noisy_source" -vf "zsn2n=$quick,metadata=print:file=metadata.txt" -f null -
value() { sed -n "s/^lavfi.zsn2n.$1=//p" metadata.txt; }
same <(printf '%s\n' 4 2 2 2 2 2) <(value steps) "wrong numbers of steps"
for key in loss sigma ms; do
    [ "$(value $key | awk '$1 + 0 > 0' | wc -l)" -eq 6 ] ||
        fail "$key is not a number above 0 on each frame: $(value $key)"
done
[ "$(value scene | awk '$1 >= 0 && $1 < 0.4' | wc -l)" -eq 6 ] || fail "a scene cut where there is none: $(value scene)"
"$ffprobe" -v error -f lavfi -i "$noisy_source,zsn2n=$quick" -show_entries frame_tags=lavfi.zsn2n.sigma -of csv=p=0 > probed
same <(value sigma) probed "ffprobe sees other values"

# Another scene, for ffprobe's reader to find.
run_ffmpeg -f lavfi -i "$noisy_source" -f lavfi -i "mandelbrot=size=48x40:rate=10,noise=alls=20:allf=t" \
    -filter_complex "[1:v]trim=end_frame=3,format=yuv444p[b];[0:v]format=yuv444p[a];[a][b]concat=n=2,zsn2n=$quick,metadata=print:file=metadata.txt" -f null -
same <(printf '%s\n' 4 2 2 2 2 2 4 2 2) <(value steps) "the cut was not found, or one that is none: $(value scene)"
