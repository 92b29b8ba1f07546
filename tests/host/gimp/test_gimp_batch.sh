#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Every kind of pixel, selection and refusal through one GIMP without a display.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs "$gimp_console" timeout || exit 1
make_check_profile
scheme_call zsn2n-check-batch
env -u DISPLAY "$profile_variable=$profile" timeout -k 5 1740 "$gimp_console" -i "${batch_flags[@]}" \
    "${batch[@]}" </dev/null >"$log" 2>&1 ||
    { cat "$log" >&2; fail "$gimp_console ended with status $?"; }
case $generation in
2) check_report 131 ;;
3) check_report 141 ;;
esac
