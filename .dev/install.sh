# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev: the verb install.
: "${root:?}" "${build:?}"

verb_install() {
    local prefix=/usr/local destdir=''
    while [ $# -gt 0 ]; do
        case $1 in
        --prefix=* | --destdir=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
        --prefix | --destdir) [ $# -ge 2 ] || fail "$1 needs a folder" ;;
        *) fail "install: unknown argument '$1'; accepted: --prefix P and --destdir D" ;;
        esac
        [[ $2 = /* ]] || fail "$1 is '$2'; accepted is an absolute path"
        case $1 in
        --prefix) prefix=$2 ;;
        --destdir) destdir=$2 ;;
        esac
        shift 2
    done
    build_product

    local as_root=() existing=$destdir$prefix
    while [ ! -e "$existing" ]; do existing=$(dirname -- "$existing"); done
    if [ ! -w "$existing" ]; then
        command -v sudo > /dev/null || fail "cannot write to $existing, and there is no sudo; run as root, or name another --prefix"
        as_root=(sudo)
    fi
    "${as_root[@]}" env DESTDIR="$destdir" cmake --install "$build" --prefix "$prefix" > /dev/null
    "${as_root[@]}" "$root/ffmpeg-filter/install.sh" --build-dir "$build/ffmpeg" --prefix "$prefix" ${destdir:+--destdir "$destdir"} >&2
    say "installed to $destdir$prefix"
    link_plug_in
    case $prefix in
    /usr | /usr/local) [ -n "$destdir" ] || "${as_root[@]}" env PATH="$PATH:/sbin:/usr/sbin" ldconfig ;;
    *) say "pkg-config finds the library with PKG_CONFIG_PATH=$prefix/lib/pkgconfig" ;;
    esac
}

# GIMP looks in its own folder and the user's, never under another prefix: a system-wide install leaves a link
# there, any other says how to make GIMP look.
link_plug_in() {
    local ours=$prefix/lib/gimp/2.0/plug-ins gimp
    gimp=$(pkg-config --variable=gimplibdir gimp-2.0)/plug-ins
    case $prefix in
    /usr | /usr/local)
        [ "$ours" = "$gimp" ] || {
            "${as_root[@]}" mkdir -p "$destdir$gimp"
            "${as_root[@]}" ln -sfn "$ours/zsn2n" "$destdir$gimp/zsn2n"
            say "linked the plug-in as $gimp/zsn2n"
        }
        ;;
    *) say "GIMP finds the plug-in once $ours is added in Edit > Preferences > Folders > Plug-Ins" ;;
    esac
}
