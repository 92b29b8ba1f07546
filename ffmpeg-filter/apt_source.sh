# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by build.sh, which defines fail and say.

# apt_source DIR PACKAGE VERSION: downloads that very source package into DIR (kept there for the next
# time) and sets apt_source_dsc. Uses the machine's own apt sources with "deb" read as "deb-src", with lists and
# cache in DIR: nothing of the system changes and no root is needed; apt checks signature and hashes.
apt_source() {
    local dir=$1 package=$2 version=$3 options log=$1/apt.log
    # The file's name leaves out the epoch.
    apt_source_dsc=$dir/${package}_${version#*:}.dsc
    [ ! -f "$dir/complete-${version#*:}" ] || [ ! -f "$apt_source_dsc" ] || return 0

    say "downloading the source of $package $version"
    rm -rf "$dir"
    mkdir -p "$dir/apt/"{lists/partial,cache/archives/partial,sources}
    write_source_lists "$dir/apt/sources"
    options=(-o "Dir::Etc::sourcelist=$dir/apt/none.list" -o "Dir::Etc::sourceparts=$dir/apt/sources"
        -o "Dir::State::lists=$dir/apt/lists" -o "Dir::Cache=$dir/apt/cache" -o APT::Sandbox::User=root)
    # A repository without source packages fails this; what counts is whether ours is found afterwards.
    apt-get "${options[@]}" update > "$log" 2>&1 || true
    (cd "$dir" && apt-get "${options[@]}" --download-only source "$package=$version") >> "$log" 2>&1 || {
        grep '^[EW]:' "$log" >&2 || true
        fail "the source of $package $version, the installed version, cannot be had from this machine's apt sources.
Where a newer version is out: apt-get update && apt-get install $package, then build again. Details: $log"
    }
    [ -f "$apt_source_dsc" ] || fail "apt-get source left no $apt_source_dsc; details: $log"
    rm -rf "$dir/apt"
    touch "$dir/complete-${version#*:}"
}

# Both formats of apt's sources, with binary entries turned into source entries.
write_source_lists() {
    local to=$1 file parts list
    eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
    for file in "$list" "$parts"/*.list; do
        [ -f "$file" ] || continue
        sed -n 's/^[[:space:]]*deb\(-src\)\{0,1\}\([[:space:]]\)/deb-src\2/p' "$file" | sort -u > "$to/${file##*/}"
    done
    for file in "$parts"/*.sources; do
        [ -f "$file" ] || continue
        sed 's/^[Tt]ypes:.*/Types: deb-src/' "$file" > "$to/${file##*/}"
    done
    find "$to" -type f -size +0 | grep -q . || fail "this machine has no apt sources (looked in $list and $parts)"
}
