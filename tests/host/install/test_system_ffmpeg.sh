#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# test_system_ffmpeg.sh SOURCE_DIR BUILD_DIR: ./dev install --system-ffmpeg and its way back, in a copy of this
# system whose changes live in memory: the stock ffmpeg has the filter, an upgrade or the loss of a library takes it
# out, --uninstall leaves the system as it was. Needs root.
set -euo pipefail
source_dir=$1 build=$2
die() { echo "FAILED: $*" >&2; exit 1; }

if [ "${3-}" != inside ]; then
    [ "$(id -u)" -eq 0 ] || [ "${CI-}" != true ] || die "CI must test it as root"
    [ "$(id -u)" -eq 0 ] || { echo "skipped: only root can mount a copy of the system"; exit 77; }
    # shellcheck disable=SC2016 # expanded by the shell inside
    exec unshare --mount --propagation private bash -euc '
        memory=$(mktemp -d)
        mount -t tmpfs tmpfs "$memory"
        mkdir "$memory"/{changes,work,system}
        mount -t overlay overlay -o "lowerdir=/,upperdir=$memory/changes,workdir=$memory/work" "$memory/system"
        cd "$memory/system"
        mount -t proc proc proc
        mount --rbind /dev dev
        mount -t tmpfs tmpfs tmp
        for folder in "$2" "$3"; do mkdir -p ".$folder"; mount --bind "$folder" ".$folder"; done
        exec chroot . "$1" "$2" "$3" inside' system "$(readlink -f "$0")" "$source_dir" "$build"
fi

export LC_ALL=C
unset LD_LIBRARY_PATH
dev() { ZSN2N_BUILD_DIR=$build "$source_dir/dev" --no-build "$@" > /tmp/log 2>&1 || { cat /tmp/log >&2; die "./dev $*"; }; }
filtered() { ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=64x48:duration=0.2 -vf zsn2n=steps=2:guides=none -f null -; }
works() { [[ $(ffmpeg -hide_banner -filters 2>&1) == *" scale "* ]] || die "ffmpeg does not run $1"; }
library_of() { ldd "/usr/bin/$1" | sed -n 's/.*libavfilter\.so\.[0-9]* => \([^ ]*\) .*/\1/p'; }
state() { # of all that an install may touch; folders' sizes vary
    find /etc /usr/bin /usr/lib /usr/local -xdev \( -path "$source_dir" -o -path "$build" -o -name ld.so.cache \) -prune -o \
        \( -type d -printf '%p %m\n' -o -printf '%p %y %l %m %s\n' \) | sort
    find /etc -xdev -type f ! -name ld.so.cache -exec sha256sum {} + | sort
    ldconfig -p | sort
}

! filtered 2> /dev/null || die "ffmpeg has the filter before it was installed"
state > /tmp/before

echo "-- the stock programs have the filter"
dev install --system-ffmpeg
filtered || die "the system's ffmpeg cannot run the filter"
for program in ffmpeg ffplay ffprobe mpv; do
    [ ! -x "/usr/bin/$program" ] || [[ $(library_of $program) == /usr/local/lib/zsn2n/ffmpeg/* ]] || die "$program uses $(library_of $program)"
done
dev install --system-ffmpeg # again, over itself
filtered || die "not after a second install"

echo "-- other packages come and go"
mkdir -p /tmp/package/DEBIAN
printf 'Package: zsn2n-nothing\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: nothing\n' > /tmp/package/DEBIAN/control
dpkg-deb --build /tmp/package /tmp/nothing.deb > /dev/null
dpkg -i /tmp/nothing.deb > /tmp/log 2>&1 || { cat /tmp/log >&2; die "dpkg -i"; }
filtered || die "an unrelated package took the filter out"

echo "-- an upgrade takes it out, and says so"
cp /var/lib/dpkg/status /tmp/status
sed -i '/^Package: \(ffmpeg\|libavfilter[0-9a-z-]*\)$/,/^$/s/^Version: .*/&.1/' /var/lib/dpkg/status
dpkg -r zsn2n-nothing > /tmp/log 2>&1 || { cat /tmp/log >&2; die "dpkg -r"; }
grep -q 'zsn2n: ffmpeg is now .*[.]1, and the filter was built for .*dev install --system-ffmpeg' /tmp/log || { cat /tmp/log >&2; die "nothing was said"; }
works "after an upgrade"
! filtered 2> /dev/null || die "a filter of another version is still in use"
[[ $(library_of ffmpeg) != */zsn2n/* ]] || die "ffmpeg uses $(library_of ffmpeg) after an upgrade"
! /usr/local/lib/zsn2n/system-ffmpeg on 2> /tmp/log || die "the drop-in of another version was turned on"
grep -q 'built for ffmpeg .*[.]1 is installed' /tmp/log || { cat /tmp/log >&2; die "no reason was given"; }
awk 'BEGIN { RS = ""; ORS = "\n\n" } !/^Package: zsn2n-nothing\n/' /tmp/status > /tmp/status.clean
mv /tmp/status.clean /tmp/status
cp /tmp/status /var/lib/dpkg/status

echo "-- so does a library that is gone"
dev install --system-ffmpeg
onednn=$(ldd /usr/local/lib/zsn2n/ffmpeg/libavfilter.so.* | sed -n 's/.*libdnnl[.0-9a-z]* => \([^ ]*\) .*/\1/p')
onednn=$(readlink -f "$onednn")
mv "$onednn" /tmp/onednn # not beside it: ldconfig would link to it again
! ffmpeg -version > /dev/null 2>&1 || die "the drop-in does not need $onednn: this test shows nothing"
dpkg -i /tmp/nothing.deb > /tmp/log 2>&1 || { cat /tmp/log >&2; die "dpkg -i"; }
grep -q 'zsn2n: the filter needs what is no longer installed (libdnnl' /tmp/log || { cat /tmp/log >&2; die "nothing was said"; }
works "without $onednn"
! /usr/local/lib/zsn2n/system-ffmpeg on 2> /tmp/log || die "a drop-in that cannot be loaded was turned on"
grep -q 'needs what is not installed: libdnnl' /tmp/log || { cat /tmp/log >&2; die "no reason was given"; }
mv /tmp/onednn "$onednn"
dpkg -r zsn2n-nothing > /tmp/log 2>&1 || { cat /tmp/log >&2; die "dpkg -r"; }
cp /tmp/status /var/lib/dpkg/status

echo "-- uninstall leaves the system as it was"
dev install --system-ffmpeg
filtered || die "not after the upgrade was followed"
dev install --uninstall
works "after uninstall"
! filtered 2> /dev/null || die "ffmpeg still has the filter"
state > /tmp/after
diff /tmp/before /tmp/after || die "the differences above are left"
if ZSN2N_BUILD_DIR=$build "$source_dir/dev" install --uninstall > /tmp/log 2>&1; then die "a second --uninstall was accepted"; fi
grep -q 'nothing to uninstall' /tmp/log || { cat /tmp/log >&2; die "a second --uninstall gave no reason"; }
echo "ok"
