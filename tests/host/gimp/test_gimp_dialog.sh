#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The real dialog of a real GIMP on a display of its own, driven by keys.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs gimp-2.10 Xvfb xdotool import timeout || exit 1
make_profile "$profile" "$build/plug-ins" "$test_build/plug-ins"
# The menu entry's own action, on a key.
echo '(gtk_accel_path "<Actions>/plug-in/plug-in-zsn2n" "<Primary><Alt>y")' >"$profile/menurc"

pids=()
clean() { [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true; }
trap clean EXIT

display_file=$test_build/$name.display
rm -f "$display_file"
Xvfb -displayfd 3 -screen 0 1024x768x24 -nolisten tcp 3>"$display_file" >"$test_build/$name.xvfb" 2>&1 &
pids+=($!)

# shellcheck source=../wait_until.sh
. "$plugin_source/../tests/host/wait_until.sh"
wait_until 20 test -s "$display_file" || fail "Xvfb did not start: $(cat "$test_build/$name.xvfb")"
DISPLAY=:$(cat "$display_file")
export DISPLAY
# Away from where windows open: a tooltip would hide the controls.
xdotool mousemove 1023 767

GIMP2_DIRECTORY="$profile" timeout -k 5 240 gimp-2.10 "${batch_flags[@]}" \
    -b "(zsn2n-check-dialog \"$report\")" -b '(gimp-quit 0)' </dev/null >"$log" 2>&1 &
gimp=$!
pids+=($gimp)

find_window() { window=$(xdotool search --onlyvisible --name '^Zero-Shot Denoise$' 2>/dev/null | tail -n 1) && [ -n "$window" ]; }
no_window() { ! find_window; }
reported() { grep -qsE "^(ok|FAIL) $1(:|$)" "$report"; }
begun() { grep -qs "^begin $1$" "$report"; }

# Waits for the dialog of a case and gives it the keyboard.
dialog_of() {
    wait_until 60 begun "$1" || { cat "$log" >&2; fail "case $1 did not begin"; }
    wait_until 20 find_window || fail "case $1: no dialog"
    sleep 0.5
    xdotool windowfocus --sync "$window"
}
keys() { xdotool key --delay 40 "$@"; }
finished() { wait_until 30 reported "$1" || fail "case $1: the plug-in did not return"; }
screenshot() { import -window "$window" "$test_build/dialog-$1.png" || fail "no screenshot of $1"; }

dialog_of ok
screenshot settings
keys alt+o
finished ok

dialog_of settings
keys alt+p Down
keys alt+s ctrl+a
xdotool type --delay 40 0.5
keys alt+e ctrl+a
xdotool type --delay 40 7
keys Tab
screenshot changed
keys alt+o
finished settings

finished last-values

wait_until 60 begun menu || fail "no window was opened"
find_image() { image=$(xdotool search --onlyvisible --name 'Untitled.*GIMP' 2>/dev/null | tail -n 1) && [ -n "$image" ]; }
wait_until 20 find_image || fail "no image window"
sleep 1
xdotool windowfocus --sync "$image"
keys ctrl+alt+y
wait_until 20 find_window || fail "the menu's action opened no dialog"
sleep 0.5
xdotool windowfocus --sync "$window"
screenshot menu
keys alt+o
wait_until 60 begun undo || fail "the menu's action did not denoise the layer"
wait_until 10 no_window || fail "the dialog stays"
xdotool windowfocus --sync "$image"
import -window root "$test_build/dialog-image.png"
keys ctrl+z
finished undo

dialog_of cancel
keys alt+c
finished cancel

# Cancel must be answered within 0.2 s; the bound below leaves room for xdotool and a busy machine.
cancel_while_running() {
    dialog_of "$1"
    keys alt+o
    sleep 1.5
    find_window || fail "case $1: the dialog went away while denoising"
    screenshot running
    local start end
    start=$(date +%s%N)
    xdotool key "$2"
    wait_until 10 no_window || fail "case $1: the dialog stays"
    end=$(date +%s%N)
    finished "$1"
    echo "$1: window gone after $(((end - start) / 1000000)) ms"
    [ $((end - start)) -lt 1000000000 ] || fail "case $1: Cancel took longer than a second"
}
cancel_while_running cancel-running alt+c
cancel_while_running escape-running Escape

wait "$gimp" || { cat "$log" >&2; fail "gimp-2.10 ended with status $?"; }
check_report 8
