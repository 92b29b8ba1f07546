# SPDX-License-Identifier: BSD-2-Clause
# The installed library: header, pkg-config file, CMake package.
include(CMakePackageConfigHelpers)

install(TARGETS zsn2n EXPORT zsn2n-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development)
install(FILES include/zsn2n/zsn2n.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/zsn2n COMPONENT development)

# The file finds its prefix from where it lies, so that a moved or staged tree works.
file(RELATIVE_PATH ZSN2N_PC_UP /${CMAKE_INSTALL_LIBDIR} /)
configure_file(cmake/zsn2n.pc.in zsn2n.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/zsn2n.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/zsn2n)
install(EXPORT zsn2n-targets NAMESPACE zsn2n:: FILE zsn2n-config.cmake DESTINATION ${package_dir}
  COMPONENT development)
write_basic_package_version_file(zsn2n-config-version.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/zsn2n-config-version.cmake DESTINATION ${package_dir} COMPONENT development)
