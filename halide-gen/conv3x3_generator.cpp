// SPDX-License-Identifier: BSD-2-Clause
// The 48->48 convolution, 3x3, zero padding: forward (bias, LeakyReLU) and backward data.
#include "kernel_common.h"

namespace zsn2n_gen {

// dst(k, x, y) = act(bias(k) + sum weights(k, i, dx, dy) * src(i, x + dx - 1, y + dy - 1)).
// src is zero outside its own extents; dst may be any region, so bands and tiles need no frame.
// Backward data is the same sum over `conv3x3_flip_weights`, without bias and activation.
class Conv3x3 : public Generator<Conv3x3> {
  public:
    GeneratorParam<bool> activate{"activate", true};
    Input<Buffer<float>> src{"src", 3};
    Input<Buffer<float>> weights{"weights", 4};
    Input<Buffer<float>> bias{"bias", 1};
    Output<Buffer<float>> dst{"dst", 3};

    void generate() {
        padded = BoundaryConditions::constant_exterior(src, 0.0f,
                                                       {{Expr(), Expr()},
                                                        {src.dim(1).min(), src.dim(1).extent()},
                                                        {src.dim(2).min(), src.dim(2).extent()}});
        r = RDom(0, kWidth, 0, 3, 0, 3);
        conv(k, x, y) = bias(k);
        conv(k, x, y) += weights(k, r.x, r.y, r.z) * padded(r.x, x + r.y - 1, y + r.z - 1);
        dst(k, x, y) = activate ? leaky_relu(conv(k, x, y)) : conv(k, x, y);
    }

    void schedule() {
        const RegisterTile tile = register_tile(get_target());
        src.dim(0).set_bounds(0, kWidth);
        src.dim(1).set_stride(kWidth);
        weights.dim(0).set_bounds(0, kWidth);
        weights.dim(1).set_bounds(0, kWidth).set_stride(kWidth);
        weights.dim(2).set_bounds(0, 3).set_stride(kWidth * kWidth);
        weights.dim(3).set_bounds(0, 3).set_stride(3 * kWidth * kWidth);
        bias.dim(0).set_bounds(0, kWidth);
        dst.dim(0).set_bounds(0, kWidth);
        dst.dim(1).set_stride(kWidth);

        // The tile of accumulators stays in registers over all 432 products of a pixel. Columns
        // past the end are computed on zeros and not stored.
        Var xo, xi, ko, ki, yo, yi;
        dst.bound(k, 0, kWidth)
            .split(x, xo, xi, tile.pixels, TailStrategy::GuardWithIf)
            .split(k, ko, ki, tile.channels)
            .split(y, yo, yi, 4, TailStrategy::GuardWithIf)
            .reorder(ki, xi, xo, yi, ko, yo)
            .vectorize(ki, tile.lanes)
            .unroll(ki)
            .unroll(xi);
        conv.compute_at(dst, xo)
            .bound_extent(x, tile.pixels)
            .vectorize(k, tile.lanes)
            .unroll(k)
            .unroll(x);
        conv.update()
            .reorder(k, x, r.x, r.y, r.z)
            .vectorize(k, tile.lanes)
            .unroll(k)
            .unroll(x)
            .unroll(r.x, 2);
        padded.compute_at(dst, yo).vectorize(padded.args()[0], tile.lanes);
    }

  private:
    Var k{"k"}, x{"x"}, y{"y"};
    RDom r;
    Func padded, conv{"conv"};
};

// flipped(i, k, dx, dy) = weights(k, i, 2 - dx, 2 - dy): the kernel of the transposed convolution.
class Conv3x3FlipWeights : public Generator<Conv3x3FlipWeights> {
  public:
    Input<Buffer<float>> weights{"weights", 4};
    Output<Buffer<float>> flipped{"flipped", 4};

    void generate() { flipped(i, k, dx, dy) = weights(k, i, 2 - dx, 2 - dy); }

    void schedule() {
        weights.dim(0).set_bounds(0, kWidth);
        weights.dim(1).set_bounds(0, kWidth).set_stride(kWidth);
        flipped.dim(0).set_bounds(0, kWidth);
        flipped.dim(1).set_bounds(0, kWidth).set_stride(kWidth);
        flipped.vectorize(i, 16, TailStrategy::GuardWithIf);
    }

