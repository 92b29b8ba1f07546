# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the scripts that start GIMP: a profile of our own, so that the user's is neither read nor written.

# use_gimp GENERATION: 2 is GIMP 2.10, 3 is GIMP 3.
use_gimp() {
    case $1 in
    2) gimp=gimp-2.10 gimp_console=gimp-console-2.10 ;;
    3) gimp=gimp-3 gimp_console=gimp-console-3 ;;
    *)
        echo "GIMP $1 is not known; accepted are 2 (for 2.10) and 3" >&2
        return 1
        ;;
    esac
    profile_variable=GIMP${1}_DIRECTORY
}

# newest_gimp BUILD_DIR: 3 where the plug-in was built for GIMP 3, else 2, fails where for neither.
newest_gimp() {
    local generation
    for generation in 3 2; do
        [ ! -x "$1/gimp/$generation.0/plug-ins/zsn2n/zsn2n" ] || { echo $generation; return 0; }
    done
    return 1
}

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
