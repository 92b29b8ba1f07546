#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# test_documents.sh SOURCE_DIR BUILD_DIR WORK_DIR: runs every block of commands ("```sh") in the README and the doc
# folders, each document in a folder of its own with the files that the commands name. "```sh gimp2" needs GIMP 2.10,
# "```sh gimp3" GIMP 3. A block behind "<!-- run by: NAME -->" is run by that test, or by that file of the project.
set -euo pipefail
export LC_ALL=C.UTF-8
source_dir=$1 build=$2 work=$3
die() { echo "FAILED: $*" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work/bin" "$work/files/"{clips,photos} "$work/mpv"

# ---- programs as they are once installed
for tool in ffmpeg ffprobe ffplay; do ln -s "$build/ffmpeg/bin/ffmpeg-zsn2n" "$work/bin/$tool-zsn2n"; done
ln -s "$build/bin/zsn2n-pipe" "$source_dir/ffmpeg-filter/cluster/zsn2n-film" "$work/bin/"
# mpv and ffmpeg with the drop-in, as `system-ffmpeg on` has them.
for tool in mpv ffmpeg; do
    printf '#!/bin/sh\nLD_LIBRARY_PATH="%s/ffmpeg/lib" exec /usr/bin/%s "$@"\n' "$build" $tool > "$work/bin/$tool"
done
chmod +x "$work"/bin/*
printf 'vo=null\nao=null\nframes=5\n' > "$work/mpv/mpv.conf"
export PATH=$work/bin:$PATH MPV_HOME=$work/mpv PKG_CONFIG_PATH=$build/stage/lib/pkgconfig LD_LIBRARY_PATH=$build/engine

# ---- GIMP with the plug-in, in a profile of its own
# shellcheck source=../../../gimp-plugin/profile.sh
. "$source_dir/gimp-plugin/profile.sh"
gimp=''
for generation in 2 3; do
    [ -d "$build/gimp/$generation.0" ] || continue
    gimp+=" gimp$generation"
    make_profile "$work/gimp$generation" "$build/gimp/$generation.0/plug-ins"
    export "GIMP${generation}_DIRECTORY=$work/gimp$generation" GEGL_USE_OPENCL=no ZSN2N_BUILD=$build
done

# ---- files
make() { /usr/bin/ffmpeg -nostdin -v error -y "$@"; }
clip() { make -f lavfi -i "testsrc2=size=320x240:rate=10:duration=1.2,noise=alls=30:allf=t:all_seed=2" -f lavfi -i sine=duration=1.2 "$@"; }
(
    cd "$work/files"
    printf '1\n00:00:00,100 --> 00:00:00,900\nwords\n' > words.srt
    clip -i words.srt -pix_fmt yuv420p -c:v libx264 -qp 0 -c:a aac -c:s srt noisy.mkv
    clip -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -c:v libx265 -x265-params log-level=none -c:a aac hdr.mkv
    cp noisy.mkv part1.mkv
    cp noisy.mkv part2.mkv
    cp noisy.mkv clips/a.mkv
    cp noisy.mkv "clips/b c.mkv"
    make -i noisy.mkv -frames:v 1 -update 1 noisy.png
    make -i noisy.mkv -frames:v 1 -update 1 noisy.ppm
    make -i noisy.mkv -frames:v 1 -update 1 -q:v 2 noisy.jpg
    cp noisy.png noisy.jpg photos/
)

# ---- the documents
# Each block of FILE as a line "KIND<tab>COMMANDS", where \n stands for a line's end.
blocks() {
    awk '/^<!-- run by: .* -->$/ { by = $0; gsub(/<!-- run by: | -->/, "", by); next }
        !inside && /^```sh/ { inside = 1; kind = $2 == "" ? "any" : $2; if (by != "") kind = "by " by; text = ""; next }
        inside && /^```/ { inside = 0; print kind "\t" text; by = ""; next }
        inside { gsub(/\\/, "\\\\"); text = text $0 "\\n"; next }
        NF { by = "" }' "$1"
}
known=$(ctest --test-dir "$build" -N | sed -n 's/^ *Test *#[0-9]*: //p')
documents=("$source_dir/README.md" "$source_dir"/*/doc/*.md)
total=0 ran=0
for document in "${documents[@]}"; do
    name=${document#"$source_dir/"}
    folder=$work/${name//\//_}
    cp -r "$work/files" "$folder"
    ! [ -e "${document%/*}/example.c" ] || cp "${document%/*}/example.c" "$folder"
    while IFS=$'\t' read -r kind text; do
        total=$((total + 1))
        case $kind in
        'by '*)
            for by in ${kind#by }; do
                by=${by%,}
                grep -qxF -- "$by" <<< "$known" || [ -f "$source_dir/$by" ] || die "$name: '$by' is no test and no file"
            done
            continue
            ;;
        any) ran=$((ran + 1)) ;;
        *) [[ " $gimp " == *" $kind "* ]] || continue ;;
        esac
        printf '%b' "$text" > "$work/block.sh"
        echo "-- $name: $(head -n 1 "$work/block.sh")"
        (cd "$folder" && bash -euo pipefail "$work/block.sh") > "$work/log" 2>&1 < /dev/null || {
            cat "$work/block.sh" "$work/log" >&2
            die "$name: the block above"
        }
        # GIMP 3 may end before its plug-ins have taken leave.
        if grep -E 'No such filter|^Error|rror:' "$work/log" | grep -v 'gimp_flush(): error: Broken pipe' >&2; then die "$name: the block says what is above: $(cat "$work/block.sh")"; fi
    done < <(blocks "$document")
    # What is linked to is there.
    while read -r link; do
        [ -e "${document%/*}/${link%%#*}" ] || die "$name: there is no $link"
    done < <(grep -oE '\]\([^)#]+' "$document" | sed 's/^](//' | grep -v '^[a-z]*:' || true)
done
[ $ran -ge 15 ] || die "only $ran of $total blocks were run"
echo "ok: $total blocks"
