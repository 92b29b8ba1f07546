#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the installed GIMP 2.10 with the plug-in just built and a profile of its own.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${ZSN2N_BUILD:-$here/../build}
. "$here/profile.sh"

usage() {
    cat <<EOF
Usage: run.sh [--console] [--profile-dir DIR] [GIMP ARGUMENTS]
Starts GIMP 2.10 with the plug-in of the build tree (ZSN2N_BUILD, default: build/ of this checkout).
  --console          gimp-console-2.10, for batch work without a display
  --profile-dir DIR  GIMP's settings (default: gimp-profile in the build tree); your own are not touched
EOF
}

gimp=gimp-2.10
profile=
while [ $# -gt 0 ]; do
    case $1 in
    --console) gimp=gimp-console-2.10 ;;
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

need_programs "$gimp"
if [ ! -x "$build/plug-ins/zsn2n/zsn2n" ]; then
    echo "run.sh: no plug-in in $build/plug-ins; build it first (cmake target zsn2n-gimp2)" >&2
    exit 1
fi
build=$(cd "$build" && pwd)
profile=${profile:-$build/gimp-profile}
make_profile "$profile" "$build/plug-ins"
GIMP2_DIRECTORY=$(cd "$profile" && pwd) exec "$gimp" "$@"
