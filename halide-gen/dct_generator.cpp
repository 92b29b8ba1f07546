// SPDX-License-Identifier: BSD-2-Clause
// Shrinkage of overlapping DCT blocks, size x size pixels each: hard thresholding (Yu & Sapiro,
// IPOL 2011) and the empirical Wiener filter that takes another estimate's spectrum for the true
// one (Dabov et al., IEEE TIP 2007, without block matching).
#include "block_transforms.h"

namespace zsn2n_gen {

// Blocks 0..blocks-1 side by side in the lanes of a vector. Pixel (x, y) of block l lies at
// l + columns(x) + rows(y) of every float buffer; all of these are flat, of `span` elements. Each
// block is transformed, shrunk, transformed back and added to `weighted` times its weight, and the
// weight to `weights`. A block's noise variance is the mean of `variance`, above 0 everywhere, of
// samples x samples of its pixels, size / samples apart.
//  * threshold: coefficients of at most `strictness` standard deviations become 0, all but the
//    mean; weight scale / (variance * number of those kept).
//  * wiener: gain p^2 / (p^2 + strictness^2 * variance) with p the oracle's coefficient; weight
//    scale / (variance * sum of squared gains).
//  * fused, a wiener: there is also the past image, of coefficient w, whose expected error e is the
//    mean of (p - w)^2 over the 3x3 coefficients around, plus the block's mean of `unknown`. The
//    noisy coefficient c, drawn to the past with gain g = e / (e + inertia * variance), and the
//    oracle's p, with the wiener's gain h, are averaged with weights 1 / g^2 and 1 / h^2; the
//    block's gain is the smaller.
// With `coloured` there is spectrum(u, v), above 0: the variance of coefficient (u, v) is that
// times the block's, and a weight's sums are of kept variances over the block's. White noise has
// kernels of its own: a factor of 1 changes what the compiler contracts, and so the bits. Up to 15
// blocks more than asked for are read and written.
class DctShrink : public Generator<DctShrink> {
  public:
    GeneratorParam<int> size{"size", 8};
    GeneratorParam<bool> wiener{"wiener", false};
    GeneratorParam<bool> coloured{"coloured", false};
    GeneratorParam<bool> fused{"fused", false};
    Input<Buffer<int>> columns{"columns", 1};
    Input<Buffer<int>> rows{"rows", 1};
    Input<int> blocks{"blocks"}, span{"span"}, samples{"samples"};
    Input<float> strictness{"strictness"}, scale{"scale"};
    Input<Buffer<float>> variance{"variance", 1};
    Input<Buffer<float>> noisy{"noisy", 1};
    Output<Func> sums{"sums", {Float(32), Float(32)}, 1};

    void configure() {
        if (wiener) oracle = add_input<Buffer<float>>("oracle", 1);
        if (fused) {
            past = add_input<Buffer<float>>("past", 1);
            unknown = add_input<Buffer<float>>("unknown", 1);
            inertia = add_input<float>("inertia");
        }
        if (coloured) relative = add_input<Buffer<float>>("spectrum", 2);
    }

