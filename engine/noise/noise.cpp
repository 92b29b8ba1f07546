// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise.h"

#include <cmath>
#include <string>

#include "base/error.h"
#include "base/rng.h"
#include "base/wide.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

// Gains and weights would not be finite below these: a hundredth of the deviation of an 8-bit step,
// and a thousandth for mixtures.
constexpr double kLeastVariance = 1e-10;
constexpr float kLeastMixed = 1e-11f;

// The noise-free sample goes from kFrom to kTo in so many steps: then the means of clipped samples
// cover 0..1.
constexpr int kSteps = 768;
constexpr double kFrom = -1.0, kTo = 2.0;

// dst = (base + slopes * samples) * map, above 0 but for the map's sake.
ZSN2N_WIDE void level_variances(float base, const float *slope, const float *const *of,
                                int channels, const float *map, int count, float *dst) {
    const float s = slope[0], *const a = of[0];
    if (channels == 1) {
        for (int i = 0; i < count; ++i) dst[i] = std::max(base + s * a[i], kLeastMixed);
    } else {
        const float *const b = of[1], *const c = of[channels - 1];
        const float t = slope[1], u = channels == 3 ? slope[2] : 0.0f;
        for (int i = 0; i < count; ++i)
            dst[i] = std::max(base + s * a[i] + t * b[i] + u * c[i], kLeastMixed);
    }
    if (!map) return;
    for (int i = 0; i < count; ++i) dst[i] *= map[i];
}

}  // namespace

void MixedNoise::variances(const ConstPlanesView &level, int x, int y, int count,
                           float *dst) const {
    if (coloured_) return coloured(level, x, y, count, dst);
    const float *of[kNoiseChannels];
    for (int c = 0; c < kNoiseChannels; ++c)
        of[c] = &level.at(x, y, std::min(c, level.channels - 1));
    level_variances(base_, slope_, of, level.channels, map_.data ? &map_.at(x, y, 0) : nullptr,
                    count, dst);
}

void MixedNoise::coloured(const ConstPlanesView &level, int x, int y, int count, float *dst) const {
    const bool opponent = coloured_->opponent();
    for (int i = 0; i < count; ++i) {
        float brightness = level.at(x + i, y, 0);
        if (opponent) brightness = (brightness + level.at(x + i, y, 1) + level.at(x + i, y, 2)) / 3;
        dst[i] = std::max(coloured_->level(mixture_, brightness), kLeastMixed);
        if (map_.data) dst[i] *= map_.at(x + i, y, 0);
    }
}

Noise::Noise(const NoiseModel &model, const NoiseSpectrum &spectrum) : Noise(model) {
    coloured_ = std::make_shared<const ColouredNoise>(spectrum);
    model_.sigma = std::sqrt(coloured_->mean_channel_variance());
}

Noise::Noise(const NoiseModel &model) : model_(model) {
    for (int c = 0; c < kNoiseChannels; ++c) {
        if (clips(c)) {
            fill_clipped(c);
            continue;
        }
        for (int i = 0; i < kEntries; ++i) {
            const double mean = static_cast<double>(i) / (kEntries - 1);
            observed_[c][i] =
                static_cast<float>(std::max(model_.curve.variance(mean, c), kLeastVariance));
            clean_[c][i] = static_cast<float>(mean);
        }
    }
}

// The mean after clipping rises with the mean before, so one pass walks through both.
void Noise::fill_clipped(int c) {
    const auto moments = [&](int step) {
        const double x = kFrom + (kTo - kFrom) * step / kSteps;
        const double variance = std::max(model_.curve.variance(x, c), kLeastVariance);
        return clipped_moments(x, std::sqrt(variance), model_.clipping[c]);
    };
    int step = 0;
    ClippedMoments before = moments(0), after = moments(1);
    for (int i = 0; i < kEntries; ++i) {
        const double mean = static_cast<double>(i) / (kEntries - 1);
        while (after.mean < mean && step + 2 <= kSteps) {
            ++step;
            before = after;
            after = moments(step + 1);
        }
        const double rise = after.mean - before.mean;
        const double part = rise > 0 ? std::clamp((mean - before.mean) / rise, 0.0, 1.0) : 0.0;
        const double x = kFrom + (kTo - kFrom) * (step + part) / kSteps;
        const double variance = before.variance + part * (after.variance - before.variance);
        observed_[c][i] = static_cast<float>(std::max(variance, kLeastVariance));
        clean_[c][i] = static_cast<float>(std::clamp(x, 0.0, 1.0));
    }
}

