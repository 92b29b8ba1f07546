#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# film.sh FFMPEG BENCH OUT --data PICTURES [--size WxH] [--seconds N] [--jobs N] [--segments N] [--kill S]
# zsn2n-film on a film of N seconds made of pans over pictures, 20 scenes with noise through x264, beside one run of the
# filter and beside two halves of the film at the same time, a thread each: what two cores can do (the mean of their
# times). A worker is killed S seconds after the first one began. A TSV on stdout and in OUT/film.tsv; status 1 where
# the frames are not those of one run.
set -euo pipefail
export LC_ALL=C

fail() { echo "bench film: $*" >&2; exit 1; }
[ $# -ge 3 ] || fail "usage: film.sh FFMPEG BENCH OUT --data PICTURES [OPTIONS]"
ffmpeg=$(realpath -- "$1") out=$3
tool=$(dirname -- "${BASH_SOURCE[0]}")/../../../ffmpeg-filter/cluster/zsn2n-film
pipe=$(realpath -- "$(dirname -- "$2")/../../bin/zsn2n-pipe")
shift 3
data='' size=640x360 seconds=300 jobs=3 segments=8 kill=14 scenes=20
while [ $# -gt 0 ]; do
    case $1 in
    --data | --size | --seconds | --jobs | --segments | --kill) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown argument '$1'; accepted: --data --size --seconds --jobs --segments --kill" ;;
    esac
    declare "${1#--}=$2"
    shift 2
done
[ -d "$data" ] || fail "--data DIR of pictures is missing"
[[ $size =~ ^([0-9]+)x([0-9]+)$ ]] || fail "--size is '$size'; accepted is WxH"
width=${BASH_REMATCH[1]} height=${BASH_REMATCH[2]}
for number in "$seconds" "$jobs" "$segments" "$kill"; do
    [[ $number =~ ^[1-9][0-9]*$ ]] || fail "'$number' is no whole number from 1"
done
mapfile -t pictures < <(find "$data" -maxdepth 1 -name '*.png' | sort)
[ ${#pictures[@]} -gt 0 ] || fail "$data has no PNG files"

rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
log=$out/log
run() { "$ffmpeg" -nostdin -hide_banner -y "$@" > "$log" 2>&1 || { tail -n 5 "$log" >&2; fail "ffmpeg $* failed"; }; }

# Scenes of 0.5 to 1.5 times the mean; the pan begins at another corner in each.
inputs=() graph='' half=0 begin=0
for ((i = 0; i < scenes; ++i)); do
    frames=$((25 * seconds * (50 + i * 37 % 101) / (100 * scenes)))
    inputs+=(-loop 1 -framerate 25 -t "$(awk -v n=$frames 'BEGIN { print n / 25 }')" -i "${pictures[i % ${#pictures[@]}]}")
    x="(iw-ow)*n/$frames" y="(ih-oh)*n/$frames"
    [ $((i % 2)) = 0 ] || x="(iw-ow)*(1-n/$frames)"
    graph+="[$i]scale=$((width * 5 / 4)):$((height * 5 / 4)):force_original_aspect_ratio=increase:flags=lanczos,"
    graph+="crop=$width:$height:x='$x':y='$y',setsar=1,format=yuv420p,noise=alls=20:allf=t:all_seed=${i}[v$i];"
    begin=$((begin + frames))
    [ $((2 * i)) -ge $scenes ] || half=$begin
done
run "${inputs[@]}" -filter_complex "$graph$(printf '[v%d]' $(seq 0 $((scenes - 1))))concat=n=$scenes" \
    -c:v libx264 -preset fast -crf 20 "$out/film.mkv"
frames_of() { "$ffmpeg" -nostdin -v error -i "$1" -map 0:v -f framemd5 - | grep -v '^#' | awk -F, '{ print $NF }'; }

since() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }'; }
now=$(date +%s.%N)
run -i "$out/film.mkv" -vf zsn2n -c:v ffv1 "$out/one.nut"
one=$(since "$now")

# Each half from its own key frame on, as a worker has it.
part() { # ARGS OF THE INPUT... FRAMES FILE
    local now
    now=$(date +%s.%N)
    "$ffmpeg" -nostdin -v error -y -threads 1 -filter_threads 1 "${@:1:$#-2}" -i "$out/film.mkv" -frames:v "${*: -2:1}" -vf zsn2n=threads=1 \
        -threads 1 -c:v ffv1 "$out/${*: -1}.nut" || fail "a half of the film failed"
    since "$now" > "$out/${*: -1}"
}
part "$half" first &
part -ss "$(awk -v n=$half 'BEGIN { print n / 25 }')" $((begin - half)) second
wait $! || exit 1
# Were they of the same length, both would take this.
halves=$(awk '{ sum += $1 } END { printf "%.1f", sum / 2 }' "$out/first" "$out/second")

cat > "$out/ffmpeg" <<END
#!/bin/bash
# ffmpeg; the first that denoises is killed with its worker.
case "\$*" in
*' -f nut '*) if mkdir "$out/killed" 2> /dev/null; then
    "$ffmpeg" "\$@" & sleep $kill; kill -9 \$! \$PPID; exit 1; fi ;;
esac
exec "$ffmpeg" "\$@"
END
chmod +x "$out/ffmpeg"
now=$(date +%s.%N)
ZSN2N_FFMPEG=$out/ffmpeg ZSN2N_PIPE=$pipe "$tool" --encoder '-c:v ffv1' --segments "$segments" --jobs "$jobs" "$out/film.mkv" "$out/film.nut" > "$log" 2>&1 ||
    { tail -n 5 "$log" >&2; fail "zsn2n-film failed"; }
workers=$(since "$now")
[ -d "$out/killed" ] || fail "no worker was killed"

{
    printf 'size\tframes\tone_run_s\ttwo_halves_s\tworkers_s\tof_two_cores\n'
    printf '%s\t%d\t%s\t%s\t%s\t%s\n' "$size" "$begin" "$one" "$halves" "$workers" \
        "$(awk -v a="$halves" -v b="$workers" 'BEGIN { printf "%.3f", a / b }')"
} | tee "$out/film.tsv"
cmp -s <(frames_of "$out/one.nut") <(frames_of "$out/film.nut") || fail "the frames are not those of one run"
rm -r "$out"/{film.mkv,one.nut,first,first.nut,second,second.nut,film.nut,killed}
