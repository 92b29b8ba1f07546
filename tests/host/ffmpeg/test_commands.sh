#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# strength, luma, chroma, detail, scene, temporal, warm_steps, planes, noise_level, noise and noise_from can be changed while frames pass; nothing else can.
. "$(dirname -- "$0")/common.sh"

noisy_file yuv444p
hash_frames plain noisy.nut null
hash_frames denoised noisy.nut zsn2n=$quick
for command in 'strength 0' 'planes 0' 'luma 0;0.3 zsn2n chroma 0'; do
    hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n $command',zsn2n=$quick"
    same <(head -3 denoised) <(head -3 commanded) "'$command': frames before the command differ"
    same <(tail -n +4 plain) <(tail -n +4 commanded) "'$command': frames after the command were changed"
done

steps_filter="zsn2n=$quick,metadata=print:key=lavfi.zsn2n.steps:file=steps.txt"
hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n warm_steps 5',$steps_filter"
same <(printf '%s\n' 4 2 2 5 5 5) <(sed -n 's/lavfi.zsn2n.steps=//p' steps.txt) "warm_steps was not followed"

for command in 'luma 0.5' 'chroma 0.5' 'detail 1' 'temporal 0'; do
    hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n $command',zsn2n=$quick"
    same <(head -3 denoised) <(head -3 commanded) "'$command': frames before the command differ"
    differ <(tail -n +4 denoised) <(tail -n +4 commanded) "'$command' changed nothing"
done

# What is said of the noise, with the pilot that uses it: at the command as from the start.
# A colon is escaped once within quotes and twice without.
for say in noise_level=2 noise=white 'noise_from=0\:0\:32\:32' 'noise_from=9\:3\:48\:40'; do
    hash_frames expected noisy.nut "zsn2n=preset=fast:temporal=0:${say//\\/\\\\}"
    hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n ${say/=/ }',zsn2n=preset=fast:temporal=0"
    same <(tail -n +4 expected) <(tail -n +4 commanded) "'$say': a command is not the option"
done

# A value out of range or a setting that cannot change leaves the filter as it was, and the frames come.
for command in 'strength 7' 'seed 1' 'noise_level 9' 'noise_from 1\:2\:3'; do
    hash_frames commanded noisy.nut "sendcmd=commands='0.3 zsn2n $command',zsn2n=$quick"
    same denoised commanded "'$command' was not refused"
done
