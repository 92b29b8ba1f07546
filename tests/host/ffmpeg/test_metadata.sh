#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Each frame carries lavfi.zsn2n.{steps,loss,ms}: the first one's steps, then the warm ones'.
. "$(dirname -- "$0")/common.sh"

run_ffmpeg -f lavfi -i "$noisy_source" -vf "zsn2n=$quick,metadata=print:file=metadata.txt" -f null -
value() { sed -n "s/^lavfi.zsn2n.$1=//p" metadata.txt; }
same <(printf '%s\n' 4 2 2 2 2 2) <(value steps) "wrong numbers of steps"
for key in loss ms; do
    [ "$(value $key | awk '$1 + 0 > 0' | wc -l)" -eq 6 ] ||
        fail "$key is not a number above 0 on each frame: $(value $key)"
done
