#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Disks that are full, read-only or gone: what was there stays whole, no frame is lost, and the log says why.
# Mounts are seen here alone, and go with this process.
if [ -z "${ZSN2N_OWN_MOUNTS-}" ]; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(--map-root-user)
    unshare --mount "${as_root[@]}" mount -t tmpfs tmpfs /mnt 2> /dev/null || { echo "skipped: no mounts of one's own here"; exit 77; }
    ZSN2N_OWN_MOUNTS=yes exec unshare --mount --propagation private "${as_root[@]}" "$0"
fi
. "$(dirname -- "$0")/common.sh"
pipe=${ZSN2N_PIPE:-$source_root/build/bin/zsn2n-pipe}
film=$source_root/ffmpeg-filter/cluster/zsn2n-film

mkdir disk
mount -t tmpfs -o size=4m tmpfs disk
# Before the scratch folder is removed.
trap 'umount -l disk 2> /dev/null; rm -rf "$scratch"' EXIT

noisy_file yuv420p
frames() { grep -c '^[0-9]' framemd5.txt; }
run_ffmpeg -i noisy.nut -vf "zsn2n=$quick:state_out=disk/film.state" -f framemd5 framemd5.txt
cp disk/film.state before
all=$(frames)

# The disk has room for a part of the state.
fill() {
    local room=$1
    head -c 8M /dev/zero > disk/filler 2> /dev/null || true
    truncate -s "-$room" disk/filler
}
for room in 0 4096 $(($(stat -c %s before) / 2)); do
    fill "$room"
    run_ffmpeg -i noisy.nut -vf "zsn2n=$quick:state_out=disk/film.state" -f framemd5 framemd5.txt
    logged 'disk/film.state: No space left'
    [ "$(frames)" -eq "$all" ] || fail "a full disk lost frames"
    same before disk/film.state "a full disk changed the state that was there ($room bytes of room)"
    [ "$(ls disk)" = $'filler\nfilm.state' ] || fail "a full disk keeps files: $(ls disk)"
    rm disk/filler
done

fill 4096
run_ffmpeg -i noisy.nut -f yuv4mpegpipe noisy.y4m
status=0
"$pipe" $quick < noisy.y4m > disk/clean.y4m 2> log || status=$?
[ $status -eq 1 ] || fail "status $status of the pipe on a full disk"
logged 'No space left'
rm disk/clean.y4m disk/filler

fill 4096
run_ffmpeg -f lavfi -i testsrc2=size=64x48:rate=10:duration=1 -c:v ffv1 film.mkv
export ZSN2N_FFMPEG=$ffmpeg ZSN2N_PIPE=$pipe
denoise_film() { "$film" --encoder "-c:v ffv1" --filter preset=fast film.mkv disk/clean.mkv > log 2>&1; }
! denoise_film || fail "zsn2n-film succeeded on a full disk"
logged 'No space left'
[ ! -e disk/clean.mkv ] || fail "zsn2n-film left half a film"
rm disk/filler
denoise_film || { cat log >&2; fail "zsn2n-film does not go on once there is room"; }
[ "$(ls disk)" = $'clean.mkv\nfilm.state' ] || fail "zsn2n-film leaves files: $(ls disk)"
rm disk/clean.mkv

mount -o remount,ro disk
run_ffmpeg -i noisy.nut -vf "zsn2n=$quick:state_out=disk/film.state" -f framemd5 framemd5.txt
logged 'disk/film.state: Read-only file system'
[ "$(frames)" -eq "$all" ] || fail "a read-only disk lost frames"
same before disk/film.state "a read-only disk changed"

# Gone in the middle, with the folder that it was on: the rest of the frames comes when it is.
mkdir -p stick/deep
mount -t tmpfs tmpfs stick/deep
# shellcheck source=../wait_until.sh
. "$source_root/tests/host/wait_until.sh"
mkfifo frames.y4m
"$ffmpeg" -nostdin -hide_banner -y -i frames.y4m \
    -vf "zsn2n=$quick:state_out=stick/deep/film.state,metadata=print:file=frames.txt:direct=1" -f framemd5 framemd5.txt > log 2>&1 &
pid=$! status=0
exec 3> frames.y4m
# FFmpeg looks at the first 50 frames before it decodes one.
run_ffmpeg -f lavfi -i testsrc2=size=48x40:rate=10:duration=12 -f yuv4mpegpipe whole.y4m
half=$(($(stat -c %s whole.y4m) / 2))
head -c $half whole.y4m >&3
wait_until 60 test -s frames.txt || { kill -KILL $pid; fail "no frame within 60 s: $(cat log)"; }
umount -l stick/deep
rm -r stick
tail -c +$((half + 1)) whole.y4m >&3
exec 3>&-
wait $pid || status=$?
[ $status -eq 0 ] || { cat log >&2; fail "status $status where the disk went"; }
logged 'stick/deep/film.state: No such file'
[ "$(frames)" -eq 120 ] || fail "a disk that went took frames with it"
