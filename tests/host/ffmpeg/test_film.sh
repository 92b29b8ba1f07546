#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A film in segments by several workers: the frames of one run, everything else of the source, whatever happens to a
# worker; a folder of photos; an array of Slurm (its place is taken by a program that runs the array's jobs).
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
film=$source_root/ffmpeg-filter/cluster/zsn2n-film
export ZSN2N_FFMPEG=$ffmpeg ZSN2N_PIPE=${ZSN2N_PIPE:?} MALLOC_ARENA_MAX=2
lossless='-c:v ffv1'
command -v parallel > /dev/null || fail "GNU parallel is missing: apt-get install parallel"

run_film() { "$film" --encoder "$lossless" --filter preset=fast "$@" > film.log 2>&1 || { cat film.log >&2; fail "zsn2n-film $*"; }; }
says() { grep -q -- "$1" film.log || { cat film.log >&2; fail "zsn2n-film does not say: $1"; }; }
refused() { # PATTERN ARGS...: must fail and say so
    local pattern=$1
    shift
    if "$film" --encoder "$lossless" "$@" > film.log 2>&1; then fail "zsn2n-film $* succeeded"; fi
    says "$pattern"
}
pictures() { "$ffmpeg" -nostdin -v error -i "$1" -map 0:v:0 -fps_mode passthrough -f framemd5 - | grep -v '^#' | awk -F, '{ gsub(/ /, ""); print $NF }'; }
times() { "$ffprobe" -v error -select_streams "$2" -show_entries packet=pts_time -of csv=p=0 "$1" | tr -d , | sort -n; }
others() { "$ffmpeg" -nostdin -v error -i "$1" -map 0 -map -0:v -c copy -f streamhash - | sort; }

# Five scenes of unlike lengths with noise, uneven times, sound that begins before the pictures, subtitles, chapters.
scene() { echo "$1,scale=96:64,setsar=1,format=yuv420p,noise=alls=18:allf=t:all_seed=$2"; }
printf '1\n00:00:00,500 --> 00:00:02,000\nwords\n' > words.srt
printf ';FFMETADATA1\ntitle=A film\n[CHAPTER]\nTIMEBASE=1/1\nSTART=1\nEND=3\ntitle=middle\n' > chapters.txt
run_ffmpeg -f lavfi -i "$(scene testsrc2=rate=25:duration=1.2 1)" -f lavfi -i "$(scene mandelbrot=rate=25,trim=duration=2 2)" \
    -f lavfi -i "$(scene smptebars=rate=25:duration=0.6 3)" -f lavfi -i "$(scene gradients=rate=25:duration=2.4:seed=3:c0=black:c1=white 4)" \
    -f lavfi -i "$(scene testsrc=rate=25:duration=1.5 5)" -f lavfi -i sine=duration=8 -i words.srt -i chapters.txt \
    -filter_complex "[0][1][2][3][4]concat=n=5,settb=1/90000,setpts='PTS+30000+400*mod(N,3)'" \
    -map 5:a -map 6 -map_metadata 7 -map_chapters 7 -fps_mode passthrough -enc_time_base 1/90000 -c:v ffv1 -c:a flac -c:s srt film.mkv
run_ffmpeg -i film.mkv -map 0:v:0 -vf zsn2n=preset=fast -fps_mode passthrough -c:v ffv1 one.mkv

echo "-- the frames of one run, the times and all else of the film"
run_film --segments 4 --jobs 2 film.mkv "out 'a:b'.mkv"
same <(pictures one.mkv) <(pictures "out 'a:b'.mkv") "the frames are not those of one run"
same <(times film.mkv v) <(times "out 'a:b'.mkv" v) "the pictures' times differ"
same <(times film.mkv a) <(times "out 'a:b'.mkv" a) "the sound's times differ"
same <(others film.mkv) <(others "out 'a:b'.mkv") "sound or subtitles differ"
for entries in format_tags=title chapter=start_time,end_time; do
    same <("$ffprobe" -v error -show_chapters -show_entries "$entries" -of csv film.mkv) \
        <("$ffprobe" -v error -show_chapters -show_entries "$entries" -of csv "out 'a:b'.mkv") "$entries differ"
done
says 'segments; [3-9] can be denoised at the same time'
[ ! -e "out 'a:b'.mkv.work" ] || fail "the work folder is left"

echo "-- a worker is killed: another one does its segment"
cat > killed_once <<END
#!/bin/bash
case "\$*" in
*' -f nut '*) if mkdir "$scratch/killed" 2> /dev/null; then
    "$ffmpeg" "\$@" & sleep 0.2; kill -9 \$! \$PPID; exit 1; fi ;;
esac
exec "$ffmpeg" "\$@"
END
chmod +x killed_once
ZSN2N_FFMPEG=$scratch/killed_once run_film --segments 4 --jobs 3 film.mkv killed.mkv
[ -d killed ] || fail "no worker was killed"
same <(pictures one.mkv) <(pictures killed.mkv) "the frames are others after a worker was killed"

echo "-- what fails is tried three times, then told; the same command goes on from what is finished"
cat > fails <<END
#!/bin/bash
case "\$*" in *state_out=2.state*) echo fails >> "$scratch/failures"; exit 1 ;; esac
exec "$ffmpeg" "\$@"
END
chmod +x fails
if ZSN2N_FFMPEG=$scratch/fails "$film" --encoder "$lossless" --filter preset=fast --segments 4 --jobs 2 film.mkv again.mkv > film.log 2>&1; then
    fail "a segment that cannot be done was not told"
