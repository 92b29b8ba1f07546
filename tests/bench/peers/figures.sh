#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# figures.sh FFMPEG BENCH OUT --image FILE [--noise gauss:S] [--zoom X,Y]
# The figures of engine/doc/method.md, drawn from what the engine does to one clean picture. Writes OUT/stages.jpg (a part
# of it after each step of a still, with the PSNR of all of it) and OUT/noise.png (noise level functions, true and found).
set -euo pipefail
export LC_ALL=C

fail() { echo "bench figures: $*" >&2; exit 1; }
[ $# -ge 3 ] || fail "usage: figures.sh FFMPEG BENCH OUT [OPTIONS]"
bench=$2 out=$3
shift 3
image='' noise=gauss:25 zoom=''
while [ $# -gt 0 ]; do
    case $1 in
    --image | --noise | --zoom) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown argument '$1'; accepted: --image --noise --zoom" ;;
    esac
    declare "${1#--}=$2"
    shift 2
done
[ -f "$image" ] || fail "--image FILE, a clean picture, is missing"

rm -rf "$out"
mkdir -p "$out/clean"
name=picture
/usr/bin/ffmpeg -nostdin -v error -i "$image" -vf format=rgb24 -frames:v 1 -update 1 "$out/clean/$name.png"
side=120
[ -n "$zoom" ] || zoom=$(identify -format '%w %h' "$out/clean/$name.png" | awk -v s=$side '{ print int(($1 - s) / 2) "," int(($2 - s) / 2) }')
tiles=()
tile() { # FILE LABEL
    local part=$out/tile-${#tiles[@]}.png
    convert "$1" -crop "${side}x$side+${zoom/,/+}" +repage -filter point -resize 250% "$part"
    tiles+=(-label "$2" "$part")
}
# stage LABEL [QUALITY ARGS]: the picture after the first steps alone.
stage() {
    local label=$1 line
    shift
    line=$("$bench" quality --data "$out/clean" --noise "$noise" --write "$out/made" "$@" | tail -n 1)
    [ ${#tiles[@]} -gt 0 ] || tile "$out/made/$name.noisy.png" "noisy, $(value psnr_noisy "$line") dB"
    tile "$out/made/$name.denoised.png" "$label, $(value psnr "$line") dB"
}
value() { sed -n "s/.*\b$1=\([0-9.]*\).*/\1/p" <<< "$2" | awk '{ printf "%.2f", $1 }'; }
stage "DCT alone" --preset fast --set guides=dct
stage "pilot" --preset fast
stage "network and trust" --preset medium
tile "$out/clean/$name.png" "without noise"
montage "${tiles[@]}" -tile 5x -geometry +4+4 -background white -quality 88 "$out/stages.jpg"

# Lines of variance over brightness: little to much noise, of the sensor and of photons.
curves=('0.0003,0.00002' '0.001,0.0001' '0.003,0.0003' '0.008,0.0002')
plots=()
for i in "${!curves[@]}"; do
    found=$("$bench" noise --data "$out/clean" --noise "curve:${curves[i]}" | awk -F '\t' 'NR == 2 { split($6, a, ","); split($7, b, ","); print a[2] "," b[2] }')
    true_line="255*sqrt(${curves[i]%,*}*x+${curves[i]#*,})" found_line="255*sqrt(${found%,*}*x+${found#*,})"
    plots+=("$true_line with lines lw 5 lc rgb '#c8d6e5' title $([ "$i" -eq 0 ] && echo "'true'" || echo "''")"
        "$found_line with lines lw 1.6 lc rgb '#c0392b' title $([ "$i" -eq 0 ] && echo "'found'" || echo "''")")
done
gnuplot -e "set terminal pngcairo size 640,380 font ',10'; set output '$out/noise.png'; set xrange [0:1]; set yrange [0:*]; \
    set xlabel 'brightness'; set ylabel 'standard deviation of the noise, of 255'; set key top left; set grid; \
    plot $(printf '%s, ' "${plots[@]}" | sed 's/, $//')"
rm -rf "$out"/tile-*.png "$out/made"
echo "stages=$out/stages.jpg noise=$out/noise.png"
