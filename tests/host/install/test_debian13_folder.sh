#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# test_debian13_folder.sh SOURCE_DIR WORK_DIR: in which folder ./dev debian13 makes its system. One with contents of
# someone else's is refused and stays as it is. In place of debootstrap, apt-get and sudo stand programs that change
# nothing of this system, so the test needs neither root nor a network.
set -euo pipefail
source_dir=$1 work=$2
die() { echo "FAILED: $*" >&2; exit 1; }
same() { [ "$2" = "$3" ] || die "$1: got '$2', expected '$3'"; }

rm -rf "$work"
mkdir -p "$work/bin"
program() { cat > "$work/bin/$1" && chmod +x "$work/bin/$1"; }
# Leaves what a download that is broken off leaves.
program debootstrap <<'END'
#!/bin/sh
for folder; do case $folder in */rig*) ls -A "$folder" > "$WORK/found"; touch "$folder/half"; mkdir "$folder/etc" ;; esac; done
echo "E: no network"
exit 1
END
program apt-get < <(echo '#!/bin/sh')
program sudo < <(printf '#!/bin/sh\n[ "$1" != -- ] || shift\nexec "$@"\n')
debian13() { # FOLDER: must fail; its message is in $message
    rm -f "$work/found"
    if message=$(WORK=$work PATH=$work/bin:$PATH ZSN2N_BUILD_DIR=$work/build ZSN2N_RIG=$1 "$source_dir/dev" debian13 help 2>&1); then
        die "$1 was taken: $message"
    fi
}

echo "-- what is not ours is refused, and stays"
mkdir -p "$work/rig theirs/etc"
echo precious > "$work/rig theirs/etc/file"
echo precious > "$work/rig file"
ln -s nowhere "$work/rig link"
for folder in "rig theirs" "rig theirs/" "rig file" "rig link"; do
    debian13 "$work/$folder"
    [[ $message == *"'$work/$folder'"*"accepted is"* ]] || die "$folder: the message is: $message"
    [ ! -e "$work/found" ] || die "debootstrap was started in $folder"
    same "what is in the folder" "$(cd "$work" && find "rig theirs" | sort | tr '\n' ' ')" "rig theirs rig theirs/etc rig theirs/etc/file "
    same "the files" "$(cat "$work/rig theirs/etc/file" "$work/rig file") $(readlink "$work/rig link")" $'precious\nprecious nowhere'
done
debian13 not/absolute
[[ $message == *"accepted is an absolute path"* ]] || die "a relative path: $message"

echo "-- an empty folder and one that does not exist are taken, and what was not finished is begun afresh"
mkdir "$work/rig [1]"
for folder in "rig [1]" "rig 2"; do
    for _ in first second; do
        debian13 "$work/$folder"
        [[ $message == *"debootstrap could not make it"* ]] || die "$folder: the message is: $message"
        same "what debootstrap found" "$(cat "$work/found")" .zsn2n-rig
    done
done
echo "ok"
