# SPDX-License-Identifier: BSD-2-Clause
# Runs the bench's verbs on small scenes: the last line has every promised key, bad input fails with a
# message that names it.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
execute_process(COMMAND ${SCENES} ${WORK} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "the scenes could not be written")
endif()

# keys(LAST_LINE_PATTERN ARGS...): succeeds, and its last line matches.
function(keys pattern)
  execute_process(COMMAND ${BENCH} ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
                  ERROR_VARIABLE errors OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REGEX REPLACE "^.*\n" "" last "${output}")
  if(NOT result EQUAL 0 OR NOT last MATCHES "^${pattern}$")
    message(SEND_ERROR "zsn2n-bench ${ARGN}: status ${result}, last line '${last}'\n${errors}")
  endif()
endfunction()

# refuses(MESSAGE_PATTERN ARGS...): exit status 1 and a message.
function(refuses pattern)
  execute_process(COMMAND ${BENCH} ${ARGN} RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE errors)
  if(NOT result EQUAL 1 OR NOT errors MATCHES "${pattern}")
    message(SEND_ERROR "zsn2n-bench ${ARGN}: status ${result}, said '${errors}'")
  endif()
endfunction()

set(number "[-0-9.]+")
set(quick --threads 1 --set steps=5 warm_steps=2 guides=none)
keys("images=3 psnr_noisy=${number} psnr=${number} ssim=${number} seconds=${number}"
     quality --data ${WORK}/rgb --noise gauss:25 ${quick} --write ${WORK}/out)
keys("images=2 psnr_noisy=${number} psnr=${number} ssim=${number} seconds=${number}"
     quality --data ${WORK}/gray --noise poisson:50 --crop 32 --images 2 --preset paper ${quick})
if(NOT EXISTS ${WORK}/out/scene2.denoised.png OR NOT EXISTS ${WORK}/out/scene2.noisy.png)
  message(SEND_ERROR "--write wrote nothing")
endif()
# The noise of the first run, rounded to 8 bit, as a folder of noisy images.
file(MAKE_DIRECTORY ${WORK}/noisy)
foreach(i 0 1 2)
  file(RENAME ${WORK}/out/scene${i}.noisy.png ${WORK}/noisy/scene${i}.png)
endforeach()
keys("images=3 psnr_noisy=20[.][0-9]+ psnr=${number} ssim=${number} seconds=${number}"
     quality --data ${WORK}/rgb --noisy-dir ${WORK}/noisy ${quick})
set(errors "error_percent=${number} largest_error_percent=${number} \
curve_error_percent=${number} largest_curve_error_percent=${number} spectrum_error_db=0[.][0-9]+")
keys("images=3 within_3_percent=[0-3] within_6_percent=3 ${errors}" noise --data ${WORK}/rgb --noise gauss:25)
keys("images=3 within_3_percent=[0-3] within_6_percent=[0-3] ${errors}"
     noise --data ${WORK}/rgb --noisy-dir ${WORK}/noisy)
foreach(format gbrp yuv420p10 gbrpf32 gray)
  keys("frames=3 psnr_noisy=${number} psnr=${number} psnr_tail=${number} flicker=${number} seconds_per_frame=${number}"
       video --frames ${WORK}/rgb --noise gauss:30 --pix-fmt ${format} ${quick})
endforeach()
set(knowledge "told=${number} blind=${number} largest_loss=${number}")
keys("images=2 psnr_noisy=${number} psnr=${number} ms=${number} ${knowledge}"
     pilot --data ${WORK}/rgb --noise poisson:50 --images 2)
keys("images=3 psnr_noisy=${number} psnr=${number} ms=${number} ${knowledge}"
     pilot --data ${WORK}/gray --noise curve:0.01,0.002 --crop 32 --threads 2)
keys("frames=3 .*" video --frames ${WORK}/gray --noise gauss:30 --pix-fmt gray --cold ${quick})

# Whether its picks are the fastest is for an idle machine to say.
execute_process(COMMAND ${BENCH} backends --cpu baseline OUTPUT_VARIABLE output ERROR_QUIET
                OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT output MATCHES "\ncpu=baseline auto=halide-f32-direct f32=halide-f32-direct worst_pick=${number} [^\n]*$")
  message(SEND_ERROR "zsn2n-bench backends: '${output}'")
endif()
refuses("this machine can be baseline" backends --cpu best)

# Winograd, which AVX-512 has, takes more.
keys("megapixels=0[.]15 seconds=${number} held_mib=${number} grown_mib=${number}"
     memory --size 500x301 --pix-fmt yuv420p10 ${quick} backend=halide memory_cap=16MiB)

refuses("no WxH" memory --size 500)
refuses("10 bytes" memory --size 500x301 ${quick} memory_cap=10)
refuses("none of gray" video --frames ${WORK}/rgb --noise gauss:30 --pix-fmt nv12)
refuses("is grey" video --frames ${WORK}/gray --noise gauss:30 ${quick})
refuses("no-such" quality --data ${WORK}/no-such --noise gauss:25)
refuses("no PNG or JPEG" quality --data ${WORK} --noise gauss:25)
refuses("crop of 4000" quality --data ${WORK}/rgb --noise gauss:25 --crop 4000)
refuses("crop of 256" cases --data ${WORK}/rgb)
refuses("gauss:SIGMA" quality --data ${WORK}/rgb --noise gauss)
refuses("curve:A,B" quality --data ${WORK}/rgb --noise curve:0.01)
refuses("A and B 0 to 1" quality --data ${WORK}/rgb --noise curve:2,0)
refuses("not both" quality --data ${WORK}/rgb)
refuses("not both" noise --data ${WORK}/rgb)
refuses("unknown option" quality --data ${WORK}/rgb --noise gauss:25 --bogus 1)
refuses("strength" quality --data ${WORK}/rgb --noise gauss:25 --set strength=3)
refuses("medium" quality --data ${WORK}/rgb --noise gauss:25 --preset fastest)
refuses("no image named" quality --data ${WORK}/rgb --noisy-dir ${WORK}/out)
refuses("unknown verb" frobnicate)
file(WRITE ${WORK}/out/broken.png "this is no picture")
file(REMOVE ${WORK}/out/scene0.denoised.png ${WORK}/out/scene1.denoised.png ${WORK}/out/scene2.denoised.png)
refuses("neither PNG nor JPEG" quality --data ${WORK}/out --noise gauss:25)
