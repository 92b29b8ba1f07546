#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# 2,000 frames take no more memory than 200, with as many threads on any CPU.
. "$(dirname -- "$0")/common.sh"

peak() { # FRAMES OPTIONS: KiB of resident memory at most
    run_ffmpeg -benchmark -filter_threads 2 -f lavfi -i testsrc2=size=64x48,noise=alls=20:allf=t -frames:v "$1" -vf "zsn2n=$2" -f null -
    sed -n 's/.*maxrss= *\([0-9]*\)[kK]i\?B.*/\1/p' log
}
for options in guides=dct "$quick"; do
    few=$(peak 200 $options)
    many=$(peak 2000 $options)
    echo "$options: $few KiB after 200 frames, $many after 2000"
    [ "$few" -gt 1000 ] || fail "no memory use was told: $(cat log)"
    [ "$many" -lt $((few + 4096)) ] || fail "$options: memory grows"
done