    void generate() {
        const int n = size;
        lanes = register_tile(get_target()).lanes;
        Var i;

        over = RDom(0, samples, 0, samples);
        block_variance(l, g) = 0.0f;
        const Expr apart = size / samples;
        block_variance(l, g) += variance(place(l, g, over.x * apart, over.y * apart));
        const Expr share = 1.0f / cast<float>(samples * samples);
        const Expr block_noise = block_variance(l, g) * (strictness * strictness * share);

        along_x(l, g, u, y) = row_transform(noisy, from_noisy);
        Vector column, guide;
        for (int j = 0; j < n; ++j) column.push_back(along_x(l, g, u, j));
        coefficients(l, g, u) = Tuple(forward_dct(column));
        if (wiener) {
            oracle_along_x(l, g, u, y) = row_transform(*oracle, from_oracle);
            for (int j = 0; j < n; ++j) guide.push_back(oracle_along_x(l, g, u, j));
            oracle_coefficients(l, g, u) = Tuple(forward_dct(guide));
        }
        if (fused) compare_with_past(apart, share);
        Vector kept, gains, fusions;
        Expr cost = 0.0f;
        for (int v = 0; v < n; ++v) {
            const Expr c = coefficients(l, g, u)[v];
            const Expr noise = coloured ? block_noise * (*relative)(u, v) : block_noise;
            if (fused) {
                const Expr p = oracle_coefficients(l, g, u)[v], w = past_coefficients(l, g, u)[v];
                const Expr white = block_variance(l, g) * (inertia_of() * share);
                const Expr e = expected_error(v);
                const Expr to_past = e / (e + (coloured ? white * (*relative)(u, v) : white));
                const Expr to_zero = p * p / (p * p + noise);
                const Expr a = to_zero * to_zero + 1e-8f, b = to_past * to_past;
                gains.push_back(min(to_past, to_zero));
                fusions.push_back(((w + to_past * (c - w)) * a + p * b) / (a + b));
            } else if (wiener) {
                const Expr p = oracle_coefficients(l, g, u)[v];
                gains.push_back(p * p / (p * p + noise));
            } else {
                const Expr large = c * c > noise;
                gains.push_back(select(v == 0 ? large || u == 0 : large, 1.0f, 0.0f));
            }
        }
        gain(l, g, u) = Tuple(gains);
        if (fused) fusion(l, g, u) = Tuple(fusions);
        for (int v = 0; v < n; ++v) {
            const Expr w = gain(l, g, u)[v];
            kept.push_back(fused ? fusion(l, g, u)[v] : coefficients(l, g, u)[v] * w);
            const Expr passes = wiener ? w * w : w;
            cost += coloured ? passes * (*relative)(u, v) : passes;
        }
        // The column's cost rides behind its pixels.
        Vector pixels = inverse_dct(kept);
        pixels.push_back(cost);
        shrunk(l, g, u) = Tuple(pixels);
        along_y(l, g, u, y) = mux(y, Vector(elements(shrunk(l, g, u))));

        each = RDom(0, n);
        total_cost(l, g) = 0.0f;
        total_cost(l, g) += along_y(l, g, each, n);
        weight(l, g) =
            scale * cast<float>(samples * samples) /
            (block_variance(l, g) * max(total_cost(l, g), wiener || coloured ? 0.01f : 1.0f));

        Vector row;
        for (int k = 0; k < n; ++k) row.push_back(along_y(l, g, k, y));
        block_row(l, g, y) = Tuple(inverse_dct(row));

        all = RDom(0, lanes, 0, n, 0, n, 0, (blocks + lanes - 1) / lanes);
        const Expr at = place(all.x, all.w, all.y, all.z);
        const Expr w = weight(all.x, all.w);
        const Expr value = mux(all.y, Vector(elements(block_row(all.x, all.w, all.z))));
        sums(i) = Tuple(undef<float>(), undef<float>());
        sums(at) = Tuple(sums(at)[0] + w * value, sums(at)[1] + w);
    }

    // The fused kernel holds both estimates' coefficients in memory, for those beside them: 1.5
    // times the wiener's time for 1.7 times its operations, 56 % of the multiply-add peak (Zen 5,
    // one core).
    void schedule() {
        const int n = size;
        Func f = sums;
        f.update()
            .allow_race_conditions()  // no two lanes meet: `at` is all.x plus what they share
            .vectorize(all.x)
            .unroll(all.y);
        block_row.compute_at(f, all.z).vectorize(l, lanes);
        for (Func once : {block_variance, total_cost, weight})
            once.compute_at(f, all.w).vectorize(l, lanes);
        block_variance.update().reorder(l, over.x, over.y, g).vectorize(l, lanes);
        total_cost.update().reorder(l, each, g).vectorize(l, lanes);
        along_y.compute_at(f, all.w)
            .store_in(MemoryType::Stack)
            .reorder(l, y, u, g)
            .bound(y, 0, n + 1)
            .unroll(y)
            .vectorize(l, lanes);
        for (Func registers : {shrunk, gain, coefficients})
            registers.compute_at(along_y, u).vectorize(l, lanes);
        schedule_rows(along_x, from_noisy);
        if (wiener) {
            if (!fused) oracle_coefficients.compute_at(along_y, u).vectorize(l, lanes);
            schedule_rows(oracle_along_x, from_oracle);
        }
        if (fused) {
            schedule_rows(past_along_x, from_past);
            for (Func stored : {oracle_coefficients, past_coefficients, change})
                stored.compute_at(f, all.w)
                    .store_in(MemoryType::Stack)
                    .reorder(l, u, g)
                    .bound(u, 0, n)
                    .vectorize(l, lanes);
            fusion.compute_at(along_y, u).vectorize(l, lanes);
            block_unknown.compute_at(f, all.w).vectorize(l, lanes);
            block_unknown.update().reorder(l, over.x, over.y, g).vectorize(l, lanes);
        }
    }

