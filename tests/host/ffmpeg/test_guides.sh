#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# By default a pilot is made of every frame and no network is trained: the same frames for any number of threads, and
# the log says which options are without effect. The published method has no pilot.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
hash_frames default noisy.nut zsn2n
for guides in auto quick; do
    hash_frames asked_for noisy.nut zsn2n=guides=$guides
    same default asked_for "guides=$guides is not the default"
done
hash_frames one_thread noisy.nut zsn2n=threads=1
same default one_thread "frames depend on the number of threads"
for guides in none pilot dct; do
    hash_frames other noisy.nut zsn2n=guides=$guides
    differ default other "guides=$guides changes nothing"
done

options=steps=200:warm_steps=7:seed=3:precision=f32
hash_frames without_effect noisy.nut zsn2n=$options
same default without_effect "$options changes frames without a network"
logged_once 'without effect: steps seed precision$'
logged_once 'without effect: warm_steps$'
hash_frames first_alone noisy.nut zsn2n=guides=dct:temporal=0:steps=4:warm_steps=7
logged_once 'without effect: warm_steps$'
for options in strength=1 strength=0:steps=4 guides=none:steps=4:warm_steps=7:seed=3; do
    hash_frames other noisy.nut zsn2n=$options
    ! grep -q 'without effect' log || fail "$options: $(cat log)"
done

run_ffmpeg -f lavfi -i "$noisy_source" -vf "zsn2n=guides=none:preset=paper:steps=3:warm_steps=1" -f framemd5 none.md5
run_ffmpeg -f lavfi -i "$noisy_source" -vf "zsn2n=preset=paper:steps=3:warm_steps=1" -f framemd5 paper.md5
same <(hashes none.md5) <(hashes paper.md5) "the published method has a pilot"
run_ffmpeg_fails() { ! "$ffmpeg" -v error -f lavfi -i "$noisy_source" -vf "$1" -f null - 2> refusal; }
run_ffmpeg_fails "zsn2n=preset=paper:guides=pilot" || fail "the published method takes a pilot"
grep -q 'guides=none' refusal || fail "the refusal does not say what is accepted: $(cat refusal)"
