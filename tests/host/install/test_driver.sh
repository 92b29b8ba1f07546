#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# test_driver.sh SOURCE_DIR BUILD_DIR WORK_DIR: `dev demo FILE` on what it can and what it cannot read. The
# files have names that scripts like to break on.
set -euo pipefail
source_dir=$1 build=$2 work=$3
die() { echo "FAILED: $*" >&2; exit 1; }
demo() { ZSN2N_BUILD_DIR=$build "$source_dir/dev" --no-build demo "$@"; }
make() { ffmpeg -nostdin -v error -y "$@"; }
facts() { ffprobe -v error -show_entries "$2" -of csv=p=0 "$1"; }
same() { [ "$2" = "$3" ] || die "$1: got '$2', expected '$3'"; }

rm -rf "$work"
mkdir -p "$work/a folder"
cd "$work/a folder"

echo "-- refused, with the reason, and nothing written"
echo "no picture" > words.txt
seq 5000 | gzip -n | tee noise.mp4 > noise.png
make -f lavfi -i sine -t 0.2 sound.wav
mkdir folder.png
before=$(ls -A)
for case in "gone.mp4|there is no file" "words.txt|" "noise.mp4|cannot read" "noise.png|" "sound.wav|no pictures" "folder.png|is a folder"; do
    if message=$(demo "${case%%|*}" 2>&1); then die "${case%%|*} was accepted: $message"; else status=$?; fi
    same "exit status for ${case%%|*}" $status 1
    [[ $message == *"dev: "*"${case%%|*}"*"${case#*|}"* || $message == *"dev: "*"${case#*|}"*"${case%%|*}"* ]] ||
        die "${case%%|*}: the message is: $message"
done
same "files after the refusals" "$(ls -A)" "$before"

echo "-- a video keeps sound, subtitles, cover, tags, times and pixel format"
printf '1\n00:00:00,000 --> 00:00:00,200\nwords\n' > words.srt
make -f lavfi -i color=red:size=32x32 -frames:v 1 cover.png
make -f lavfi -i testsrc2=size=64x48:rate=25 -f lavfi -i sine -i words.srt -i cover.png -map 0 -map 1 -map 2 -map 3 -t 0.4 \
    -filter:v:0 "noise=alls=20:allf=t,setpts='N*(1+N/20)/25/TB'" -fps_mode passthrough -enc_time_base:0 1/1000 \
    -c:v:0 libx264 -pix_fmt:v:0 yuv422p10le -color_primaries bt709 -color_trc bt709 -colorspace bt709 -c:v:1 copy -disposition:v:1 attached_pic \
    -c:a aac -c:s mov_text -metadata title='A title' "odd 'name' [1].mp4"
demo "odd 'name' [1].mp4" > path
out="odd 'name' [1].denoised.mp4"
same "printed path" "$(cat path)" "$PWD/$out"
for entries in stream=codec_name,codec_type,pix_fmt,color_space,color_transfer,color_primaries format_tags=title; do
    same "$entries" "$(facts "$out" "$entries" | sort)" "$(facts "odd 'name' [1].mp4" "$entries" | sort)"
done
# Frames an edit list hides (ffmpeg 7.1 ends the clip before the last one) are no part of the video.
times() { facts "$1" packet=stream_index,pts_time,flags | grep -v ',.*D' | cut -d, -f1,2 | sort; }
same "times" "$(times "$out")" "$(times "odd 'name' [1].mp4")"
digest() { ffmpeg -nostdin -v error -i "$1" -map 0:a -map 0:v:1 -c copy -f streamhash - | sort; }
same "sound and cover" "$(digest "$out")" "$(digest "odd 'name' [1].mp4")"
if cmp -s "$out" "odd 'name' [1].mp4"; then die "the video is unchanged"; fi

echo "-- stills keep format, depth and alpha"
make -f lavfi -i testsrc2=size=48x40 -vf 'noise=alls=20,format=rgba,geq=r=r(X\,Y):g=g(X\,Y):b=b(X\,Y):a=X*5' -frames:v 1 -pix_fmt rgba still.png
make -f lavfi -i testsrc2=size=48x40 -vf noise=alls=20 -frames:v 1 -pix_fmt rgb48be deep.png
make -f lavfi -i testsrc2=size=48x40 -vf noise=alls=20 -frames:v 1 grey.pgm
for still in still.png deep.png grey.pgm; do
    demo "$still" > /dev/null
    same "$still" "$(facts "${still%.*}.denoised.${still##*.}" stream=codec_name,width,height | head -n 1)" "$(facts "$still" stream=codec_name,width,height | head -n 1)"
done
for still in still deep; do
    same "pixel format of $still.png" "$(facts $still.denoised.png stream=pix_fmt)" "$(facts $still.png stream=pix_fmt)"
done
alpha() { ffmpeg -nostdin -v error -i "$1" -vf alphaextract -f rawvideo - | md5sum; }
same "alpha" "$(alpha still.denoised.png)" "$(alpha still.png)"

echo "-- no temporary file is left"
[ -z "$(find . -name '.*denoised*')" ] || die "left behind: $(find . -name '.*denoised*')"
echo "ok"
