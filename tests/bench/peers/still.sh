#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# still.sh FFMPEG BENCH OUT [--data DIR] [--noise gauss:S] [--images N] [--crop C] [--reference] [--zoom X,Y]
# This denoiser beside others on the same noisy 8-bit PNGs: PSNR and seconds. Writes OUT/peers.tsv, OUT/peers.png
# (PSNR against seconds per megapixel), OUT/crops.png (parts of the first image, three times as large) and every
# result as OUT/PEER/NAME.png. Seconds are a program's time less its time for doing nothing to the same file.
set -euo pipefail
export LC_ALL=C

fail() { echo "bench peers: $*" >&2; exit 1; }
[ $# -ge 3 ] || fail "usage: still.sh FFMPEG BENCH OUT [OPTIONS]"
ffmpeg=$1 bench=$2 out=$3
here=$(cd -- "$(dirname -- "$0")" && pwd)
shift 3
data='' noise=gauss:25 images=24 crop=0 zoom='' reference=no
while [ $# -gt 0 ]; do
    case $1 in
    --reference) reference=yes; shift; continue ;;
    --data | --noise | --images | --crop | --zoom) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown argument '$1'; accepted: --data --noise --images --crop --zoom --reference" ;;
    esac
    declare "${1#--}=$2"
    shift 2
done
[ -d "$data" ] || fail "--data DIR of clean images is missing"
[[ $noise =~ ^gauss:([0-9.]+)$ ]] || fail "--noise is '$noise'; accepted is gauss:SIGMA, which the peers can be told"
sigma=${BASH_REMATCH[1]}
[[ $images$crop =~ ^[0-9]+$ ]] || fail "--images and --crop are whole numbers"

rm -rf "$out"
mkdir -p "$out/clean" "$out/noisy"
log=$out/log
quiet() { "$@" > "$log" 2>&1 || { tail -n 5 "$log" >&2; fail "$* failed"; }; }
stock() { quiet /usr/bin/ffmpeg -nostdin -hide_banner -loglevel error -y "$@"; }

