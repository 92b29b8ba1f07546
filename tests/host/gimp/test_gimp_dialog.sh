#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The real dialog of a real GIMP on a display of its own, driven by keys.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs "$gimp" Xvfb xdotool import timeout || exit 1
make_check_profile
# The menu entry's own action, on a key.
if [ "$generation" = 2 ]; then
    echo '(gtk_accel_path "<Actions>/plug-in/plug-in-zsn2n" "<Primary><Alt>y")' >"$profile/menurc"
else
    printf '(file-version 1)\n(action "plug-in-zsn2n" "<Primary><Alt>y")\n' >"$profile/shortcutsrc"
fi
trace=$test_build/$name.trace
export ZSN2N_GIMP_LOG=$trace
rm -f "$report".*

scheme_call zsn2n-check-dialog
# shellcheck source=dialog_hand.sh
. "$(dirname "$0")/dialog_hand.sh"
start_display
start_gimp

# One training, begun by itself; the original is there before its result.
dialog_of ok
screenshot original
trained 1
screenshot ready
keys alt+o
finished ok
trainings 1

# Another preset and seed are trained anew, an amount is not.
dialog_of settings
trained 1
keys alt+p End
type_into alt+s 0.5
keys alt+v
sleep 0.3  # what it hides has to appear before it takes keys
type_into alt+e 7
keys Tab
trained_again
screenshot advanced
type_into alt+y mine
keys alt+a
wait_until 5 test -s "$profile/zsn2n/presets" || fail "the settings were not saved"
screenshot saved
keys alt+o
finished settings

finished last-values

wait_until 300 begun menu || fail "no window was opened"
focus_image
keys ctrl+alt+y
wait_until 20 find_window || fail "the menu's action opened no dialog"
sleep 0.5
xdotool windowfocus --sync "$window"
keys alt+o
wait_until 60 begun undo || fail "the menu's action did not denoise the layer"
wait_until 10 no_window || fail "the dialog stays"
focus_image
keys ctrl+z
finished undo
keys ctrl+f
finished repeat

# GIMP asks the plug-in to quit and kills it 10 ms later.
wait_until 60 begun status-bar || fail "no window was opened"
focus_image
xdotool windowsize --sync "$image" 1270 800 windowmove "$image" 0 0
: >"$trace"
keys ctrl+f
wait_until 20 grep -q '^training 1: "' "$trace" || fail "status-bar: Repeat did not begin"
sleep 0.5
# Onto the button, right below the canvas.
if [ "$generation" = 2 ]; then button=1035; else button=990; fi
xdotool mousemove $button 782
sleep 0.2
screenshot_of_root status-bar
xdotool click 1
wait_until 10 no_plug_in || fail "status-bar: the plug-in goes on"
grep -q '^written' "$trace" && fail "status-bar: it was done before it was cancelled"
touch "$report.status-bar"
finished status-bar

# Amounts are blends of the one result, quickly shown.
dialog_of amounts
trained 1
type_into alt+s 0.5
type_into alt+b 0.75
type_into alt+l 0.5
type_into alt+d 0.25
keys Tab
wait_until 10 previews 5 || fail "amounts: $(traced_count '^preview') previews"
screenshot amounts
keys alt+o
finished amounts
trainings 1
slowest=$(traced | sed -n 's/^preview .*: \([0-9]*\)\.[0-9]* ms$/\1/p' | sort -n | tail -n 1)
echo "amounts: the slowest preview took $slowest ms"
[ "$slowest" -le 100 ] || fail "a preview took $slowest ms"

# The noise is taken for stronger, then measured in a region that goes beyond the layer on all sides.
dialog_of noise
trained 1
type_into alt+n 1.5
keys Tab
trained_again
keys alt+i
xdotool mousemove --window "$window" 60 60 mousedown 1
for x in 200 300 400 520; do xdotool mousemove --window "$window" $x $x; done
xdotool mouseup 1
xdotool mousemove 1279 899
trained_again
screenshot noise
keys alt+o
finished noise
traced | grep -q '^training [0-9]*: ".*noise_from=0:0:96:80' || fail "noise: it was not measured there: $(traced)"

# All back to the defaults, then what was saved before.
dialog_of saved
keys alt+r
sleep 0.5  # GTK 3 shows a button pressed for a while before it clicks
keys alt+y Down
trained_again
screenshot chosen
keys alt+f
wait_until 5 no_presets || fail "the saved settings were not forgotten"
keys alt+o
finished saved

# Accepted while it trains.
dialog_of new-layer
keys alt+u Down alt+o
finished new-layer
trainings 1

dialog_of cancel
keys alt+c
finished cancel

cancel_while_training cancel-training '' alt+c
cancel_while_training cancel-accepted alt+o alt+c
cancel_while_training escape-accepted alt+o Escape

wait "$gimp_pid" || { cat "$log" >&2; fail "$gimp ended with status $?"; }
check_report 15
