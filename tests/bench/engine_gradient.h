// SPDX-License-Identifier: BSD-2-Clause
// Loss and gradient from the engine's own objectives, in PyTorch's layout. The only file of the
// bench that looks behind the C API.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "image.h"

namespace bench {

// conv1.weight .bias conv2.weight .bias conv3.weight .bias, each [out][in][row][column].
using Tensors = std::array<std::vector<float>, 6>;

struct Variant {
    std::string name;  // "halide f32", "onednn f32", "onednn bf16"
    bool onednn, bf16;
};

// What this build and CPU can do.
std::vector<Variant> engine_variants();

// The published loss, or its residual term alone, over the whole image.
double engine_gradient(const Variant &variant, const Image &image, const Tensors &weights,
                       bool consistency, int threads, Tensors *gradient);

}  // namespace bench