double told_variance(const zsn2n_stats &stats, int plane, double sample) {
    const double(&curve)[ZSN2N_NOISE_KNOTS] = stats.noise_curve[plane];
    const bool told =
        std::any_of(std::begin(curve), std::end(curve), [](double v) { return v > 0; });
    const double variance =
        told ? between(curve, sample) : stats.noise_a[plane] * sample + stats.noise_b[plane];
    return variance > 0 ? variance : 0;
}

Noise::Noise(const zsn2n_stats &stats, const std::vector<int> &planes) : Noise() {
    for (size_t c = 0; c < planes.size(); ++c) {
        model_.curve.a[c] = stats.noise_a[planes[c]];
        model_.curve.b[c] = stats.noise_b[planes[c]];
    }
    NoiseSpectrum told;
    told.mixtures = static_cast<int>(planes.size());
    bool coloured = false;
    for (int c = 0; c < told.mixtures; ++c) {
        NoiseSpectrum::Mixture &mixture = told.mixture[c];
        std::fill(std::begin(mixture.table), std::end(mixture.table), 1.0f);
        for (int i = 0; i < NoiseSpectrum::kKnots; ++i) {
            mixture.level[i] = static_cast<float>(stats.noise_curve[planes[c]][i]);
            coloured |= mixture.level[i] > 0;
        }
    }
    if (coloured) coloured_ = std::make_shared<const ColouredNoise>(told);
}

void Noise::tell(const std::vector<int> &planes, zsn2n_stats &stats) const {
    for (size_t c = 0; c < planes.size(); ++c) {
        stats.noise_a[planes[c]] = model_.curve.a[c];
        stats.noise_b[planes[c]] = model_.curve.b[c];
        if (!coloured_) continue;
        const ColouredNoise::Knots &knots = coloured_->channel_variances(static_cast<int>(c));
        std::copy(std::begin(knots), std::end(knots), stats.noise_curve[planes[c]]);
    }
    stats.noise_sigma = model_.sigma;
    stats.noise_coarseness = model_.coarseness;
}

bool Noise::uniform() const {
    if (coloured_) return !has_map() && coloured_->level_is_constant();
    const double(&a)[kNoiseChannels] = model_.curve.a;
    return !has_map() && std::all_of(a, a + kNoiseChannels, [](double v) { return v == 0; });
}

void Noise::observe(float (&values)[kNoiseChannels], int channels, bool opponent, int x,
                    int y) const {
    if (coloured_) {
        float brightness = values[0];
        if (coloured_->opponent()) brightness = (values[0] + values[1] + values[2]) / 3;
        for (int c = 0; c < channels; ++c)
            values[c] = std::max(coloured_->level(c, brightness), kLeastMixed) * place(x, y);
        return;
    }
    for (int c = 0; c < channels; ++c) values[c] = at(observed_[c], values[c]) * place(x, y);
    if (!opponent) return;
    const float r = values[0], g = values[1], b = values[2];
    values[0] = (r + g + b) / 3.0f;
    values[1] = (r + b) / 2.0f;
    values[2] = (r + 4.0f * g + b) / 6.0f;
}

MixedNoise Noise::mixed(const float (&weights)[kNoiseChannels], int channels, int c) const {
    MixedNoise mixed;
    mixed.coloured_ = coloured_;
    mixed.mixture_ = c;
    double base = 0;
    for (int i = 0; i < channels; ++i) {
        const float square = weights[i] * weights[i];
        base += square * model_.curve.b[i];
        mixed.slope_[i] = static_cast<float>(square * model_.curve.a[i]);
    }
    mixed.base_ = static_cast<float>(base);
    mixed.map_ = map_;
    return mixed;
}

const float *Noise::spectrum(int size, int c) const {
    return coloured_ ? coloured_->spectrum(size, c) : nullptr;
}

double Noise::of_mean(double pixels) const {
    const double variance = coloured_ ? coloured_->mean_level(0) * coloured_->at_zero(0) /
                                            (coloured_->opponent() ? 3 : 1)
                                      : model_.sigma * model_.sigma;
    return variance / pixels;
}

Noise Noise::scaled(double times) const {
    Noise result = *this;
    result.model_.sigma *= std::sqrt(times);
    if (coloured_)
        result.coloured_ = std::make_shared<const ColouredNoise>(coloured_->scaled(times));
    for (int c = 0; c < kNoiseChannels; ++c) {
        for (float &value : result.observed_[c]) value *= static_cast<float>(times);
        result.model_.curve.a[c] *= times;
        result.model_.curve.b[c] *= times;
    }
    return result;
}

