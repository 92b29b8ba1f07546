#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what build.sh made:
#     install.sh --build-dir DIR --prefix PREFIX [--destdir STAGE] [--engine FOLDER]
# into PREFIX/lib/zsn2n/ffmpeg (the drop-in), beside it system-ffmpeg, PREFIX/bin (the wrappers, zsn2n-film) and PREFIX/share (manual
# and completion). The engine must be in PREFIX/lib before, or --engine says in which folder of PREFIX it will be. With
# --destdir, everything lies below STAGE, as packagers do it.
set -eu

fail() { echo "ffmpeg-filter/install.sh: $*" >&2; exit 1; }

build='' prefix='' stage='' engine_dir=''
while [ $# -gt 0 ]; do
    case $1 in
    --build-dir | --prefix | --destdir | --engine) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown argument '$1'; accepted: --build-dir DIR, --prefix PREFIX, --destdir STAGE, --engine FOLDER" ;;
    esac
    case $1 in
    --build-dir) build=$2 ;;
    --prefix) prefix=$2 ;;
    --destdir) stage=$2 ;;
    --engine) engine_dir=$2 ;;
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
target=${engine_dir:+$engine_dir/$engine}
for dir in lib "lib/$(gcc -print-multiarch 2>/dev/null || true)"; do
    [ -z "$target" ] && [ -e "$stage$prefix/$dir/$engine" ] && target=$dir/$engine
done
[ -n "$target" ] || fail "no $engine under $stage$prefix/lib; install the engine there first"

lib=$stage$prefix/lib/zsn2n/ffmpeg bin=$stage$prefix/bin
mkdir -p "$lib" "$bin"
# A running ffmpeg may have the old library mapped: replace, never overwrite.
install -m 644 "$build/lib/$avfilter" "$lib/.new"
mv "$lib/.new" "$lib/$avfilter"
ln -sfn "../../${target#lib/}" "$lib/$engine"
install -m 644 "$build/lib/ffmpeg-version" "$lib/ffmpeg-version"
install -m 755 "$(dirname -- "$0")/system-ffmpeg" "$stage$prefix/lib/zsn2n/system-ffmpeg"
for tool in ffmpeg ffprobe ffplay; do
    install -m 755 "$build/bin/ffmpeg-zsn2n" "$bin/$tool-zsn2n"
done
install -m 755 "$(dirname -- "$0")/cluster/zsn2n-film" "$bin/zsn2n-film"
man=$stage$prefix/share/man/man1 completions=$stage$prefix/share/bash-completion/completions
mkdir -p "$man" "$completions"
cp -P "$build"/man1/*.1.gz "$man"
install -m 644 "$(dirname -- "$0")/completion.bash" "$completions/zsn2n-pipe"
for tool in ffmpeg ffprobe ffplay; do ln -sf zsn2n-pipe "$completions/$tool-zsn2n"; done
echo "installed $bin/ffmpeg-zsn2n, ffprobe-zsn2n and ffplay-zsn2n, and $lib"
