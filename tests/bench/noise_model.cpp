// SPDX-License-Identifier: BSD-2-Clause
// What the engine says of the noise against the noise that is there.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "engine.h"
#include "pairs.h"
#include "spectrum.h"
#include "verbs.h"

namespace bench {
namespace {

// The noise's variance over brightness: what was added, or the difference to the clean image's mean
// square in equal steps of brightness.
class TrueNoise {
  public:
    TrueNoise(const ImagePair &pair, const Noise *added) : added_(added) {
        if (added) return;
        if (pair.noisy.samples.size() != pair.clean.samples.size()) {
            throw std::runtime_error(pair.name + ": the noisy image has another shape");
        }
        std::vector<double> squares(kSteps), counts(kSteps);
        for (size_t i = 0; i < pair.clean.samples.size(); ++i) {
            const double difference = pair.noisy.samples[i] - pair.clean.samples[i];
            squares[step_of(pair.clean.samples[i])] += difference * difference;
            counts[step_of(pair.clean.samples[i])] += 1;
        }
        for (int i = 0; i < kSteps; ++i) {
            variance_[i] = counts[i] > 0 ? squares[i] / counts[i] : 0;
        }
    }

    double variance(double clean) const {
        if (!added_) return variance_[step_of(clean)];
        return added_->variance(clean);
    }

  private:
    static constexpr int kSteps = 32;
    static int step_of(double value) {
        return std::clamp(static_cast<int>(value * kSteps), 0, kSteps - 1);
    }

    const Noise *added_;
    double variance_[kSteps] = {};
};

struct Comparison {
    double sigma, true_sigma;
    double curve_error;  // rms of sigma's error over the image's samples, over rms of true sigma

    double error() const { return sigma / true_sigma - 1; }
};

Image difference(const ImagePair &pair) {
    Image noise = pair.noisy;
    for (size_t i = 0; i < noise.samples.size(); ++i) noise.samples[i] -= pair.clean.samples[i];
    return noise;
}

Comparison compare(const zsn2n_stats &stats, const ImagePair &pair, const TrueNoise &noise) {
    double squares = 0, error = 0;
    for (int c = 0; c < pair.clean.channels; ++c) {
        const float *const samples = pair.clean.plane(c);
        for (size_t i = 0; i < pair.clean.plane_size(); ++i) {
            const double variance = noise.variance(samples[i]);
            const double found = zsn2n_noise_variance(&stats, c, samples[i]);
            const double difference = std::sqrt(found) - std::sqrt(variance);
            squares += variance;
            error += difference * difference;
        }
    }
    const double count = static_cast<double>(pair.clean.samples.size());
    return {stats.noise_sigma, std::sqrt(squares / count), std::sqrt(error / squares)};
}

void run(const Arguments &arguments) {
    const ImagePairs pairs(arguments);
    zsn2n_params params;
    zsn2n_params_default(&params);
    params.steps = 1;
    double sum = 0, largest = 0, curve_sum = 0, curve_largest = 0, spectrum_sum = 0;
    int within_3 = 0, within_6 = 0;
    std::printf(
        "image\ttrue_sigma\tsigma\terror_percent\tcurve_error_percent\ta\tb\tcoarseness\t"
        "spectrum_error_db\ttrue_brightness\tbrightness\ttrue_colour\tcolour\n");
    for (int index = 0; index < pairs.size(); ++index) {
        ImagePair pair = pairs.load(index);
        const TrueNoise noise(pair, pairs.added_noise());
        const Spectrum truth = spectrum_of(difference(pair));
        const zsn2n_stats stats = denoise_single(params, pair.name, &pair.noisy).stats;
        const Comparison found = compare(stats, pair, noise);
        const double error = std::abs(found.error());
        sum += error;
        largest = std::max(largest, error);
        within_3 += error <= 0.03;
        within_6 += error <= 0.06;
        curve_sum += found.curve_error;
        curve_largest = std::max(curve_largest, found.curve_error);
        std::printf("%s\t%.5f\t%.5f\t%+.2f\t%.2f\t", pair.name.c_str(), found.true_sigma,
                    found.sigma, 100 * found.error(), 100 * found.curve_error);
        for (const double *values : {stats.noise_a, stats.noise_b}) {
            for (int c = 0; c < pair.clean.channels; ++c) {
                std::printf("%s%.6f", c ? "," : "", values[c]);
            }
            std::printf("\t");
        }
        const Spectrum spectrum = found_spectrum(stats);
        const double spectrum_error = error_db(spectrum, truth);
        spectrum_sum += spectrum_error;
        std::printf("%.2f\t%.2f", stats.noise_coarseness, spectrum_error);
        for (int part = 0; part < (pair.clean.channels == 3 ? 2 : 1); ++part) {
            std::printf("\t%s\t%s", to_text(truth, part).c_str(), to_text(spectrum, part).c_str());
        }
        std::printf("\n");
    }
    const int total = pairs.size();
    std::printf(
        "images=%d within_3_percent=%d within_6_percent=%d error_percent=%.2f "
        "largest_error_percent=%.2f curve_error_percent=%.2f largest_curve_error_percent=%.2f "
        "spectrum_error_db=%.2f\n",
        total, within_3, within_6, 100 * sum / total, 100 * largest, 100 * curve_sum / total,
        100 * curve_largest, spectrum_sum / total);
}

}  // namespace

const Verb kNoise = {"noise",
                     "the noise the engine finds against the noise that is there",
                     {kDataOption, kNoisyDirOption, kNoiseOption, kCropOption, kImagesOption},
                     run};

}  // namespace bench
