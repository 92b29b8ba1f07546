#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The same frames for any number of threads and for the same seed; others for another seed.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
hash_frames one noisy.nut zsn2n=$quick:threads=1
hash_frames two noisy.nut zsn2n=$quick:threads=2
hash_frames eight noisy.nut zsn2n=$quick:threads=8
hash_frames all noisy.nut zsn2n=$quick
hash_frames graph noisy.nut zsn2n=$quick -filter_threads 1
hash_frames seed noisy.nut zsn2n=$quick:seed=1
for file in two eight all graph; do same one $file "frames depend on the number of threads ($file)"; done
differ one seed "the seed changes nothing"
hash_frames seed_again noisy.nut zsn2n=$quick:seed=1
same seed seed_again "the same seed gave other frames"
