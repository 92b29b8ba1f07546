// SPDX-License-Identifier: BSD-2-Clause
// Last layer: 1x1 convolution from 48 channels to C planes with the residual, and its gradients.
#include "kernel_common.h"

namespace zsn2n_gen {

// dst(x, y, c) = noisy(x, y, c) - bias(c) - sum weights(k, c) * src(k, x, y): the network predicts
// the noise, so dst is the denoised image.
class ConvOut : public Generator<ConvOut> {
  public:
    GeneratorParam<bool> bf16{"bf16", false};
    Input<Buffer<>> src{"src", 3};
    Input<Buffer<float>> weights{"weights", 2};
    Input<Buffer<float>> bias{"bias", 1};
    Input<Buffer<float>> noisy{"noisy", 3};
    Output<Buffer<float>> dst{"dst", 3};

    void configure() { src.set_type(storage_type(bf16)); }

    void generate() {
        const int lanes = register_tile(get_target()).lanes;
        block = RDom(0, kWidth / lanes);
        lane_sum(i, x, y, c) = 0.0f;
        lane_sum(i, x, y, c) +=
            cast<float>(src(block * lanes + i, x, y)) * weights(block * lanes + i, c);
        lane = RDom(0, lanes);
        noise(x, y, c) = bias(c);
        noise(x, y, c) += lane_sum(lane, x, y, c);
        dst(x, y, c) = noisy(x, y, c) - noise(x, y, c);
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        src.dim(0).set_bounds(0, kWidth);
        src.dim(1).set_stride(kWidth);
        weights.dim(0).set_bounds(0, kWidth);
        weights.dim(1).set_min(0).set_stride(kWidth);
        bias.dim(0).set_min(0);

        // One pixel and plane at a time; the sum across lanes is the only work that does not
        // stream.
        dst.reorder(c, x, y);
        noise.compute_at(dst, c);
        noise.update().atomic().vectorize(lane, lanes);
        lane_sum.compute_at(dst, c).vectorize(i, lanes);
        lane_sum.update().reorder(i, block).vectorize(i, lanes).unroll(block);
    }

  private:
    Var i{"i"}, x{"x"}, y{"y"}, c{"c"};
    RDom block, lane;
    Func lane_sum{"lane_sum"}, noise{"noise"};
};

// diff_src(k, x, y) = leaky_relu'(src(k, x, y)) * sum weights(k, c) * diff_noise(x, y, c): the
// gradient before the second layer's activation, whose output is src.
class ConvOutBackwardData : public Generator<ConvOutBackwardData> {
  public:
    GeneratorParam<bool> bf16{"bf16", false};
    Input<Buffer<>> src{"src", 3};
    Input<Buffer<float>> weights{"weights", 2};
    Input<Buffer<float>> diff_noise{"diff_noise", 3};
    Output<Buffer<>> diff_src{"diff_src", 3};

    void configure() {
        src.set_type(storage_type(bf16));
        diff_src.set_type(storage_type(bf16));
    }

    void generate() {
        r = RDom(0, diff_noise.dim(2).extent());
        sum(k, x, y) = 0.0f;
        sum(k, x, y) += weights(k, r) * diff_noise(x, y, r);
        diff_src(k, x, y) = cast(storage_type(bf16), sum(k, x, y) * leaky_relu_slope(src(k, x, y)));
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        src.dim(0).set_bounds(0, kWidth);
        src.dim(1).set_stride(kWidth);
        weights.dim(0).set_bounds(0, kWidth);
        weights.dim(1).set_min(0).set_stride(kWidth);
        diff_noise.dim(2).set_min(0);
        diff_src.dim(0).set_bounds(0, kWidth);
        diff_src.dim(1).set_stride(kWidth);

        diff_src.bound(k, 0, kWidth).vectorize(k, lanes).unroll(k);
        sum.compute_at(diff_src, x).vectorize(k, lanes).unroll(k);
        sum.update().reorder(k, r).vectorize(k, lanes).unroll(k);
    }

  private:
    Var k{"k"}, x{"x"}, y{"y"};
    RDom r;
    Func sum{"sum"};
};

// diff_weights(k, c) = sum over diff_noise's region of diff_noise(x, y, c) * src(k, x, y),
// diff_bias(c) = sum diff_noise(x, y, c).
class ConvOutBackwardWeights : public Generator<ConvOutBackwardWeights> {
  public:
    GeneratorParam<bool> bf16{"bf16", false};
    Input<Buffer<>> src{"src", 3};
    Input<Buffer<float>> diff_noise{"diff_noise", 3};
    Output<Buffer<float>> diff_weights{"diff_weights", 2};
    Output<Buffer<float>> diff_bias{"diff_bias", 1};

    void configure() { src.set_type(storage_type(bf16)); }

    void generate() {
        pixel = RDom(diff_noise.dim(0).min(), diff_noise.dim(0).extent(), diff_noise.dim(1).min(),
                     diff_noise.dim(1).extent());
        sum(k, c) = 0.0f;
        sum(k, c) += diff_noise(pixel.x, pixel.y, c) * cast<float>(src(k, pixel.x, pixel.y));
        diff_weights(k, c) = sum(k, c);
        diff_bias(c) = 0.0f;
        diff_bias(c) += diff_noise(pixel.x, pixel.y, c);
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        src.dim(0).set_bounds(0, kWidth);
        src.dim(1).set_stride(kWidth);
        diff_noise.dim(2).set_min(0);
        diff_weights.dim(0).set_bounds(0, kWidth);
        diff_weights.dim(1).set_min(0).set_stride(kWidth);
        diff_bias.dim(0).set_min(0);

        diff_weights.bound(k, 0, kWidth).vectorize(k, lanes).unroll(k);
        sum.compute_at(diff_weights, c).vectorize(k, lanes).unroll(k);
        sum.update().reorder(k, pixel.x, pixel.y).vectorize(k, lanes).unroll(k);
    }

  private:
    Var k{"k"}, c{"c"};
    RDom pixel;
    Func sum{"sum"};
};

// In place: gradient(i) *= leaky_relu'(activated(i)).
class LeakyReluBackward : public Generator<LeakyReluBackward> {
  public:
    GeneratorParam<bool> bf16{"bf16", false};
    Input<Buffer<>> activated{"activated", 1};
    Input<Buffer<>> gradient{"gradient", 1};
    Output<Buffer<>> result{"result", 1};

    void configure() {
        activated.set_type(storage_type(bf16));
        gradient.set_type(storage_type(bf16));
        result.set_type(storage_type(bf16));
    }

    void generate() {
        result(i) =
            cast(storage_type(bf16), cast<float>(gradient(i)) * leaky_relu_slope(activated(i)));
    }

    void schedule() {
        // Guarded tail: a shifted one would apply the slope twice in place.
        result.vectorize(i, register_tile(get_target()).lanes, TailStrategy::GuardWithIf);
    }

  private:
    Var i{"i"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConvOut, conv_out)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConvOutBackwardData, conv_out_backward_data)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConvOutBackwardWeights, conv_out_backward_weights)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::LeakyReluBackward, leaky_relu_backward)
