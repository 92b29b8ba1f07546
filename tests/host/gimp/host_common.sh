# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the tests: test_gimp_*.sh BUILD_DIR TEST_BUILD_DIR GENERATION, with 2 for
# GIMP 2.10 and 3 for GIMP 3.
set -euo pipefail

build=$1 test_build=$2 generation=$3
plugin_source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../gimp-plugin" && pwd)
name=$(basename "$0" .sh)-$generation
# shellcheck source=../../../gimp-plugin/profile.sh
. "$plugin_source/profile.sh"
use_gimp "$generation"
export LC_ALL=C.UTF-8 LANGUAGE=en GEGL_USE_OPENCL=no ZSN2N_BUILD=$build
# babl times its conversions anew in each process and takes the fastest within a tolerance, so that two
# processes may differ in the last bit; with none they agree to the byte.
export BABL_TOLERANCE=0

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

# A profile for this test alone: tests may run side by side.
profile=$test_build/$name-profile
rm -rf "$profile" "$test_build/$name.report" "$test_build/$name.log"
report=$test_build/$name.report
log=$test_build/$name.log
export XDG_CACHE_HOME=$profile/cache

batch_flags=(-n -d -s --stack-trace-mode=never --console-messages)
make_check_profile() {
    make_profile "$profile" "$build/gimp/$generation.0/plug-ins" "$test_build/gimp/$generation.0/plug-ins"
}

# scheme_call PROCEDURE: sets batch to the arguments that make GIMP call it with the report's path, then quit.
scheme_call() {
    if [ "$generation" = 2 ]; then
        batch=(-b "($1 \"$report\")" -b '(gimp-quit 0)')
    else
        batch=(--batch-interpreter plug-in-script-fu-eval --quit -b "($1 #:report \"$report\")")
    fi
}

# check_report CASES: prints the report; fails on a failed case, on too few and on an early end.
check_report() {
    [ -f "$report" ] || { cat "$log" >&2; fail "GIMP ran no case"; }
    grep -v '^begin ' "$report"
    if grep -qE 'crashed|CRITICAL' "$log"; then
        grep -E 'crashed|CRITICAL' "$log" >&2
        fail "something crashed or broke a contract, see $log"
    fi
    grep -q '^FAIL ' "$report" && fail "$(grep -c '^FAIL ' "$report") cases failed"
    grep -q '^end$' "$report" || { cat "$log" >&2; fail "the run ended early"; }
    [ "$(grep -c '^ok ' "$report")" -eq "$1" ] || fail "$(grep -c '^ok ' "$report") cases ran, not $1"
}
