# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev: the verb install.
: "${root:?}" "${build:?}"

verb_install() {
    local prefix=/usr/local destdir='' system=no uninstall=no
    while [ $# -gt 0 ]; do
        case $1 in
        --prefix=* | --destdir=*) set -- "${1%%=*}" "${1#*=}" "${@:2}"; continue ;;
        --prefix | --destdir) [ $# -ge 2 ] || fail "$1 needs a folder" ;;
        --system-ffmpeg) system=yes; shift; continue ;;
        --uninstall) uninstall=yes; shift; continue ;;
        *) fail "install: unknown argument '$1'; accepted: --prefix P, --destdir D, --system-ffmpeg and --uninstall" ;;
        esac
        [[ $2 = /* ]] || fail "$1 is '$2'; accepted is an absolute path"
        case $1 in
        --prefix) prefix=${2%/} ;;
        --destdir) destdir=${2%/} ;;
        esac
        shift 2
    done
    [ $system = no ] || [ -z "$destdir" ] || fail "--system-ffmpeg is of this system's linker; it does not go with --destdir"
    local as_root=() existing=$destdir$prefix manifest=$destdir$prefix/lib/zsn2n/installed-files
    while [ ! -e "$existing" ]; do existing=$(dirname -- "$existing"); done
    if [ ! -w "$existing" ] || [ $system = yes ] && [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || fail "cannot write to $existing, and there is no sudo; run as root, or name another --prefix"
        as_root=(sudo)
    fi
    if [ $uninstall = yes ]; then uninstall_all; else install_all; fi
}

# Installs everything below $destdir.
put_files() {
    "${as_root[@]}" env DESTDIR="$destdir" cmake --install "$build" --prefix "$prefix" > /dev/null &&
        # CMake's list of this install; as root's file it would stop the next install of a user.
        rm -f "$build/install_manifest.txt" &&
        "${as_root[@]}" "$root/ffmpeg-filter/install.sh" --build-dir "$build/ffmpeg" --prefix "$prefix" ${destdir:+--destdir "$destdir"} >&2 &&
        link_plug_in
}

# Prints each file that install will write and each folder that it will make. The same install into an empty folder
# tells: a file that someone else puts below the prefix meanwhile is not in it. A path below the prefix, which may be
# moved, begins with ./ and any other with /.
planned_paths() {
    local there=$destdir path destdir as_root=()
    destdir=$(mktemp -d) || fail "cannot make a temporary folder"
    trap 'rm -rf "$destdir"' EXIT
    logged install put_files
    while IFS= read -r path; do
        [ -L "$destdir$path" ] || [ ! -d "$destdir$path" ] || [ ! -d "$there$path" ] || continue
        case $path/ in
        "$prefix"/*) echo "./${path:${#prefix}+1}" ;;
        *) echo "$path" ;;
        esac
    done < <(find "$destdir" -mindepth 1 -printf '/%P\n')
    echo "./lib/zsn2n/${manifest##*/}"
}

install_all() {
    build_product
    local planned known=''
    planned=$(planned_paths)
    [ ! -e "$manifest" ] || known=$(cat "$manifest")
    # Written first, so that --uninstall takes back an install that was broken off as well.
    "${as_root[@]}" mkdir -p "${manifest%/*}"
    printf '%s\n' "$known" "$planned" | sed '/^$/d' | LC_ALL=C sort -u | "${as_root[@]}" tee "$manifest" > /dev/null
    put_files
    say "installed to $destdir$prefix"
    case $prefix in
    /usr | /usr/local) [ -n "$destdir" ] || "${as_root[@]}" env PATH="$PATH:/sbin:/usr/sbin" ldconfig ;;
    *) say "pkg-config finds the library with PKG_CONFIG_PATH=$prefix/lib/pkgconfig" ;;
    esac
    [ $system = no ] || {
        "${as_root[@]}" "$prefix/lib/zsn2n/system-ffmpeg" on
        say "the system's own ffmpeg, ffplay and mpv have the filter now: ffmpeg -vf zsn2n; ./dev install --uninstall takes it back"
    }
}

uninstall_all() {
    [ $system = no ] || fail "--uninstall removes everything, --system-ffmpeg's part as well; give it alone"
    [ -s "$manifest" ] || fail "nothing to uninstall: there is no $manifest"
    local system_ffmpeg=$prefix/lib/zsn2n/system-ffmpeg
    [ -n "$destdir" ] || [ ! -x "$system_ffmpeg" ] || "${as_root[@]}" "$system_ffmpeg" off
    # Deepest first; folders only where nothing else is in them.
    sed "s|^\./|$prefix/|; s|^|$destdir|" "$manifest" | LC_ALL=C sort -r | "${as_root[@]}" bash -c 'while read -r path; do
        if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir --ignore-fail-on-non-empty "$path"; else rm -f "$path"; fi
    done'
    case $prefix in
    /usr | /usr/local) [ -n "$destdir" ] || "${as_root[@]}" env PATH="$PATH:/sbin:/usr/sbin" ldconfig ;;
    esac
    say "removed what was installed to $destdir$prefix"
}

# "GENERATION FOLDER": where GIMP itself looks, of each GIMP that the plug-in was built for.
gimp_folders() {
    local generation
    for generation in 2 3; do
        [ ! -d "$build/gimp/$generation.0" ] ||
            echo "$generation.0 $(pkg-config --variable=gimplibdir gimp-$generation.0)/plug-ins"
    done
}

# GIMP looks in its own folder and the user's, never under another prefix: a system-wide install leaves a link
# there, any other says how to make GIMP look.
link_plug_in() {
    local generation gimp ours
    while read -r generation gimp; do
        ours=$prefix/lib/gimp/$generation/plug-ins
        case $prefix in
        /usr | /usr/local)
            [ "$ours" = "$gimp" ] || {
                "${as_root[@]}" mkdir -p "$destdir$gimp" &&
                    "${as_root[@]}" ln -sfn "$ours/zsn2n" "$destdir$gimp/zsn2n" || return
                say "linked the plug-in as $gimp/zsn2n"
            }
            ;;
        *) say "GIMP finds the plug-in once $ours is added in Edit > Preferences > Folders > Plug-Ins" ;;
        esac
    done < <(gimp_folders)
}
