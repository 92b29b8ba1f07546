#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Inserts the zsn2n filter into an FFmpeg source tree, as an upstream filter would be:
#     insert_filter.sh FFMPEG_SOURCE_DIR
# Every edit hangs on an anchor (a sorted list, or the neighbour in the alphabet, zscale) rather than on
# line numbers, so that one script serves several FFmpeg versions. A missing anchor is an error that
# names it, and leaves that file as it was.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
[ $# -eq 1 ] && [ -f "$1/libavfilter/allfilters.c" ] || {
    echo "insert_filter.sh: usage: insert_filter.sh FFMPEG_SOURCE_DIR (the folder with libavfilter/)" >&2
    exit 2
}
tree=$1

# edit FILE ANCHOR_IN_WORDS AWK_PROGRAM: the program prints the edited file and sets done = 1.
edit() {
    file=$1 anchor=$2 program=$3
    LC_ALL=C awk "$program"'
        END { exit done ? 0 : 3 }' "$tree/$file" > "$tree/$file.zsn2n" || {
        rm -f "$tree/$file.zsn2n"
        echo "insert_filter.sh: $file: anchor not found: $anchor" >&2
        exit 1
    }
    cat "$tree/$file.zsn2n" > "$tree/$file" # keeps the mode: configure is executable
    rm -f "$tree/$file.zsn2n"
}

if grep -q 'ff_vf_zsn2n' "$tree/libavfilter/allfilters.c"; then
    echo "insert_filter.sh: $tree has the filter already" >&2
    exit 1
fi

# oneDNN, which libzsn2n links, is under the Apache License 2.0: compatible with version 3 alone.
edit configure 'the sorted list EXTERNAL_LIBRARY_VERSION3_LIST="' '
    /^EXTERNAL_LIBRARY_VERSION3_LIST="$/ { inside = 1; print; next }
    inside && ($1 == "\"" || $1 > "libzsn2n") { print "    libzsn2n"; inside = 0; done = 1 }
    { print }'
edit configure 'the help line of the first library after libzsn2n in the alphabet (--enable-libz...)' '
    !done && /^  --enable-libz/ && substr($1, 10) > "libzsn2n" {
        print "  --enable-libzsn2n        enable zero-shot denoising via libzsn2n [no]"; done = 1
    }
    { print }'
edit configure 'zscale_filter_deps=' '
    { print }
    /^zscale_filter_deps=/ { print "zsn2n_filter_deps=\"libzsn2n\""; done = 1 }'
edit configure 'the check of the first library after libzsn2n in the alphabet (enabled libz...)' '
    !done && /^enabled libz/ && $2 > "libzsn2n" {
        print "enabled libzsn2n          && require_pkg_config libzsn2n \"zsn2n >= 0.2.0\" zsn2n/zsn2n.h zsn2n_version"
        done = 1
    }
    { print }'
edit libavfilter/Makefile 'OBJS-$(CONFIG_ZSCALE_FILTER)' '
    { print }
    /^OBJS-\$\(CONFIG_ZSCALE_FILTER\)/ {
        sub(/ZSCALE_FILTER\)/, "ZSN2N_FILTER) "); sub(/vf_zscale.o/, "vf_zsn2n.o zsn2n_frames.o"); print; done = 1
    }'
edit libavfilter/allfilters.c 'ff_vf_zscale;' '
    { print }
    /^extern .* ff_vf_zscale;$/ { sub(/zscale/, "zsn2n"); print; done = 1 }'

cp "$here/vf_zsn2n.c" "$here/zsn2n_frames.c" "$here/zsn2n_frames.h" "$tree/libavfilter/"
