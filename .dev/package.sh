# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev: the verb package. Debian packages of this release in dist/debianN.
: "${root:?}" "${build:?}" "${release:?}"

verb_package() {
    [ $# -eq 0 ] || [ "$*" = --check ] || fail "package takes --check or nothing, got '$*'"
    local drop_in=$build/ffmpeg of_product=$build dist=$root/dist/debian$release kernels
    build_product
    take_kernels
    need_packages "to make packages" dpkg-dev file
    build=$build/package
    prepare_build_folder
    configure_options=(-DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr "-DCMAKE_INSTALL_LIBDIR=lib/$(gcc -print-multiarch)"
        -DCMAKE_SKIP_INSTALL_RPATH=ON -DZSN2N_GIMP=ON -DZSN2N_GIMP_PLUGIN_DIR=GIMP -DZSN2N_BUILD_TESTS=OFF
        -DZSN2N_PACKAGES=ON "-DZSN2N_DROP_IN=$drop_in" "-DZSN2N_RELEASE=$release" "-DZSN2N_DATE=$(LC_ALL=C date -R)"
        "-DZSN2N_MAINTAINER=${DEBFULLNAME:-The zsn2n authors} <${DEBEMAIL:-root@localhost}>" "-DZSN2N_WERROR=$werror" "$kernels")
    build_cmake all
    rm -rf "$build/packages"
    logged cpack cpack --config "$build/CPackConfig.cmake" -B "$build/packages"
    rm -rf "$dist"
    mkdir -p "$dist"
    mv "$build"/packages/*.deb "$dist/"
    say "in $dist: $(cd "$dist" && echo *.deb)"
    say "install them with: apt install $dist/*.deb"
    build=$of_product
    [ $# -eq 0 ] || check_packages "$dist"
}

# A new system of this release, for one check: apt installs what the packages ask for and nothing else.
check_packages() {
    local dist=$1 codename=bookworm base clean=$build/clean-system appstream=(--no-net)
    # AppStream 1.0 wants a home page, and there is none.
    [ "$release" = 12 ] || { codename=trixie; appstream+=(--override url-homepage-missing=info); }
    base=${XDG_CACHE_HOME:-$HOME/.cache}/zsn2n/$codename
    make_system "$base" "$codename"
    need_packages "to check packages" appstream lintian
    say "lintian"
    # The maintainer is whoever makes them, which need not be an address.
    lintian --fail-on error --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog,root-in-contact \
        "$dist"/*.deb >&2 || fail "lintian found errors"
    appstreamcli validate "${appstream[@]}" "$build/package/gimp-plugin/org.gimp.GIMP.zsn2n.metainfo.xml" >&2 || fail "appstreamcli found errors"
    say "installing, using, upgrading and removing the packages in $clean"
    if [ -e "$clean" ] && [ ! -e "$clean/.zsn2n-rig" ]; then fail "$clean is not of ./dev package --check; remove it yourself"; fi
    rig_root rm -rf --one-file-system "$clean"
    rig_root mkdir -p "$clean/packages"
    rig_root touch "$clean/.zsn2n-rig"
    rig_root cp -a "$base/." "$clean"
    rig_root cp -r "$dist" "$root/.dev/use_packages.sh" "$root/tests/host/install/consumer" "$clean/packages"
    in_system "$clean" -- env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        /packages/use_packages.sh "/packages/${dist##*/}" >&2 ||
        fail "the packages failed in $clean; ./dev package --check makes it afresh"
    rig_root rm -rf --one-file-system "$clean"
    say "the packages passed"
}
