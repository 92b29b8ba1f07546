# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by every test here: $ffmpeg, $ffprobe, a scratch folder as working folder, and checks.
set -euo pipefail
export LC_ALL=C

source_root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
drop_in=${ZSN2N_FFMPEG_DIR:-$source_root/build/ffmpeg}
ffmpeg=$drop_in/bin/ffmpeg-zsn2n
ffprobe=$drop_in/bin/ffprobe-zsn2n

fail() { echo "FAILED: $*" >&2; exit 1; }
[ -x "$ffmpeg" ] || fail "there is no $ffmpeg; build it with: ./dev build"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# A moving picture with noise that is new in each frame; small, for what is asked is not quality.
noisy_source='testsrc2=size=48x40:rate=10:duration=0.6,noise=alls=20:allf=t:all_seed=3'
# Few steps, for the same reason.
quick='steps=4:warm_steps=2:guides=none'

# run_ffmpeg ARGS...: its log goes to the file log, which is shown where it fails.
run_ffmpeg() { "$ffmpeg" -nostdin -hide_banner -y "$@" > log 2>&1 || { cat log >&2; fail "ffmpeg $*"; }; }

# refuse_ffmpeg PATTERN ARGS...: ffmpeg must fail, by itself (no signal), and say what matches PATTERN.
refuse_ffmpeg() {
    local pattern=$1 status=0
    shift
    "$ffmpeg" -nostdin -hide_banner -y "$@" > log 2>&1 || status=$?
    # FFmpeg 5.1 exits with 1, 7.1 with the error's last byte: 234 for "invalid argument".
    [ "$status" -ne 0 ] && { [ "$status" -lt 128 ] || [ "$status" -ge 160 ]; } || { cat log >&2; fail "exit status $status of ffmpeg $*"; }
    grep -Eq -- "$pattern" log || { cat log >&2; fail "no line like '$pattern' from ffmpeg $*"; }
}

# noisy_file FORMAT: noisy.nut, raw frames of that pixel format.
noisy_file() { run_ffmpeg -f lavfi -i "$noisy_source" -pix_fmt "$1" -strict -1 -c:v rawvideo noisy.nut; }

# hashes FILE: of each frame, one a line, from what -f framemd5 wrote.
hashes() { grep -v '^#' "$1" | awk -F, '{ gsub(/ /, "", $NF); print $NF }'; }

# hash_frames OUT INPUT FILTERS [ARGS...]: writes the frames' hashes to OUT.
hash_frames() {
    local out=$1 input=$2 filters=$3
    shift 3
    run_ffmpeg "$@" -i "$input" -vf "$filters" -f framemd5 framemd5.txt
    hashes framemd5.txt > "$out"
    [ -s "$out" ] || fail "no frame came out of $filters"
}

same() { cmp -s "$1" "$2" || { diff "$1" "$2" >&2 || true; fail "$3"; }; }
differ() { ! cmp -s "$1" "$2" || fail "$3"; }
logged() { grep -Eq -- "$1" log || { cat log >&2; fail "the log has no line like '$1'"; }; }
logged_once() {
    [ "$(grep -Ec -- "$1" log)" -eq 1 ] || { cat log >&2; fail "not exactly one log line like '$1'"; }
}
