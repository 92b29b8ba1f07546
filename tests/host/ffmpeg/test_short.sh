#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Inputs of 0, 1 and 2 frames, one that is cut short, and interlaced ones: every frame that came in goes out.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv420p
for count in 0 1 2; do
    run_ffmpeg -i noisy.nut -vf "trim=end_frame=$count,zsn2n=$quick" -f framemd5 out.md5
    [ "$(hashes out.md5 | wc -l)" -eq $count ] || fail "$count frames in, $(hashes out.md5 | wc -l) out"
done

# A file that ends in its fourth frame.
head -c $((7 * $(stat -c %s noisy.nut) / 12)) noisy.nut > cut.nut
run_ffmpeg -i cut.nut -f framemd5 plain.md5
run_ffmpeg -i cut.nut -vf zsn2n=$quick -f framemd5 out.md5
count=$(hashes plain.md5 | wc -l)
[ "$count" -ge 2 ] && [ "$count" -le 5 ] || fail "the cut file has $count frames"
[ "$(hashes out.md5 | wc -l)" -eq "$count" ] || fail "$count frames in, $(hashes out.md5 | wc -l) out"

# The flags that say which field is first stay.
fields() { "$ffprobe" -v error -f lavfi -i "$1" -show_entries frame=interlaced_frame,top_field_first -of csv=p=0; }
for mode in tff bff prog; do
    same <(fields "$noisy_source,setfield=$mode") <(fields "$noisy_source,setfield=$mode,zsn2n=$quick") "$mode: flags differ"
done
