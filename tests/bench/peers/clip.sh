#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# clip.sh FFMPEG BENCH OUT [--data FRAMES] [--noise gauss:S] [--images N] [--crf N]
# The filter beside FFmpeg's own denoisers on one noisy clip as yuv420p, scaled to 854x480 and 1920x1080: PSNR, and
# frames a second by -benchmark with -f null -; and on its first frame standing still: PSNR and flicker, the RMS
# change from one frame to the next in 1/255. With --crf the noisy clip goes through x264 at that rate factor first.
# A TSV on stdout and in OUT/clip.tsv.
set -euo pipefail
export LC_ALL=C

fail() { echo "bench clip: $*" >&2; exit 1; }
[ $# -ge 3 ] || fail "usage: clip.sh FFMPEG BENCH OUT [OPTIONS]"
ffmpeg=$1 bench=$2 out=$3
shift 3
data='' noise=gauss:30 images=24 crf=''
while [ $# -gt 0 ]; do
    case $1 in
    --data | --noise | --images | --crf) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown argument '$1'; accepted: --data --noise --images --crf" ;;
    esac
    declare "${1#--}=$2"
    shift 2
done
[ -d "$data" ] || fail "--data DIR of clean frames is missing"
[[ $noise =~ ^gauss:([0-9.]+)$ ]] || fail "--noise is '$noise'; accepted is gauss:SIGMA, which the peers can be told"
sigma=${BASH_REMATCH[1]}
[[ $images =~ ^[0-9]+$ ]] && [ "$images" -ge 2 ] || fail "--images is '$images'; accepted is a number from 2"

[[ $crf =~ ^[0-9]*$ ]] || fail "--crf is '$crf'; accepted is a whole number"

rm -rf "$out"
mkdir -p "$out"
log=$out/log
run() { "$ffmpeg" -nostdin -hide_banner -y "$@" > "$log" 2>&1 || { tail -n 5 "$log" >&2; fail "ffmpeg $* failed"; }; }
times() { awk -v s="$sigma" -v t="$1" 'BEGIN { print s * t }'; }

# Strengths as in still.sh; atadenoise's and hqdn3d's give the best PSNR on a moving clip at sigma 30.
two_stages=$(times 4.5):bstep=4:group=1
filters=("zsn2n=preset=fast" zsn2n "zsn2n=preset=slow" "zsn2n=guides=none" "dctdnoiz=$sigma:n=3" "nlmeans=s=$(times 0.67):p=7:r=9"
    "split[x][y];[x]bm3d=sigma=$two_stages:estim=basic[z];[y][z]bm3d=sigma=$two_stages:estim=final:ref=1"
    "fftdnoiz=$(times 1)" "fftdnoiz=$(times 0.5)" "atadenoise=0a=0.3:0b=0.6:1a=0.3:1b=0.6:2a=0.3:2b=0.6:s=9" "hqdn3d=$(times 0.4)")

# Clips CLEAN and NOISY of the frames in $out/frames.
make_clips() {
    "$bench" video --frames "$out/frames" --noise "$noise" --preset fast --set guides=dct --write "$out/made" > "$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "the noise could not be added"; }
    run -framerate 25 -i "$out/frames/%03d.png" -pix_fmt yuv420p -c:v rawvideo "$out/clean.nut"
    run -framerate 25 -i "$out/made/%03d.noisy.png" -pix_fmt yuv420p -c:v rawvideo "$out/noisy.nut"
    if [ -n "$crf" ]; then
        run -i "$out/noisy.nut" -c:v libx264 -preset medium -crf "$crf" "$out/noisy.mkv"
        run -i "$out/noisy.mkv" -c:v rawvideo "$out/noisy.nut"
        rm "$out/noisy.mkv"
    fi
    rm -r "$out/made" "$out/frames"
}
psnr_of() {
    run -i "$out/noisy.nut" -i "$out/clean.nut" -lavfi "[0:v]$1,format=yuv420p[a];[a][1:v]psnr" -f null -
    sed -n 's/.*PSNR.*average:\([0-9.]*\).*/\1/p' "$log"
}
flicker_of() {
    run -i "$out/noisy.nut" -lavfi "$1,format=yuv420p,trim=start_frame=$((images / 2)),setpts=PTS-STARTPTS,split[a][b];\
[b]trim=start_frame=1,setpts=PTS-STARTPTS[c];[a][c]psnr=shortest=1:stats_file=$out/changes" -f null -
    awk '{ sub(/.*mse_avg:/, ""); sum += $1 } END { printf "%.2f", sqrt(sum / NR) }' "$out/changes"
}

printf 'clip\tfilter\tpsnr\tseconds_per_frame\tframes_per_second\tflicker\n' | tee "$out/clip.tsv"
for clip in 854x480 1920x1080 still; do
    mkdir -p "$out/frames"
    mapfile -t names < <(find "$data" -maxdepth 1 -name '*.png' | sort | head -n "$images")
    for ((i = 0; i < images; ++i)); do
        if [ $clip = still ]; then name=${names[0]}; else name=${names[i]:-}; fi
        [ -n "$name" ] || fail "there are only $i PNGs in $data"
        if [ $clip = still ]; then scale=null; else scale=scale=${clip/x/:}:flags=bicubic; fi
        run -i "$name" -vf $scale "$(printf '%s/frames/%03d.png' "$out" "$((i + 1))")"
    done
    make_clips
    for filter in null "${filters[@]}"; do
        run -benchmark -i "$out/noisy.nut" -lavfi "$filter" -f null -
        seconds=$(sed -n 's/.*rtime=\([0-9.]*\)s.*/\1/p' "$log")
        flicker=
        [ $clip != still ] || flicker=$(flicker_of "$filter")
        awk -v c=$clip -v f="$filter" -v p="$(psnr_of "$filter")" -v t="$seconds" -v n="$images" -v k="$flicker" \
            'BEGIN { printf "%s\t%s\t%.2f\t%.4f\t%.1f\t%s\n", c, f, p, t / n, n / t, k }' | tee -a "$out/clip.tsv"
    done
done
rm -f "$out"/*.nut
