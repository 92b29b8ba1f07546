// SPDX-License-Identifier: BSD-2-Clause
// The noise of an image: what is known about it, and all that others ask. No other room knows how
// it is described.
#pragma once

#include <memory>
#include <vector>

#include "noise/changing_noise.h"
#include "noise/coloured_noise.h"
#include "noise/noise_model.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

// The noise of a weighted sum of an image's channels, for one row of a colour transform.
class MixedNoise {
  public:
    // dst[i] = the variance at pixel (x + i, y), above 0, where `level` has the channels'
    // noise-free samples. It takes no account of clipping. Where the noise has a spectrum it is the
    // variance over which that tells the coefficients' own.
    void variances(const ConstPlanesView &level, int x, int y, int count, float *dst) const;

  private:
    friend class Noise;
    void coloured(const ConstPlanesView &level, int x, int y, int count, float *dst) const;

    float base_, slope_[kNoiseChannels];
    ConstPlanesView map_;
    std::shared_ptr<const ColouredNoise> coloured_;  // null: white
    int mixture_ = 0;
};

// What zsn2n_noise_variance() tells of a plane, 0 to 2.
double told_variance(const zsn2n_stats &stats, int plane, double sample);

// Samples are on the 0..1 scale; a variance is that of channel c, 0 to 2. Noise is a value: copies
// are independent, but they share the map and do not own it.
class Noise {
  public:
    // No noise.
    Noise() : Noise(NoiseModel{}) {}
    explicit Noise(const NoiseModel &model);
    // With a spectrum; what the model says is what was found at high frequencies.
    Noise(const NoiseModel &model, const NoiseSpectrum &spectrum);
    // The noise of a group's planes, as zsn2n_get_stats() tells it.
    Noise(const zsn2n_stats &stats, const std::vector<int> &planes);
    void tell(const std::vector<int> &planes, zsn2n_stats &stats) const;

    // The same variance at all levels and in all places.
    bool uniform() const;
    // Next to nothing where samples have such a step: a quarter of its own deviation of 0.29.
    bool none(double step) const { return model_.sigma < 0.07 * step; }
    // Alike at all frequencies: neither with a spectrum nor such that at_all_frequencies() differs.
    bool even() const { return white() && !coarse(); }
    // The variance of the mean of so many pixels, on average over the image and its channels.
    double of_mean(double pixels) const;

    // The variance, before clipping, of a sample that is `clean` without noise; never negative.
    float variance(float clean, int c) const {
        if (coloured_) return coloured_->channel_variance(c, clean);
        const float value =
            static_cast<float>(model_.curve.a[c]) * clean + static_cast<float>(model_.curve.b[c]);
        return value > 0 ? value : 0;
    }
    // Replaces means after clipping by the variances of such samples after clipping, times the map
    // at (x, y); above 0. With `opponent` they are those of the channels that to_opponent() makes.
    // Where the noise has a spectrum they are what that is relative to.
    void observe(float (&values)[kNoiseChannels], int channels, bool opponent, int x, int y) const;
    // The noise of the sum of the channels times their weights, which is mixture `c`.
    MixedNoise mixed(const float (&weights)[kNoiseChannels], int channels, int c) const;

    // The variance of each coefficient (u, v) of an orthonormal DCT of size x size pixels, 8 or 16,
    // over what MixedNoise or observe() tell of mixture `c`; at v * size + u.
    // Null: the noise is white, all are 1.
    const float *spectrum(int size, int c) const;
    bool white() const { return !coloured_; }
    // Where not white: the variance of mixture c's pixels, over all brightnesses alike.
    double mixture_variance(int c) const { return coloured_->mixture_variance(c); }
    double band_variance(int c, int band) const { return coloured_->band_variance(c, band); }

    // The noise of means of 2x2 pixels, and of the means of two pixels that make a pair.
    Noise halved() const;
    Noise of_pair() const { return scaled(0.5); }
    // The noise of so many times the standard deviation.
    Noise times(double factor) const;
    // As an image has it that is denoised by itself: with its level over brightness. Fused with the
    // past, images lose by it (a pan over kodim03 with noise that rises by 4.7: 33.2 to 32.7 dB).
    Noise alone() const;
    // As found in one image of planes that are not R, G and B, and corrected by what changes from
    // image to image.
    Noise corrected(const ChangingNoise &changing) const;
    // The share of the variance that does not change, 0 to 1; 0 where none was measured.
    double frozen(const ChangingNoise &changing) const;
    // Without a spectrum: white noise with the variance of all frequencies together. Where the
    // noise spans pixels, the high frequencies, at which it is measured, have the least of it.
    Noise at_all_frequencies() const;

    // The same noise with a map: one plane of the image's size, by which the variance of each pixel
    // is multiplied. No data: 1.
    Noise with_map(const ConstPlanesView &map) const;
    bool has_map() const { return map_.data != nullptr; }
    const ConstPlanesView &map() const { return map_; }
    Noise part(const Region &region) const;

    // Replaces means after clipping by the noise-free samples that have these means.
    void undo_clipping(const Team &team, const PlanesView &planes) const;

    // Draws white noise for an image with these means. plus = what is observed with it, minus =
    // what is observed with its negative. The result depends on the seed alone, not on the team.
    void draw(const ConstPlanesView &means, uint64_t seed, const Team &team, const PlanesView &plus,
              const PlanesView &minus) const;

  private:
    static constexpr int kEntries = 256;
    using Table = float[kEntries];  // for means i / (kEntries - 1)

    // Interpolates linearly between entries.
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
    bool coarse() const;
    // What was clipped before it got its spectrum cannot be undone.
    bool clips(int c) const {
        return !coloured_ && (model_.clipping[c].low || model_.clipping[c].high);
    }
    Noise scaled(double times) const;
    NoiseSpectrum described(int channels) const;
    void fill_clipped(int c);

    NoiseModel model_;
    Table observed_[kNoiseChannels], clean_[kNoiseChannels];
    ConstPlanesView map_;
    std::shared_ptr<const ColouredNoise> coloured_;  // null: white
};

}  // namespace zsn2n
