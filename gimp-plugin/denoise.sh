#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Denoises one still with GIMP in batch. GIMP 2.10 itself exits with 0 whatever happened, so that success is
# what the end of the script reports and a file that was written.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=profile.sh
. "$here/profile.sh"

usage() {
    cat <<EOF
Usage: denoise.sh [--gimp 2|3] [--profile-dir DIR] IN OUT [OPTIONS]
Denoises the image IN and writes OUT; the format follows OUT's suffix (anything GIMP writes).
Several layers are merged first. OPTIONS as in "preset=medium:strength=0.9"; default: "".
  --gimp 2|3         GIMP 2.10 or GIMP 3 (default: the newer one that the plug-in was built for)
  --profile-dir DIR  GIMP's settings (default: gimp-profile-2 or -3 in the build tree)
EOF
}

fail() {
    echo "denoise.sh: $*" >&2
    exit 1
}

profile_arguments=() generation=''
while [ $# -gt 0 ]; do
    case $1 in
    --profile-dir)
        profile_arguments=(--profile-dir "${2:?--profile-dir needs a folder}")
        shift 2
        ;;
    --gimp)
        generation=${2:?--gimp needs 2 or 3}
        shift 2
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    --)
        shift
        break
        ;;
    -*) fail "unknown option $1; see --help" ;;
    *) break ;;
    esac
done
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
    usage >&2
    exit 2
fi
input=$1 output=$2 options=${3:-}

if [ ! -f "$input" ] || [ ! -r "$input" ]; then fail "$input: no such file, or not readable"; fi
output_dir=$(dirname -- "$output")
if [ ! -d "$output_dir" ] || [ ! -w "$output_dir" ]; then
    fail "$output_dir: no such folder, or not writable"
fi
if [ -d "$output" ]; then fail "$output: is a folder"; fi
name=$(basename -- "$output")
case $name in
?*.*) ;;
*) fail "$output: needs a suffix that names the format, such as .png" ;;
esac

# Beside the output, so that the finished file takes its place in one step; GIMP reads the suffix.
work=$(mktemp -d -- "$output_dir/.zsn2n-XXXXXX")
gimp_pid=
clean() {
    if [ -n "$gimp_pid" ]; then kill "$gimp_pid" 2>/dev/null || true; fi
    rm -rf -- "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A Scheme string.
quoted() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

written=$(cd "$work" && pwd)/image.${name##*.}
source=$(realpath -- "$input")
generation=${generation:-$(newest_gimp "${ZSN2N_BUILD:-$here/../build}" || echo 2)}
use_gimp "$generation"

script_for_gimp2() {
    cat <<EOF
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE $(quoted "$source") $(quoted "$source"))))
       (several (> (car (gimp-image-get-layers image)) 1))
       (layer (car (if several
                       (gimp-image-merge-visible-layers image CLIP-TO-IMAGE)
                       (gimp-image-get-active-drawable image)))))
  (plug-in-zsn2n RUN-NONINTERACTIVE image layer $(quoted "$options"))
  (gimp-file-save RUN-NONINTERACTIVE image layer $(quoted "$written") $(quoted "$written"))
  (gimp-image-delete image)
  (gimp-message "zsn2n: end of script"))
EOF
}

script_for_gimp3() {
    cat <<EOF
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE $(quoted "$source"))))
       (layers (car (gimp-image-get-layers image)))
       (layer (if (> (vector-length layers) 1)
                  (car (gimp-image-merge-visible-layers image CLIP-TO-IMAGE))
                  (vector-ref layers 0))))
  (plug-in-zsn2n #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer)$arguments)
  (gimp-file-save RUN-NONINTERACTIVE image $(quoted "$written"))
  (gimp-image-delete image)
  (gimp-message "zsn2n: end of script"))
EOF
}

# named_arguments "name=value:name=value": the same as GIMP 3's Script-Fu has it.
named_arguments() {
    local option name value text=$1
    # The colons of a region are its own.
    while [[ $text =~ ^(.*[0-9]):([0-9]+(:.*)?)$ ]]; do text="${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"; done
    while IFS= read -r -d : option; do
        [ -n "${option//[[:space:]]/}" ] || continue
        [[ $option = *=* ]] || fail "$option: options are given as name=value:name=value"
        name=${option%%=*} value=${option#*=}
        name=${name//[[:space:]]/} value=${value//[[:space:]]/}
        [[ $name =~ ^[a-z_]+$ ]] || fail "$name: is no option's name"
        name=${name//_/-} value=${value//\//:}
        [[ $value =~ ^[-+]?[0-9]+(\.[0-9]*)?$|^[-+]?\.[0-9]+$ ]] || value=$(quoted "$value")
        printf ' #:%s %s' "$name" "$value"
    done <<<"$text:"
}

batch=(-b "(load $(quoted "$(realpath -- "$work")/denoise.scm"))")
case $generation in
2) batch+=(-b '(gimp-quit 0)') ;;
3)
    arguments=$(named_arguments "$options")
    batch=(--batch-interpreter plug-in-script-fu-eval --quit "${batch[@]}")
    ;;
esac
"script_for_gimp$generation" >"$work/denoise.scm"

LC_ALL=C.UTF-8 LANGUAGE=en GEGL_USE_OPENCL=no "$here/run.sh" --gimp "$generation" --console \
    ${profile_arguments[@]+"${profile_arguments[@]}"} \
    -n -i -d -f -s --stack-trace-mode=never --console-messages \
    "${batch[@]}" </dev/null >"$work/log" 2>&1 &
gimp_pid=$!
started=$SECONDS
while kill -0 "$gimp_pid" 2>/dev/null; do
    if [ -t 2 ]; then
        printf '\rGIMP is denoising %s: %d s ' "$input" $((SECONDS - started)) >&2
    fi
    sleep 0.2
done
if [ -t 2 ]; then printf '\n' >&2; fi
status=0
wait "$gimp_pid" || status=$?
gimp_pid=

# Script-Fu of GIMP 3 goes on with the default where a value is out of its argument's range.
unaccepted=$(sed -n 's/.*CRITICAL.*: \(value .*\) of type .* \(is invalid or out of range for property .*\) of type.*/\1 \2/p' "$work/log" | head -n 1)
[ -z "$unaccepted" ] || fail "$input: $unaccepted"
if grep -q 'zsn2n: end of script' "$work/log" && [ -s "$written" ]; then
    mv -f -- "$written" "$output"
    exit 0
fi
reason=$(sed -n 's/^Error: *//p' "$work/log" | head -n 1 |
    sed 's/^.*Procedure execution of [^ ]* failed[^:]*: *//; s/ *(.*denoise\.scm : [0-9]*) *$//')
if [ -z "$reason" ]; then
    cat "$work/log" >&2
    reason="GIMP ended without a result (exit status $status)"
fi
fail "$input: $reason"
