#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Address space that does not suffice (ulimit -v): "out of memory", or all frames, and never a crash.
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
run_ffmpeg -f lavfi -i testsrc2=size=160x120:rate=10:duration=0.3,noise=alls=30:allf=t -pix_fmt yuv420p -f yuv4mpegpipe noisy.y4m
pipe=${ZSN2N_PIPE:?}
# What the loader and other libraries do before main() is none of ours (oneDNN 3.6 aborts there): from where the program
# starts, in steps, until all goes well.
least=30000
until (ulimit -v $least && exec "$pipe" --version > /dev/null 2>&1) 2> /dev/null; do
    ((least += 500, least < 1000000)) || fail "the program does not start with $least KiB"
done
for options in preset=fast guides=none:steps=6:warm_steps=2 guides=none:steps=6:backend=halide noise_level=2:preset=slow; do
    refused=0 done=0
    "$pipe" "$options" < noisy.y4m > whole.y4m 2> /dev/null
    for ((limit = least; done < 3 && limit < 2000000; limit += limit / 60)); do
        status=0
        (ulimit -v $limit && exec "$pipe" "$options:threads=2" < noisy.y4m > out.y4m 2> log) || status=$?
        case $status in
        0)
            cmp -s out.y4m whole.y4m || fail "$options with $limit KiB: other frames"
            done=$((done + 1))
            ;;
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
