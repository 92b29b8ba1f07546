#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# By default a pilot is made of every frame: the same frames for any number of threads, the network trained
# on the first alone. The published method takes none.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
hash_frames default noisy.nut zsn2n
for guides in auto dct; do
    hash_frames asked_for noisy.nut zsn2n=guides=$guides
    same default asked_for "guides=$guides is not the default"
done
hash_frames one_thread noisy.nut zsn2n=threads=1
same default one_thread "frames depend on the number of threads"
for guides in none pilot; do
    hash_frames other noisy.nut zsn2n=guides=$guides
    differ default other "guides=$guides changes nothing"
done

run_ffmpeg -f lavfi -i "$noisy_source" -vf "zsn2n=guides=none:preset=paper:steps=3:warm_steps=1" -f framemd5 none.md5
run_ffmpeg -f lavfi -i "$noisy_source" -vf "zsn2n=preset=paper:steps=3:warm_steps=1" -f framemd5 paper.md5
same <(hashes none.md5) <(hashes paper.md5) "the published method has a pilot"
run_ffmpeg_fails() { ! "$ffmpeg" -v error -f lavfi -i "$noisy_source" -vf "$1" -f null - 2> refusal; }
run_ffmpeg_fails "zsn2n=preset=paper:guides=pilot" || fail "the published method takes a pilot"
grep -q 'guides=none' refusal || fail "the refusal does not say what is accepted: $(cat refusal)"
