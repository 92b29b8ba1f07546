#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Every kind of pixel, selection and refusal through one GIMP without a display.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs gimp-console-2.10 timeout || exit 1
make_profile "$profile" "$build/plug-ins" "$test_build/plug-ins"
env -u DISPLAY GIMP2_DIRECTORY="$profile" timeout -k 5 240 gimp-console-2.10 -i "${batch_flags[@]}" \
    -b "(zsn2n-check-batch \"$report\")" -b '(gimp-quit 0)' </dev/null >"$log" 2>&1 ||
    { cat "$log" >&2; fail "gimp-console-2.10 ended with status $?"; }
check_report 75
