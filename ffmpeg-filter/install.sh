#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what build.sh made:
#     install.sh --build-dir DIR --prefix PREFIX [--destdir STAGE]
# into PREFIX/lib/zsn2n/ffmpeg (the drop-in), beside it system-ffmpeg, and PREFIX/bin (the wrappers). The engine must be in PREFIX/lib
# before; with --destdir, everything lies below STAGE, as packagers do it.
set -eu

fail() { echo "ffmpeg-filter/install.sh: $*" >&2; exit 1; }

build='' prefix='' stage=''
while [ $# -gt 0 ]; do
    case $1 in
    --build-dir | --prefix | --destdir) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown argument '$1'; accepted: --build-dir DIR, --prefix PREFIX, --destdir STAGE" ;;
    esac
    case $1 in
    --build-dir) build=$2 ;;
    --prefix) prefix=$2 ;;
    --destdir) stage=$2 ;;
    esac
    shift 2
done
[ -n "$build" ] || fail "--build-dir is missing"
case $prefix in
/*) ;;
*) fail "--prefix is '$prefix'; accepted is an absolute path" ;;
esac
[ -f "$build/lib/ffmpeg-version" ] || fail "no drop-in libavfilter in $build; build it with: ./dev build"
avfilter=$(cd -- "$build/lib" && echo libavfilter.so.*)
engine=$(cd -- "$build/lib" && echo libzsn2n.so.*)

# The link must lead to the installed engine, relative so that a staged tree can be moved.
target=''
for dir in lib "lib/$(gcc -print-multiarch 2>/dev/null || true)"; do
    [ -z "$target" ] && [ -e "$stage$prefix/$dir/$engine" ] && target=$dir/$engine
done
[ -n "$target" ] || fail "no $engine under $stage$prefix/lib; install the engine there first"

lib=$stage$prefix/lib/zsn2n/ffmpeg bin=$stage$prefix/bin
mkdir -p "$lib" "$bin"
# A running ffmpeg may have the old library mapped: replace, never overwrite.
install -m 644 "$build/lib/$avfilter" "$lib/.new"
mv "$lib/.new" "$lib/$avfilter"
ln -sfn "../../../$target" "$lib/$engine"
install -m 644 "$build/lib/ffmpeg-version" "$lib/ffmpeg-version"
install -m 755 "$(dirname -- "$0")/system-ffmpeg" "$stage$prefix/lib/zsn2n/system-ffmpeg"
for tool in ffmpeg ffprobe ffplay; do
    install -m 755 "$build/bin/ffmpeg-zsn2n" "$bin/$tool-zsn2n"
done
echo "installed $bin/ffmpeg-zsn2n, ffprobe-zsn2n and ffplay-zsn2n, and $lib"
