// SPDX-License-Identifier: BSD-2-Clause
// Loss and gradient of the engine's own objectives at a fixture's data, for comparison with
// PyTorch's.
#pragma once

#include <memory>

#include "base/thread_scope.h"
#include "gradient_fixture.h"
#include "network/conv3x3.h"
#include "train/objective.h"

namespace zsn2n_test {

using Floats = zsn2n::AlignedBuffer<float>;

class EngineGradient {
  public:
    // `slots`: the most threads evaluate() will be given.
    EngineGradient(const gradient_fixture::Fixture &fixture, const zsn2n::Method &method,
                   int slots);

    // Flat, as network/layout.h says; evaluate() takes what stands here.
    Floats theta;

    // The published loss, or its residual term alone, and the gradient in theta's layout.
    double evaluate(int threads, Floats *gradient);

    // The same in PyTorch's layout.
    gradient_fixture::Tensors tensors(const Floats &flat) const;

  private:
    zsn2n::ThreadScope scope_;  // as every thread that enters the engine
    zsn2n::Layout layout_;
    zsn2n::Planes image_;
    std::unique_ptr<zsn2n::CropSource> crops_;
    std::unique_ptr<zsn2n::Conv3x3> conv_;
    zsn2n::Arena arena_{size_t{64} << 20};
    std::unique_ptr<zsn2n::Objective> objective_;
    uint64_t step_ = 0;
};

}  // namespace zsn2n_test