Noise Noise::times(double factor) const {
    if (factor == 1) return *this;
    Noise result = scaled(factor * factor);
    for (int c = 0; c < kNoiseChannels; ++c) {
        if (clips(c)) result.fill_clipped(c);
    }
    return result;
}

Noise Noise::alone() const {
    if (!coloured_) return *this;
    NoiseSpectrum spectrum = coloured_->described();
    for (NoiseSpectrum::Mixture &mixture : spectrum.mixture) {
        for (int i = 0; i < NoiseSpectrum::kKnots; ++i) {
            mixture.level[i] *= 1 + mixture.above[i];
            mixture.above[i] = 0;
        }
    }
    return Noise(model_, spectrum).with_map(map_);
}

NoiseSpectrum Noise::described(int channels) const {
    if (coloured_) return coloured_->described();
    NoiseSpectrum white;
    white.mixtures = channels;
    for (int c = 0; c < white.mixtures; ++c) set_white(model_.curve, c, white.mixture[c]);
    return white;
}

Noise Noise::corrected(const ChangingNoise &changing) const {
    NoiseSpectrum spectrum = described(changing.channels());
    bool changed = false;
    for (int c = 0; c < spectrum.mixtures; ++c) {
        if (changing.correct(c, spectrum.mixture[c])) changed = true;
    }
    return changed ? Noise(model_, spectrum) : *this;
}

double Noise::frozen(const ChangingNoise &changing) const {
    const NoiseSpectrum spectrum = described(changing.channels());
    double share = 0;
    for (int c = 0; c < spectrum.mixtures; ++c) {
        share += changing.frozen(c, spectrum.mixture[c]) / spectrum.mixtures;
    }
    return share;
}

// Wide-field microscopy has coarseness 12 to 14. The faint texture of a clean image has as much,
// and is to be kept: sigma tells them apart. Three such pictures chose the 3.
bool Noise::coarse() const {
    constexpr double kCoarse = 3, kFaint = 1.5 / 255;
    return model_.coarseness >= kCoarse && model_.sigma >= kFaint;
}

Noise Noise::at_all_frequencies() const {
    constexpr double kMost = 60;
    if (coloured_ || !coarse()) return *this;
    return scaled(static_cast<float>(std::min(3.0 * model_.coarseness, kMost)));
}

Noise Noise::with_map(const ConstPlanesView &map) const {
    Noise result = *this;
    result.map_ = map;
    return result;
}

Noise Noise::part(const Region &region) const {
    return has_map() ? with_map(map_.part(region)) : *this;
}

void Noise::undo_clipping(const Team &team, const PlanesView &planes) const {
    for (int c = 0; c < planes.channels; ++c) {
        if (!clips(c)) continue;
        each_band(team, planes.width, planes.height, [&](int begin, int end, int) {
            for (int y = begin; y < end; ++y) {
                for (int x = 0; x < planes.width; ++x) {
                    float &v = planes.at(x, y, c);
                    v = at(clean_[c], v);
                }
            }
        });
    }
}

void Noise::draw(const ConstPlanesView &means, uint64_t seed, const Team &team,
                 const PlanesView &plus, const PlanesView &minus) const {
    team.run(plus.height, [&](int y, int) {
        Rng rng(seed, static_cast<uint64_t>(y));
        for (int c = 0; c < plus.channels; ++c) {
            const Clipping &clip = model_.clipping[c];
            const auto observed = [&](float sample) {
                if (clip.low) sample = std::max(sample, 0.0f);
                return clip.high ? std::min(sample, 1.0f) : sample;
            };
            for (int x = 0; x < plus.width; ++x) {
                // The table ends outside 0..1. Without clipping the mean is the noise-free sample.
                const float mean = means.at(x, y, c);
                const float clean = clips(c) ? at(clean_[c], mean) : mean;
                const auto deviation =
                    static_cast<float>(std::sqrt(model_.curve.variance(clean, c)));
                const float step = deviation * rng.normal();
                plus.at(x, y, c) = observed(clean + step);
                minus.at(x, y, c) = observed(clean - step);
            }
        }
    });
}

Noise Noise::halved() const {
    Noise result = scaled(0.25);
    if (coloured_) result.coloured_ = std::make_shared<const ColouredNoise>(coloured_->halved());
    return result;
}

}  // namespace zsn2n
