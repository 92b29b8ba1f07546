// SPDX-License-Identifier: BSD-2-Clause
// Collaborative Wiener filtering of groups of similar blocks (Dabov et al., IEEE TIP 2007, section
// III-B).
#include "block_transforms.h"

namespace zsn2n_gen {

constexpr int kBlock = 8;
constexpr int kGroup = 16;

// Group i, the blocks whose first pixels are (corner(0, k, i), corner(1, k, i)), k = 0..15: its
// spectrum (DCT along x and y, Walsh-Hadamard along k) is multiplied by the gains
// p^2 / (p^2 + variance(c, i)), p the oracle's spectrum, and transformed back. Every block adds
// itself times `weight` to the first of `sums` and `weight` to the second: 1 / sum of squared gains
// by plane and group, by a Kaiser window over the block. Groups in their order, so that the sums
// have one. With `coloured` a coefficient's variance is variance(c, i) spectrum(u, v, c), above 0,
// and the sum of squared gains is weighted by `spectrum`. The sums' region is that of the images,
// in which every block must lie.
class CollaborativeWiener : public Generator<CollaborativeWiener> {
  public:
    GeneratorParam<bool> coloured{"coloured", false};
    Input<Buffer<float>> noisy{"noisy", 3};
    Input<Buffer<float>> oracle{"oracle", 3};
    Input<Buffer<int>> corner{"corner", 3};
    Input<Buffer<float>> variance{"variance", 2};
    Output<Func> sums{"sums", {Float(32), Float(32)}, 3};

    void configure() {
        if (coloured) relative = add_input<Buffer<float>>("relative", 3);
    }

    void generate() {
        // Both Walsh-Hadamard transforms' normalisation, 1/4 each, is in the rows' transforms.
        Buffer<float> cosine(kBlock, kBlock), turned(kBlock, kBlock), window(kBlock, kBlock);
        for (int b = 0; b < kBlock; ++b) {
            for (int a = 0; a < kBlock; ++a) {
                cosine(a, b) = 0.25f * dct_coefficient(kBlock, a, b);
                turned(a, b) = 0.25f * dct_coefficient(kBlock, b, a);
                window(a, b) = static_cast<float>(kaiser(a) * kaiser(b));
            }
        }

        group[0](x, y, k, c, i) = pixel(noisy, x, y);
        group[1](x, y, k, c, i) = pixel(oracle, x, y);
        for (int n : {0, 1}) {
            mixed[n](x, y, k, c, i) = mux(k, walsh(along_group(group[n])));
            columns[n](x, v, k, c, i) = mux(v, forward_dct(along_rows(mixed[n])));
            spectrum[n](u, v, k, c, i) =
                row_product(cosine, u, [&](int r) { return Expr(columns[n](r, v, k, c, i)); });
        }
        const Expr power = spectrum[1](u, v, k, c, i) * spectrum[1](u, v, k, c, i);
        gain(u, v, k, c, i) = power / (power + (coloured ? variance(c, i) * (*relative)(u, v, c)
                                                         : Expr(variance(c, i))));

        of_group = RDom(0, kGroup);
        of_rows = RDom(0, kBlock);
        column_cost(u, v, c, i) = 0.0f;
        column_cost(u, v, c, i) += gain(u, v, of_group, c, i) * gain(u, v, of_group, c, i);
        row_cost(u, c, i) = 0.0f;
        const Expr passes = column_cost(u, of_rows, c, i);
        row_cost(u, c, i) += coloured ? passes * (*relative)(u, of_rows, c) : passes;
        Expr cost = row_cost(0, c, i);
        for (int n = 1; n < kBlock; ++n) cost += row_cost(n, c, i);
        by_cost(c, i) = 1.0f / max(cost, 1e-6f);
        weight(x, y, c, i) = window(x, y) * by_cost(c, i);

        shrunk(u, v, k, c, i) = spectrum[0](u, v, k, c, i) * gain(u, v, k, c, i);
        rows_back(x, v, k, c, i) =
            row_product(turned, x, [&](int r) { return Expr(shrunk(r, v, k, c, i)); });
        Vector column;
        for (int r = 0; r < kBlock; ++r) column.push_back(rows_back(x, r, k, c, i));
        mixed_back(x, y, k, c, i) = mux(y, inverse_dct(column));
        filtered(x, y, k, c, i) = mux(k, walsh(along_group(mixed_back)));

        all = RDom(0, kBlock, 0, kBlock, 0, kGroup, 0, corner.dim(2).extent());
        const Expr px = first_pixel(0, all.z, all.w) + all.x;
        const Expr py = first_pixel(1, all.z, all.w) + all.y;
        const Expr share = weight(all.x, all.y, c, all.w);
        sums(x, c, y) = Tuple(undef<float>(), undef<float>());
        sums(px, c, py) =
            Tuple(sums(px, c, py)[0] + share * filtered(all.x, all.y, all.z, c, all.w),
                  sums(px, c, py)[1] + share);
    }

