#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Address space that does not suffice (ulimit -v): "out of memory", or all frames, and never a crash.
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
run_ffmpeg -f lavfi -i testsrc2=size=160x120:rate=10:duration=0.3,noise=alls=30:allf=t -pix_fmt yuv420p -f yuv4mpegpipe noisy.y4m
pipe=${ZSN2N_PIPE:?}
for options in preset=fast guides=none:steps=6:warm_steps=2 guides=none:steps=6:backend=halide noise_level=2:preset=slow; do
    refused=0 done=0
    "$pipe" "$options" < noisy.y4m > whole.y4m 2> /dev/null
    # What a loader without memory says is none of ours: from what it takes, in steps, until all goes well.
    for ((limit = 48000; done < 3 && limit < 2000000; limit += limit / 60)); do
        status=0
        (ulimit -v $limit && exec "$pipe" "$options:threads=2" < noisy.y4m > out.y4m 2> log) || status=$?
        case $status in
        0)
            cmp -s out.y4m whole.y4m || fail "$options with $limit KiB: other frames"
            done=$((done + 1))
            ;;
        127) grep -q 'loading shared libraries' log || fail "$options with $limit KiB: status 127, $(cat log)" ;;
        1)
            grep -q 'memory' log || fail "$options with $limit KiB: $(cat log)"
            refused=$((refused + 1)) done=0
            ;;
        *) fail "$options with $limit KiB: status $status, $(tail -n 2 log)" ;;
        esac
    done
    echo "$options: $refused times out of memory, then all frames from $limit KiB on"
    [ $done -ge 3 ] && [ $refused -gt 0 ] || fail "$options: $refused refused, $done done"
done