  private:
    Var i{"i"}, k{"k"}, dx{"dx"}, dy{"dy"};
};

// diff_weights(k, i, dx, dy) = sum over diff_dst's region of diff_dst(k, x, y) * src(i, x + dx - 1,
// y + dy - 1), diff_bias(k) = sum diff_dst(k, x, y). src is zero outside its extents.
class Conv3x3BackwardWeights : public Generator<Conv3x3BackwardWeights> {
  public:
    Input<Buffer<float>> src{"src", 3};
    Input<Buffer<float>> diff_dst{"diff_dst", 3};
    Output<Buffer<float>> diff_weights{"diff_weights", 4};
    Output<Buffer<float>> diff_bias{"diff_bias", 1};

    void generate() {
        padded = BoundaryConditions::constant_exterior(src, 0.0f,
                                                       {{Expr(), Expr()},
                                                        {src.dim(1).min(), src.dim(1).extent()},
                                                        {src.dim(2).min(), src.dim(2).extent()}});
        const Expr height = diff_dst.dim(2).extent(), top = diff_dst.dim(2).min();
        pixel = RDom(diff_dst.dim(1).min(), diff_dst.dim(1).extent(), 0, kRows);
        // The last chunk may be short; the minimum tells bounds inference so.
        pixel.where(chunk * kRows + pixel.y < height);
        const Expr row = top + min(chunk * kRows + pixel.y, height - 1);
        partial(k, i, dx, dy, chunk) = 0.0f;
        partial(k, i, dx, dy, chunk) +=
            diff_dst(k, pixel.x, row) * padded(i, pixel.x + dx - 1, row + dy - 1);
        chunks = RDom(0, (height + kRows - 1) / kRows);
        diff_weights(k, i, dx, dy) = 0.0f;
        diff_weights(k, i, dx, dy) += partial(k, i, dx, dy, chunks);

        all = RDom(diff_dst.dim(1).min(), diff_dst.dim(1).extent(), top, height);
        diff_bias(k) = 0.0f;
        diff_bias(k) += diff_dst(k, all.x, all.y);
    }

    void schedule() {
        const RegisterTile tile = register_tile(get_target());
        src.dim(0).set_bounds(0, kWidth);
        src.dim(1).set_stride(kWidth);
        diff_dst.dim(0).set_bounds(0, kWidth);
        diff_dst.dim(1).set_stride(kWidth);
        diff_weights.dim(0).set_bounds(0, kWidth);
        diff_weights.dim(1).set_bounds(0, kWidth).set_stride(kWidth);
        diff_weights.dim(2).set_bounds(0, 3).set_stride(kWidth * kWidth);
        diff_weights.dim(3).set_bounds(0, 3).set_stride(3 * kWidth * kWidth);
        diff_bias.dim(0).set_bounds(0, kWidth);

        diff_weights.vectorize(k, tile.lanes);
        // A chunk of rows stays in cache while each 48 x `pixels` block of the gradient sums over
        // it in registers.
        Var ko, ki, io, ii;
        diff_weights.update()
            .split(k, ko, ki, tile.channels)
            .split(i, io, ii, tile.pixels)
            .reorder(ki, ii, ko, io, dx, dy, chunks)
            .vectorize(ki, tile.lanes)
            .unroll(ki)
            .unroll(ii);
        partial.compute_at(diff_weights, ko).vectorize(k, tile.lanes).unroll(k).unroll(i);
        partial.update()
            .reorder(k, i, pixel.x, pixel.y)
            .vectorize(k, tile.lanes)
            .unroll(k)
            .unroll(i);
        padded.compute_at(diff_weights, chunks).vectorize(padded.args()[0], tile.lanes);

        diff_bias.vectorize(k, tile.lanes);
        diff_bias.update().reorder(k, all.x, all.y).vectorize(k, tile.lanes).unroll(k);
    }

  private:
    static constexpr int kRows = 4;
    Var k{"k"}, i{"i"}, dx{"dx"}, dy{"dy"}, chunk{"chunk"};
    RDom pixel, chunks, all;
    Func padded, partial{"partial"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::Conv3x3, conv3x3)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::Conv3x3FlipWeights, conv3x3_flip_weights)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::Conv3x3BackwardWeights, conv3x3_backward_weights)
