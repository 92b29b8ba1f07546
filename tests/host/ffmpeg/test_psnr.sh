#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The filter denoises six noisy frames as well as it did when these figures were measured, less 0.3 dB: with the
# defaults in RGB, YUV and gray, and in YUV with each other way to denoise.
. "$(dirname -- "$0")/common.sh"

# Waves and moving stripes with hard edges.
picture="nullsrc=size=128x96:rate=10:duration=0.6,format=gbrp,geq=r='128+90*sin(X/9+T)*cos(Y/7)'"
picture+=":g='128+90*sin(X/14-T)*cos(Y/5)':b='if(lt(mod(X+Y+10*T,48),24),60,190)'"

psnr_of() { # FORMAT FILTERS: mean PSNR to the clean picture of the noisy one after FILTERS
    run_ffmpeg -f lavfi -i "$picture,format=$1" \
        -lavfi "split[clean][b];[b]noise=alls=40:allf=t:all_seed=5,$2[denoised];[denoised][clean]psnr" -f null -
    sed -n 's/.*PSNR.*average:\([0-9.]*\).*/\1/p' log
}

noisy=$(psnr_of yuv420p null)
awk -v noisy="$noisy" 'BEGIN { exit !(noisy > 20 && noisy < 22) }' || fail "the noisy frames have $noisy dB, not 20.98"

# strength=1 is the default.
while read -r format options measured; do
    found=$(psnr_of "$format" "zsn2n=$options")
    echo "$format $options: PSNR $found dB, was $measured"
    awk -v found="$found" -v measured="$measured" 'BEGIN { exit !(found >= measured - 0.3) }' ||
        fail "$format $options: $found dB is more than 0.3 dB below $measured"
done <<'END'
gbrp    strength=1                               29.42
yuv420p strength=1                               32.68
gray10  strength=1                               36.91
yuv420p preset=fast                              32.47
yuv420p preset=slow                              32.90
yuv420p temporal=0                               31.86
yuv420p guides=none:steps=200:warm_steps=20      29.67
END
