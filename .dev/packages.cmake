# SPDX-License-Identifier: BSD-2-Clause
# Debian packages of this release, by CPack: what ./dev package configures with. ZSN2N_DROP_IN is the folder that
# ffmpeg-filter/build.sh wrote, ZSN2N_RELEASE the release of Debian (12).
set(version ${PROJECT_VERSION}-1~deb${ZSN2N_RELEASE})
set(library libzsn2n${PROJECT_VERSION_MAJOR})

# The drop-in, the wrappers, their manual and completion: installed as ./dev install does it.
install(CODE "execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${PROJECT_SOURCE_DIR}/ffmpeg-filter/install.sh
  --build-dir ${ZSN2N_DROP_IN} --prefix \${CMAKE_INSTALL_PREFIX} --destdir \$ENV{DESTDIR} --engine ${CMAKE_INSTALL_LIBDIR})"
  COMPONENT ffmpeg)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME zsn2n)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
# Whoever makes the packages: DEBFULLNAME and DEBEMAIL, as Debian's tools take them.
set(CPACK_PACKAGE_CONTACT "${ZSN2N_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL library development ffmpeg gimp)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_VERSION ${version})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR}/engine)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

# package(COMPONENT NAME SECTION DEPENDS SUMMARY DESCRIPTION)
macro(package component name section depends summary description)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${depends}")
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${summary}\n${description}")
  set(documents ${CMAKE_BINARY_DIR}/documents/${name})
  configure_file(.dev/debian/changelog.in ${documents}/changelog.Debian)
  configure_file(.dev/debian/copyright ${documents}/copyright COPYONLY)
  file(COPY CHANGELOG.md DESTINATION ${documents})
  file(RENAME ${documents}/CHANGELOG.md ${documents}/changelog)
  execute_process(COMMAND gzip -9nf ${documents}/changelog ${documents}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
  install(DIRECTORY ${documents} DESTINATION share/doc COMPONENT ${component})
endmacro()

set(of_library "${library} (= ${version})")
set(about "zsn2n reads the noise off the picture itself and takes it out: no model,
no noise profile, nothing to set (after Zero-Shot Noise2Noise, Mansour
and Heckel 2023).")
# Not the very version of the libraries beside it, which would keep ffmpeg from being upgraded: after an upgrade the
# wrappers refuse to run, and say why. What the drop-in links beside them the stock library links, too.
file(READ ${ZSN2N_DROP_IN}/lib/ffmpeg-version ffmpeg)
string(REGEX MATCH "^([0-9]+:[0-9]+\\.)([0-9]+)" ffmpeg "${ffmpeg}")
math(EXPR next "${CMAKE_MATCH_2} + 1")
set(of_ffmpeg "ffmpeg (>= ${ffmpeg}), ffmpeg (<< ${CMAKE_MATCH_1}${next}~)")
set(CPACK_DEBIAN_FFMPEG_PACKAGE_SHLIBDEPS OFF)
package(library ${library} libs "" "zero-shot image and video denoising (library)"
  "${about}\n.\nThis is the shared library.")
package(development libzsn2n-dev libdevel "${of_library}" "zero-shot image and video denoising (development)"
  "${about}\n.\nThese are the C header and the files for pkg-config and CMake.")
package(ffmpeg ffmpeg-zsn2n video "${of_library}, ${of_ffmpeg}, libc6, libstdc++6, libgcc-s1" "zero-shot denoising filter for FFmpeg"
  "${about}\n.\nffmpeg-zsn2n, ffprobe-zsn2n and ffplay-zsn2n are the installed programs
with the filter zsn2n in them. zsn2n-film denoises a film by many workers,
zsn2n-pipe a YUV4MPEG2 stream for any other program. Nothing of the
ffmpeg package is changed.")
package(gimp gimp-plugin-zsn2n graphics "${of_library}, gimp" "zero-shot denoising plug-in for GIMP"
  "${about}\n.\nThe plug-in is under Filters > Enhance > Zero-Shot Denoise, and for scripts the
procedure plug-in-zsn2n.")

# The linker's cache follows the library, and who links it gets its package.
file(WRITE ${CMAKE_BINARY_DIR}/documents/triggers "activate-noawait ldconfig\n")
file(WRITE ${CMAKE_BINARY_DIR}/documents/shlibs "libzsn2n ${PROJECT_VERSION_MAJOR} ${library} (>= ${PROJECT_VERSION})\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_BINARY_DIR}/documents/triggers ${CMAKE_BINARY_DIR}/documents/shlibs)
# Its prerm takes the drop-in out of the system's ffmpeg.
set(CPACK_DEBIAN_FFMPEG_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/.dev/debian/prerm)
set(CPACK_DEBIAN_FFMPEG_PACKAGE_RECOMMENDS "parallel")
set(CPACK_DEBIAN_FFMPEG_PACKAGE_SUGGESTS "bash-completion, libimage-exiftool-perl, mpv, slurm-client")
include(CPack)