  private:
    Var l{"l"}, g{"g"}, u{"u"}, y{"y"};
    Input<Buffer<float>> *oracle = nullptr, *relative = nullptr, *past = nullptr;
    Input<Buffer<float>> *unknown = nullptr;
    Input<float> *inertia = nullptr;
    RDom over, each, all;
    int lanes = 0;
    Func from_noisy{"from_noisy"}, from_oracle{"from_oracle"};
    Func along_x{"along_x"}, oracle_along_x{"oracle_along_x"};
    Func coefficients{"coefficients"}, oracle_coefficients{"oracle_coefficients"};
    Func from_past{"from_past"}, past_along_x{"past_along_x"};
    Func past_coefficients{"past_coefficients"}, change{"change"}, fusion{"fusion"};
    Func block_unknown{"block_unknown"};
    Func gain{"gain"}, shrunk{"shrunk"};
    Func along_y{"along_y"}, block_row{"block_row"};
    Func block_variance{"block_variance"}, total_cost{"total_cost"}, weight{"weight"};

    Expr inertia_of() { return *inertia; }

    // change(u, v) = the sum of (p - w)^2 over coefficients v - 1 to v + 1; the last one repeats.
    void compare_with_past(const Expr &apart, const Expr &share) {
        const int n = size;
        block_unknown(l, g) = 0.0f;
        block_unknown(l, g) += (*unknown)(place(l, g, over.x * apart, over.y * apart)) * share;
        past_along_x(l, g, u, y) = row_transform(*past, from_past);
        Vector column, squares, sums;
        for (int j = 0; j < n; ++j) column.push_back(past_along_x(l, g, u, j));
        past_coefficients(l, g, u) = Tuple(forward_dct(column));
        for (int v = 0; v < n; ++v) {
            const Expr d = oracle_coefficients(l, g, u)[v] - past_coefficients(l, g, u)[v];
            squares.push_back(d * d);
        }
        for (int v = 0; v < n; ++v)
            sums.push_back(squares[std::max(v - 1, 0)] + squares[v] +
                           squares[std::min(v + 1, n - 1)]);
        change(l, g, u) = Tuple(sums);
    }
    Expr expected_error(int v) {
        const Expr left = max(u - 1, 0), right = min(u + 1, size - 1);
        return (change(l, g, left)[v] + change(l, g, u)[v] + change(l, g, right)[v]) * (1.0f / 9) +
               block_unknown(l, g);
    }

    static Vector elements(const Tuple &tuple) { return tuple.as_vector(); }

    // A sum of the lane and of what no lane changes, so that vectors are dense.
    Expr place(const Expr &lane, const Expr &group, const Expr &x, const Expr &row) {
        return lane +
               unsafe_promise_clamped(group * lanes + columns(x) + rows(row), 0, span - lanes);
    }

    Expr row_transform(Input<Buffer<float>> &src, Func &transformed) {
        Vector pixels;
        for (int i = 0; i < size; ++i) pixels.push_back(src(place(l, g, i, y)));
        transformed(l, g, y) = Tuple(forward_dct(pixels));
        return mux(u, Vector(elements(transformed(l, g, y))));
    }

    void schedule_rows(Func &rows_of, Func &registers) {
        rows_of.compute_at(sums, all.w)
            .store_in(MemoryType::Stack)
            .reorder(l, u, y, g)
            .bound(u, 0, size)
            .unroll(u)
            .vectorize(l, lanes);
        registers.compute_at(rows_of, y).vectorize(l, lanes);
    }
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::DctShrink, dct_shrink)
