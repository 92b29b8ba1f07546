// SPDX-License-Identifier: BSD-2-Clause
// First layer: 3x3 convolution from C planes to 48 channels with LeakyReLU, and its weight
// gradient. Activations are stored as float or, with bf16=true, as bfloat16; sums are float.
#include "kernel_common.h"

namespace zsn2n_gen {

// dst(k, x, y) = leaky_relu(bias(k) + sum weights(k, dx, dy, c) * src(x + dx - 1, y + dy - 1, c)).
// src is planar and zero outside its extents; dst may be any region.
class ConvIn : public Generator<ConvIn> {
  public:
    GeneratorParam<bool> bf16{"bf16", false};
    Input<Buffer<float>> src{"src", 3};
    Input<Buffer<float>> weights{"weights", 4};
    Input<Buffer<float>> bias{"bias", 1};
    Output<Buffer<>> dst{"dst", 3};

    void configure() { dst.set_type(storage_type(bf16)); }

    void generate() {
        padded = BoundaryConditions::constant_exterior(
            src, 0.0f,
            {{src.dim(0).min(), src.dim(0).extent()}, {src.dim(1).min(), src.dim(1).extent()}});
        r = RDom(0, 3, 0, 3, 0, src.dim(2).extent());
        conv(k, x, y) = bias(k);
        conv(k, x, y) += weights(k, r.x, r.y, r.z) * padded(x + r.x - 1, y + r.y - 1, r.z);
        dst(k, x, y) = cast(storage_type(bf16), leaky_relu(conv(k, x, y)));
    }

    void schedule() {
        const RegisterTile tile = register_tile(get_target());
        src.dim(2).set_min(0);
        weights.dim(0).set_bounds(0, kWidth);
        weights.dim(1).set_bounds(0, 3).set_stride(kWidth);
        weights.dim(2).set_bounds(0, 3).set_stride(3 * kWidth);
        weights.dim(3).set_min(0).set_stride(9 * kWidth);
        bias.dim(0).set_bounds(0, kWidth);
        dst.dim(0).set_bounds(0, kWidth);
        dst.dim(1).set_stride(kWidth);

        Var xo, xi, ko, ki, yo, yi;
        dst.bound(k, 0, kWidth)
            .split(x, xo, xi, tile.pixels, TailStrategy::GuardWithIf)
            .split(k, ko, ki, tile.channels)
            .split(y, yo, yi, 8, TailStrategy::GuardWithIf)
            .reorder(ki, xi, ko, xo, yi, yo)
            .vectorize(ki, tile.lanes)
            .unroll(ki)
            .unroll(xi);
        conv.compute_at(dst, ko)
            .bound_extent(x, tile.pixels)
            .vectorize(k, tile.lanes)
            .unroll(k)
            .unroll(x);
        conv.update()
            .reorder(k, x, r.x, r.y, r.z)
            .vectorize(k, tile.lanes)
            .unroll(k)
            .unroll(x)
            .unroll(r.x);
        padded.compute_at(dst, yo);
    }

  private:
    Var k{"k"}, x{"x"}, y{"y"};
    RDom r;
    Func padded, conv{"conv"};
};

// diff_weights(k, dx, dy, c) = sum over diff_dst's region of diff_dst(k, x, y) * src(x + dx - 1,
// y + dy - 1, c), diff_bias(k) = sum diff_dst(k, x, y).
class ConvInBackwardWeights : public Generator<ConvInBackwardWeights> {
  public:
    GeneratorParam<bool> bf16{"bf16", false};
    Input<Buffer<float>> src{"src", 3};
    Input<Buffer<>> diff_dst{"diff_dst", 3};
    Output<Buffer<float>> diff_weights{"diff_weights", 4};
    Output<Buffer<float>> diff_bias{"diff_bias", 1};

    void configure() { diff_dst.set_type(storage_type(bf16)); }

    void generate() {
        padded = BoundaryConditions::constant_exterior(
            src, 0.0f,
            {{src.dim(0).min(), src.dim(0).extent()}, {src.dim(1).min(), src.dim(1).extent()}});
        pixel = RDom(diff_dst.dim(1).min(), diff_dst.dim(1).extent(), diff_dst.dim(2).min(),
                     diff_dst.dim(2).extent());
        const Expr gradient = cast<float>(diff_dst(k, pixel.x, pixel.y));
        sum(k, dx, dy, c) = 0.0f;
        sum(k, dx, dy, c) += gradient * padded(pixel.x + dx - 1, pixel.y + dy - 1, c);
        diff_weights(k, dx, dy, c) = sum(k, dx, dy, c);
        diff_bias(k) = 0.0f;
        diff_bias(k) += gradient;
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        // 27 accumulators with AVX-512 (three vectors of channels by nine taps), nine elsewhere.
        const int channels = lanes >= 16 ? 3 * lanes : lanes;
        src.dim(2).set_min(0);
        diff_dst.dim(0).set_bounds(0, kWidth);
        diff_dst.dim(1).set_stride(kWidth);
        diff_weights.dim(0).set_bounds(0, kWidth);
        diff_weights.dim(1).set_bounds(0, 3).set_stride(kWidth);
        diff_weights.dim(2).set_bounds(0, 3).set_stride(3 * kWidth);
        diff_weights.dim(3).set_min(0).set_stride(9 * kWidth);
        diff_bias.dim(0).set_bounds(0, kWidth);

        Var ko, ki;
        diff_weights.bound(dx, 0, 3)
            .bound(dy, 0, 3)
            .split(k, ko, ki, channels)
            .reorder(ki, dx, dy, ko, c)
            .vectorize(ki, lanes)
            .unroll(ki)
            .unroll(dx)
            .unroll(dy);
        sum.compute_at(diff_weights, ko).vectorize(k, lanes).unroll(k).unroll(dx).unroll(dy);
        sum.update()
            .reorder(k, dx, dy, pixel.x, pixel.y)
            .vectorize(k, lanes)
            .unroll(k)
            .unroll(dx)
            .unroll(dy);
        padded.compute_root();

        diff_bias.vectorize(k, lanes);
        diff_bias.update().reorder(k, pixel.x, pixel.y).vectorize(k, lanes).unroll(k);
    }

  private:
    Var k{"k"}, dx{"dx"}, dy{"dy"}, c{"c"};
    RDom pixel;
    Func padded, sum{"sum"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConvIn, conv_in)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConvInBackwardWeights, conv_in_backward_weights)
