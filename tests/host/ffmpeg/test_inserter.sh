#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# insert_filter.sh puts its lines in the alphabet's order and names the anchor that is missing. The sources here
# are the few lines it looks for.
. "$(dirname -- "$0")/common.sh"

insert=$source_root/ffmpeg-filter/insert_filter.sh
make_tree() {
    rm -rf tree
    mkdir -p tree/libavfilter
    cat > tree/configure <<'END'
  --enable-libzmq          enable message passing via libzmq [no]
  --enable-libzvbi         enable teletext support via libzvbi [no]
EXTERNAL_LIBRARY_VERSION3_LIST="
    liblensfun
    mbedtls
"
zscale_filter_deps="libzimg const_nan"
scale_vaapi_filter_deps="vaapi"
enabled libzmq            && require_pkg_config libzmq "libzmq >= 4.2.1" zmq.h zmq_ctx_new
enabled libzvbi           && require_pkg_config libzvbi zvbi-0.2 libzvbi.h vbi_decoder_new
END
    cat > tree/libavfilter/Makefile <<'END'
OBJS-$(CONFIG_ZSCALE_FILTER)                 += vf_zscale.o
OBJS-$(CONFIG_ALLRGB_FILTER)                 += vsrc_testsrc.o
END
    cat > tree/libavfilter/allfilters.c <<'END'
extern const AVFilter ff_vf_zscale;
extern const AVFilter ff_vsrc_allrgb;
END
}

make_tree
"$insert" tree || fail "a good tree was refused"
follows() { # FILE LINE_BEFORE OUR_LINE
    grep -A1 -F -- "$2" "tree/$1" | tail -1 | grep -qF -- "$3" || fail "$1: '$3' does not follow '$2': $(cat "tree/$1")"
}
follows configure '    liblensfun' '    libzsn2n'
follows configure '--enable-libzmq' '  --enable-libzsn2n '
follows configure 'zscale_filter_deps=' 'zsn2n_filter_deps="libzsn2n"'
follows configure 'enabled libzmq' 'enabled libzsn2n '
follows libavfilter/Makefile 'ZSCALE' 'OBJS-$(CONFIG_ZSN2N_FILTER)                  += vf_zsn2n.o zsn2n_frames.o'
follows libavfilter/allfilters.c 'zscale' 'extern const AVFilter ff_vf_zsn2n;'

# FFmpeg 8 declares its filters as FFFilter.
make_tree
sed -i 's/AVFilter/FFFilter/' tree/libavfilter/allfilters.c
"$insert" tree || fail "a tree like FFmpeg 8's was refused"
follows libavfilter/allfilters.c 'zscale' 'extern const FFFilter ff_vf_zsn2n;'
for file in vf_zsn2n.c zsn2n_frames.c zsn2n_frames.h; do
    cmp -s "tree/libavfilter/$file" "$source_root/ffmpeg-filter/$file" || fail "$file was not copied"
done

refuses() { # PATTERN
    ! "$insert" tree > log 2>&1 || fail "a tree without $1 was accepted"
    grep -q -- "$1" log || fail "the error does not name '$1': $(cat log)"
}
refuses 'has the filter already'
spoil() { # FILE TEXT PATTERN
    make_tree
    grep -vF -- "$2" "tree/$1" > kept
    cp kept "tree/$1"
    refuses "$1: anchor not found: .*$3"
    same kept "tree/$1" "$1 was changed in spite of the error"
}
spoil libavfilter/allfilters.c zscale 'ff_vf_zscale'
spoil libavfilter/Makefile ZSCALE 'CONFIG_ZSCALE_FILTER'
spoil configure EXTERNAL_LIBRARY_VERSION3_LIST EXTERNAL_LIBRARY_VERSION3_LIST
