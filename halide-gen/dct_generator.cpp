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
//    block's gain is the smaller. Two others, the past and what is ahead, are one before: their
//    mean with weights 1 / e, of error 1 / (1 / e1 + 1 / e2). What is ahead has seen few images: to
//    its error `doubt` * h * variance is added.
// With `coloured` there is spectrum(u, v), above 0: the variance of coefficient (u, v) is that
// times the block's, and a weight's sums are of kept variances over the block's. White noise has
// kernels of its own: a factor of 1 changes what the compiler contracts, and so the bits. Up to 15
// blocks more than asked for are read and written.
class DctShrink : public Generator<DctShrink> {
  public:
    GeneratorParam<int> size{"size", 8};
    GeneratorParam<bool> wiener{"wiener", false};
    GeneratorParam<bool> coloured{"coloured", false};
    GeneratorParam<int> others{"others", 0};  // images to fuse with: 0 to 2
    Input<Buffer<int>> columns{"columns", 1};
    Input<Buffer<int>> rows{"rows", 1};
    Input<int> blocks{"blocks"}, span{"span"}, samples{"samples"};
    Input<float> strictness{"strictness"}, scale{"scale"};
    Input<Buffer<float>> variance{"variance", 1};
    Input<Buffer<float>> noisy{"noisy", 1};
    Output<Func> sums{"sums", {Float(32), Float(32)}, 1};

    void configure() {
        if (wiener) oracle = add_input<Buffer<float>>("oracle", 1);
        for (int i = 0; i < others; ++i) {
            const std::string of = std::to_string(i);
            other[i].image = add_input<Buffer<float>>("other_" + of, 1);
            other[i].unknown = add_input<Buffer<float>>("unknown_" + of, 1);
        }
        if (others > 0) inertia = add_input<float>("inertia");
        if (others == 2) doubt = add_input<float>("doubt");
        if (coloured) relative = add_input<Buffer<float>>("spectrum", 2);
    }

    void generate() {
        const int n = size;
        const bool fused = others > 0;
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
        for (int i = 0; i < others; ++i) compare(other[i], apart, share);
        Vector kept, gains, fusions;
        Expr cost = 0.0f;
        for (int v = 0; v < n; ++v) {
            const Expr c = coefficients(l, g, u)[v];
            const Expr noise = coloured ? block_noise * (*relative)(u, v) : block_noise;
            if (fused) {
                const Expr p = oracle_coefficients(l, g, u)[v];
                const Expr white = block_variance(l, g) * (inertia_of() * share);
                const Expr to_zero = p * p / (p * p + noise);
                Expr w = other[0].coefficients(l, g, u)[v], e = expected_error(other[0], v);
                if (others == 2) {
                    const Expr few = to_zero * noise * doubt_of();
                    const Expr e0 = e + 1e-12f, e1 = expected_error(other[1], v) + few + 1e-12f;
                    const Expr both = 1.0f / (e0 + e1);
                    w = (w * e1 + other[1].coefficients(l, g, u)[v] * e0) * both;
                    e = e0 * e1 * both;
                }
                const Expr to_past = e / (e + (coloured ? white * (*relative)(u, v) : white));
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

    // A fused kernel holds all estimates' coefficients in memory, for those beside them: 1.5
    // times the wiener's time for 1.7 times its operations, 56 % of the multiply-add peak (Zen 5,
    // one core).
    void schedule() {
        const int n = size;
        const bool fused = others > 0;
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
        // Above 16 KiB, with 16 x 16 pixels and AVX-512, Halide 14 takes memory for the stack from
        // the heap, and where there is none it frees what was never allocated.
        const int bytes = lanes * n * (n + 1) * static_cast<int>(sizeof(float));
        along_y.compute_at(f, all.w)
            .store_in(bytes > 1 << 14 ? MemoryType::Heap : MemoryType::Stack)
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
        const auto store = [&](Func coefficients_of) {
            coefficients_of.compute_at(f, all.w)
                .store_in(MemoryType::Stack)
                .reorder(l, u, g)
                .bound(u, 0, n)
                .vectorize(l, lanes);
        };
        for (int i = 0; i < others; ++i) {
            Other &of = other[i];
            schedule_rows(of.along_x, of.from_image);
            store(of.coefficients);
            store(of.change);
            of.block_unknown.compute_at(f, all.w).vectorize(l, lanes);
            of.block_unknown.update().reorder(l, over.x, over.y, g).vectorize(l, lanes);
        }
        if (fused) {
            store(oracle_coefficients);
            fusion.compute_at(along_y, u).vectorize(l, lanes);
        }
    }

  private:
    Var l{"l"}, g{"g"}, u{"u"}, y{"y"};
    Input<Buffer<float>> *oracle = nullptr, *relative = nullptr;
    struct Other {
        Input<Buffer<float>> *image = nullptr, *unknown = nullptr;
        Func from_image, along_x, coefficients, change, block_unknown;
    };
    Other other[2];
    Input<float> *inertia = nullptr, *doubt = nullptr;
    RDom over, each, all;
    int lanes = 0;
    Func from_noisy{"from_noisy"}, from_oracle{"from_oracle"};
    Func along_x{"along_x"}, oracle_along_x{"oracle_along_x"};
    Func coefficients{"coefficients"}, oracle_coefficients{"oracle_coefficients"};
    Func fusion{"fusion"}, gain{"gain"}, shrunk{"shrunk"};
    Func along_y{"along_y"}, block_row{"block_row"};
    Func block_variance{"block_variance"}, total_cost{"total_cost"}, weight{"weight"};

    Expr inertia_of() { return *inertia; }
    Expr doubt_of() { return *doubt * (1.0f / (strictness * strictness)); }

    // change(u, v) = the sum of (p - w)^2 over coefficients v - 1 to v + 1; the last one repeats.
    void compare(Other &of, const Expr &apart, const Expr &share) {
        const int n = size;
        of.block_unknown(l, g) = 0.0f;
        of.block_unknown(l, g) +=
            (*of.unknown)(place(l, g, over.x * apart, over.y * apart)) * share;
        of.along_x(l, g, u, y) = row_transform(*of.image, of.from_image);
        Vector column, squares, sums_of;
        for (int j = 0; j < n; ++j) column.push_back(of.along_x(l, g, u, j));
        of.coefficients(l, g, u) = Tuple(forward_dct(column));
        for (int v = 0; v < n; ++v) {
            const Expr d = oracle_coefficients(l, g, u)[v] - of.coefficients(l, g, u)[v];
            squares.push_back(d * d);
        }
        for (int v = 0; v < n; ++v)
            sums_of.push_back(squares[std::max(v - 1, 0)] + squares[v] +
                              squares[std::min(v + 1, n - 1)]);
        of.change(l, g, u) = Tuple(sums_of);
    }
    Expr expected_error(Other &of, int v) {
        const Expr left = max(u - 1, 0), right = min(u + 1, size - 1);
        return (of.change(l, g, left)[v] + of.change(l, g, u)[v] + of.change(l, g, right)[v]) *
                   (1.0f / 9) +
               of.block_unknown(l, g);
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
