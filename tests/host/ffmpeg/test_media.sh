#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A film file: the sound, the number of frames, their times, the pixel format and the colour tags are kept.
. "$(dirname -- "$0")/common.sh"

# Times are uneven on purpose: every fourth frame is missing.
run_ffmpeg -f lavfi -i "testsrc2=size=64x48:rate=10:duration=2,noise=alls=20:allf=t,select='mod(n,4)'" \
    -f lavfi -i sine=duration=2 -fps_mode passthrough -pix_fmt yuv422p10le -c:v libx264 -preset ultrafast \
    -bsf:v h264_metadata=colour_primaries=9:transfer_characteristics=16:matrix_coefficients=9:video_full_range_flag=0 \
    -c:a aac film.mp4
run_ffmpeg -i film.mp4 -vf zsn2n=$quick -fps_mode passthrough -c:v libx264 -preset ultrafast -c:a copy out.mp4
! grep -i 'auto-inserting\|auto_scale' log || fail "a conversion was inserted"

probe() { "$ffprobe" -v error "$@"; }
entries=stream=codec_name,width,height,pix_fmt,color_range,color_space,color_transfer,color_primaries,nb_read_frames
for file in film out; do
    probe -select_streams v -count_frames -show_entries $entries $file.mp4 > $file.stream
    probe -select_streams v -show_entries frame=best_effort_timestamp_time -of csv $file.mp4 > $file.times
    "$ffmpeg" -v error -i $file.mp4 -map 0:a -c copy -f framemd5 $file.sound
done
grep -q '^color_transfer=smpte2084$' film.stream || fail "the input has no colour tags: $(cat film.stream)"
grep -q '^nb_read_frames=15$' film.stream || fail "the input has not 15 frames: $(cat film.stream)"
[ "$(grep -vc '^#' film.sound)" -gt 10 ] || fail "the input has no sound"
same film.stream out.stream "pixel format, tags or number of frames differ"
same film.times out.times "the frames' times differ"
same film.sound out.sound "the sound differs"
