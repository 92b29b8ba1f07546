# SPDX-License-Identifier: BSD-2-Clause
# The noise found in the Kodak images' 256x256 centre crops is the noise that was added. Needs the
# folder of measuring data: ZSN2N_DATA, or DATA.
if(DEFINED ENV{ZSN2N_DATA})
  set(DATA $ENV{ZSN2N_DATA})
endif()
if(NOT IS_DIRECTORY ${DATA}/kodak24)
  message("skipped: no folder ${DATA}/kodak24")
  return()
endif()

# figure(NAME VALUE LINE): the value of a key.
function(figure name value line)
  if(NOT line MATCHES "(^| )${name}=([-0-9.]+)")
    message(FATAL_ERROR "no ${name} in '${line}'")
  endif()
  set(${value} ${CMAKE_MATCH_2} PARENT_SCOPE)
endfunction()

foreach(noise gauss:10 gauss:25 gauss:50 poisson:10 poisson:20 poisson:50)
  execute_process(COMMAND ${BENCH} noise --data ${DATA}/kodak24 --crop 256 --noise ${noise}
                  RESULT_VARIABLE result OUTPUT_VARIABLE output OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "zsn2n-bench noise --noise ${noise}: status ${result}")
  endif()
  string(REGEX REPLACE "^.*\n" "" last "${output}")
  message("${noise} ${last}")
  figure(within_3_percent within_3 "${last}")
  figure(within_6_percent within_6 "${last}")
  figure(largest_curve_error_percent curve "${last}")
  if(within_3 LESS 22 OR within_6 LESS 24 OR curve GREATER 6)
    message(SEND_ERROR "${noise}: wanted 22 images within 3 %, 24 within 6 %, every curve within 6 %")
  endif()
endforeach()
