# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the scripts that start GIMP 2.10: a profile of our own, so that the user's is neither read
# nor written.

# need_programs PROGRAM...: fails naming those that are missing.
need_programs() {
    local program missing=
    for program; do
        command -v "$program" >/dev/null || missing="$missing $program"
    done
    [ -z "$missing" ] && return 0
    echo "not found:$missing (Debian packages are listed in gimp-plugin/packages.txt and" \
        "tests/host/gimp/packages.txt)" >&2
    return 1
}

# make_profile DIR PLUGIN_DIR...: a GIMP profile in DIR that finds the plug-ins in the given folders before
# the installed ones. An existing one is kept, where it does that as well.
make_profile() {
    # shellcheck disable=SC2016 # GIMP expands it, not the shell
    local dir=$1 folder path='${gimp_plug_in_dir}/plug-ins'
    shift
    for folder; do path="$folder:$path"; done
    local line="(plug-in-path \"$path\")"
    if [ -e "$dir/gimprc" ]; then
        grep -qF "$line" "$dir/gimprc" && return 0
        echo "$dir/gimprc belongs to another profile: it lacks the line $line" >&2
        return 1
    fi
    # GIMP 2.10 warns about each of these that is missing.
    (cd "$dir" 2>/dev/null || { mkdir -p "$dir" && cd "$dir"; } &&
        mkdir -p gradients brushes dynamics patterns palettes tool-presets fonts) || return 1
    printf '%s\n' "$line" >"$dir/gimprc"
}
