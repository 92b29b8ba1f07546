// SPDX-License-Identifier: BSD-2-Clause
// Losses and their gradients with respect to the predicted noise f. With p = x - f, df = -dp.
#include "kernel_common.h"

namespace zsn2n_gen {

// Residual loss of one view p against the other one: row_loss(y) = sum weight * (p - other view)^2,
// diff_noise = -scale * weight * (p - other view).
class ResidualLoss : public Generator<ResidualLoss> {
  public:
    Input<Buffer<float>> denoised{"denoised", 3};
    Input<Buffer<float>> other_view{"other_view", 3};
    Input<Buffer<float>> weight{"weight", 2};
    Input<float> scale{"scale"};
    Output<Buffer<float>> diff_noise{"diff_noise", 3};
    Output<Buffer<float>> row_loss{"row_loss", 1};

    void generate() {
        error(x, y, c) = denoised(x, y, c) - other_view(x, y, c);
        diff_noise(x, y, c) = -scale * weight(x, y) * error(x, y, c);
        r = RDom(denoised.dim(0).min(), denoised.dim(0).extent(), denoised.dim(2).min(),
                 denoised.dim(2).extent());
        row_loss(y) = 0.0f;
        row_loss(y) += weight(r.x, y) * error(r.x, y, r.y) * error(r.x, y, r.y);
    }

    void schedule() {
        diff_noise.vectorize(x, register_tile(get_target()).lanes, TailStrategy::GuardWithIf);
    }

  private:
    Var x{"x"}, y{"y"}, c{"c"};
    RDom r;
    Func error{"error"};
};

// Residual plus consistency loss of one view p: against the other view and against the same
// downsampler of the whole denoised image. `diagonal` picks that downsampler: (a + d) / 2 of
// [a b; c d], else (b + c) / 2. row_loss(y) = sum (p - other view)^2 + (p - view)^2,
// diff_noise = -scale * weight * ((p - other view) + (p - view)).
class ConsistencyLossView : public Generator<ConsistencyLossView> {
  public:
    Input<Buffer<float>> denoised{"denoised", 3};
    Input<Buffer<float>> other_view{"other_view", 3};
    Input<Buffer<float>> whole{"whole", 3};
    Input<Buffer<float>> weight{"weight", 2};
    Input<bool> diagonal{"diagonal"};
    Input<float> scale{"scale"};
    Output<Buffer<float>> diff_noise{"diff_noise", 3};
    Output<Buffer<float>> row_loss{"row_loss", 1};

    void generate() {
        const Expr u = 2 * x, v = 2 * y;
        view(x, y, c) = 0.5f * select(diagonal, whole(u, v, c) + whole(u + 1, v + 1, c),
                                      whole(u + 1, v, c) + whole(u, v + 1, c));
        residual(x, y, c) = denoised(x, y, c) - other_view(x, y, c);
        consistency(x, y, c) = denoised(x, y, c) - view(x, y, c);
        diff_noise(x, y, c) = -scale * weight(x, y) * (residual(x, y, c) + consistency(x, y, c));
        r = RDom(denoised.dim(0).min(), denoised.dim(0).extent(), denoised.dim(2).min(),
                 denoised.dim(2).extent());
        row_loss(y) = 0.0f;
        row_loss(y) += weight(r.x, y) * (residual(r.x, y, r.y) * residual(r.x, y, r.y) +
                                         consistency(r.x, y, r.y) * consistency(r.x, y, r.y));
    }

    void schedule() {
        diff_noise.vectorize(x, register_tile(get_target()).lanes, TailStrategy::GuardWithIf);
    }

  private:
    Var x{"x"}, y{"y"}, c{"c"};
    RDom r;
    Func view{"view"}, residual{"residual"}, consistency{"consistency"};
};

// Consistency loss with respect to the whole image: a pixel takes half of -(p - view) of the view
// it went into; an odd last row or column went into none.
// diff_noise = scale / 2 * weight * (p - view).
class ConsistencyLossWhole : public Generator<ConsistencyLossWhole> {
  public:
    Input<Buffer<float>> first{"first", 3};
    Input<Buffer<float>> second{"second", 3};
    Input<Buffer<float>> whole{"whole", 3};
    Input<Buffer<float>> weight{"weight", 2};
    Input<float> scale{"scale"};
    Output<Buffer<float>> diff_noise{"diff_noise", 3};

    void generate() {
        const Expr columns = first.dim(0).extent(), rows = first.dim(1).extent();
        const Expr bx = clamp(x / 2, 0, columns - 1), by = clamp(y / 2, 0, rows - 1);
        const Expr u = 2 * bx, v = 2 * by;
        const Expr anti = first(bx, by, c) - 0.5f * (whole(u + 1, v, c) + whole(u, v + 1, c));
        const Expr diagonal = second(bx, by, c) - 0.5f * (whole(u, v, c) + whole(u + 1, v + 1, c));
        const Expr inside = x < 2 * columns && y < 2 * rows;
        diff_noise(x, y, c) = select(
            inside, 0.5f * scale * weight(bx, by) * select((x + y) % 2 == 1, anti, diagonal), 0.0f);
    }

    void schedule() {
        first.dim(0).set_min(0);
        first.dim(1).set_min(0);
        diff_noise.vectorize(x, register_tile(get_target()).lanes, TailStrategy::GuardWithIf);
    }

  private:
    Var x{"x"}, y{"y"}, c{"c"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::ResidualLoss, residual_loss)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConsistencyLossView, consistency_loss_view)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ConsistencyLossWhole, consistency_loss_whole)
