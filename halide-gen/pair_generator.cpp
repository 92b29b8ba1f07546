// SPDX-License-Identifier: BSD-2-Clause
// Pair downsampler (Mansour & Heckel 2023, section 3.1) of a crop at any offset, turned and
// flipped.
#include "kernel_common.h"

namespace zsn2n_gen {

// blocks(dx, dy, x, y, c): pixel (dx, dy) of the 2x2 block [a b; c d] at (x, y) of the views. A
// crop, its turns and flips are offset and strides of that buffer.
// first = (b + c) / 2, second = (a + d) / 2.
class PairDownsample : public Generator<PairDownsample> {
  public:
    Input<Buffer<float>> blocks{"blocks", 5};
    Output<Buffer<float>> first{"first", 3};
    Output<Buffer<float>> second{"second", 3};

    void generate() {
        first(x, y, c) = 0.5f * (blocks(1, 0, x, y, c) + blocks(0, 1, x, y, c));
        second(x, y, c) = 0.5f * (blocks(0, 0, x, y, c) + blocks(1, 1, x, y, c));
    }

    void schedule() {
        blocks.dim(0).set_bounds(0, 2);
        blocks.dim(1).set_bounds(0, 2);
        second.compute_with(first, x);
    }

  private:
    Var x{"x"}, y{"y"}, c{"c"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::PairDownsample, pair_downsample)
