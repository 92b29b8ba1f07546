#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Denoises every image of a folder with GIMP 2.10 and the plug-in:
#     IN=photos OUT=denoised OPTIONS=preset=medium:strength=0.9 denoise_folder_gimp2.sh
# Each file of IN is written to OUT under its own name and format. The exit status is 0 where all were, and 1 where
# one failed; the others are written all the same, and each failure is told in a line. GIMP 2.10 itself exits with 0
# whatever happened, so each file has a run of its own, which ../denoise.sh watches.
set -euo pipefail

denoise=$(dirname -- "$(readlink -f -- "$0")")/../denoise.sh
in=${IN:?IN=FOLDER of images} out=${OUT:?OUT=FOLDER for the results}
[ -d "$in" ] || { echo "there is no folder $in" >&2; exit 1; }
mkdir -p -- "$out"

failed=0
for file in "$in"/*; do
    [ -f "$file" ] || continue
    name=$(basename -- "$file")
    if message=$("$denoise" --gimp 2 -- "$file" "$out/$name" "${OPTIONS:-}" 2>&1); then
        echo "$name: denoised"
    else
        failed=$((failed + 1))
        echo "$name: $message" >&2
    fi
done
[ $failed -eq 0 ] || { echo "$failed files were not denoised" >&2; exit 1; }
