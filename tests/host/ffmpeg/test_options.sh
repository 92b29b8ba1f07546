#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The filter's options are the engine's: type, range, default and value names, read from -h and from the
# engine's own table.
. "$(dirname -- "$0")/common.sh"

[ -x "${ZSN2N_PRINT_OPTIONS:-}" ] || fail "ZSN2N_PRINT_OPTIONS names no program; run this test through CTest"
"$ZSN2N_PRINT_OPTIONS" > table
"$ffmpeg" -hide_banner -h filter=zsn2n > help 2>&1

# One line an option: name type min max default value-names, as print_options writes it.
awk '
    function flush_option() {
        if (name != "")
            print name "\t" (names != "" ? "enum" : type) "\t" min "\t" max "\t" \
                  (default in value ? value[default] : default) (names != "" ? "\t" names : "")
        name = ""; names = ""; delete value
    }
    $2 ~ /^<.*>$/ {
        flush_option()
        name = $1; type = substr($2, 2, length($2) - 2)
        match($0, /\(from [^ ]* to [^ )]*\)/)
        split(substr($0, RSTART + 1, RLENGTH - 2), range, " ")
        min = range[2]; max = range[4] == "INT_MAX" ? 2147483647 : range[4] == "UINT32_MAX" ? 4294967295 : range[4]
        default = $NF; sub(/\)$/, "", default)
    }
    name != "" && $2 ~ /^[0-9]+$/ && $3 ~ /V/ { value[$1] = $2; names = names (names != "" ? "," : "") $1 }
    END { flush_option() }' help > filter_options

sed -i '/^state_\(in\|out\)\t/d' filter_options # files, which the engine has functions for
# A region is text to FFmpeg.
grep -q '^noise_from	region' table || fail "the engine has no region noise_from"
grep -q '^noise_from	string' filter_options || fail "the filter has no text noise_from"
sed -i '/^noise_from\t/d' filter_options
[ "$(wc -l < filter_options)" -eq 17 ] || fail "expected seventeen options of the engine's: $(cat filter_options)"
while IFS= read -r line; do
    name=${line%%$'\t'*}
    grep "^$name"$'\t' table > wanted || fail "the engine has no option $name"
    # Numbers are compared as numbers: 2147483647 and 2.14748e+09 are the same to six digits.
    normalise() { awk -F'\t' -v OFS='\t' '{ for (i = 3; i <= 5; i++) $i = sprintf("%.6g", $i); print }'; }
    same <(normalise < wanted) <(printf '%s\n' "$line" | normalise) "option $name differs from the engine's"
done < filter_options
