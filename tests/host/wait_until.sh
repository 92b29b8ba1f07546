# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by tests that wait for another process.

# wait_until SECONDS COMMAND...: waits for the command to succeed; fails when the time is up.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.05
    done
}
