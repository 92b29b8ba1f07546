# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev, which defines root, build, say and fail: which Debian packages are needed, and getting them.
: "${root:?}"

# Debian's release; whatever else this system is counts as the newest known.
release=13
! grep -qsx 'VERSION_ID="12"' /etc/os-release || release=12

# package_list FILE: one package a line, # starts a comment, @12 after a name leaves it to that release.
package_list() {
    [ -r "$root/$1" ] || fail "there is no $root/$1: this checkout is incomplete"
    awk -v release="@$release" '{ sub(/#.*/, "") } NF == 1 || $2 == release { print $1 }' "$root/$1"
}

# The engine, its tests and the bench.
core_packages=(ccache cmake g++ libdnnl-dev libgtest-dev libjpeg-dev libpng-dev ninja-build pkg-config)
if [ $release = 12 ]; then core_packages+=(libhalide14-0-dev); else core_packages+=(libhalide19-dev); fi
host_packages=(ffmpeg)
host_packages+=($(package_list ffmpeg-filter/packages.txt && package_list gimp-plugin/packages.txt)) || exit 1
test_packages=(locales)
test_packages+=($(package_list tests/host/gimp/packages.txt && package_list tests/host/ffmpeg/packages.txt)) || exit 1
lint_packages=(clang-format clang-tidy shellcheck)

# need_packages WHY PACKAGE...: installs what is missing, and touches nothing where nothing is.
need_packages() {
    local why=$1 missing=() as_root=()
    shift
    if ! command -v dpkg-query apt-get > /dev/null; then
        say "warning: this is no Debian system; install the likes of these yourself: $*"
        return 0
    fi
    mapfile -t missing < <(comm -13 <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u) \
        <(printf '%s\n' "$@" | sort -u))
    [ ${#missing[@]} -gt 0 ] || return 0

    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null ||
            fail "packages are missing, and there is no sudo; as root run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing packages $why: ${missing[*]}"
    apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=500 -o Dpkg::Use-Pty=0 "$@"; }
    local log
    log=$(mktemp)
    # One unreachable third-party source fails an update; what counts is whether the packages come.
    if ! { apt update || true; apt install --no-install-recommends "${missing[@]}"; } < /dev/null 2>&1 | tee "$log" | apt_progress; then
        grep -E '^(E|W|dpkg):' "$log" >&2 || tail -n 5 "$log" >&2
        rm -f "$log"
        fail "apt-get could not install the packages; its messages are above"
    fi
    rm -f "$log"
}

# A line now and then out of apt's thousands.
apt_progress() {
    awk '/newly installed|^Need to get/ { print "[dev]   " $0 }
        /^Get:/ && ++got % 100 == 0 { print "[dev]   " got " files fetched" }
        /^Setting up/ && ++done % 100 == 0 { print "[dev]   " done " packages set up" }
        { fflush() }' >&2
}