    void schedule() {
        corner.dim(0).set_bounds(0, 2);
        corner.dim(1).set_bounds(0, kGroup);
        corner.dim(2).set_min(0);
        oracle.dim(0).set_bounds(noisy.dim(0).min(), noisy.dim(0).extent());
        oracle.dim(1).set_bounds(noisy.dim(1).min(), noisy.dim(1).extent());

        Func f(sums);
        f.update()
            .reorder(all.x, all.y, all.z, c, all.w)
            .allow_race_conditions()  // a block's row has one value a pixel
            .vectorize(all.x)
            .unroll(all.y);
        for (Func g : {column_cost, row_cost, by_cost, weight, filtered}) g.compute_at(f, c);
        weight.vectorize(x).unroll(y);
        column_cost.vectorize(u).unroll(v);
        column_cost.update().reorder(u, v, of_group).vectorize(u).unroll(v);
        row_cost.vectorize(u);
        row_cost.update().reorder(u, of_rows).vectorize(u).unroll(of_rows);
        // What the Walsh-Hadamard transform mixes stays in registers: 16 blocks' rows.
        filtered.reorder(x, k, y).vectorize(x).unroll(k);
        gain.compute_at(f, c).vectorize(u);
        mixed_back.compute_at(f, c).reorder(x, y, k).vectorize(x).unroll(y);
        shrunk.compute_at(f, c).vectorize(u);
        rows_back.compute_at(mixed_back, k).vectorize(x);
        spectrum[0].compute_at(shrunk, k).vectorize(u);
        spectrum[1].compute_at(gain, k).vectorize(u);
        columns[0].compute_at(f, c).reorder(x, v, k).vectorize(x).unroll(v);
        columns[1].compute_at(f, c).reorder(x, v, k).vectorize(x).unroll(v);
        for (int n : {0, 1}) {
            mixed[n].compute_at(f, c).reorder(x, k, y).vectorize(x).unroll(k);
            group[n].compute_at(mixed[n], y).vectorize(x).unroll(k);
        }
    }

  private:
    Input<Buffer<float>> *relative = nullptr;

    // Beta 2.
    static double kaiser(int position) {
        const auto bessel = [](double value) {
            double sum = 1, term = 1;
            for (int n = 1; n < 20; ++n) {
                term *= value * value / (4.0 * n * n);
                sum += term;
            }
            return sum;
        };
        const double at = 2.0 * position / (kBlock - 1) - 1;
        return bessel(2 * std::sqrt(1 - at * at)) / bessel(2);
    }

    Expr first_pixel(int axis, const Expr &block, const Expr &at) {
        return unsafe_promise_clamped(corner(axis, block, at), noisy.dim(axis).min(),
                                      noisy.dim(axis).max() - (kBlock - 1));
    }

    Expr pixel(const Func &image, const Expr &column, const Expr &row) {
        return image(first_pixel(0, k, i) + column, first_pixel(1, k, i) + row, c);
    }

    Vector along_group(const Func &f) {
        Vector values;
        for (int n = 0; n < kGroup; ++n) values.push_back(f(x, y, n, c, i));
        return values;
    }

    Vector along_rows(const Func &f) {
        Vector values;
        for (int n = 0; n < kBlock; ++n) values.push_back(f(x, n, k, c, i));
        return values;
    }

    // Lanes of a row as a matrix product: the row's elements are broadcast, the matrix stays in
    // registers, and nothing is transposed.
    template <typename Element>
    static Expr row_product(const Buffer<float> &matrix, const Expr &lane, const Element &element) {
        Expr sum = 0.0f;
        for (int r = 0; r < kBlock; ++r) sum += matrix(lane, r) * element(r);
        return sum;
    }