# The pictures: what every peer reads is what quality would have made, rounded to 8 bit.
mapfile -t names < <(find "$data" -maxdepth 1 -name '*.png' -printf '%f\n' | sort | head -n "$images")
[ ${#names[@]} -gt 0 ] || fail "there are no PNGs in $data"
part=null
[ "$crop" -eq 0 ] || part=crop=$crop:$crop
for name in "${names[@]}"; do
    stock -i "$data/$name" -vf "$part,format=rgb24" -frames:v 1 -update 1 "$out/clean/$name"
done
quiet "$bench" quality --data "$out/clean" --noise "$noise" --preset fast --write "$out/made"
for name in "${names[@]}"; do mv "$out/made/${name%.png}.noisy.png" "$out/noisy/$name"; done
rm -r "$out/made"
megapixels=$(for name in "${names[@]}"; do identify -format '%w %h\n' "$out/clean/$name"; done |
    awk '{ sum += $1 * $2 / 1e6 } END { print sum / NR }')

psnr_of() { # PEER: mean over the images, of 8-bit results
    for name in "${names[@]}"; do
        /usr/bin/ffmpeg -nostdin -hide_banner -i "$out/$1/$name" -i "$out/clean/$name" -lavfi \
            '[0:v]format=gbrp[a];[1:v]format=gbrp[b];[a][b]psnr' -f null - 2>&1 |
            sed -n 's/.*PSNR.* average:\([0-9.]*\).*/\1/p'
    done | awk '{ sum += $1 } END { printf "%.2f", sum / NR }'
}

printf 'peer\tis_told\tpsnr\tseconds\tseconds_per_megapixel\n' | tee "$out/peers.tsv"
peers=()
report() { # PEER WHAT_IT_IS_TOLD SECONDS_AN_IMAGE
    peers+=("$1")
    awk -v p="$1" -v t="$2" -v q="$(psnr_of "$1")" -v s="$3" -v m="$megapixels" \
        'BEGIN { s = s < 0.001 ? 0.001 : s; printf "%s\t%s\t%s\t%.3f\t%.3f\n", p, t, q, s, s / m }' | tee -a "$out/peers.tsv"
}

# PEER TOLD: run IN OUT and idle IN OUT are the commands.
compare() {
    local begin spent=0
    mkdir -p "$out/$1"
    for name in "${names[@]}"; do
        for kind in run idle; do
            begin=$EPOCHREALTIME
            quiet $kind "$out/noisy/$name" "$out/$1/$kind.png"
            spent=$(awk -v s="$spent" -v b="$begin" -v e="$EPOCHREALTIME" -v k=$kind \
                'BEGIN { print s + (k == "run" ? 1 : -1) * (e - b) }')
        done
        stock -i "$out/$1/run.png" -pix_fmt rgb24 -update 1 "$out/$1/$name"
        rm -f "$out/$1/run.png" "$out/$1/idle.png"
    done
    report "$1" "$2" "$(awk -v s="$spent" -v n=${#names[@]} 'BEGIN { print s / n }')"
}

ours() { # PEER ARGS...
    local peer=$1 seconds
    shift
    quiet "$bench" quality --data "$out/clean" --noisy-dir "$out/noisy" --write "$out/$peer" "$@"
    seconds=$(sed -n '$s/.* seconds=\([0-9.]*\).*/\1/p' "$log")
    for name in "${names[@]}"; do mv "$out/$peer/${name%.png}.denoised.png" "$out/$peer/$name"; done
    report "$peer" nothing "$seconds"
}

filter_peer() { # PEER TOLD FILTER
    local filter=$3
    run() { "$ffmpeg" -nostdin -y -i "$1" -vf "format=gbrp,$filter,format=rgb24" -frames:v 1 -update 1 "$2"; }
    idle() { "$ffmpeg" -nostdin -y -i "$1" -vf format=gbrp,format=rgb24 -frames:v 1 -update 1 "$2"; }
    compare "$1" "$2"
}

gegl_peer() { # PEER TOLD OPERATION...
    local peer=$1 told=$2
    shift 2
    operation=("$@")
    run() { gegl "$1" -o "$2" -- "${operation[@]}"; }
    idle() { gegl "$1" -o "$2" -- gegl:nop; }
    compare "$peer" "$told"
}

cp -r "$out/noisy" "$out/none"
report none nothing 0
ours zsn2n-dct --preset fast --set guides=dct
ours zsn2n-fast --preset fast
ours zsn2n --preset medium
ours zsn2n-slow --preset slow
ours zsn2n-no-guides --preset medium --set guides=none
if [ $reference = yes ]; then
    run() {
        local raw=$out/raw shape
        shape=3x$(identify -format %hx%w "$1")
        stock -i "$1" -pix_fmt gbrpf32le -f rawvideo "$raw"
        /usr/bin/python3 "$here/../../reference/zsn2n_torch.py" --threads "$(nproc)" denoise --input "$raw" --output "$raw.out" --shape "$shape"
        stock -f rawvideo -pix_fmt gbrpf32le -s "$(identify -format %wx%h "$1")" -i "$raw.out" -pix_fmt rgb24 -update 1 "$2"
    }
    idle() { :; }
    compare pytorch-reference nothing
fi
filter_peer ffmpeg-dctdnoiz-3 sigma "dctdnoiz=s=$sigma:n=3"
filter_peer ffmpeg-dctdnoiz-4 sigma "dctdnoiz=s=$sigma:n=4"
# 0.67 sigma is best of 0.4, 0.67 and 1.
filter_peer ffmpeg-nlmeans sigma "nlmeans=s=$(awk -v s="$sigma" 'BEGIN { print s * 0.67 }'):p=7:r=9"
# The manual's two stages. Its sigma is in a scale of its own, of which 4.5 times ours is best (of 1 to 16 times),
# and grouping makes it worse.
strength=$(awk -v s="$sigma" 'BEGIN { print s * 4.5 }'):bstep=4:group=1
filter_peer ffmpeg-bm3d sigma "split[a][b];[a]bm3d=sigma=$strength:estim=basic[c];[b][c]bm3d=sigma=$strength:estim=final:ref=1"
run() { gmic "$1" denoise 10,8,5,10,1,1 cut 0,255 -o "$2"; }
idle() { gmic "$1" cut 0,255 -o "$2"; }
compare gmic-denoise strength
gegl_peer gegl-noise-reduction nothing gegl:noise-reduction iterations=8
gegl_peer gegl-denoise-dct sigma gegl:denoise-dct patch-size=size8x8 sigma="$sigma"

gnuplot -e "table='$out/peers.tsv'" -e "picture='$out/peers.png'" -e "heading='${#names[@]} images, $noise, $(nproc) cores'" "$here/peers.gp"

# Parts of the first image, from X,Y (else its middle).
first=${names[0]}
side=110
[ -n "$zoom" ] || zoom=$(identify -format '%w %h' "$out/clean/$first" | awk -v s=$side '{ print int(($1 - s) / 2) "," int(($2 - s) / 2) }')
tiles=()
for peer in "${peers[@]}" clean; do
    convert "$out/$peer/$first" -crop "${side}x$side+${zoom/,/+}" +repage -filter point -resize 300% "$out/tile-$peer.png"
    tiles+=(-label "$peer" "$out/tile-$peer.png")
done
montage "${tiles[@]}" -tile 5x -geometry +4+4 -background white "$out/crops.png"
rm -f "$out"/tile-*.png
echo "images=${#names[@]} megapixels=$megapixels crops=$out/crops.png plot=$out/peers.png"
