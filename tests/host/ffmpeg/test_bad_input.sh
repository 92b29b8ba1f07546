#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What cannot be denoised is refused in words, or passed on unchanged: nothing crashes, no frame is lost.
. "$(dirname -- "$0")/common.sh"

refuse_size() {
    refuse_ffmpeg "$1" -f lavfi -i "color=red:size=$1:rate=1:duration=1,format=$2" -vf zsn2n -f null -
    logged "Frames of $1 $2 cannot be denoised: .* 4\.\.65535 "
}
refuse_size 1x1 yuv444p
refuse_size 3x500 gray
refuse_size 500x3 gbrp

refuse_option() { refuse_ffmpeg "$1" -f lavfi -i "$noisy_source" -vf "zsn2n=$2" -f null -; }
refuse_option 'strength.*range' strength=1.5
refuse_option 'planes.*range' planes=8
refuse_option 'steps.*range' steps=-1
refuse_option 'warm_steps.*range' warm_steps=-1
refuse_option 'threads.*(is 300; accepted is 0|out of range)' threads=300
refuse_option 'threads.*range' threads=-1
refuse_option 'preset.*nonesuch|nonesuch.*preset|option value .nonesuch' preset=nonesuch
logged "preset.*nonesuch|nonesuch.*preset|option 'preset'" # on a line of its own from FFmpeg 7.1 on
refuse_option 'not found|No such' nonesuch=1

refuse_option 'scene.*range' scene=2
refuse_option 'temporal.*range' temporal=65
refuse_option 'missing.state: No such file' state_in=missing.state
echo 'not a state' > foreign.state
refuse_option 'foreign.state: .*no zsn2n state file' state_in=foreign.state

# Three float frames, the second with one NaN, then with one infinity.
width=24 height=20 frame_bytes=$((24 * 20 * 4 * 3))
run_ffmpeg -f lavfi -i "testsrc2=size=${width}x$height:rate=3:duration=1,noise=alls=20:allf=t" \
    -pix_fmt gbrpf32le -f rawvideo float.raw
[ "$(stat -c %s float.raw)" -eq $((3 * frame_bytes)) ] || fail "the float input has not three frames"
for bad in '\000\000\300\177' '\000\000\200\377'; do
    printf "$bad" | dd of=float.raw bs=1 seek=$((frame_bytes + 400)) conv=notrunc status=none
    run_ffmpeg -f rawvideo -pix_fmt gbrpf32le -video_size ${width}x$height -framerate 3 -i float.raw \
        -map 0:v -f framemd5 plain.md5 -map 0:v -vf zsn2n=$quick -f framemd5 denoised.md5
    logged_once 'Frame at .* passed on unchanged: .*'
    logged_once '1 frame\(s\) with NaN or infinite samples'
    mapfile -t before < <(hashes plain.md5)
    mapfile -t after < <(hashes denoised.md5)
    [ ${#before[@]} -eq 3 ] && [ ${#after[@]} -eq 3 ] || fail "a frame was lost or added"
    [ "${before[1]}" = "${after[1]}" ] || fail "the frame with the bad sample was changed"
    [ "${before[0]}" != "${after[0]}" ] && [ "${before[2]}" != "${after[2]}" ] || fail "a good frame was not denoised"
done

# A finite sample of no picture, as files hold where they have no data (here 1e25), is passed on alone.
wild='\121\131\004\151'
for options in preset=slow:steps=4 preset=medium:steps=4; do
    run_ffmpeg -f lavfi -i "testsrc2=size=${width}x$height:rate=3:duration=1,noise=alls=20:allf=t" \
        -pix_fmt grayf32le -f rawvideo gray.raw
    printf "$wild" | dd of=gray.raw bs=1 seek=$((width * height * 4 + 400)) conv=notrunc status=none
    run_ffmpeg -f rawvideo -pix_fmt grayf32le -video_size ${width}x$height -framerate 3 -i gray.raw \
        -vf "zsn2n=$options" -f rawvideo -pix_fmt grayf32le denoised.raw
    [ "$(stat -c %s denoised.raw)" -eq "$(stat -c %s gray.raw)" ] || fail "a frame was lost or added"
    # All samples but that one stay near 0..1, so that they are finite; od prints nan and inf in words.
    od -An -v -w4 -t f4 denoised.raw | awk -v bad=$((width * height + 101)) '
        NR == bad ? $1 != "1e+25" : !($1 ~ /^[-0-9.e]+$/ && $1 > -1 && $1 < 2) { print NR, $1; wrong = 1 }
        END { exit wrong }' || fail "not only the wild sample is wild"
done

# Interlaced frames are denoised all the same; one warning.
run_ffmpeg -f lavfi -i "$noisy_source" -vf setfield=tff,zsn2n=$quick -f null -
logged_once 'Interlaced frames'
