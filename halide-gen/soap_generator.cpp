// SPDX-License-Identifier: BSD-2-Clause
// Arithmetic of SOAP (Vyas et al. 2024, arXiv 2409.11321) with one eigenbasis per tensor mode. A
// weight tensor is W(k, p, q): 48 output channels innermost, then two more modes of any strides.
#include "kernel_common.h"

namespace zsn2n_gen {

// dst(k, j) = keep * before(k, j) + scale * sum over r of a(k, r) * b(r, j), k = 0..47. b may have
// any strides, so a transposed operand costs nothing. dst may be `before`. j's extent is a multiple
// of `columns`.
class SmallMatmul : public Generator<SmallMatmul> {
  public:
    GeneratorParam<int> columns{"columns", 8};
    Input<Buffer<float>> a{"a", 2};
    Input<Buffer<float>> b{"b", 2};
    Input<Buffer<float>> before{"before", 2};
    Input<float> keep{"keep"}, scale{"scale"};
    Output<Buffer<float>> dst{"dst", 2};

    void generate() {
        r = RDom(0, a.dim(1).extent());
        sum(k, j) = 0.0f;
        sum(k, j) += a(k, r) * b(r, j);
        dst(k, j) = keep * before(k, j) + scale * sum(k, j);
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        const int rows = register_tile(get_target()).channels;
        const int wide = std::min<int>(columns, register_tile(get_target()).pixels);
        a.dim(0).set_bounds(0, kWidth);
        a.dim(1).set_min(0);
        b.dim(0).set_stride(Expr()).set_min(0);
        b.dim(1).set_min(0);
        before.dim(0).set_bounds(0, kWidth);
        dst.dim(0).set_bounds(0, kWidth);
        dst.dim(1).set_min(0);

        Var ko, ki, jo, ji;
        dst.split(k, ko, ki, rows)
            .split(j, jo, ji, wide, TailStrategy::RoundUp)
            .reorder(ki, ji, ko, jo)
            .vectorize(ki, lanes)
            .unroll(ki)
            .unroll(ji);
        sum.compute_at(dst, ko).vectorize(k, lanes).unroll(k).unroll(j);
        sum.update().reorder(k, j, r).vectorize(k, lanes).unroll(k).unroll(j);
    }

  private:
    Var k{"k"}, j{"j"};
    RDom r;
    Func sum{"sum"};
};

// Gram matrix of the second mode: dst(i, j) = keep * before(i, j) + scale * sum over k, q of
// w(k, i, q) * w(k, j, q). The extents of i and j are multiples of `tile`.
class ModeGram : public Generator<ModeGram> {
  public:
    GeneratorParam<int> tile{"tile", 1};
    Input<Buffer<float>> w{"w", 3};
    Input<Buffer<float>> before{"before", 2};
    Input<float> keep{"keep"}, scale{"scale"};
    Output<Buffer<float>> dst{"dst", 2};

    void generate() {
        const int lanes = register_tile(get_target()).lanes;
        r = RDom(0, kWidth / lanes, 0, w.dim(2).extent());
        lane_sum(l, i, j) = 0.0f;
        lane_sum(l, i, j) += w(r.x * lanes + l, i, r.y) * w(r.x * lanes + l, j, r.y);
        lane = RDom(0, lanes);
        sum(i, j) = 0.0f;
        sum(i, j) += lane_sum(lane, i, j);
        dst(i, j) = keep * before(i, j) + scale * sum(i, j);
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        w.dim(0).set_bounds(0, kWidth);
        w.dim(1).set_min(0);
        w.dim(2).set_min(0);
        dst.dim(0).set_min(0);
        dst.dim(1).set_min(0);

        Var io, ii, jo, ji;
        dst.tile(i, j, io, jo, ii, ji, tile, tile, TailStrategy::RoundUp).unroll(ii).unroll(ji);
        sum.compute_at(dst, io).unroll(i).unroll(j);
        sum.update().reorder(lane, i, j).atomic().vectorize(lane, lanes).unroll(i).unroll(j);
        lane_sum.compute_at(dst, io).vectorize(l, lanes).unroll(i).unroll(j);
        lane_sum.update().reorder(l, i, j, r.x, r.y).vectorize(l, lanes).unroll(i).unroll(j);
    }

