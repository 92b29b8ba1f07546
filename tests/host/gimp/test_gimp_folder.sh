#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The batch examples: a folder in, a folder out, failures as exit status and words.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs "$gimp_console" convert compare timeout || exit 1
make_check_profile
folder="$test_build/$name files"
rm -rf "$folder"
mkdir -p "$folder/in/a folder"
cd "$folder"
# Little noise and much texture would pass for unchanged.
convert -size 64x48 gradient:red-blue -seed 1 +noise Gaussian -depth 8 "in/a 'photo'.png"
convert -size 50x40 gradient: -seed 2 +noise Gaussian -colorspace gray -depth 16 in/gray.png
if [ "$generation" = 2 ]; then
    example=("$plugin_source/examples/denoise_folder_gimp2.sh")
else
    example=("$gimp_console" -n -i -d -f --batch-interpreter python-fu-eval --quit
        -b "exec(open('$plugin_source/examples/denoise_folder_gimp3.py').read())")
fi

# run OPTIONS: its exit status.
run() {
    local status=0
    rm -rf out
    env -u DISPLAY "$profile_variable=$profile" IN=in OUT=out OPTIONS="$1" timeout -k 5 400 "${example[@]}" \
        </dev/null >"$log" 2>&1 || status=$?
    return $status
}
different() { [ "$(compare -metric AE "$1" "$2" null: 2>&1)" != 0 ]; }

run steps=20 || { cat "$log" >&2; fail "the example failed with status $?"; }
different "in/a 'photo'.png" "out/a 'photo'.png" || fail "the photo is unchanged"
different in/gray.png out/gray.png || fail "the grey image is unchanged"
[ "$(identify -format '%wx%h %z' out/gray.png)" = "50x40 16" ] || fail "out/gray.png: $(identify out/gray.png)"
[ "$(ls -A out | wc -l)" = 2 ] || fail "out holds $(ls -A out)"
echo "ok a folder"
run steps=5:strength=0 || { cat "$log" >&2; fail "the example failed with status $?"; }
different "in/a 'photo'.png" "out/a 'photo'.png" && fail "strength=0 is no copy"
echo "ok options"

echo nonsense >in/broken.png
status=0
run steps=5 || status=$?
[ $status != 0 ] && [ $status -lt 100 ] || fail "status $status with a broken file"
grep -q '^broken.png: ' "$log" || { cat "$log" >&2; fail "no word about broken.png"; }
[ "$(ls -A out | wc -l)" = 2 ] || fail "the others were not written: $(ls -A out)"
echo "ok a broken file"
rm in/broken.png
if [ "$generation" = 2 ]; then bad_options=(stepz=1); else bad_options=(stepz=1 preset=best strength=1.5); fi  # a run of GIMP each
for bad in "${bad_options[@]}"; do
    status=0
    run $bad || status=$?
    [ $status != 0 ] && [ $status -lt 100 ] || fail "status $status with $bad"
    grep -q "${bad%=*}" "$log" || { cat "$log" >&2; fail "no word about $bad"; }
    [ -z "$(ls -A out)" ] || fail "$bad: files were written"
done
echo "ok bad options"
