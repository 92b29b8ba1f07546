#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# test_install.sh SOURCE_DIR BUILD_DIR WORK_DIR VERSION
set -euo pipefail
source_dir=$1 build=$2 work=$3 version=$4
here=$(cd -- "$(dirname -- "$0")" && pwd)
die() { echo "FAILED: $*" >&2; exit 1; }
same() { [ "$2" = "$3" ] || die "$1: got '$2', expected '$3'"; }
install_to() { ZSN2N_BUILD_DIR=$build "$source_dir/dev" --no-build install "$@"; }
unset PKG_CONFIG_PATH LD_LIBRARY_PATH CMAKE_PREFIX_PATH

rm -rf "$work"
mkdir -p "$work"
install_to --prefix "$work/first"
# A moved tree must work as well: nothing may point back to where it was installed or built.
mv "$work/first" "$work/prefix"
prefix=$work/prefix

echo "-- a C program through pkg-config"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
same "pkg-config version" "$(pkg-config --modversion zsn2n)" "$version"
read -ra flags <<< "$(pkg-config --cflags --libs zsn2n)"
gcc -std=c99 -pedantic-errors -Wall -Wextra -Werror "$here/consumer/consumer.c" -o "$work/consumer" "${flags[@]}" "-Wl,-rpath,$prefix/lib"
same "C program" "$("$work/consumer")" "$version denoised"

echo "-- a CMake project through find_package"
cmake -S "$here/consumer" -B "$work/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" > "$work/cmake.log" || { cat "$work/cmake.log"; die "find_package(zsn2n)"; }
cmake --build "$work/cmake" > "$work/cmake.log" || { cat "$work/cmake.log"; die "the CMake project does not build"; }
same "CMake project" "$("$work/cmake/consumer")" "$version denoised"

echo "-- ffmpeg-zsn2n and the plug-in use the library of their prefix"
[[ $("$prefix/bin/ffmpeg-zsn2n" -hide_banner -filters 2> /dev/null) == *" zsn2n "* ]] || die "the installed ffmpeg-zsn2n lists no zsn2n"
plug_ins=()
for folder in "$build"/gimp/*.0; do plug_ins+=("$prefix/lib/gimp/${folder##*/}/plug-ins/zsn2n/zsn2n"); done
for file in "$prefix"/lib/zsn2n/ffmpeg/libavfilter.so.* "${plug_ins[@]}"; do
    [ -f "$file" ] || die "$file was not installed"
    library=$(ldd "$file" | sed -n 's/.*libzsn2n\.so[.0-9]* => \([^ ]*\) .*/\1/p')
    same "libzsn2n of $file" "$(readlink -f "${library:-none}")" "$(readlink -f "$prefix/lib/libzsn2n.so")"
done

for file in "${plug_ins[@]}"; do
    for beside in locale/de/LC_MESSAGES/zsn2n-gimp.mo help/{en,de}/{gimp-help.xml,index.html} icon/zsn2n-16.png; do
        [ -f "${file%/*}/$beside" ] || die "${file%/*}/$beside was not installed"
    done
done

same "zsn2n-pipe" "$("$prefix/bin/zsn2n-pipe" --version)" "zsn2n-pipe $version"

echo "-- nothing points into the build folder"
if grep -rlF -- "$build" "$prefix" | grep .; then die "the files above name $build"; fi

echo "-- a staged install writes beneath its destdir alone, and leaves GIMP a link"
install_to --destdir "$work/stage" --prefix /usr/local
[ -f "$work/stage/usr/local/include/zsn2n/zsn2n.h" ] || die "no header in the staged tree"
[ -x "$work/stage/usr/local/bin/ffmpeg-zsn2n" ] || die "no ffmpeg-zsn2n in the staged tree"
unset PKG_CONFIG_PATH
for folder in "$build"/gimp/*.0; do
    gimp=${folder##*/}
    same "the link for GIMP $gimp" "$(readlink "$work/stage$(pkg-config --variable=gimplibdir "gimp-$gimp")/plug-ins/zsn2n")" \
        "/usr/local/lib/gimp/$gimp/plug-ins/zsn2n"
done

echo "-- uninstall removes what was installed, and nothing else"
mkdir -p "$work/second/lib/theirs"
touch "$work/second/lib/theirs/file"
install_to --prefix "$work/second"
install_to --prefix "$work/second"
install_to --uninstall --prefix "$work/second"
same "what is left" "$(cd "$work/second" && find . | sort | tr '\n' ' ')" ". ./lib ./lib/theirs ./lib/theirs/file "

echo "-- what others put below the prefix during an install stays"
mkdir -p "$work/cmake_and_another"
cat > "$work/cmake_and_another/cmake" <<END
#!/bin/sh
mkdir -p "$work/third/lib/theirs" && touch "$work/third/theirs" "$work/third/lib/theirs/file" && exec $(command -v cmake) "\$@"
END
chmod +x "$work/cmake_and_another/cmake"
PATH=$work/cmake_and_another:$PATH install_to --prefix "$work/third"
[ -x "$work/third/bin/ffmpeg-zsn2n" ] || die "the third prefix has no ffmpeg-zsn2n"
install_to --uninstall --prefix "$work/third"
same "what is left" "$(cd "$work/third" && find . | LC_ALL=C sort | tr '\n' ' ')" ". ./lib ./lib/theirs ./lib/theirs/file ./theirs "

echo "-- the list of an earlier version, which named all that was new, uninstalls as well"
install_to --prefix "$work/above/fourth"
(cd "$work/above/fourth" && find . | sed 's|^\.$|./|' | sort > lib/zsn2n/installed-files)
install_to --uninstall --prefix "$work/above/fourth"
[ ! -e "$work/above/fourth" ] || die "left behind: $(find "$work/above/fourth")"
rmdir "$work/above"

echo "-- every folder that install made goes, above the prefix as well; GIMP's with the links in them"
install_to --prefix "$work/above/fourth"
install_to --uninstall --prefix "$work/above/fourth"
[ ! -e "$work/above" ] || die "left behind: $(find "$work/above")"
install_to --uninstall --destdir "$work/stage" --prefix /usr/local
same "what is left of the staged tree" "$(find "$work/stage")" "$work/stage"

echo "-- what install refuses"
if message=$(install_to --prefix here/there 2>&1); then die "a relative prefix was accepted"; fi
[[ $message == *"accepted is an absolute path"* ]] || die "a relative prefix: $message"
if message=$(install_to --perfix=/x 2>&1); then die "an unknown argument was accepted"; fi
[[ $message == *"--perfix=/x"*"accepted"* ]] || die "an unknown argument: $message"
echo "ok"
