// SPDX-License-Identifier: BSD-2-Clause
// Pair downsampler (Mansour & Heckel 2023, section 3.1) of a crop at any offset, turned and
// flipped.
#include "kernel_common.h"

namespace zsn2n_gen {

// A 2x2 block [a b; c d] of the crop at (left, top) gives first = (b + c) / 2, second = (a + d)
// / 2. Block (x, y) of the views is block (u, v) of the crop, (u, v) = transpose ? (y, x) : (x, y),
// then counted from the far side where flip_x or flip_y is set; block_columns and block_rows are
// the crop's.
class PairDownsample : public Generator<PairDownsample> {
  public:
    Input<Buffer<float>> src{"src", 3};
    Input<int> left{"left"}, top{"top"};
    Input<int> block_columns{"block_columns"}, block_rows{"block_rows"};
    Input<bool> transpose{"transpose"}, flip_x{"flip_x"}, flip_y{"flip_y"};
    Output<Buffer<float>> first{"first", 3};
    Output<Buffer<float>> second{"second", 3};

    void generate() {
        Expr u = select(transpose, y, x), v = select(transpose, x, y);
        u = left + 2 * select(flip_x, block_columns - 1 - u, u);
        v = top + 2 * select(flip_y, block_rows - 1 - v, v);
        // The caller guarantees the crop lies inside src; the clamps tell bounds inference so.
        u = clamp(u, src.dim(0).min(), src.dim(0).max() - 1);
        v = clamp(v, src.dim(1).min(), src.dim(1).max() - 1);
        first(x, y, c) = 0.5f * (src(u + 1, v, c) + src(u, v + 1, c));
        second(x, y, c) = 0.5f * (src(u, v, c) + src(u + 1, v + 1, c));
    }

    void schedule() { second.compute_with(first, x); }

  private:
    Var x{"x"}, y{"y"}, c{"c"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::PairDownsample, pair_downsample)
