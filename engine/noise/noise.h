// SPDX-License-Identifier: BSD-2-Clause
// What is known of an image's noise, and all that others ask of it. No other room knows how it is
// described.
#pragma once

#include <vector>

#include "noise/noise_model.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

// The noise of a mixture of an image's channels, one row of a colour transform.
class MixedNoise {
  public:
    // dst[i] = its variance at pixel (x + i, y) where the channels' noise-free samples are those of
    // `level`; above 0. Clipping counts for nothing.
    void variances(const ConstPlanesView &level, int x, int y, int count, float *dst) const;

  private:
    friend class Noise;
    float base_, slope_[kNoiseChannels];
    ConstPlanesView map_;
};

// Samples are on the 0..1 scale; variances of channel c, 0 to 2. A value: copies are independent,
// but for the map, which they share and do not own.
class Noise {
  public:
    // None.
    Noise() : Noise(NoiseModel{}) {}
    explicit Noise(const NoiseModel &model);
    // As zsn2n_get_stats() tells it of a group's planes.
    Noise(const zsn2n_stats &stats, const std::vector<int> &planes);
    void tell(const std::vector<int> &planes, zsn2n_stats &stats) const;

    // The same variance at all levels and in all places.
    bool uniform() const;
    // Variance of the mean of so many pixels, over the image and its channels.
    double of_mean(double pixels) const { return model_.sigma * model_.sigma / pixels; }
    // Variance of the difference that the channels' mean has to that of an average of images
    // before, in which less noise is left; it counts for half.
    double of_difference(int channels) const {
        return 1.5 * model_.sigma * model_.sigma / channels;
    }

    // Before clipping, of a sample that is `clean` without noise; never negative.
    float variance(float clean, int c) const {
        const float value =
            static_cast<float>(model_.curve.a[c]) * clean + static_cast<float>(model_.curve.b[c]);
        return value > 0 ? value : 0;
    }
    // After clipping, of samples whose means are `values`, times the map at (x, y); above 0. In the
    // place of the means; `opponent`: of the channels as to_opponent() mixes them.
    void observe(float (&values)[kNoiseChannels], int channels, bool opponent, int x, int y) const;
    // Of the channels times their weights.
    MixedNoise mixed(const float (&weights)[kNoiseChannels], int channels) const;

    // By coefficient (u, v), at v * size + u, of an orthonormal DCT of size x size pixels, 8 or 16,
    // of mixture `c`: its variance over that of a pixel. The mean over all is 1.
    // Null: white, all 1.
    const float *spectrum(int size, int c) const;
    // For who has no use for another: throws Error(INTERNAL), naming it.
    void require_white(const char *who) const;

    // Of means of 2x2 pixels, and of the two that a pair's pixel is the mean of.
    Noise halved() const { return scaled(0.25); }
    Noise of_pair() const { return scaled(0.5); }
    // White, of the variance that all frequencies have together: where the noise spans pixels, what
    // is read off the high ones is the least of it.
    Noise at_all_frequencies() const;

    // One plane of the image's size by which a pixel's variance is multiplied; no data: 1.
    Noise with_map(const ConstPlanesView &map) const;
    bool has_map() const { return map_.data != nullptr; }
    Noise part(const Region &region) const;

    // planes = the noise-free samples that have these means after clipping.
    void undo_clipping(const Team &team, const PlanesView &planes) const;

    // plus, minus = what is observed of an image with these means, with noise drawn for it, and
    // with the negative of that noise. A function of the seed, whatever the team.
    void draw(const ConstPlanesView &means, uint64_t seed, const Team &team, const PlanesView &plus,
              const PlanesView &minus) const;

  private:
    static constexpr int kEntries = 256;
    using Table = float[kEntries];  // for means i / (kEntries - 1)

    // Linear between entries.
    static float at(const Table &values, float mean) {
        const float position = !(mean > 0) ? 0 : (mean < 1 ? mean : 1.0f) * (kEntries - 1);
        const int i = std::min(static_cast<int>(position), kEntries - 2);
        const float part = position - static_cast<float>(i);
        return values[i] + part * (values[i + 1] - values[i]);
    }
    float place(int x, int y) const {
        if (!map_.data) return 1;
        return map_.at(std::min(x, map_.width - 1), std::min(y, map_.height - 1), 0);
    }
    bool clips(int c) const { return model_.clipping[c].low || model_.clipping[c].high; }
    Noise scaled(double times) const;
    void fill_clipped(int c);

    NoiseModel model_;
    Table observed_[kNoiseChannels], clean_[kNoiseChannels];
    ConstPlanesView map_;
};

}  // namespace zsn2n
