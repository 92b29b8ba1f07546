// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/kernel.h"

namespace {

using zsn2n::KernelBuffer;

TEST(KernelBufferTest, RefusesStridesBeyond32Bits) {
    float sample = 0;
    constexpr ptrdiff_t kMost = INT32_MAX, kLeast = INT32_MIN;
    for (const ptrdiff_t stride : {kMost, kLeast}) {
        KernelBuffer buffer(&sample, {{0, 1, 1}, {0, 1, stride}});
        const halide_buffer_t *raw = buffer;
        EXPECT_EQ(raw->dim[1].stride, stride);
    }
    for (const ptrdiff_t stride : {kMost + 1, kLeast - 1, (ptrdiff_t{1} << 32) + 4}) {
        try {
            KernelBuffer buffer(&sample, {{0, 1, 1}, {0, 1, stride}});
            ADD_FAILURE() << stride;
        } catch (const zsn2n::Error &error) {
            EXPECT_EQ(error.status(), ZSN2N_UNSUPPORTED);
        }
    }
}

}  // namespace
