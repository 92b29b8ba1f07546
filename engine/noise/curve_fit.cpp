// SPDX-License-Identifier: BSD-2-Clause
#include "noise/curve_fit.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "noise/line_fit.h"

namespace zsn2n {

namespace {

constexpr int kIterations = 8;
constexpr int kBins = 24;
constexpr int kParts = 16;  // of the blocks; sums of them have one order
// Variance of one square of a block's high band over its squared expectation: with the shared
// texture's part taken off (by trial 2 + 1/3 for grey texture), and without, as for any normal
// deviate.
constexpr double kSpreadShared = 2.33, kSpreadSeparate = 2.0;

class Fit {
  public:
    Fit(const BlockEnergies &blocks, const ChannelClipping &clipping, ChannelTexture texture,
        const Team &team);
    NoiseModel run();

  private:
    size_t size() const { return blocks_.size(); }
    int channels() const { return blocks_.channels; }
    void sort(int c);
    void predict(int c);
    void weigh();
    void find_texture();
    double texture_in(const std::vector<float> *band, size_t i) const;
    template <typename Part>
    void each_part(const Part &part) const;
    template <typename Visit>
    void each_in_bin(int c, int bin, const Visit &visit) const;
    void fill_bin(int c, int bin);
    Normal normal_of(int c) const;
    void solve();
    NoiseModel result() const;

