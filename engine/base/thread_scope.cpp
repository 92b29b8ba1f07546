// SPDX-License-Identifier: BSD-2-Clause
#include "base/thread_scope.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif
#if defined(_OPENMP)
#include <omp.h>
#endif

namespace zsn2n {

namespace {

thread_local int open_scopes = 0;

}  // namespace

ThreadScope::ThreadScope() {
    if (open_scopes++) return;
#if defined(__x86_64__)
    constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
    float_control_ = _mm_getcsr();
    _mm_setcsr(float_control_ | kFlushToZero | kDenormalsAreZero);
#endif
#if defined(_OPENMP)
    openmp_threads_ = omp_get_max_threads();
    omp_set_num_threads(1);
#endif
}

ThreadScope::~ThreadScope() {
    if (--open_scopes) return;
#if defined(__x86_64__)
    _mm_setcsr(float_control_);
#endif
#if defined(_OPENMP)
    omp_set_num_threads(openmp_threads_);
#endif
}

}  // namespace zsn2n
