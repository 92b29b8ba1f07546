#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# use_packages.sh DIST, run by ./dev package --check as root in a new system, with the packages in the folder DIST and a
# program that uses the library beside this script: install, use, upgrade, remove; then nothing may be left.
set -euo pipefail
dist=$1 here=$(dirname -- "$0")
die() { echo "FAILED: $*" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
ours=(libzsn2n0 libzsn2n-dev ffmpeg-zsn2n gimp-plugin-zsn2n)

apt() { # the log is shown where it fails
    apt-get -q -y -o Dpkg::Use-Pty=0 --no-install-recommends "$@" > /tmp/apt.log 2>&1 || { tail -n 30 /tmp/apt.log >&2; die "apt-get $*"; }
}
state() { # files and folders that packages could leave; not what apt and dpkg keep for themselves
    find / -xdev \( -path /proc -o -path /tmp -o -path /dev -o -path /var/cache -o -path /var/lib/apt -o -path /var/lib/dpkg \
        -o -path /var/log -o -path "$HOME" -o -path /run -o -path "$here" -o -name ld.so.cache -o -name __pycache__ \) -prune -o -printf '%p\n' | LC_ALL=C sort
}

echo "-- what the packages ask for, and a compiler for the C program"
apt update
mapfile -t wanted < <(apt-get -s --no-install-recommends install "$dist"/*.deb | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
    grep -vxF "$(printf '%s\n' "${ours[@]}")")
[ ${#wanted[@]} -gt 20 ] || die "apt would install nothing beside ours: $(apt-get -s install "$dist"/*.deb 2>&1 | tail -n 5)"
apt install "${wanted[@]}" gcc g++ cmake make pkg-config libc6-dev bash-completion man-db
state > /tmp/before

echo "-- install"
apt install "$dist"/*.deb
for package in "${ours[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package")" = installed ] || die "$package is not installed"
done

use() {
    local before after
    cd "$(mktemp -d)"
    echo "-- a clip with ffmpeg-zsn2n and with zsn2n-pipe"
    ffmpeg -v error -f lavfi -i 'mandelbrot=size=640x360:rate=10:end_pts=400,scale=320:180:flags=area,trim=duration=1,format=gbrp' -c:v ffv1 clean.nut
    ffmpeg -v error -i clean.nut -vf noise=alls=40:allf=t:all_seed=1 -c:v ffv1 noisy.nut
    psnr() { ffmpeg -hide_banner -i clean.nut -i "$1" -lavfi '[0:v][1:v]psnr' -f null - 2>&1 | sed -n 's/.*average:\([0-9]*\).*/\1/p'; }
    ffmpeg-zsn2n -v error -i noisy.nut -vf zsn2n -c:v ffv1 denoised.nut
    before=$(psnr noisy.nut) after=$(psnr denoised.nut)
    [ "$after" -ge $((before + 4)) ] || die "ffmpeg-zsn2n: $before dB before, $after after"
    ffmpeg -v error -i noisy.nut -pix_fmt yuv420p -f yuv4mpegpipe noisy.y4m
    zsn2n-pipe < noisy.y4m > piped.y4m 2> /dev/null
    ffmpeg-zsn2n -v error -i noisy.y4m -vf zsn2n -f yuv4mpegpipe filtered.y4m
    cmp piped.y4m filtered.y4m || die "zsn2n-pipe and the filter differ"
    ffprobe-zsn2n -v error -show_entries stream=width noisy.nut > /dev/null
    man ffmpeg-zsn2n | grep -q strength || die "the manual has no option strength"
    man zsn2n-pipe > /dev/null && man ffplay-zsn2n > /dev/null

    echo "-- an image with GIMP in batch"
    ffmpeg -v error -i noisy.nut -frames:v 1 -update 1 noisy.png
    batch "$PWD" > gimp.log 2>&1 || { tail -n 20 gimp.log >&2; die "GIMP"; }
    [ -s denoised.png ] || { tail -n 20 gimp.log >&2; die "GIMP wrote no image"; }
    ffmpeg -v error -i clean.nut -frames:v 1 -update 1 clean.png
    still() { ffmpeg -hide_banner -i clean.png -i "$1" -lavfi '[0:v][1:v]psnr' -f null - 2>&1 | sed -n 's/.*average:\([0-9]*\).*/\1/p'; }
    [ "$(still denoised.png)" -ge $(($(still noisy.png) + 3)) ] || die "GIMP: $(still noisy.png) dB before, $(still denoised.png) after"

    echo "-- a C program through pkg-config, and a project through find_package"
    # shellcheck disable=SC2046 # flags are words
    gcc -std=c99 -Wall -Werror "$here"/consumer/consumer.c -o consumer $(pkg-config --cflags --libs zsn2n)
    [[ $(./consumer) == *" denoised" ]] || die "the C program printed: $(./consumer)"
    cmake -S "$here"/consumer -B cmake > cmake.log && cmake --build cmake >> cmake.log || { cat cmake.log >&2; die "find_package"; }
    [[ $(cmake/consumer) == *" denoised" ]] || die "the CMake project printed: $(cmake/consumer)"
    cd /
}

# batch FOLDER: noisy.png to denoised.png with whichever GIMP there is.
batch() {
    local scheme
    if command -v gimp-console-2.10 > /dev/null; then
        scheme="(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE \"$1/noisy.png\" \"\"))) (layer (car (gimp-image-get-active-drawable image))))
            (plug-in-zsn2n RUN-NONINTERACTIVE image layer \"\")
            (gimp-file-save RUN-NONINTERACTIVE image layer \"$1/denoised.png\" \"\"))"
        gimp-console-2.10 -i -d -f -b "$scheme" -b '(gimp-quit 0)'
    else
        scheme="(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE \"$1/noisy.png\"))))
            (plug-in-zsn2n #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image)))
            (gimp-file-save RUN-NONINTERACTIVE image \"$1/denoised.png\"))"
        gimp-console-3.0 -i -d -f --batch-interpreter plug-in-script-fu-eval --quit -b "$scheme"
    fi
}
use

echo "-- the system's own ffmpeg has the filter for as long as it is wanted"
/usr/lib/zsn2n/system-ffmpeg on
[[ $(ffmpeg -hide_banner -filters 2>&1) == *" zsn2n "* ]] || die "ffmpeg has no zsn2n"

echo "-- upgrade; what the user saved is kept"
profile=$(find "$HOME/.config/GIMP" -mindepth 1 -maxdepth 1 -type d)
presets=$profile/zsn2n/presets
mkdir "${presets%/*}"
echo "mine" > "$presets"
mkdir /tmp/newer
for deb in "$dist"/*.deb; do
    rm -rf /tmp/unpacked
    dpkg-deb -R "$deb" /tmp/unpacked
    sed -i 's/^\(Version: .*\)$/\1+1/; s/(= \([^)]*\))/(= \1+1)/' /tmp/unpacked/DEBIAN/control
    dpkg-deb --root-owner-group -b /tmp/unpacked "/tmp/newer/${deb##*/}" > /dev/null
done
apt install /tmp/newer/*.deb
[[ $(dpkg-query -W -f '${Version}' libzsn2n0) == *+1 ]] || die "no upgrade: $(dpkg-query -W -f '${Version}' libzsn2n0)"
[ "$(cat "$presets")" = mine ] || die "the user's presets are gone"
use

echo "-- remove"
apt purge "${ours[@]}"
! grep -rqs zsn2n /etc || die "/etc still names it: $(grep -rls zsn2n /etc)"
[[ $(ffmpeg -hide_banner -filters 2>&1) != *" zsn2n "* ]] || die "ffmpeg still has zsn2n"
state > /tmp/after
diff /tmp/before /tmp/after > /tmp/difference || { cat /tmp/difference >&2; die "the files above came or went"; }
found=$(find / -xdev \( -path /proc -o -path /tmp -o -path "$HOME" -o -path /var/cache -o -path "$here" \) -prune -o -name '*zsn2n*' -print | grep -v '^/\.zsn2n-rig$' || true)
[ -z "$found" ] || die "left: $found"
echo "ok"
