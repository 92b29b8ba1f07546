#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# enable= leaves the frames outside its span alone.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
hash_frames plain noisy.nut null
hash_frames denoised noisy.nut zsn2n=$quick
hash_frames spanned noisy.nut "zsn2n=$quick:enable='lt(t,0.25)'"
same <(head -3 denoised) <(head -3 spanned) "frames inside the span differ"
same <(tail -n +4 plain) <(tail -n +4 spanned) "frames outside the span were changed"
