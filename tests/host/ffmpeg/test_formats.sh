#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Each pixel format goes through natively: no scaler inserted, bit-exact at strength 0, changed at strength 1
# with the alpha plane kept. Leaves the drop-in's formats.txt, which `./dev test --all-releases` prints.
. "$(dirname -- "$0")/common.sh"
rm -f "$drop_in/formats.txt"

planar_yuv() { printf 'yuv%sp%s\n' 420 "$1" 422 "$1" 444 "$1"; }
formats="gray gray9 gray10 gray12 gray14 gray16 grayf32 ya8 ya16
yuv410p yuv411p yuv440p yuvj411p yuvj420p yuvj422p yuvj440p yuvj444p nv12 nv21 nv16 nv24 nv42
$(for bits in '' 9 10 12 14 16; do planar_yuv "$bits"; done) yuv440p10 yuv440p12
yuva420p yuva422p yuva444p yuva420p9 yuva422p9 yuva444p9 yuva420p10 yuva422p10 yuva444p10
yuva422p12 yuva444p12 yuva420p16 yuva422p16 yuva444p16
gbrp gbrp9 gbrp10 gbrp12 gbrp14 gbrp16 gbrpf32 gbrap gbrap10 gbrap12 gbrap16 gbrapf32
rgb24 bgr24 rgba bgra argb abgr rgb48 bgr48 rgba64 bgra64"

# Odd sides: chroma planes have a rounded-up half. The alpha is a gradient without 0.
width=37 height=27
source="testsrc2=size=${width}x$height:rate=5:duration=0.4,noise=alls=20:allf=t,format=gbrap16"
source+=",geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='3000+1500*X'"

raw_outputs=()
for format in $formats; do
    # swscale does not write nv16: the bytes of yuv422p do, as many and as good.
    raw_outputs+=(-map 0:v -pix_fmt "${format/nv16/yuv422p}" -strict -1 -f rawvideo "$format.raw")
done
run_ffmpeg -f lavfi -i "$source" "${raw_outputs[@]}"

for format in $formats; do
    outputs=(-map 0:v -f framemd5 plain.md5
             -map 0:v -vf "zsn2n=strength=0:$quick" -f framemd5 copied.md5
             -map 0:v -vf "zsn2n=$quick" -f framemd5 denoised.md5)
    case $format in
    ya8 | ya16) alpha=raw ;; # extractplanes of FFmpeg 5.1 reads past the last row of these
    *a[0-9]* | *a | *ap* | argb | abgr | rgba* | bgra*) alpha=extract ;;
    *) alpha=none ;;
    esac
    case $alpha in
    raw) outputs+=(-map 0:v -vf "zsn2n=$quick" -f rawvideo denoised.raw) ;;
    extract)
        outputs+=(-map 0:v -vf extractplanes=a -f framemd5 plain_alpha.md5
                  -map 0:v -vf "zsn2n=$quick,extractplanes=a" -f framemd5 alpha.md5) ;;
    esac

    run_ffmpeg -v verbose -f rawvideo -pix_fmt "$format" -video_size ${width}x$height -i "$format.raw" "${outputs[@]}"
    ! grep -i 'auto-inserting\|auto_scale' log || fail "$format: a conversion was inserted"
    [ "$(hashes plain.md5 | wc -l)" -eq 2 ] || fail "$format: the input has not two frames"
    same <(hashes plain.md5) <(hashes copied.md5) "$format: strength 0 changed the frames"
    differ <(hashes plain.md5) <(hashes denoised.md5) "$format: strength 1 changed nothing"
    case $alpha in
    raw)
        bytes=$((${format#ya} / 4)) # of a pixel; the second half is alpha
        alpha_bytes() { od -An -v -tx1 -w$bytes "$1" | cut -c$((3 * bytes / 2 + 1))-; }
        same <(alpha_bytes "$format.raw") <(alpha_bytes denoised.raw) "$format: the alpha plane was changed" ;;
    extract)
        same <(hashes plain_alpha.md5) <(hashes alpha.md5) "$format: the alpha plane was changed" ;;
    esac
    echo "$format native" >> table
done
version=$("$ffmpeg" -version | sed -n '1s/^ffmpeg version \([0-9.]*\).*/\1/p')
{ echo "format FFmpeg-$version"; cat table; } > "$drop_in/formats.txt"
column -t "$drop_in/formats.txt" 2> /dev/null || cat "$drop_in/formats.txt"