    Var x{"x"}, y{"y"}, u{"u"}, v{"v"}, k{"k"}, c{"c"}, i{"i"};
    RDom of_group, of_rows, all;
    Func group[2], mixed[2], columns[2], spectrum[2];
    Func gain{"gain"}, column_cost{"column_cost"}, row_cost{"row_cost"}, by_cost{"by_cost"};
    Func weight{"weight"}, shrunk{"shrunk"};
    Func rows_back{"rows_back"}, mixed_back{"mixed_back"}, filtered{"filtered"};
};

// Squared distances between an image's blocks and its displaced blocks, of samples every second
// pixel: src(k, p, y) is the image's sample (2 k + p, y). With p(i) = i * step, step even, and
// dx(d) = 2 (first + d) + phase, distance(i, d, j) = sum over 4x4 samples (x, y) of
// (image(p(i) + 2 x, p(j) + 2 y) - image(p(i) + 2 x + dx(d), p(j) + 2 y + dy))^2.
// Bit d of near(i, j) tells whether it is below bound(i, j); there are at most 32. Up to 64 samples
// behind the last block are read.
class BlockDistances : public Generator<BlockDistances> {
  public:
    GeneratorParam<int> step{"step", 4};
    Input<Buffer<float>> src{"src", 3};
    Input<int> first{"first"}, phase{"phase"}, dy{"dy"};
    Input<Buffer<float>> bound{"bound", 2};
    Output<Buffer<float>> distance{"distance", 3};
    Output<Buffer<uint32_t>> near{"near", 2};

    void generate() {
        // Neighbouring blocks share strips of `unit` rows or columns of samples.
        constexpr int kSamples = kBlock / 2;
        unit = step == 4 ? 2 : 1;
        const int stride = step / 2 / unit, units = kSamples / unit;
        const auto sum = [](int count, const auto &term) {
            Expr total = term(0);
            for (int n = 1; n < count; ++n) total += term(n);
            return total;
        };
        strip(x, d, m) = sum(unit, [&](int n) {
            const Expr row = 2 * (m * unit + n);
            const Expr difference = src(x, 0, row) - src(x + first + d, phase, row + dy);
            return difference * difference;
        });
        rows(x, d, j) = sum(units, [&](int n) { return Expr(strip(x, d, j * stride + n)); });
        // By halves: loads of every second element are cheap, of every fourth are not. Then sums of
        // neighbours, and last every block's.
        Func columns = rows;
        const auto add = [&](const Expr &first, const Expr &second) {
            cells.emplace_back("cells");
            cells.back()(m, d, j) = columns(first, d, j) + columns(second, d, j);
            columns = cells.back();
        };
        for (int wide = 2; wide <= unit; wide *= 2) add(2 * m, 2 * m + 1);
        for (int wide = 1; wide < units; wide *= 2) add(m, m + wide);
        distance(i, d, j) = columns(i * stride, d, j);
        over = RDom(0, distance.dim(1).extent());
        near(i, j) = cast<uint32_t>(0);
        near(i, j) =
            near(i, j) | select(distance(i, over, j) < bound(i, j),
                                cast<uint32_t>(1) << cast<uint32_t>(over), cast<uint32_t>(0));
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        distance.dim(1).set_min(0);
        near.dim(0).set_bounds(distance.dim(0).min(), distance.dim(0).extent());
        near.dim(1).set_bounds(distance.dim(2).min(), distance.dim(2).extent());

        Func f(distance), g(near);
        // Three displacements share the loads of what is not displaced.
        Var outer, inner;
        f.split(d, outer, inner, 3, TailStrategy::ShiftInwards)
            .reorder(i, inner, j, outer)
            .vectorize(i, lanes, TailStrategy::GuardWithIf);
        const TailStrategy past_end = TailStrategy::RoundUp;
        strip.store_in(MemoryType::Stack)
            .store_at(f, outer)
            .compute_at(f, j)
            .reorder(d, x, m)
            .vectorize(x, lanes, past_end)
            .unroll(d);
        rows.store_in(MemoryType::Stack).compute_at(f, j).vectorize(x, lanes, past_end);
        if (step == 4) cells.pop_back();  // the blocks' own sums
        for (Func &h : cells)
            h.store_in(MemoryType::Stack).compute_at(f, j).vectorize(m, lanes, past_end);
        g.vectorize(i, lanes, TailStrategy::GuardWithIf);
        g.update().reorder(i, over, j).vectorize(i, lanes, TailStrategy::GuardWithIf);
    }

  private:
    int unit = 1;
    Var x{"x"}, d{"d"}, m{"m"}, i{"i"}, j{"j"};
    RDom over;
    Func strip{"strip"}, rows{"rows"};
    std::vector<Func> cells;
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::CollaborativeWiener, collaborative_wiener)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::BlockDistances, block_distances)
