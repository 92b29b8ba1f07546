#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# planes= denoises the planes named and copies the others, by component: 1 is luma or red, though GBR stores
# red last.
. "$(dirname -- "$0")/common.sh"

check() { # FORMAT then planes by component
    noisy_file "$1"
    local bit=1 plane other
    shift
    for plane in "$@"; do
        outputs=()
        for other in "$@"; do
            outputs+=(-map 0:v -vf "extractplanes=$other" -f framemd5 "before_$other"
                -map 0:v -vf "zsn2n=$quick:planes=$bit,extractplanes=$other" -f framemd5 "after_$other")
        done
        run_ffmpeg -i noisy.nut "${outputs[@]}"
        for other in "$@"; do
            [ "$(hashes "before_$other" | wc -l)" -eq 6 ] || fail "the input has not six frames"
            if [ "$plane" = "$other" ]; then
                differ <(hashes "before_$other") <(hashes "after_$other") "planes=$bit leaves $other as it was"
            else
                same <(hashes "before_$other") <(hashes "after_$other") "planes=$bit changes $other"
            fi
        done
        bit=$((2 * bit))
    done
}
check yuv420p y u v
check gbrp r g b
