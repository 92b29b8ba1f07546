#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the drop-in libavfilter: the distribution's own source of the installed ffmpeg plus the filter,
# linked to the stock sibling libraries. Only the build folder is written.
#     build.sh --build-dir DIR --zsn2n-prefix DIR [--jobs N]
# Result: DIR/lib/libavfilter.so.N, DIR/bin/{ffmpeg,ffprobe,ffplay}-zsn2n and the manual pages in DIR/man1.
# A second run does only what changed: nothing, the filter's own files, or all after an upgrade of ffmpeg.
set -euo pipefail
export LC_ALL=C

here=$(cd -- "$(dirname -- "$0")" && pwd)
sources=(vf_zsn2n.c zsn2n_frames.c zsn2n_frames.h)
fail() { echo "ffmpeg-filter/build.sh: $*" >&2; exit 1; }
say() { echo "[ffmpeg] $*"; }

# shellcheck source=apt_source.sh
. "$here/apt_source.sh"

parse_arguments() {
    build_dir='' prefix='' jobs=$(nproc)
    while [ $# -gt 0 ]; do
        case $1 in
        --build-dir | --zsn2n-prefix | --jobs) [ $# -ge 2 ] || fail "$1 needs a value" ;;
        --help) sed -n '3,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) fail "unknown argument '$1'; accepted: --build-dir DIR, --zsn2n-prefix DIR, --jobs N" ;;
        esac
        case $1 in
        --build-dir) build_dir=$2 ;;
        --zsn2n-prefix) prefix=$2 ;;
        --jobs) jobs=$2 ;;
        esac
        shift 2
    done
    [ -n "$build_dir" ] || fail "--build-dir is missing"
    [ -n "$prefix" ] || fail "--zsn2n-prefix is missing (the folder where the engine is installed)"
    [[ $jobs =~ ^[1-9][0-9]*$ ]] || fail "--jobs is '$jobs'; accepted is a whole number from 1"
    mkdir -p "$build_dir"
    build_dir=$(cd -- "$build_dir" && pwd)
    prefix=$(cd -- "$prefix" 2>/dev/null && pwd) || fail "there is no folder $prefix"
}

