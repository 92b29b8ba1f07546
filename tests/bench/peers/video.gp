# SPDX-License-Identifier: BSD-2-Clause
# gnuplot -e "tables='fast.tsv medium.tsv'; picture='video.png'" video.gp: PSNR over the frames that `bench video`
# printed, one line a file; a vertical line where a frame starts a new scene.
set terminal pngcairo size 1000,500 font ",11"
set output picture
set datafile separator "\t"
set xlabel "frame"
set ylabel "PSNR, dB"
set grid
set key bottom right noenhanced
plot for [name in tables] name using 1:3 with lines lw 2 title name, \
     word(tables, 1) using 1:($10 >= 0.4 ? $3 : NaN) with impulses lc rgb "#bbbbbb" title "cut"
