# SPDX-License-Identifier: BSD-2-Clause
# Compiler settings shared by every room.
include(GNUInstallDirs)

set(CMAKE_C_STANDARD 99)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(ZSN2N_CCACHE ccache)
if(ZSN2N_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${ZSN2N_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ZSN2N_CCACHE})
endif()

# Interface target that every target of ours links: warnings and sanitizers.
add_library(zsn2n_settings INTERFACE)
target_compile_options(zsn2n_settings INTERFACE -Wall -Wextra -Wshadow)
if(ZSN2N_WERROR)
  target_compile_options(zsn2n_settings INTERFACE -Werror)
endif()
if(ZSN2N_FUZZ)
  target_compile_options(zsn2n_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(ZSN2N_COVERAGE)
  target_compile_options(zsn2n_settings INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(zsn2n_settings INTERFACE --coverage)
endif()
if(ZSN2N_SANITIZE)
  target_compile_options(zsn2n_settings INTERFACE
    -fsanitize=${ZSN2N_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(zsn2n_settings INTERFACE -fsanitize=${ZSN2N_SANITIZE})
else()
  # _FORTIFY_SOURCE needs optimisation; what a user's flags say of it gives way.
  target_compile_options(zsn2n_settings INTERFACE
    -fstack-protector-strong "$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
  target_link_options(zsn2n_settings INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
