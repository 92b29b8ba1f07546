#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A hundred frames, a scene cut, a change of size and a state file leave nothing behind (valgrind).
. "$(dirname -- "$0")/common.sh"

command -v valgrind > /dev/null || fail "there is no valgrind; install it with: apt-get install valgrind"
run_ffmpeg -f lavfi -i "$noisy_source" -vf zsn2n=$quick:state_out=film.state -f null -
cat > known.supp <<'SUPPRESSIONS'
{
   of the OpenMP runtime, whose threads' memory lives as long as the process
   Memcheck:Leak
   ...
   obj:*/libgomp.so*
}
SUPPRESSIONS
change="scale=w='if(lt(t,5),32,24)':h='if(lt(t,5),24,32)':eval=frame"
LD_LIBRARY_PATH=$drop_in/lib valgrind --quiet --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
    --suppressions=known.supp --error-exitcode=9 /usr/bin/ffmpeg -nostdin -hide_banner -y -v error \
    -f lavfi -i testsrc2=size=32x24:rate=10:duration=10,noise=alls=20:allf=t \
    -vf "$change,zsn2n=guides=dct:threads=2" -f null - > log 2>&1 ||
    { grep -B2 -A25 'zsn2n' log | head -60 >&2; fail "valgrind found errors or leaks"; }
