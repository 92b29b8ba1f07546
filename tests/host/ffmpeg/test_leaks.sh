#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# leaks.c, against the drop-in libavfilter: frames of several formats and sizes, commands, a state file, refused
# options and an early end leave nothing behind; a graph forgotten on purpose is reported.
. "$(dirname -- "$0")/common.sh"

# The headers of the very FFmpeg that the drop-in is.
[ -d "$drop_in/tree" ] || fail "there is no $drop_in/tree; build it with: ./dev build"
avfilter=$(echo "$drop_in"/lib/libavfilter.so.*)
avutil=$(ldd "$avfilter" | sed -n 's/.*libavutil\.so\.[0-9]* => \([^ ]*\) .*/\1/p')
gcc -std=c99 -g -Wall -Wextra -Werror -Wno-deprecated-declarations -fsanitize=address -I"$drop_in/tree" \
    "$source_root/tests/host/ffmpeg/leaks.c" "$avfilter" "$avutil" -Wl,--allow-shlib-undefined -o leaks

# AddressSanitizer of GCC 12 may find its place taken where the kernel randomises more than 28 bits of addresses.
run=()
! setarch "$(uname -m)" -R true 2> /dev/null || run=(setarch "$(uname -m)" -R)
leaks() { LD_LIBRARY_PATH=$drop_in/lib "${run[@]}" ./leaks "$@" > log 2>&1; }

leaks . || { head -n 60 log >&2; fail "errors or leaks"; }
! leaks --plant . || fail "a graph that was not freed is not reported"
logged 'LeakSanitizer: detected memory leaks'
logged 'zsn2n_create[a-z_]* .*libzsn2n'
