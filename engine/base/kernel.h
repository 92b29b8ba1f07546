// SPDX-License-Identifier: BSD-2-Clause
// Calls of generated kernels: buffers over memory that is owned elsewhere, errors as exceptions.
#pragma once

#include <HalideBuffer.h>

#include <initializer_list>

namespace zsn2n {

// To be called before the first kernel: from then on errors keep their message instead of printing
// and aborting, and no version of a kernel beyond this_cpu() is picked. Idempotent.
void prepare_kernels();

// Throws Error(BACKEND) with the kept message where a kernel returned non-zero.
void check_kernel(int result, const char *name);

struct Dim {
    int min, extent;
    ptrdiff_t stride;  // elements
};

// Throws Error(UNSUPPORTED): Halide's strides have 32 bits.
[[noreturn]] void refuse_stride(ptrdiff_t stride);

// A buffer argument; lives on the stack for the call.
class KernelBuffer {
  public:
    KernelBuffer(halide_type_t type, const void *data, std::initializer_list<Dim> dims) {
        int i = 0;
        for (const Dim &dim : dims) {
            const auto stride = static_cast<int32_t>(dim.stride);
            if (stride != dim.stride) refuse_stride(dim.stride);
            dims_[i++] = halide_dimension_t(dim.min, dim.extent, stride);
        }
        buffer_.host = static_cast<uint8_t *>(const_cast<void *>(data));
        buffer_.type = type;
        buffer_.dimensions = i;
        buffer_.dim = dims_;
    }
    KernelBuffer(const float *data, std::initializer_list<Dim> dims)
        : KernelBuffer(halide_type_of<float>(), data, dims) {}
    KernelBuffer(const KernelBuffer &) = delete;
    KernelBuffer &operator=(const KernelBuffer &) = delete;

    operator halide_buffer_t *() { return &buffer_; }

  private:
    halide_dimension_t dims_[5];
    halide_buffer_t buffer_ = {};
};

}  // namespace zsn2n
