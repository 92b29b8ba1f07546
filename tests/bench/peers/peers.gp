# SPDX-License-Identifier: BSD-2-Clause
# gnuplot -e "table='peers.tsv'; picture='peers.png'; heading='...'" peers.gp: PSNR against time.
set terminal pngcairo size 1000,640 font ",11"
set output picture
set datafile separator "\t"
set title heading
set xlabel "seconds per megapixel"
set ylabel "PSNR, dB"
set logscale x
set grid
set key off
set offsets 0, 0, 0.3, 0.3
set rmargin 18
is_ours(name) = strstrt(name, "zsn2n") == 1
plot table using (is_ours(strcol(1)) ? column(5) : NaN):3:1 every ::2 with labels point pt 7 ps 1.4 lc rgb "#c0392b" offset 1,0.6 left, \
     table using (is_ours(strcol(1)) ? NaN : column(5)):3:1 every ::2 with labels point pt 6 ps 1.4 lc rgb "#34495e" offset 1,0.6 left