fi
says 'segment 2 failed'
[ "$(wc -l < failures)" -eq 3 ] || fail "a segment was tried $(wc -l < failures) times"
[ ! -e again.mkv ] || fail "a film without a segment was written"
refused "begun with other settings" --filter preset=slow --segments 4 film.mkv again.mkv
before=$(stat -c %Y.%i again.mkv.work/1.nut)
touch again.mkv.work/2.host.1.nut
run_film --segments 4 --jobs 2 film.mkv again.mkv
same <(pictures one.mkv) <(pictures again.mkv) "the frames are others after a second start"
! grep -q 'segment 1:' film.log || fail "a finished segment was done again ($before)"

echo "-- a scene longer than a segment is handed on with its state"
run_ffmpeg -f lavfi -i "$(scene testsrc2=rate=25:duration=4 1)" -c:v ffv1 scene.mkv
run_film --segments 3 --jobs 2 scene.mkv handed.mkv
says '100 frames, 3 segments; 1 can be'
[ "$(pictures handed.mkv | wc -l)" -eq 100 ] || fail "$(pictures handed.mkv | wc -l) of 100 frames"
run_ffmpeg -i scene.mkv -vf zsn2n=preset=fast -c:v ffv1 scene_one.mkv
same <(pictures scene_one.mkv | head -n 33) <(pictures handed.mkv | head -n 33) "the first part's frames differ"

echo "-- another version on a host is refused"
printf '#!/bin/sh\n[ "$1" != -version ] || { echo ffmpeg version 9.9; exit; }\nexec "%s" "$@"\n' "$ffmpeg" > other
chmod +x other
"$film" --encoder "$lossless" --jobs 1 --segments 2 --work kept scene.mkv kept.mkv > film.log 2>&1 &
maker=$!
until [ -e kept/plan ]; do sleep 0.05; kill -0 $maker || fail "no plan"; done
if ZSN2N_FFMPEG=$scratch/other "$film" --work "$scratch/kept" --chain 0 > other.log 2>&1; then fail "another version was taken"; fi
grep -q 'install the same on every host' other.log || { cat other.log >&2; fail "another version is not told"; }
wait $maker || { cat film.log >&2; fail "zsn2n-film"; }

echo "-- an array of Slurm, and the job that joins"
mkdir -p slurm
cat > slurm/sbatch <<'END'
#!/bin/bash
array=0-0 wrap=''
while [ $# -gt 0 ]; do
    case $1 in
    --wrap) wrap=$2; shift ;;
    --array=*) array=${1#*=} ;;
    --dependency=*) [ "$1" = --dependency=afterok:77 ] || exit 1 ;;
    esac
    shift
done
[ "$array" != 0--1 ] || exit 1
for id in $(seq "${array%-*}" "${array#*-}"); do SLURM_ARRAY_TASK_ID=$id SLURM_CPUS_PER_TASK=1 bash -c "$wrap" || exit 1; done >&2
echo 77
END
chmod +x slurm/sbatch
PATH=$scratch/slurm:$PATH run_film --segments 4 --slurm '--partition=long --cpus-per-task=1' film.mkv array.mkv
says "array 77 of"
same <(pictures one.mkv) <(pictures array.mkv) "the array's frames are not those of one run"

echo "-- a folder of photos"
mkdir photos
run_ffmpeg -f lavfi -i "$(scene testsrc2=duration=1 1)" -frames:v 1 -pix_fmt rgb24 "photos/a 'photo'.png"
run_ffmpeg -f lavfi -i "$(scene testsrc2=duration=1 2)" -frames:v 1 -q:v 2 photos/b.jpg
run_ffmpeg -f lavfi -i "$(scene testsrc2=duration=1 3)" -frames:v 1 -pix_fmt rgb48be photos/c.tif
echo none > photos/words.txt
run_film --jobs 2 photos clean
[ "$(ls clean | tr '\n' ' ')" = "a 'photo'.png b.jpg c.tif " ] || fail "photos: $(ls -A clean)"
PATH=$scratch/slurm:$PATH run_film --slurm --nodes=1 photos clean
says 'nothing is left to do'
mv clean/b.jpg b.jpg
PATH=$scratch/slurm:$PATH run_film --slurm --nodes=1 photos clean
same b.jpg clean/b.jpg "a photo of an array differs"
[ ! -e clean.work ] || fail "an array of photos leaves its work folder"
run_ffmpeg -i "photos/a 'photo'.png" -vf zsn2n=preset=fast -frames:v 1 -update 1 a.png
same <(pictures a.png) <(pictures "clean/a 'photo'.png") "a photo differs from the filter's"
[ "$("$ffprobe" -v error -show_entries stream=pix_fmt -of csv=p=0 clean/c.tif)" = rgb48le ] || fail "a photo of 16 bits lost its depth"

echo "-- what cannot be done is told"
refused 'there is no' gone.mkv out.mkv
refused 'cannot read' words.srt out.mkv
refused 'no ending' film.mkv outfile
refused 'unknown option' --jbos 3 film.mkv out.mkv
refused "is no number" --jobs 0 film.mkv out.mkv
mkdir theirs
echo precious > theirs/1.nut
refused 'did not make' --work theirs film.mkv out.mkv
[ "$(cat theirs/*)" = precious ] || fail "a folder of someone else's was changed"
echo "ok"