  private:
    Var i{"i"}, j{"j"}, l{"l"};
    RDom r, lane;
    Func lane_sum{"lane_sum"}, sum{"sum"};
};

// The last mode's rotation, Adam there, and the rotation back: with g'(k, p, t) = sum basis(s, t) *
// g(k, p, s), moments m and v of g' in place, n = m * rate / (sqrt(v) * root + epsilon), direction
// (k, p, t) = sum basis(t, s) * n(k, p, s).
class SoapAdam : public Generator<SoapAdam> {
  public:
    GeneratorParam<int> taps{"taps", 9};
    Input<Buffer<float>> gradient{"gradient", 3};
    Input<Buffer<float>> basis{"basis", 2};
    Input<Buffer<float>> first_moment{"first_moment", 3};
    Input<Buffer<float>> second_moment{"second_moment", 3};
    Input<float> rate{"rate"}, root{"root"};
    Input<float> beta1{"beta1"}, beta2{"beta2"}, epsilon{"epsilon"};
    Output<Buffer<float>> direction{"direction", 3};
    Output<Buffer<float>> first{"first", 3};
    Output<Buffer<float>> second{"second", 3};

    void generate() {
        r = RDom(0, taps);
        rotated(k, p, t) = 0.0f;
        rotated(k, p, t) += basis(r, t) * gradient(k, p, r);
        moments(k, p, t) = Tuple(
            beta1 * first_moment(k, p, t) + (1.0f - beta1) * rotated(k, p, t),
            beta2 * second_moment(k, p, t) + (1.0f - beta2) * rotated(k, p, t) * rotated(k, p, t));
        normal(k, p, t) = moments(k, p, t)[0] * rate / (sqrt(moments(k, p, t)[1]) * root + epsilon);
        back(k, p, t) = 0.0f;
        back(k, p, t) += basis(t, r) * normal(k, p, r);
        direction(k, p, t) = back(k, p, t);
        first(k, p, t) = moments(k, p, t)[0];
        second(k, p, t) = moments(k, p, t)[1];
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        for (auto *buffer : {&direction, &first, &second}) {
            buffer->dim(0).set_bounds(0, kWidth);
            buffer->dim(2).set_bounds(0, taps);
        }
        basis.dim(0).set_bounds(0, taps);
        basis.dim(1).set_bounds(0, taps);
        gradient.dim(2).set_min(0);

        Var ko, ki;
        for (Func f : {Func(direction), Func(first), Func(second)}) {
            f.bound(k, 0, kWidth)
                .bound(t, 0, taps)
                .split(k, ko, ki, lanes)
                .reorder(ki, t, ko, p)
                .vectorize(ki);
            f.unroll(t);
        }
        Func d(direction), m(first), v(second);
        m.compute_with(d, ko);
        v.compute_with(d, ko);
        for (Func f : {rotated, moments, normal, back})
            f.compute_at(d, ko).vectorize(k, lanes).unroll(t);
        rotated.update().reorder(k, t, r).vectorize(k, lanes).unroll(t);
        back.update().reorder(k, t, r).vectorize(k, lanes).unroll(t);
    }

  private:
    Var k{"k"}, p{"p"}, t{"t"};
    RDom r;
    Func rotated{"rotated"}, moments{"moments"}, normal{"normal"}, back{"back"};
};

// dst(i) = sum of the shards in their order.
class SumShards : public Generator<SumShards> {
  public:
    Input<Buffer<float>> shards{"shards", 2};
    Output<Buffer<float>> dst{"dst", 1};

    void generate() {
        r = RDom(0, shards.dim(1).extent());
        sum(i) = 0.0f;
        sum(i) += shards(i, r);
        dst(i) = sum(i);
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        shards.dim(1).set_min(0);
        dst.vectorize(i, lanes, TailStrategy::GuardWithIf);
        sum.compute_at(dst, i).vectorize(i, lanes);
        sum.update().reorder(i, r).vectorize(i, lanes);
    }

  private:
    Var i{"i"};
    RDom r;
    Func sum{"sum"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::SmallMatmul, small_matmul)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ModeGram, mode_gram)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::SoapAdam, soap_adam)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::SumShards, sum_shards)
