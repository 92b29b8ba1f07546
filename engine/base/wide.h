// SPDX-License-Identifier: BSD-2-Clause
// Plain loops in vectors of 32 bytes where the CPU has them.
#pragma once

// Before a function that has no other inlined into it but what may be: it is compiled for AVX2 as
// well, and the loader chooses. Without FMA, which AVX2 does not imply, both give the same bits.
// Sanitizers are not ready yet when the loader chooses.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ZSN2N_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define ZSN2N_WIDE
#endif
