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

# Everything below the prefix, and GIMP's links to it.
installed_paths() {
    local generation gimp
    find "$destdir$prefix" 2> /dev/null || true
    while read -r generation gimp; do
        [ ! -L "$destdir$gimp/zsn2n" ] || echo "$destdir$gimp/zsn2n"
    done < <(gimp_folders)
}

install_all() {
    build_product
    local before after known=''
    [ ! -e "$manifest" ] || known=$(cat "$manifest")
    before=$(installed_paths | sort)
    "${as_root[@]}" env DESTDIR="$destdir" cmake --install "$build" --prefix "$prefix" > /dev/null
    "${as_root[@]}" "$root/ffmpeg-filter/install.sh" --build-dir "$build/ffmpeg" --prefix "$prefix" ${destdir:+--destdir "$destdir"} >&2
    "${as_root[@]}" touch "$manifest"
    link_plug_in
    # What this or an earlier install made, folders as well; relative to the prefix, which may be moved.
    after=$(installed_paths | sort)
    { echo "$known"; comm -13 <(echo "$before") <(echo "$after") | sed -E "s#^$destdir$prefix(/|\$)#./#; s#^$destdir##"; } |
        sed '/^$/d' | sort -u |
        "${as_root[@]}" tee "$manifest" > /dev/null
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
    [ -n "$destdir" ] || "${as_root[@]}" "$prefix/lib/zsn2n/system-ffmpeg" off
    # Deepest first; folders only where nothing else is in them.
    sort -r "$manifest" | sed "s|^\./|$prefix/|; s|^|$destdir|" | "${as_root[@]}" bash -c 'while read -r path; do
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
                "${as_root[@]}" mkdir -p "$destdir$gimp"
                "${as_root[@]}" ln -sfn "$ours/zsn2n" "$destdir$gimp/zsn2n"
                say "linked the plug-in as $gimp/zsn2n"
            }
            ;;
        *) say "GIMP finds the plug-in once $ours is added in Edit > Preferences > Folders > Plug-Ins" ;;
        esac
    done < <(gimp_folders)
}
