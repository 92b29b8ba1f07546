#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the installed GIMP with the plug-in just built and a profile of its own.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${ZSN2N_BUILD:-$here/../build}
. "$here/profile.sh"

usage() {
    cat <<END
Usage: run.sh [--gimp 2|3] [--console] [--profile-dir DIR] [GIMP ARGUMENTS]
Starts GIMP with the plug-in of the build tree (ZSN2N_BUILD, default: build/ of this checkout).
  --gimp 2|3         GIMP 2.10 or GIMP 3 (default: the newer one that the plug-in was built for)
  --console          GIMP without a window, for batch work without a display
  --profile-dir DIR  GIMP's settings (default: gimp-profile-2 or -3 in the build tree); your own are not touched
END
}

console=no generation='' profile=''
while [ $# -gt 0 ]; do
    case $1 in
    --gimp)
        generation=${2:?--gimp needs 2 or 3}
        shift
        ;;
    --console) console=yes ;;
    --profile-dir)
        profile=${2:?--profile-dir needs a folder}
        shift
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) break ;;
    esac
    shift
done

generation=${generation:-$(newest_gimp "$build" || echo 2)}
use_gimp "$generation"
[ $console = no ] || gimp=$gimp_console
need_programs "$gimp"
if [ ! -x "$build/gimp/$generation.0/plug-ins/zsn2n/zsn2n" ]; then
    echo "run.sh: no plug-in in $build/gimp/$generation.0/plug-ins; build it first (cmake target zsn2n-gimp$generation)" >&2
    exit 1
fi
build=$(cd "$build" && pwd)
profile=${profile:-$build/gimp-profile-$generation}
make_profile "$profile" "$build/gimp/$generation.0/plug-ins"
profile=$(cd "$profile" && pwd)
exec env "$profile_variable=$profile" "$gimp" "$@"
