#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The plug-in killed at ten random moments: no image changes, no file stays.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs "$gimp_console" timeout || exit 1
make_check_profile
folder=$profile/current
mkdir -p "$folder" "$profile/temporary"
cd "$folder"
scheme_call zsn2n-check-kill
env -u DISPLAY TMPDIR="$profile/temporary" "$profile_variable=$profile" timeout -k 5 840 "$gimp_console" -i \
    "${batch_flags[@]}" "${batch[@]}" </dev/null >"$log" 2>&1 ||
    { cat "$log" >&2; fail "$gimp_console ended with status $?"; }
# GIMP calls each of them a crash, and so they are.
sed -i '/zsn2n.*crashed\|crashed.*zsn2n/d' "$log"
check_report 51
stray=$(find "$folder" "$profile/temporary" "$profile/zsn2n" -type f 2>/dev/null || true)
[ -z "$stray" ] || fail "files are left: $stray"
