#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The filter denoises: at least 3 dB over six noisy frames, with few steps.
. "$(dirname -- "$0")/common.sh"

# Waves and moving stripes with hard edges.
picture="nullsrc=size=128x96:rate=10:duration=0.6,format=gbrp,geq=r='128+90*sin(X/9+T)*cos(Y/7)'"
picture+=":g='128+90*sin(X/14-T)*cos(Y/5)':b='if(lt(mod(X+Y+10*T,48),24),60,190)'"

psnr_of() { # FORMAT FILTERS: mean PSNR to the clean picture of the noisy one after FILTERS
    run_ffmpeg -f lavfi -i "$picture,format=$1" \
        -lavfi "split[clean][b];[b]noise=alls=40:allf=t:all_seed=5,$2[denoised];[denoised][clean]psnr" -f null -
    sed -n 's/.*PSNR.*average:\([0-9.]*\).*/\1/p' log
}
for format in gbrp yuv420p gray10; do
    noisy=$(psnr_of $format null)
    denoised=$(psnr_of $format zsn2n=steps=200:warm_steps=20)
    echo "$format: PSNR $noisy dB before, $denoised dB after"
    awk -v before="$noisy" -v after="$denoised" 'BEGIN { exit !(before > 10 && after >= before + 3) }' ||
        fail "$format: the gain is below 3 dB"
done
