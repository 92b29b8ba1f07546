#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# lint.sh BUILD_DIR [--fix]: every check that needs no test run; BUILD_DIR holds compile_commands.json. Runs
# all checks and fails at the end if one failed. --fix formats the sources first.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
build=${1:?usage: lint.sh BUILD_DIR [--fix]}
failed=()

check() { # check NAME COMMAND...
    echo "== $1"
    "${@:2}" || failed+=("$1")
}

# Everything that is ours, build folders and git's own left out.
mapfile -t files < <(find . -name .git -prune -o -name 'build*' -type d -prune -o -name .cache -prune -o -type f -print |
    sed 's|^\./||' | sort)
matching() { printf '%s\n' "${files[@]}" | grep -E "$1" || true; }

# vf_zsn2n.c follows FFmpeg's own style.
mapfile -t sources < <(matching '\.(c|h|cpp)$' | grep -v '^ffmpeg-filter/')
mapfile -t scripts < <(for file in "${files[@]}"; do
    grep -qm1 '^#!.*sh$\|^# shellcheck shell' <(head -n 1 "$file") && echo "$file"; done)

formatting() { clang-format --dry-run -Werror "${sources[@]}" 2>&1 | grep 'error:'; [ "${PIPESTATUS[0]}" -eq 0 ]; }

# tidy FILE: clang-tidy, unless it found nothing in this very text before: the file as preprocessed, with comments, the
# tool and its settings. That is 3 s a file, the text a quarter of one.
tidy_settings=$(clang-tidy --version && cat .clang-tidy)
passed=${XDG_CACHE_HOME:-$HOME/.cache}/zsn2n/tidy
tidy() {
    local command key
    command=$(awk -v file="\"file\": \"$PWD/$1\"" '/^ *"command": / { command = $0 } index($0, file) { print command; exit }' \
        "$build/compile_commands.json" | sed 's/^ *"command": "//; s/",$//; s/\\\(.\)/\1/g; s/ -MD -MT [^ ]* -MF [^ ]*//; s/ -o [^ ]*//')
    key=$({
        echo "$tidy_settings"
        (cd "$build" && eval "${command/ -c / -E -P -C }")
    } 2>&1 | sha256sum | cut -d ' ' -f 1)
    [ -e "$passed/$key" ] || { clang-tidy --quiet -p "$build" --warnings-as-errors='*' "$1" 2> /dev/null && touch "$passed/$key"; }
}
export -f tidy
export build passed tidy_settings

# What ships. Generators and tests include Halide.h and gtest.h, which cost 10 to 20 s a file; the compiler's
# warnings must do for them.
static_checks() {
    local compiled=()
    mapfile -t compiled < <(matching '^(engine|gimp-plugin)/.*\.cpp$' | while read -r file; do
        grep -q "\"file\": \"$PWD/$file\"" "$build/compile_commands.json" && echo "$file"; done 2> /dev/null)
    [ ${#compiled[@]} -gt 0 ] || { echo "no compiled files are listed in $build/compile_commands.json"; return 1; }
    mkdir -p "$passed"
    printf '%s\0' "${compiled[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'tidy "$0"'
}

# Left out: variables that the sourcing script uses (2034), words of one's own lists split on purpose (2046,
# 2206, 2207), and two that misread "CDPATH= cd" (1007) and "gimp-2.10" (2100).
shell_scripts() { shellcheck -x -P SCRIPTDIR -S warning -e SC1007,SC2034,SC2046,SC2100,SC2206,SC2207 "${scripts[@]}"; }

# A room of the engine includes itself and the rooms before it, never one after it.
rooms=(base image noise pilot temporal pair network train blend denoiser api)
include_order() {
    local bad=0 room allowed='' file line included
    for room in "${rooms[@]}"; do
        allowed+=" $room "
        for file in $(matching "^engine/$room/"); do
            while IFS=: read -r line included; do
                [[ " ${rooms[*]} " != *" $included "* || $allowed == *" $included "* ]] && continue
                echo "$file:$line: room '$room' must not include '$included', which comes after it"
                bad=1
            done < <(grep -n '^ *#include "' "$file" | sed -n 's|^\([0-9]*\):.*"\([a-z_0-9]*\)/.*|\1:\2|p')
        done
    done
    for file in $(matching '^(gimp-plugin|ffmpeg-filter)/.*\.(c|cpp|h)$'); do
        if grep -nE "#include \"($(IFS='|'; echo "${rooms[*]}"))/" "$file"; then
            echo "$file: a host includes zsn2n/zsn2n.h alone"
            bad=1
        fi
    done
    # In the plug-in: core, then the dialog, then the fronts, which do not know each other.
    for room in core:'dialog|gimp2|gimp3' dialog:'gimp2|gimp3' gimp2:gimp3 gimp3:gimp2; do
        for file in $(matching "^gimp-plugin/${room%%:*}/"); do
            if grep -nE "#include \"(${room#*:})/" "$file"; then
                echo "$file: ${room%%:*} must not include ${room#*:}"
                bad=1
            fi
        done
    done
    return $bad
}

licence_lines() {
    local bad=0 file want
    for file in $(matching '(\.(c|h|cpp|cmake|sh|py|awk|inc|map|md|scm)|CMakeLists\.txt|^dev|/run)$' | grep -v '^LICENSES/') "${scripts[@]}"; do
        case $file in
        ffmpeg-filter/*) want=LGPL-2.1-or-later ;;
        gimp-plugin/*) want=GPL-3.0-or-later ;;
        *) want=BSD-2-Clause ;;
        esac
        # A script's first line is its interpreter.
        head -n 2 "$file" | grep -q "SPDX-License-Identifier: $want" || { echo "$file: no line 'SPDX-License-Identifier: $want' at its top"; bad=1; }
    done
    return $bad
}

file_sizes() {
    local bad=0 file lines
    for file in $(matching '\.(c|h|cpp|cmake|sh|py|awk)$') dev; do
        lines=$(grep -vc '^ *{ "' "$file") # rows of option tables are data
        [ "$lines" -le 600 ] || { echo "$file: $lines lines; 600 are allowed"; bad=1; }
    done
    return $bad
}

# The public header alone, as the strictest of its users would compile it.
public_header() {
    local header=engine/include/zsn2n/zsn2n.h
    gcc -x c -std=c99 -pedantic-errors -Wall -Wextra -Werror -fsyntax-only "$header" &&
        g++ -x c++ -std=c++98 -Wall -Wextra -Werror -fsyntax-only "$header" &&
        g++ -x c++ -std=c++17 -pedantic-errors -Wall -Wextra -Werror -fsyntax-only "$header"
}

[ "${2-}" != --fix ] || clang-format -i "${sources[@]}"
check "formatting (clang-format)" formatting
check "licence lines" licence_lines
check "include order" include_order
check "file sizes" file_sizes
check "public header alone" public_header
check "shell scripts (shellcheck)" shell_scripts
check "static checks (clang-tidy)" static_checks
[ ${#failed[@]} -eq 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
echo "all checks passed"
