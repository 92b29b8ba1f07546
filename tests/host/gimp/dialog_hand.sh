# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by test_gimp_dialog.sh: a display, a GIMP on it, and a hand with keys and eyes.
: "${gimp:?}" "${profile_variable:?}" "${batch_flags:?}" "${batch:?}"
: "${build:?}" "${test_build:?}" "${generation:?}" "${name:?}" "${profile:?}" "${report:?}" "${log:?}" "${trace:?}"

# shellcheck source=../wait_until.sh
. "$(dirname "${BASH_SOURCE[0]}")/../wait_until.sh"

screenshots=$build/screenshots
mkdir -p "$screenshots"
rm -f "$screenshots/gimp$generation"-*.png
pids=()
clean() { [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true; }
trap clean EXIT

start_display() {
    local display_file=$test_build/$name.display
    rm -f "$display_file"
    Xvfb -noreset -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$display_file" >"$test_build/$name.xvfb" 2>&1 &
    pids+=($!)
    wait_until 20 test -s "$display_file" || fail "Xvfb did not start: $(cat "$test_build/$name.xvfb")"
    DISPLAY=:$(cat "$display_file")
    export DISPLAY
    # Away from where windows open: a tooltip would hide the controls.
    xdotool mousemove 1279 899
}

# Starts GIMP with the arguments in batch; its process is gimp_pid.
start_gimp() {
    env "$profile_variable=$profile" timeout -k 5 840 "$gimp" "${batch_flags[@]}" "${batch[@]}" \
        </dev/null >"$log" 2>&1 &
    gimp_pid=$!
    pids+=($gimp_pid)
}

find_window() { window=$(xdotool search --onlyvisible --name '^Zero-Shot Denoise$' 2>/dev/null | tail -n 1) && [ -n "$window" ]; }
no_window() { ! find_window; }
find_image() { image=$(xdotool search --onlyvisible --name 'Untitled.*GIMP' 2>/dev/null | tail -n 1) && [ -n "$image" ]; }
focus_image() {
    wait_until 20 find_image || fail "no image window"
    sleep 1
    xdotool windowfocus --sync "$image"
}
no_plug_in() { [ -z "$(pgrep -x zsn2n -P "$(pgrep -P "$gimp_pid" | head -n 1)")" ]; }

reported() { grep -qsE "^(ok|FAIL) $1(:|$)" "$report"; }
begun() { grep -qs "^begin $1$" "$report"; }
finished() { wait_until 120 reported "$1" || { screenshot_of_root failed; fail "case $1: the plug-in did not return"; }; }

# Waits for the dialog of a case and gives it the keyboard.
dialog_of() {
    current=$1
    wait_until 300 begun "$1" || { cat "$log" >&2; fail "case $1 did not begin"; }
    wait_until 120 find_window || fail "case $1: no dialog"
    xdotool windowfocus --sync "$window"
}
keys() { xdotool key --delay 40 "$@"; }
type_into() {
    keys "$1" ctrl+a
    xdotool type --delay 30 "$2"
}
screenshot() { import -window "$window" "$screenshots/gimp$generation-$1.png" || fail "no screenshot of $1"; }
screenshot_of_root() { import -window root "$screenshots/gimp$generation-$1.png" || fail "no screenshot of $1"; }

# What the plug-in's latest run traced: each begins by reading the layer, before it shows the dialog.
traced() { sed -n 'H; /^read:/h; ${x; p}' "$trace"; }
traced_count() { traced | grep -c "$1" || true; }
done_trainings() { [ "$(traced_count '^training [0-9]*: status 0')" -ge "$1" ]; }
trained() { wait_until 120 done_trainings "$1" || fail "case $current: not trained: $(traced)"; }
previews() { [ "$(traced_count '^preview')" -ge "$1" ]; }
no_presets() { ! grep -q '^name=' "$profile/zsn2n/presets"; }
trainings() {
    local begun
    begun=$(traced_count '^training [0-9]*: "')
    [ "$begun" -eq "$1" ] || fail "case $current: $begun trainings instead of $1: $(traced)"
}

# No training is under way, and the last one began with what is set now.
trained_again() {
    sleep 0.5
    wait_until 60 settled || fail "case $current: the training does not end: $(traced)"
}
settled() { [ "$(traced_count '^training [0-9]*: "')" -eq "$(traced_count '^training [0-9]*: status')" ]; }

# cancel_while_training CASE KEY_BEFORE KEY: the window must go at once, the engine within 0.2 s; the bound of
# the window leaves room for xdotool and a busy machine.
cancel_while_training() {
    local start end stopped
    dialog_of "$1"
    [ -z "$2" ] || keys "$2"
    sleep 1
    find_window || fail "case $1: the dialog went away while training"
    screenshot "$1"
    start=$(date +%s%N)
    xdotool key "$3"
    wait_until 10 no_window || fail "case $1: the dialog stays"
    end=$(date +%s%N)
    finished "$1"
    stopped=$(traced | sed -n 's/^stopped in \([0-9]*\) ms$/\1/p')
    echo "$1: window gone after $(((end - start) / 1000000)) ms, engine stopped in ${stopped:-?} ms"
    [ $((end - start)) -lt 1000000000 ] || fail "case $1: Cancel took longer than a second"
    [ "${stopped:-999}" -le 200 ] || fail "case $1: the engine took longer than 0.2 s"
}
