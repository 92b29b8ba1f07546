# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev: the verb demo.
: "${root:?}" "${build:?}"

verb_demo() {
    [ $# -le 1 ] || fail "demo takes one FILE at most, got $# arguments"
    if [ $# -eq 1 ]; then
        # Told before minutes of set-up, and told again by ffprobe for what only ffmpeg can judge.
        [ -e "$1" ] || fail "there is no file '$1'"
        [ ! -d "$1" ] || fail "'$1' is a folder; demo takes a video or an image"
        [ -r "$1" ] || fail "cannot read '$1': permission denied"
        build_product
        demo_file "$1"
    else
        build_product
        demo_own
    fi
}

zsn2n_ffmpeg() { "$build/ffmpeg/bin/ffmpeg-zsn2n" -nostdin -hide_banner -loglevel warning -stats "$@"; }
zsn2n_gimp() { ZSN2N_BUILD=$build "$root/gimp-plugin/denoise.sh" --profile-dir "$build/gimp-profile" "$@"; }

# A fractal zoom under drifting colours with a moving test card: fine texture, edges, flat parts, motion.
# Rendered at twice the size, so that the fractal has no aliasing noise of its own.
demo_scene() {
    echo "mandelbrot=size=1600x1000:rate=25:start_scale=0.6:end_scale=0.2:end_pts=400:maxiter=200[fractal];\
gradients=size=$1:rate=25:c0=0x1b3a5c:c1=0xc9a66b:c2=0x6d8b74:nb_colors=3:speed=0.01:seed=7,format=gbrp[colours];\
testsrc2=size=160x120:rate=25[card];\
[fractal]scale=800:500:flags=area,crop=${1/x/:}:x='(iw-ow)*(0.5+0.4*sin(t))':y='(ih-oh)*(0.5+0.4*cos(t))',format=gbrp[moving];\
[colours][moving]blend=all_mode=average[ground];[ground][card]overlay=x='40+90*t':y='200-30*t'"
}

demo_own() {
    local dir=$build/demo make=(/usr/bin/ffmpeg -nostdin -loglevel error -y) noise='noise=alls=25:all_seed=1:allf=t'
    mkdir -p "$dir"
    say "making a clip (75 frames of 640x360 with sound) and a still, each clean and with noise"
    "${make[@]}" -f lavfi -i "$(demo_scene 640x360)" -f lavfi -i sine=frequency=330 -t 3 \
        -pix_fmt yuv420p -c:v libx264 -qp 0 -preset ultrafast -c:a aac "$dir/clean.mp4"
    "${make[@]}" -i "$dir/clean.mp4" -vf "$noise" -c:v libx264 -qp 0 -preset ultrafast -c:a copy "$dir/noisy.mp4"
    "${make[@]}" -f lavfi -i "$(demo_scene 768x480)" -ss 2 -frames:v 1 -update 1 -pix_fmt rgb24 "$dir/clean.png"
    "${make[@]}" -i "$dir/clean.png" -vf "$noise" -pix_fmt rgb24 -update 1 "$dir/noisy.png"

    local begin=$SECONDS clip_seconds
    say "ffmpeg-zsn2n -i noisy.mp4 -vf zsn2n denoised.mp4"
    zsn2n_ffmpeg -y -i "$dir/noisy.mp4" -vf zsn2n "$dir/denoised.mp4"
    clip_seconds=$((SECONDS - begin)) begin=$SECONDS
    say "GIMP in batch: noisy.png -> denoised.png"
    rm -f "$dir/denoised.png"
    zsn2n_gimp "$dir/noisy.png" "$dir/denoised.png"

    cat <<END

clip   PSNR before $(psnr "$dir/clean.mp4" "$dir/noisy.mp4") dB, after $(psnr "$dir/clean.mp4" "$dir/denoised.mp4") dB   ($clip_seconds s; 75 frames, encoded as h264)
still  PSNR before $(psnr "$dir/clean.png" "$dir/noisy.png") dB, after $(psnr "$dir/clean.png" "$dir/denoised.png") dB   ($((SECONDS - begin)) s; with GIMP's start)

The files are in $dir:
$(cd "$dir" && printf '  %s\n' {clean,noisy,denoised}.{mp4,png})
END
}

psnr() {
    local value
    value=$(/usr/bin/ffmpeg -nostdin -hide_banner -i "$1" -i "$2" -lavfi '[0:v][1:v]psnr' -f null - 2>&1 |
        sed -n 's/.*PSNR.* average:\([^ ]*\).*/\1/p')
    [ -n "$value" ] || fail "ffmpeg could not compare $1 with $2"
    LC_ALL=C printf '%.2f' "$value"
}

# probe FILE ENTRIES: the first picture stream that is no cover art, as "name=value" lines.
probe() {
    /usr/bin/ffprobe -v error -select_streams V:0 -show_entries "$2" -of default=noprint_wrappers=1 "file:$1"
}

demo_file() {
    local file=$1 facts codec format dir name out
    facts=$(probe "$file" format=format_name:stream=codec_name,pix_fmt,width 2>&1) ||
        fail "ffmpeg cannot read '$file' as a video or an image: ${facts##*"$file": }"
    fact() { sed -n "s/^$1=//p" <<< "$facts" | head -n 1; }
    codec=$(fact codec_name) format=$(fact format_name)
    [[ $(fact width) =~ ^[1-9] && $format != tty ]] ||
        fail "'$file' has no pictures in it (ffmpeg takes it for '${format:-nothing it knows}')"

    dir=$(cd -- "$(dirname -- "$file")" && pwd) name=$(basename -- "$file")
    [ -w "$dir" ] || fail "cannot write the result to $dir: permission denied"
    local still=no ext
    case $format in image2 | *_pipe) still=yes ;; esac
    case $name in
    ?*.*) ext=${name##*.} name=${name%.*} ;;
    *) if [ $still = yes ]; then ext=png; else ext=mkv; fi ;;
    esac
    out=$dir/$name.denoised.$ext
    # Complete before it takes its name: the rename is the last step.
    unfinished=$dir/.$name.denoised.$$.$ext
    trap 'rm -f -- "$unfinished"' EXIT

    say "denoising '$file' ($codec, $(fact pix_fmt))"
    if [ $still = no ]; then
        demo_video "$file" "$unfinished" "$codec"
    elif [[ ${ext,,} =~ ^(png|jpe?g|tiff?|webp|bmp)$ && ! $(fact pix_fmt) =~ ^(pal8|mono.*)$ ]]; then
        # GIMP keeps colour profile, Exif and precision.
        zsn2n_gimp "$dir/$(basename -- "$file")" "$unfinished" || fail "GIMP could not denoise '$file'; nothing was written"
    else
        zsn2n_ffmpeg -i "file:$file" -vf zsn2n -q:v 1 -frames:v 1 -update 1 -y "file:$unfinished" ||
            fail "ffmpeg could not denoise '$file'; nothing was written"
    fi
    [ -s "$unfinished" ] || fail "no picture came out of '$file'; nothing was written"
    mv -f -- "$unfinished" "$out"
    echo "$out"
}

# The pictures denoised and encoded as they were; everything else (sound, subtitles, cover, chapters) copied.
demo_video() {
    local file=$1 out=$2 codec=$3 index=0 k=0 streams stream others=() encoder=()
    # Which of the video streams is ours: cover art is a video stream too.
    mapfile -t streams < <(/usr/bin/ffprobe -v error -select_streams v -show_entries stream_disposition=attached_pic \
        -of default=noprint_wrappers=1:nokey=1 "file:$file")
    while [ "$index" -lt ${#streams[@]} ] && [ "${streams[$index]}" = 1 ]; do index=$((index + 1)); done
    for stream in "${!streams[@]}"; do
        [ "$stream" -eq "$index" ] || others+=("-c:v:$stream" copy)
        k=$((k + 1))
    done
    [ "$k" -le 1 ] || say "$((k - 1)) other video stream(s) are copied as they are"
    # The source's own clock, in the words of this ffmpeg.
    local clock=(-enc_time_base demux)
    [[ $(/usr/bin/ffmpeg -version) != 'ffmpeg version '[45].* ]] || clock=(-enc_time_base -1)
    case $codec in
    h264) encoder=(libx264 -crf 17 "${clock[@]}") ;;
    hevc) encoder=(libx265 -crf 20 -x265-params log-level=warning "${clock[@]}") ;;
    vp8) encoder=(libvpx -crf 10 -b:v 10M) ;;
    vp9) encoder=(libvpx-vp9 -crf 24 -b:v 0 -row-mt 1) ;;
    av1) encoder=(libsvtav1 -crf 25) ;;
    mpeg1video | mpeg2video | mpeg4 | mjpeg | flv1 | h263 | wmv? | msmpeg4*) encoder=("$codec" -q:v 2) ;;
    *) # The same codec where ffmpeg can write it, else the container's own choice.
        [[ $(/usr/bin/ffmpeg -hide_banner -encoders 2> /dev/null) != *" $codec "* ]] || encoder=("$codec")
        ;;
    esac
    [ ${#encoder[@]} -eq 0 ] || encoder=("-c:v:$index" "${encoder[@]}")
    # Turned footage keeps its turn as a tag; data tracks (time code) fit few containers and are left out.
    zsn2n_ffmpeg -noautorotate -i "file:$file" -map 0 -map -0:d -c:a copy -c:s copy -c:t copy "${others[@]}" \
        "-filter:v:$index" zsn2n "${encoder[@]}" -fps_mode passthrough -abort_on empty_output -y "file:$out" ||
        fail "ffmpeg could not denoise '$file'; nothing was written"
}
