# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev: Debian 13 (FFmpeg 7.1, GIMP 3, oneDNN 3.7, Halide 19) in a folder, on a Debian 12 machine.
: "${root:?}" "${build:?}" "${no_build:=no}"

rig_packages=(debian-archive-keyring debootstrap)

# rig_root: what needs root, as root.
rig_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}

# apt's own settings and, where packages were ever fetched, its own mirror.
rig_mirror() {
    local found
    found=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2> /dev/null |
        sed -n 's/^Debian \(http.*\)/\1/p' | head -n 1)
    echo "${ZSN2N_MIRROR:-${found:-http://deb.debian.org/debian}}"
}

# ZSN2N_RIG may name any folder: one with contents that make_system did not begin is refused, and nothing is changed.
check_rig() {
    if [ -e "$rig/.complete" ] || [ -e "$rig/.zsn2n-rig" ]; then return 0; fi
    if [ ! -e "$rig" ] && [ ! -L "$rig" ]; then return 0; fi
    if [ -d "$rig" ] && [ -r "$rig" ] && [ -z "$(ls -A -- "$rig")" ]; then return 0; fi
    fail "ZSN2N_RIG is '$rig', which ./dev debian13 did not make; accepted is a folder that is empty or does not exist"
}

# make_system FOLDER CODENAME: a base system of Debian, made once; what is begun and not finished is begun afresh. The
# mark .zsn2n-rig goes in first and stays: nothing is removed from a folder without it.
make_system() {
    local folder=$1 codename=$2 mirror proxy log=$build/$2.log
    [ ! -e "$folder/.complete" ] || return 0
    need_packages "to make a Debian system" "${rig_packages[@]}"
    mirror=$(rig_mirror)
    proxy=$(apt-config shell proxy Acquire::http::Proxy | sed "s/^proxy='\(.*\)'/\1/")
    say "making a Debian system ($codename) in $folder, from $mirror"
    if [ -e "$folder/.zsn2n-rig" ]; then
        rig_root env -C "$folder" find . -xdev -mindepth 1 ! -path ./.zsn2n-rig -delete
    else
        mkdir -p "$(dirname -- "$folder")"
        rig_root mkdir -p "$folder"
        rig_root touch "$folder/.zsn2n-rig"
    fi
    rig_root env ${proxy:+"http_proxy=$proxy"} PATH="$PATH:/usr/sbin:/sbin" debootstrap --variant=minbase \
        --include=ca-certificates "$codename" "$folder" "$mirror" > "$log" 2>&1 ||
        { tail -n 5 "$log" >&2; fail "debootstrap could not make it from $mirror (ZSN2N_MIRROR=URL names another mirror); the whole output is in $log"; }
    [ -z "$proxy" ] || echo "Acquire::http::Proxy \"$proxy\";" | rig_root tee "$folder/etc/apt/apt.conf.d/90proxy" > /dev/null
    rig_root touch "$folder/.complete"
}

# in_system FOLDER MOUNT... -- COMMAND...: runs the command in the system, as root. The mounts are folders of this
# system under their own names; they are seen by the command alone and go with it.
in_system() {
    local folder=$1
    shift
    # Bound to itself, the folder is a root that mount namespaces can be made in.
    rig_root env folder="$folder" unshare --mount --propagation private bash -euc '
        mount --bind "$folder" "$folder"
        mount -t proc proc "$folder/proc"
        mount --rbind /dev "$folder/dev"
        mount -t tmpfs -o mode=1777 tmpfs "$folder/tmp"
        cp -L /etc/resolv.conf /etc/hosts "$folder/etc/"
        while [ "$1" != -- ]; do
            mkdir -p "$folder$1"
            mount --bind "$1" "$folder$1"
            shift
        done
        shift
        exec chroot "$folder" "$@"' in_system "$@"
}

verb_debian13() {
    [ $# -ge 1 ] || fail "debian13 needs a verb to run there, for example: ./dev debian13 test"
    [ "$1" != debian13 ] || fail "debian13 cannot be nested"
    [ "$no_build" = no ] || set -- --no-build "$@"
    rig=${ZSN2N_RIG:-${XDG_CACHE_HOME:-$HOME/.cache}/zsn2n/debian13}
    [[ $rig = /* ]] || fail "ZSN2N_RIG is '$rig'; accepted is an absolute path"
    check_rig
    [ "$(id -u)" -eq 0 ] || command -v sudo > /dev/null ||
        fail "debian13 mounts a system of its own: run it as root, or install sudo"
    command -v apt-get > /dev/null || fail "debian13 needs a Debian system to start from"
    prepare_build_folder
    make_system "$rig" trixie
    local cache data=$root/../shared/data mounts=("$root") inside=$build/debian13
    cache=$(ccache --get-config cache_dir 2> /dev/null) || cache=${XDG_CACHE_HOME:-$HOME/.cache}/ccache
    mkdir -p "$cache" "$inside"
    mounts+=("$cache")
    [[ $build = "$root"/* ]] || mounts+=("$build")
    [ ! -d "$data" ] || mounts+=("$(cd -- "$data" && pwd)")
    in_system "$rig" "${mounts[@]}" -- \
        env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 TERM="${TERM:-dumb}" ${CI:+CI="$CI"} \
        CCACHE_DIR="$cache" ZSN2N_BUILD_DIR="$inside" "$root/dev" "$@"
}
