#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Each pixel format goes through natively: no scaler inserted, bit-exact at strength 0, changed at strength 1
# with the alpha plane kept; big-endian ones become what their little-endian twins do. Leaves the drop-in's
# formats.txt, which `./dev test --all-releases` prints.
. "$(dirname -- "$0")/common.sh"
rm -f "$drop_in/formats.txt"

planar_yuv() { printf 'yuv%sp%s\n' 420 "$1" 422 "$1" 444 "$1"; }
eight="gray ya8 yuv410p yuv411p yuv440p yuvj411p yuvj420p yuvj422p yuvj440p yuvj444p nv12 nv21 nv16 nv24 nv42
$(planar_yuv '') yuva420p yuva422p yuva444p gbrp gbrap rgb24 bgr24 rgba bgra argb abgr 0rgb rgb0 0bgr bgr0
yuyv422 uyvy422 yvyu422 vuya vuyx ayuv uyva vyu444"
# In both byte orders.
deep="gray9 gray10 gray12 gray14 gray16 grayf32 ya16 yaf32
$(for bits in 9 10 12 14 16; do planar_yuv "$bits"; done) yuv440p10 yuv440p12
yuva420p9 yuva422p9 yuva444p9 yuva420p10 yuva422p10 yuva444p10 yuva422p12 yuva444p12
yuva420p16 yuva422p16 yuva444p16
gbrp9 gbrp10 gbrp12 gbrp14 gbrp16 gbrpf32 gbrap10 gbrap12 gbrap14 gbrap16 gbrapf32
rgb48 bgr48 rgba64 bgra64 rgbf32 rgbaf32
nv20 p010 p012 p016 p210 p212 p216 p410 p412 p416 y210 y212 y216 xv36 xv48 ayuv64"

"$ffmpeg" -hide_banner -pix_fmts 2> /dev/null | awk '/^-----/ { on = 1; next } on { print $2, $1 }' > known
is_known() { grep -q "^$1 " known; }
is_written() { grep -q "^$1 .O" known; }

# Odd sides: chroma planes have a rounded-up half. The alpha is a gradient without 0.
width=37 height=27
source="testsrc2=size=${width}x$height:rate=5:duration=0.4,noise=alls=20:allf=t,format=gbrap16"
source+=",geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='3000+1500*X'"

# What swscale does not write is the bytes of another format; floats are whole numbers of any size by chance.
raw_outputs=(-map 0:v -pix_fmt rgba64le -f rawvideo bytes -map 0:v -pix_fmt gbrapf32le -f rawvideo floats)
for format in $eight $(printf '%sle ' $deep); do
    is_written "$format" && raw_outputs+=(-map 0:v -pix_fmt "$format" -strict -1 -f rawvideo "$format.raw")
done
run_ffmpeg -f lavfi -i "$source" "${raw_outputs[@]}"

# reversed FORMAT IN OUT: the bytes of each sample in the other order.
reversed() {
    case $1 in
    *f32*) objcopy -I binary -O binary --reverse-bytes=4 "$2" "$3" ;;
    *) dd conv=swab if="$2" of="$3" status=none ;;
    esac
}

# Formats go through in groups: starting ffmpeg takes longer than what it does here.
group=() inputs=() outputs=()

# add FORMAT: FORMAT.raw to the group; FORMAT.out is what will come out.
add() {
    local format=$1 from=(-map "${#group[@]}:v" -frames:v 2)
    group+=("$format")
    inputs+=(-f rawvideo -pix_fmt "$format" -video_size ${width}x$height -i "$format.raw")
    outputs+=("${from[@]}" -f framemd5 "$format.plain.md5"
              "${from[@]}" -vf "zsn2n=strength=0:$quick" -f framemd5 "$format.copied.md5"
              "${from[@]}" -vf "zsn2n=$quick" -f rawvideo "$format.out")
    ! alpha_is_extracted "$format" ||
        outputs+=("${from[@]}" -vf extractplanes=a -f framemd5 "$format.plain_alpha.md5"
                  "${from[@]}" -vf "zsn2n=$quick,extractplanes=a" -f framemd5 "$format.alpha.md5")
}

alpha_is_extracted() {
    case $1 in
    # extractplanes does not take these; what is big-endian is compared with its twin.
    ya8 | ya16le | yaf32le | *ayuv* | vuya | uyva | rgbaf32le | *be) return 1 ;;
    *a[0-9]* | *a | *ap | argb | abgr | rgba* | bgra* | gbrap*) return 0 ;;
    *) return 1 ;;
    esac
}