    const BlockEnergies &blocks_;
    const ChannelClipping &clipping_;
    const Team &team_;
    const bool shared_;
    // What a block tells about its variance, relative to blocks that do not overlap.
    const double information_;
    std::array<std::vector<uint32_t>, kNoiseChannels> order_;  // by brightness
    std::array<Line, kNoiseChannels> lines_;
    std::array<std::vector<double>, kNoiseChannels>
        after_;  // variance of each block, after clipping
    std::vector<double> excess_, weight_;
    struct Bin {
        double weight = 0, mean = 0, high = 0, low = 0;
        double product = 0, square = 0;  // of what is above the two means
    };
    std::array<std::array<Bin, kBins>, kNoiseChannels> bins_;  // by brightness
    // Texture: the amplitude of the common texture in each channel, and the weights by which the
    // pairs of channels find its energy in a block.
    std::array<double, kNoiseChannels> amplitude_{};
    std::array<double, kChannelPairs> pair_weight_{};
};

double information(const BlockEnergies &blocks, bool shared) {
    // Blocks that overlap repeat each other. All of them together tell 1.5 times what blocks side
    // by side tell.
    const double apart = std::min(1.0, 1.5 * blocks.step * blocks.step / 64);
    return apart * blocks.high_coefficients / (shared ? kSpreadShared : kSpreadSeparate);
}

Fit::Fit(const BlockEnergies &blocks, const ChannelClipping &clipping, ChannelTexture texture,
         const Team &team)
    : blocks_(blocks),
      clipping_(clipping),
      team_(team),
      shared_(texture == ChannelTexture::kShared && blocks.channels == 3),
      information_(information(blocks, shared_)),
      excess_(blocks.size()),
      weight_(blocks.size()) {
    for (int c = 0; c < channels(); ++c) {
        after_[c].resize(size());
        order_[c].resize(size());
    }
    team_.run(channels(), [&](int c, int) { sort(c); });
}

// Makes the first guess, too: a low quantile of the energies.
void Fit::sort(int c) {
    // Pairs, which lie together; through indices alone each mean would be looked up.
    std::vector<std::pair<float, uint32_t>> sorted(size());
    for (size_t i = 0; i < size(); ++i) sorted[i] = {blocks_.mean[c][i], static_cast<uint32_t>(i)};
    std::sort(sorted.begin(), sorted.end());
    std::transform(sorted.begin(), sorted.end(), order_[c].begin(),
                   [](const auto &pair) { return pair.second; });
    std::vector<float> energy = blocks_.high[c];
    const auto quantile = energy.begin() + static_cast<ptrdiff_t>(size() * 3 / 10);
    std::nth_element(energy.begin(), quantile, energy.end());
    lines_[c].b = *quantile;
}

// Predicts each block's variance by the line, through a table over brightness.
void Fit::predict(int c) {
    constexpr int kSteps = 64;
    const std::vector<float> &mean = blocks_.mean[c];
    const double least = mean[order_[c].front()];
    const double width = std::max(mean[order_[c].back()] - least, 1e-6) / kSteps;
    double table[kSteps + 1];
    for (int i = 0; i <= kSteps; ++i) {
        table[i] =
            clipped_variance(least + i * width, lines_[c].a, lines_[c].b, clipping_[c]).after;
    }
    for (size_t i = 0; i < size(); ++i) {
        const double at = (mean[i] - least) / width;
        const int cell = std::min(static_cast<int>(at), kSteps - 1);
        after_[c][i] = table[cell] + (at - cell) * (table[cell + 1] - table[cell]);
    }
}

// part(begin, end, k) of the k-th of kParts parts of all blocks.
template <typename Part>
void Fit::each_part(const Part &part) const {
    team_.run(kParts, [&](int k, int) { part(size() * k / kParts, size() * (k + 1) / kParts, k); });
}

// Gives less weight to blocks whose low band has more energy than the noise.
void Fit::weigh() {
    each_part([&](size_t begin, size_t end, int) {
        for (size_t i = begin; i < end; ++i) {
            double ratio = 0;
            for (int c = 0; c < channels(); ++c) ratio += blocks_.low[c][i] / after_[c][i];
            excess_[i] = std::max(ratio / channels() - 1, 0.0);
        }
    });
    // Shared texture is measured and taken off, so blocks may have some. Otherwise only the
    // quietest blocks are to count.
    std::vector<double> sorted = excess_;
    const auto quantile = sorted.begin() + static_cast<ptrdiff_t>(size() / (shared_ ? 5 : 10));
    std::nth_element(sorted.begin(), quantile, sorted.end());
    const double tolerated = std::max(shared_ ? 1.0 : 0.3, *quantile);
    for (size_t i = 0; i < size(); ++i) {
        const double r = excess_[i] / tolerated;
        weight_[i] = 1 / (1 + r * r);
    }
}

// A factor model of three channels: what two of them have in common is texture, and the noise is
// each one's own. So the products of different channels give the texture's amplitude in each.
void Fit::find_texture() {
    struct Sums {
        double noise[kNoiseChannels] = {}, common[kChannelPairs] = {}, total = 0;
    } parts[kParts];
    each_part([&](size_t begin, size_t end, int k) {
        Sums sums;
        for (size_t i = begin; i < end; ++i) {
            sums.total += weight_[i];
            for (int c = 0; c < channels(); ++c) sums.noise[c] += weight_[i] * after_[c][i];
            for (int p = 3; p < kChannelPairs; ++p)
                sums.common[p] += weight_[i] * blocks_.high[p][i];
        }
        parts[k] = sums;
    });
    double noise[kNoiseChannels] = {}, common[kChannelPairs] = {}, total = 0;
    for (const Sums &part : parts) {
        total += part.total;
        for (int c = 0; c < channels(); ++c) noise[c] += part.noise[c];
        for (int p = 3; p < kChannelPairs; ++p) common[p] += part.common[p];
    }
    // The amplitudes become equal where there is next to no texture, or where chance outweighs it.
    const double chance = 2 / std::sqrt(information_ * total);
    const double least = (0.02 + chance) * (noise[0] + noise[1] + noise[2]) / 3;
    for (int p = 3; p < kChannelPairs; ++p) common[p] = std::max(common[p], 0.0) + least;
    amplitude_ = {std::sqrt(common[3] * common[4] / common[5]),
                  std::sqrt(common[3] * common[5] / common[4]),
                  std::sqrt(common[4] * common[5] / common[3])};
    double denominator = 0;
    for (int p = 3; p < kChannelPairs; ++p) {
        const double product = amplitude_[kFirst[p]] * amplitude_[kSecond[p]];
        pair_weight_[p] = product / (noise[kFirst[p]] * noise[kSecond[p]]);
        denominator += product * pair_weight_[p];
    }
    for (int p = 3; p < kChannelPairs; ++p) pair_weight_[p] /= denominator;
}

// Energy of the common texture in a block, for amplitude 1. It is unbiased, so it may be negative.
double Fit::texture_in(const std::vector<float> *band, size_t i) const {
    if (!shared_) return 0;
    return pair_weight_[3] * band[3][i] + pair_weight_[4] * band[4][i] +
           pair_weight_[5] * band[5][i];
}

// visit(block, weight, high, low) for the blocks of a bin of channel c: what is in the two bands
// beside the shared texture, and in the low one beside the noise.
template <typename Visit>
void Fit::each_in_bin(int c, int bin, const Visit &visit) const {
    const double share = amplitude_[c] * amplitude_[c];
    for (size_t at = size() * bin / kBins; at < size() * (bin + 1) / kBins; ++at) {
        const size_t i = order_[c][at];
        visit(i, weight_[i] / (after_[c][i] * after_[c][i]),
              blocks_.high[c][i] - share * texture_in(blocks_.high, i),
              blocks_.low[c][i] - share * texture_in(blocks_.low, i) - after_[c][i]);
    }
}

void Fit::fill_bin(int c, int k) {
    Bin bin;
    each_in_bin(c, k, [&](size_t i, double weight, double high, double low) {
        bin.weight += weight;
        bin.mean += weight * blocks_.mean[c][i];
        bin.high += weight * high;
        bin.low += weight * low;
    });
    if (bin.weight > 0) {
        bin.mean /= bin.weight;
        bin.high /= bin.weight;
        bin.low /= bin.weight;
    }
    each_in_bin(c, k, [&](size_t, double weight, double high, double low) {
        bin.product += weight * (low - bin.low) * (high - bin.high);
        bin.square += weight * (low - bin.low) * (low - bin.low);
    });
    bins_[c][k] = bin;
}

Normal Fit::normal_of(int c) const {
    // The texture that is left in the high band grows with what is left in the low band. Its slope,
    // among blocks of one brightness, takes it off.
    double product = 0, square = 0;
    for (const Bin &bin : bins_[c]) {
        product += bin.product;
        square += bin.square;
    }
    const double slope = square > 0 ? std::clamp(product / square, 0.0, 0.5) : 0;

    // Gauss-Newton on the variance after clipping.
    const Line &line = lines_[c];
    Normal normal;
    for (const Bin &bin : bins_[c]) {
        if (bin.weight <= 0) continue;
        const double delta = 1e-3 * (std::abs(line.a) + std::abs(line.b)) + 1e-15;
        const auto variance = [&](double a, double b) {
            return clipped_variance(bin.mean, a, b, clipping_[c]);
        };
        const ClippedVariance here = variance(line.a, line.b);
        const double ja = (variance(line.a + delta, line.b).after - here.after) / delta;
        const double jb = (variance(line.a, line.b + delta).after - here.after) / delta;
        const double left = std::pow(here.after / here.before, 4);  // clipped noise weighs little
        const double measured = bin.high - slope * std::max(bin.low, 0.0);
        normal.add(ja, jb, measured - here.after + ja * line.a + jb * line.b,
                   bin.weight * left * information_);
    }
    return normal;
}

// Keeps a slope, and lines that differ between channels, only as far as the blocks show more than
// chance.
void Fit::solve() {
    constexpr double kChanceSlope = 10, kChanceChannels = 12;
    Normal normals[kNoiseChannels], common;
    team_.run(channels() * kBins, [&](int i, int) { fill_bin(i / kBins, i % kBins); });
    for (int c = 0; c < channels(); ++c) normals[c] = normal_of(c);
    for (int c = 0; c < channels(); ++c) common.add(normals[c]);
    const auto sloped = [&](const Normal &normal) {
        const Line line = normal.solve(), constant = normal.constant();
        return shrink(line, constant, normal.distance(line, constant), kChanceSlope);
    };
    const Line together = sloped(common);
    double distance = 0;
    for (int c = 0; c < channels(); ++c) {
        distance += normals[c].distance(normals[c].solve(), together);
    }
    for (int c = 0; c < channels(); ++c) {
        Line line = shrink(sloped(normals[c]), together, distance, kChanceChannels);
        // A line that leaves no noise is replaced: the estimate falls to a tenth in each iteration.
        const double middle = blocks_.mean[c][order_[c][size() / 2]];
        if (!(line.a * middle + line.b > 0)) {
            line = {0, 0.1 * std::max(lines_[c].a * middle + lines_[c].b, 0.0)};
        }
        lines_[c] = line;
    }
}

NoiseModel Fit::result() const {
    NoiseModel model;
    double sum = 0;
    for (int c = 0; c < channels(); ++c) {
        model.curve.a[c] = lines_[c].a;
        model.curve.b[c] = lines_[c].b;
        for (const float mean : blocks_.mean[c]) {
            sum += model.curve.variance(std::clamp(static_cast<double>(mean), 0.0, 1.0), c);
        }
    }
    model.sigma = std::sqrt(sum / (static_cast<double>(size()) * channels()));

    std::vector<double> sorted = excess_;
    const auto tenth = sorted.begin() + static_cast<ptrdiff_t>(size() / 10);
    std::nth_element(sorted.begin(), tenth, sorted.end());
    double low = 0, high = 0;
    for (size_t i = 0; i < size(); ++i) {
        if (excess_[i] > *tenth) continue;
        for (int c = 0; c < channels(); ++c) {
            const double share = amplitude_[c] * amplitude_[c];
            low += blocks_.low[c][i] - share * texture_in(blocks_.low, i);
            high += blocks_.high[c][i] - share * texture_in(blocks_.high, i);
        }
    }
    model.coarseness = high > 0 ? std::clamp(low / high, 0.0, 1000.0) : 0;
    return model;
}

NoiseModel Fit::run() {
    for (int i = 0; i < kIterations; ++i) {
        team_.run(channels(), [&](int c, int) { predict(c); });
        weigh();
        if (shared_) find_texture();
        solve();
    }
    return result();
}

}  // namespace

NoiseModel fit_curve(const BlockEnergies &blocks, const ChannelClipping &clipping,
                     ChannelTexture texture, const Team &team) {
    return Fit(blocks, clipping, texture, team).run();
}

}  // namespace zsn2n
