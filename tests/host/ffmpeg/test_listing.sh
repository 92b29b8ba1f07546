#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The drop-in has the stock filters and one more, and help for each of its options.
. "$(dirname -- "$0")/common.sh"

/usr/bin/ffmpeg -hide_banner -filters > stock 2>&1
"$ffmpeg" -hide_banner -filters > ours 2>&1
[ "$(wc -l < stock)" -gt 400 ] || fail "the stock list is too short to compare with"
! diff stock ours > difference || fail "zsn2n is not in the list"
[ "$(grep -c '^[<>]' difference)" -eq 1 ] && grep -Eq '^> +TSC? +zsn2n +V->V ' difference ||
    fail "more than one line differs from the stock list: $(cat difference)"

"$ffmpeg" -hide_banner -h filter=zsn2n > help 2>&1
for option in preset guides strength luma chroma detail steps warm_steps scene temporal seed threads planes \
    precision state_in state_out; do
    grep -Eq "^ +$option +<[a-z0-9]+> +[^ ]*V[^ ]* [a-z]" help || fail "no help for $option: $(cat help)"
done