# check FORMAT: what came out.
check() {
    local format=$1 bytes at
    [ "$(hashes "$format.plain.md5" | wc -l)" -eq 2 ] || fail "$format: the input has not two frames"
    same <(hashes "$format.plain.md5") <(hashes "$format.copied.md5") "$format: strength 0 changed the frames"
    differ "$format.out" <(head -c "$(stat -c %s "$format.out")" "$format.raw") "$format: strength 1 changed nothing"
    ! alpha_is_extracted "$format" ||
        same <(hashes "$format.plain_alpha.md5") <(hashes "$format.alpha.md5") "$format: the alpha plane was changed"
    case $format in
    ya8 | ya16le) bytes=$((${format//[!0-9]/} / 4)) at=2 ;; # alpha is the second half
    ayuv64le | ayuv) bytes=$((${#format} == 4 ? 4 : 8)) at=0 ;; # the first quarter
    *) bytes=0 ;;
    esac
    if [ "$bytes" -gt 0 ]; then
        alpha_bytes() {
            local part=$((bytes / (at ? 2 : 4)))
            head -c $((width * height * bytes)) "$1" | od -An -v -tx1 -w$bytes |
                cut -c$((at ? 3 * part + 1 : 1))-$((at ? 6 * part : 3 * part))
        }
        same <(alpha_bytes "$format.raw") <(alpha_bytes "$format.out") "$format: the alpha plane was changed"
    fi
    if [[ $format = *be ]]; then
        reversed "$format" "$format.out" twin.out
        cmp -s twin.out "${format%be}le.out" || fail "$format: not what ${format%be}le becomes"
    fi
    echo "$format native" >> table
}

check_group() {
    local format
    [ ${#group[@]} -gt 0 ] || return 0
    run_ffmpeg -v verbose "${inputs[@]}" "${outputs[@]}"
    ! grep -i 'auto-inserting\|auto_scale' log || fail "${group[*]}: a conversion was inserted"
    for format in "${group[@]}"; do check "$format"; done
    group=() inputs=() outputs=()
}

for format in $eight $deep; do
    names=$format
    case " $(echo $eight) " in *" $format "*) ;; *) names="${format}le ${format}be" ;; esac
    little=${names%% *}
    is_known "$little" || continue
    if [ ! -s "$little.raw" ]; then
        case $format in *f32*) cat floats floats ;; *) cat bytes bytes ;; esac > "$little.raw"
    fi
    add "$little"
    if [ "$little" != "$names" ]; then
        reversed "$format" "$little.raw" "${format}be.raw"
        add "${format}be"
    fi
    [ ${#group[@]} -lt 12 ] || check_group
done
check_group

# Files of 16 bits, which are big-endian: as deep as before, and each sample as it was at strength 0.
gradient="nullsrc=size=64x48,format=gbrp16le,geq=r='30000+X':g='9000+X+64*Y':b='65000-Y',trim=end_frame=1"
for file in rgb48be.png gray16be.png rgba64be.png rgb48be.tiff gray16be.tiff rgb48be.dpx; do
    run_ffmpeg -f lavfi -i "$gradient" -frames:v 1 -pix_fmt "${file%.*}" "in_$file"
    run_ffmpeg -v verbose -i "in_$file" -vf zsn2n=strength=0 "out_$file" -vf zsn2n -f framemd5 denoised.md5
    ! grep -i 'auto-inserting\|auto_scale' log || fail "$file: a conversion was inserted"
    run_ffmpeg -i "in_$file" -f framemd5 in.md5
    run_ffmpeg -i "out_$file" -f framemd5 out.md5
    same <(hashes in.md5) <(hashes out.md5) "$file: strength 0 changed it"
done

# Where samples share bytes FFmpeg converts, to a format as deep.
for format in x2rgb10le x2bgr10le; do
    is_written $format || continue
    run_ffmpeg -f lavfi -i "$source" -pix_fmt $format -f rawvideo shared.raw
    run_ffmpeg -v verbose -f rawvideo -pix_fmt $format -video_size ${width}x$height -i shared.raw \
        -vf zsn2n=strength=0 -f framemd5 copied.md5
    grep -q "fmt:$format .*-> .*fmt:\(rgb48\|gbrp1[0-6]\)" log || fail "$format: its depth was lost"
    echo "$format converted" >> table
done

version=$("$ffmpeg" -version | sed -n '1s/^ffmpeg version \([0-9.]*\).*/\1/p')
{ echo "format FFmpeg-$version"; cat table; } > "$drop_in/formats.txt"
column -t "$drop_in/formats.txt" 2> /dev/null || cat "$drop_in/formats.txt"