find_engine() {
    multiarch=$(gcc -print-multiarch)
    local dir
    for dir in "$prefix/lib" "$prefix/lib/$multiarch"; do
        [ ! -f "$dir/pkgconfig/zsn2n.pc" ] || engine_libdir=$dir
    done
    [ -n "${engine_libdir:-}" ] || fail "no lib/pkgconfig/zsn2n.pc under $prefix: install the engine there first"
    export PKG_CONFIG_PATH=$engine_libdir/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
    engine_soname=$(readelf -d "$engine_libdir/libzsn2n.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    [ -e "$engine_libdir/$engine_soname" ] || fail "no $engine_soname in $engine_libdir"
}

package_list() {
    local release
    release=@$(sed -n 's/^VERSION_ID="\([0-9]*\)".*/\1/p' /etc/os-release)
    awk -v release="$release" '{ sub(/#.*/, "") } NF == 1 || $2 == release { print $1 }' "$here/packages.txt"
}

check_packages() {
    local missing
    missing=$(comm -13 \
        <(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' | sed -n 's/^ii *//p' | sort -u) \
        <({ echo ffmpeg && package_list; } | sort -u))
    [ -z "$missing" ] || fail "packages are missing; install them with: apt-get install" $missing
}

find_stock() {
    version=$(dpkg-query -W -f '${source:Version}' ffmpeg)
    stock_libdir=/usr/lib/$multiarch
    [ -x /usr/bin/ffmpeg ] || fail "there is no /usr/bin/ffmpeg"
    stock_avfilter=$(ldd /usr/bin/ffmpeg | sed -n 's/.*\(libavfilter\.so\.[0-9]*\) => .*/\1/p')
    [ -e "$stock_libdir/$stock_avfilter" ] || fail "no $stock_avfilter in $stock_libdir"
}

# The tree with our filter inserted and configured; kept while what it was made from is the same.
configure_tree() {
    tree=$build_dir/tree
    local key flags log=$build_dir/configure.log
    key=$(/usr/bin/ffmpeg -hide_banner -buildconf 2>&1 |
        cat - "$here"/{insert_filter.sh,configure_flags.awk} "$engine_libdir/pkgconfig/zsn2n.pc" \
            <(gcc -dumpfullversion; echo "$version $multiarch $engine_libdir") | sha256sum)
    [ "$(cat "$build_dir/tree.key" 2>/dev/null)" != "$key" ] || return 0
    rm -rf "$tree" "$build_dir/tree.key" "$build_dir/built.key"
    apt_source "$build_dir/source" ffmpeg "$version"
    say "unpacking and configuring FFmpeg $version"
    dpkg-source -x "$apt_source_dsc" "$tree" > "$log" 2>&1 ||
        { tail -5 "$log" >&2; fail "cannot unpack $apt_source_dsc"; }
    "$here/insert_filter.sh" "$tree" || fail "this FFmpeg ($version) has changed; insert_filter.sh must learn it"

    /usr/bin/ffmpeg -hide_banner -buildconf 2>&1 | sed -n 's/^ *\(--.*\)/\1/p' > "$build_dir/stock_flags"
    [ -s "$build_dir/stock_flags" ] || fail "ffmpeg -buildconf printed no flags"
    mapfile -t flags < <(awk -f "$here/configure_flags.awk" "$tree/configure" "$build_dir/stock_flags")
    command -v ccache > /dev/null && flags+=("--cc=ccache gcc")
    (cd "$tree" && ./configure "${flags[@]}") > "$log" 2>&1 ||
        { grep -A3 '^ERROR' "$log" >&2 || tail -5 "$log" >&2; fail "FFmpeg's configure failed; its output is in $log"; }
    link_siblings
    echo "$key" > "$build_dir/tree.key"
}

# The stock libraries take the place of those that the tree would build.
link_siblings() {
    local name file soname
    for name in avutil swscale swresample postproc avcodec avformat; do
        file=$(ldd "$stock_libdir/$stock_avfilter" | sed -n "s/.*lib$name\.so\.[0-9]* => \([^ ]*\) .*/\1/p")
        [ -n "$file" ] || continue
        soname=${file##*/}
        ln -sf "$file" "$tree/lib$name/$soname"
        ln -sf "$soname" "$tree/lib$name/lib$name.so"
    done
}

compile() {
    local log=$build_dir/make.log old=() file
    for file in "${sources[@]}"; do
        cmp -s "$here/$file" "$tree/libavfilter/$file" || cp "$here/$file" "$tree/libavfilter/"
    done
    for file in "$tree"/lib{avutil,swscale,swresample,postproc,avcodec,avformat}/*.so*; do
        [ -L "$file" ] && old+=(-o "${file#"$tree"/}")
    done
    # RUNPATH $ORIGIN, for a recipe that make expands twice and then the shell: build and install keep libzsn2n,
    # or a link to it, beside the drop-in.
    make --no-print-directory -C "$tree" -j"$jobs" "${old[@]}" LDSOFLAGS='-Wl,-rpath,\$$$$ORIGIN' \
        "libavfilter/$stock_avfilter" 2>&1 | tee "$log" |
        awk '/^(CC|X86ASM|NVCC)/ && ++n % 100 == 0 { print "[ffmpeg]   " n " files compiled"; fflush() }' ||
        { grep -B1 -A4 -m3 'error:\|Error ' "$log" >&2; fail "compiling failed; the whole output is in $log"; }
}

# Same symbols, same libraries needed (and ours), same filters (and ours).
check_result() {
    local stock=$stock_libdir/$stock_avfilter built=$1 difference
    exports() { nm -D --defined-only "$1" | awk '{ print $3 }' | sort; }
    difference=$(diff <(exports "$stock") <(exports "$built")) ||
        fail "the exported symbols differ from the stock $stock_avfilter's:"$'\n'"$difference"
    needed() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort; }
    difference=$(comm -23 <(needed "$stock") <(needed "$built"))
    [ -z "$difference" ] || say "warning: not linked, unlike the stock library:" $difference
    filters() { "$@" -hide_banner -filters 2>&1 | awk '$2 ~ /^[a-z0-9_]+$/ && $3 ~ /->/ { print $2 }' | sort; }
    difference=$(comm -23 <(filters /usr/bin/ffmpeg) <(filters "$build_dir/bin/ffmpeg-zsn2n"))
    [ -z "$difference" ] || say "warning: stock filters that this build lacks:" $difference
    filters "$build_dir/bin/ffmpeg-zsn2n" | grep -qx zsn2n || fail "ffmpeg-zsn2n does not list the filter"
    say "$(filters "$build_dir/bin/ffmpeg-zsn2n" | wc -l) filters (stock has $(filters /usr/bin/ffmpeg | wc -l))"
}

# Manual pages, made as FFmpeg makes its own and by the same script.
manual() {
    local page
    mkdir -p "$build_dir/man1"
    for page in ffmpeg-zsn2n zsn2n-film zsn2n-pipe; do
        perl "$tree/doc/texi2pod.pl" -I"$here" "$here/doc/$page.texi" > "$build_dir/man1/$page.pod" &&
            pod2man --section=1 --center=zsn2n --release=zsn2n --date=' ' --errors=die \
                "$build_dir/man1/$page.pod" "$build_dir/man1/$page.1" || fail "cannot make the manual page $page"
        rm "$build_dir/man1/$page.pod"
        gzip -9nf "$build_dir/man1/$page.1"
    done
    for page in ffprobe ffplay; do ln -sf ffmpeg-zsn2n.1.gz "$build_dir/man1/$page-zsn2n.1.gz"; done
}

# Running programs may have the old library mapped: replace, never overwrite.
place() {
    local tool
    mkdir -p "$build_dir/lib" "$build_dir/bin"
    cp "$tree/libavfilter/$stock_avfilter" "$build_dir/lib/.new"
    strip --strip-unneeded "$build_dir/lib/.new"
    mv "$build_dir/lib/.new" "$build_dir/lib/$stock_avfilter"
    ln -sfn "$engine_libdir/$engine_soname" "$build_dir/lib/$engine_soname"
    echo "$version" > "$build_dir/lib/ffmpeg-version"
    install -m 755 "$here/ffmpeg-zsn2n" "$build_dir/bin/ffmpeg-zsn2n"
    for tool in ffprobe ffplay; do ln -sf ffmpeg-zsn2n "$build_dir/bin/$tool-zsn2n"; done
}

main() {
    local begin=$SECONDS key
    parse_arguments "$@"
    exec 9> "$build_dir/lock"
    flock -n 9 || { say "waiting for another build in $build_dir"; flock 9; }
    check_packages
    find_engine
    find_stock
    configure_tree
    key=$(cat "$build_dir/tree.key" "${sources[@]/#/$here/}" "$here"/{ffmpeg-zsn2n,zsn2n.texi,doc/*.texi} "$prefix"/include/zsn2n/zsn2n.h | sha256sum)
    if [ "$(cat "$build_dir/built.key" 2>/dev/null)" = "$key" ] && [ -e "$build_dir/lib/$engine_soname" ]; then
        say "$build_dir is up to date (FFmpeg $version)"
        return 0
    fi
    say "compiling libavfilter with $jobs jobs"
    compile
    place
    manual
    check_result "$build_dir/lib/$stock_avfilter"
    echo "$key" > "$build_dir/built.key"
    say "$stock_avfilter $version with zsn2n is in $build_dir ($((SECONDS - begin)) s)"
}
main "$@"
