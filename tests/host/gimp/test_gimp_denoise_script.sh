#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# denoise.sh: files in, files out, failures as exit status and words.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs "$gimp_console" convert timeout || exit 1
folder="$test_build/$name files"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

denoise() { timeout -k 5 240 "$plugin_source/denoise.sh" --gimp "$generation" --profile-dir "$profile" "$@" 2>"$log"; }

# refused WORD ARGUMENTS...: must fail, say the word, and leave out.png as it was.
refused() {
    local word=$1
    shift
    echo before >out.png
    if denoise "$@"; then fail "denoise.sh $* succeeded"; fi
    grep -qF -- "$word" "$log" || fail "denoise.sh $*: no \"$word\" in: $(cat "$log")"
    [ "$(cat out.png)" = before ] || fail "denoise.sh $*: the old output was touched"
    echo "ok refused: $(tail -n 1 "$log")"
}

# WIDTH HEIGHT: a colour gradient with a checkerboard on it, in text form.
ppm() {
    printf 'P3\n%d %d\n255\n' "$1" "$2"
    local x y
    for ((y = 0; y < $2; ++y)); do
        for ((x = 0; x < $1; ++x)); do
            echo $((x * 4 + (x + y) % 2 * 40)) $((y * 5)) 128
        done
    done
}
numbers() { convert "$1" -depth 8 -compress none ppm:- | sed 's/#.*//' | tr -s ' \n' '\n' | grep .; }
awkward="a \"b\" \\ 'c'.ppm"
ppm 40 30 >"$awkward"
ppm 3 30 >thin.ppm
echo nonsense >broken.png

denoise "$awkward" out.ppm steps=20 || fail "$(cat "$log")"
[ "$(numbers out.ppm | wc -l)" -eq 3604 ] || fail "out.ppm is no PPM of 40x30"
cmp -s <(numbers "$awkward") <(numbers out.ppm) && fail "out.ppm is the input"
denoise "$awkward" copy.ppm steps=5:strength=0 || fail "$(cat "$log")"
cmp <(numbers "$awkward") <(numbers copy.ppm) || fail "strength=0 is no copy"
cp out.ppm again.ppm
denoise again.ppm again.ppm steps=20 || fail "$(cat "$log")"
cmp -s out.ppm again.ppm && fail "in place: nothing changed"
echo "ok images"

refused stepz "$awkward" out.png stepz=1
refused 3 thin.ppm out.png steps=20
refused broken.png broken.png out.png
refused missing.png missing.png out.png
refused suffix "$awkward" out
refused Usage "$awkward"
[ -z "$(find . -name '.zsn2n-*')" ] || fail "temporary files were left: $(ls -A)"
