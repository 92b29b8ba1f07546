#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The wrapper in its two layouts, with another ffmpeg installed than the one built for, and under a foreign name.
. "$(dirname -- "$0")/common.sh"

has_filter() { "$1" -hide_banner -filters > filters 2>/dev/null && grep -q ' zsn2n ' filters; }
for tool in ffmpeg ffprobe ffplay; do
    "$drop_in/bin/$tool-zsn2n" -version > version || fail "$tool-zsn2n does not run"
    grep -q "^$tool version" version || fail "$tool-zsn2n does not run $tool"
done
has_filter "$drop_in/bin/ffplay-zsn2n" || fail "ffplay-zsn2n lacks the filter"

# Installed: the engine's library is where `cmake --install` puts it; here a copy stands for it.
mkdir -p prefix/lib
cp -L "$drop_in"/lib/libzsn2n.so.* prefix/lib/
install_drop_in() {
    "$source_root/ffmpeg-filter/install.sh" --build-dir "$drop_in" --prefix "$scratch/prefix" > log 2>&1
}
install_drop_in || fail "$(cat log)"
has_filter prefix/bin/ffmpeg-zsn2n || fail "the installed wrapper lacks the filter"
mkdir links && ln -s "$scratch/prefix/bin/ffmpeg-zsn2n" links/
has_filter links/ffmpeg-zsn2n || fail "the wrapper cannot be run through a link"
# Kept: a search path of the caller's.
LD_LIBRARY_PATH=/nonexistent has_filter prefix/bin/ffmpeg-zsn2n || fail "fails where LD_LIBRARY_PATH is set"

refuses() { # PATTERN PROGRAM
    ! "$2" -version > log 2>&1 || fail "$2 was not refused"
    grep -Eq -- "$1" log || { cat log >&2; fail "no line like '$1'"; }
}
echo 7:0.0.1-1 > prefix/lib/zsn2n/ffmpeg/ffmpeg-version
refuses 'built for ffmpeg 7:0\.0\.1-1, but ffmpeg .* is installed; .*\./dev build' prefix/bin/ffmpeg-zsn2n
rm prefix/lib/zsn2n/ffmpeg/ffmpeg-version
refuses 'no drop-in libavfilter' prefix/bin/ffmpeg-zsn2n
ln -s "$drop_in/bin/ffmpeg-zsn2n" links/other-zsn2n
refuses 'runs the tool of that name' links/other-zsn2n

rm -r prefix/lib/libzsn2n.so.*
! install_drop_in || fail "installed without the engine's library"
grep -q 'libzsn2n' log || fail "the missing library is not named: $(cat log)"
