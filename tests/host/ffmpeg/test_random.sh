#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Formats, sizes that change, options, commands and timelines drawn at random, the same in every run: each gives all
# its frames. ZSN2N_SEEDS="FIRST LAST" draws others.
. "$(dirname -- "$0")/common.sh"

read -r first last <<< "${ZSN2N_SEEDS:-1 20}"
formats=(gray gray10le gray16be grayf32le yuv420p yuv422p yuv444p yuv411p yuv420p10le yuv422p12be yuv444p16le nv12 p010le
    yuyv422 yuva420p gbrp gbrp10le gbrap gbrpf32le rgb24 bgra rgba64le rgb48be ya8)
options=(preset=fast preset=medium:steps=3:warm_steps=2 preset=slow:steps=3:warm_steps=1 guides=none:steps=3:warm_steps=2
    preset=paper:steps=2:warm_steps=1 preset=fast:guides=quick preset=fast:lookahead=3 preset=fast:temporal=0)
commands=('strength 0.5' 'strength 0' 'planes 1' 'planes 6' 'temporal 0' 'temporal 4' 'lookahead 0' 'lookahead 2' 'detail 1'
    'scene 0' 'scene 1' 'noise white' 'noise_level 2' 'warm_steps 0' 'luma 0.3' 'strength 7' 'nonesuch 1' 'noise_from 0\:0\:33\:33')

for ((seed = first; seed <= last; ++seed)); do
    RANDOM=$seed
    pick() { # NAME...: one of them, in $picked
        local n=$((RANDOM % $#))
        shift $n
        picked=$1
    }
    pick "${formats[@]}"; format=$picked
    pick "${options[@]}"; filter=zsn2n=$picked
    frames=$((3 + RANDOM % 6)) width=$((4 + RANDOM % 90)) height=$((4 + RANDOM % 70))
    [ $((RANDOM % 3)) -ne 0 ] || filter+=":enable='gt(mod(n,3),0)'"
    chain=format=$format
    if [ $((RANDOM % 3)) -eq 0 ]; then
        chain="scale=w='$width+8*gte(n,$((RANDOM % frames)))':h='$height+4*gte(n,$((RANDOM % frames)))':eval=frame,format=$format"
    fi
    if [ $((RANDOM % 2)) -eq 0 ]; then
        pick "${commands[@]}"; one=$picked
        pick "${commands[@]}"
        chain+=",sendcmd=commands='0.$((RANDOM % 5)) zsn2n $one;0.$((RANDOM % 8)) zsn2n $picked'"
    fi
    source="testsrc2=size=${width}x$height:rate=10,noise=alls=$((RANDOM % 60)):allf=t:all_seed=$seed,trim=end_frame=$frames"
    [ $((RANDOM % 4)) -ne 0 ] || source+=",hue=b='if(gte(n,2),4,0)'"
    what="seed $seed: $source,$chain,$filter"
    run_ffmpeg -f lavfi -i "$source" -vf "$chain,$filter,scale=$width:$height,format=$format" -strict -1 -f framemd5 out.md5 ||
        fail "$what"
    count=$(hashes out.md5 | wc -l)
    [ "$count" -eq "$frames" ] || { cat log >&2; fail "$what: $count of $frames frames"; }
done
