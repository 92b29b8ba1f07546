#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# zsn2n-pipe gives the filter's own pixels for y4m streams of every format, passes on what it does not know, and says
# what is wrong with a stream.
. "$(dirname -- "$0")/common.sh"

pipe=${ZSN2N_PIPE:-$source_root/build/bin/zsn2n-pipe}
[ -x "$pipe" ] || fail "there is no $pipe; build it with: ./dev build"

y4m() { run_ffmpeg -f lavfi -i "$noisy_source" -pix_fmt "$1" -strict -1 -f yuv4mpegpipe "$2"; }
for format in yuv420p yuv411p yuv422p yuv444p gray yuv420p9 yuv420p10 yuv422p12 yuv444p16 gray10 gray16; do
    y4m $format noisy.y4m
    for options in $quick preset=fast preset=fast:lookahead=2; do
        run_ffmpeg -i noisy.y4m -vf "zsn2n=$options" -strict -1 -f yuv4mpegpipe filter.y4m
        "$pipe" $options < noisy.y4m > pipe.y4m 2> log || { cat log >&2; fail "$format: zsn2n-pipe $options"; }
        same <(head -1 noisy.y4m) <(head -1 pipe.y4m) "$format: the header was changed"
        for file in filter pipe; do
            run_ffmpeg -i $file.y4m -f framemd5 $file.md5
        done
        [ "$(hashes pipe.md5 | wc -l)" -eq 6 ] || fail "$format: a frame was lost"
        same <(hashes filter.md5) <(hashes pipe.md5) "$format, $options: other pixels than the filter's"
    done
done

# What is said of the noise; the colons of a region are escaped for FFmpeg alone.
"$pipe" preset=fast:noise_level=1.5:noise_from=2:3:40:36:noise=white < noisy.y4m > pipe.y4m 2> log || fail "noise: $(cat log)"
run_ffmpeg -i noisy.y4m -vf 'zsn2n=preset=fast:noise_level=1.5:noise=white:noise_from=2\\:3\\:40\\:36' \
    -strict -1 -f yuv4mpegpipe filter.y4m
same filter.y4m pipe.y4m "noise_from: other pixels than the filter's"

# strength 0 is a copy, with all that headers carry; alpha too.
sample() { # BYTES
    yes 'noise of no kind ' | head -c "$1" || true
}
{ echo 'YUV4MPEG2 W6 H4 F25:1 Ip A1:1 C444alpha XYSCSS=444 XCOLORRANGE=LIMITED'
  echo 'FRAME Itop XONE'; sample 96; echo FRAME; sample 96; } > alpha.y4m
"$pipe" strength=0 < alpha.y4m > copy.y4m 2> log || fail "alpha: $(cat log)"
same alpha.y4m copy.y4m "strength 0 is no copy"

# No frame is one, too; state files; help.
head -1 noisy.y4m | "$pipe" > empty.y4m 2> log || fail "no frame: $(cat log)"
same <(head -1 noisy.y4m) empty.y4m "no frame in, something else out"
y4m yuv420p noisy.y4m
"$pipe" $quick state_out=film.state < noisy.y4m > /dev/null 2> log || fail "state_out: $(cat log)"
"$pipe" $quick:state_in=film.state < noisy.y4m > /dev/null 2> log || fail "state_in: $(cat log)"
"$pipe" --help | grep -q '^  strength (0..1, default 1)' || fail "no help for strength"
"$pipe" --help | grep -q '^  noise_from (four numbers' || fail "no help for noise_from"
"$pipe" --version | grep -q '^zsn2n-pipe [0-9]' || fail "no version"

# refuse STATUS PATTERN [OPTIONS]: the stream on stdin.
refuse() {
    local wanted=$1 pattern=$2 status=0
    shift 2
    "$pipe" "$@" > out.y4m 2> log || status=$?
    [ $status -eq "$wanted" ] && grep -Eq -- "$pattern" log || { cat log >&2; fail "status $status, not '$pattern'"; }
}
refuse 1 'input is empty' < /dev/null
echo 'GIF89a' | refuse 1 'no y4m stream'
echo 'YUV4MPEG2 W48' | refuse 1 'no W or no H'
echo 'YUV4MPEG2 W48 H-3' | refuse 1 "H is '-3'"
echo 'YUV4MPEG2 W48 H40 C410' | refuse 1 'C410; accepted are 420'
echo 'YUV4MPEG2 W48 H40 C420p17' | refuse 1 'C420p17; accepted are 420'
echo 'YUV4MPEG2 W3 H40' | refuse 1 'cannot be denoised: .*4\.\.65535'
refuse 2 'strength=2: accepted is 0..1' strength=2 < noisy.y4m
refuse 2 "unknown option 'nonesuch'" nonesuch=1 < noisy.y4m
refuse 1 'missing.state: No such file' state_in=missing.state < noisy.y4m

# Cut within its fourth frame: three whole ones, and what is wrong.
header=$(head -1 noisy.y4m | wc -c)
frame=$((6 + 48 * 40 * 3 / 2))
head -c $((header + 3 * frame + 100)) noisy.y4m | refuse 1 'ends within a frame: 94 of its 2880 bytes' $quick
[ "$(stat -c %s out.y4m)" -eq $((header + 3 * frame)) ] || fail "not three whole frames were written"
head -c $((header + 3 * frame + 100)) noisy.y4m | refuse 1 'ends within a frame: 94 of its 2880 bytes' preset=fast:lookahead=2
[ "$(stat -c %s out.y4m)" -eq $((header + 3 * frame)) ] || fail "lookahead: not three whole frames were written"
{ head -c $((header + frame)) noisy.y4m; echo 'FARME'; } | refuse 1 'does not begin with FRAME' $quick

# A reader that closes, and a full disk.
status=0
{ "$pipe" $quick < noisy.y4m 2> log || echo $? > status; } | head -c 10 > /dev/null
wait
[ ! -s status ] || [ "$(cat status)" -eq 1 ] || fail "status $(cat status) where nobody reads"
! grep -i 'cannot' log || fail "words about a reader that closed"
status=0
"$pipe" $quick < noisy.y4m > /dev/full 2> log || status=$?
[ $status -eq 1 ] && grep -q 'No space left' log || fail "status $status on a full disk: $(cat log)"
