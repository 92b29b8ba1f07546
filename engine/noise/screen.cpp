// SPDX-License-Identifier: BSD-2-Clause
#include "noise/screen.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace zsn2n {

namespace {

constexpr int kSide = 64, kHalf = kSide / 2;
constexpr int kMostWindows = 6;     // in each direction
constexpr double kLeastSeen = 0.8;  // of a window is not masked
constexpr double kCodeSquared = 1.0 / (255 * 255);

// Peaks, in cycles of a window.
constexpr double kLeastFrequency = 5.5;
constexpr int kMostFrequency = 25, kOffAxis = 2;  // a ring one bin further ends below kHalf
constexpr double kLowFrequency = 4;               // below, the picture has most of its energy
constexpr int kRing = 5;                          // a peak is told from what is 4 and 5 bins away

// Both of a pair of peaks: times the median around, and share of the energy but that at low
// frequencies. Screens of 3 to 12 px: from 74 and 0.24, a scanned print 86 and 0.18; pictures,
// clean and noisy: up to 14 (Kodak24, camera, microscopy).
constexpr double kStands = 30, kShare = 0.1;

// Powers at frequencies (u, v), 0 <= v < kHalf, u modulo kSide; the other half mirrors them.
using Powers = std::vector<float>;

struct Fourier {
    Fourier() {
        for (int i = 0; i < kSide; ++i) {
            window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * M_PI * i / kSide));
            for (int k = 0; k < kSide; ++k) {
                const double angle = 2 * M_PI * ((i * k) % kSide) / kSide;
                cosine[i][k] = static_cast<float>(std::cos(angle));
                sine[i][k] = static_cast<float>(std::sin(angle));
            }
        }
    }

    // The powers of samples[kSide * kSide], for which white noise has its variance.
    void transform(const float *samples, float *powers) const {
        std::vector<float> real(kHalf * kSide), imaginary(kHalf * kSide);
        for (int v = 0; v < kHalf; ++v) {
            float *const re = real.data() + v * kSide, *const im = imaginary.data() + v * kSide;
            for (int y = 0; y < kSide; ++y) {
                for (int x = 0; x < kSide; ++x) {
                    re[x] += samples[y * kSide + x] * cosine[v][y];
                    im[x] -= samples[y * kSide + x] * sine[v][y];
                }
            }
        }
        float sum = 0;
        for (const float w : window) sum += w * w;
        for (int v = 0; v < kHalf; ++v) {
            float re[kSide] = {}, im[kSide] = {};
            for (int x = 0; x < kSide; ++x) {
                const float a = real[v * kSide + x], b = imaginary[v * kSide + x];
                for (int u = 0; u < kSide; ++u) {
                    re[u] += a * cosine[x][u] + b * sine[x][u];
                    im[u] += b * cosine[x][u] - a * sine[x][u];
                }
            }
            for (int u = 0; u < kSide; ++u)
                powers[v * kSide + u] = (re[u] * re[u] + im[u] * im[u]) / (sum * sum);
        }
    }

    float window[kSide], cosine[kSide][kSide], sine[kSide][kSide];
};

// Fills `samples` with the window's, without their mean; false where too much is masked.
bool read_window(const ConstPlanesView &planes, int c, const ConstPlanesView &mask, int left,
                 int top, const Fourier &fourier, float *samples) {
    const auto seen = [&](int x, int y) {
        return !mask.data || mask.at(left + x, top + y, 0) != 0;
    };
    double sum = 0;
    int count = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            if (!seen(x, y)) continue;
            sum += planes.at(left + x, top + y, c);
            ++count;
        }
    }
    if (count < kLeastSeen * kSide * kSide) return false;
    const auto mean = static_cast<float>(sum / count);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const float value = seen(x, y) ? planes.at(left + x, top + y, c) - mean : 0;
            samples[y * kSide + x] = value * fourier.window[x] * fourier.window[y];
        }
    }
    return true;
}

// The mean over windows; empty where there is none.
Powers mean_powers(const ConstPlanesView &planes, int c, const ConstPlanesView &mask,
                   const Team &team) {
    const auto count = [](int size) {
        return std::clamp((size - kSide) / kHalf + 1, 1, kMostWindows);
    };
    const int columns = count(planes.width), rows = count(planes.height);
    const auto begin = [](int i, int n, int size) {
        return n > 1 ? static_cast<int>(static_cast<int64_t>(size - kSide) * i / (n - 1)) : 0;
    };
    const Fourier fourier;
    std::vector<Powers> all(static_cast<size_t>(columns) * rows);
    team.run(columns * rows, [&](int i, int) {
        float samples[kSide * kSide];
        const int left = begin(i % columns, columns, planes.width),
                  top = begin(i / columns, rows, planes.height);
        if (!read_window(planes, c, mask, left, top, fourier, samples)) return;
        all[i].resize(kHalf * kSide);
        fourier.transform(samples, all[i].data());
    });
    Powers mean;
    for (const Powers &one : all) {
        if (one.empty()) continue;
        mean.resize(one.size());
        for (size_t k = 0; k < one.size(); ++k) mean[k] += one[k];
    }
    const auto windows =
        std::count_if(all.begin(), all.end(), [](const Powers &one) { return !one.empty(); });
    for (float &power : mean) power /= static_cast<float>(windows);
    return mean;
}

static_assert(kMostFrequency + 1 + kRing < kHalf,
              "a ring round a peak's neighbour is within the half");

class Peaks {
  public:
    explicit Peaks(const Powers &powers) : powers_(powers) {
        for (int v = 0; v < kHalf; ++v) {
            for (int u = -kHalf; u < kHalf; ++u) {
                if (std::hypot(u, v) >= kLowFrequency) total_ += (v ? 2.0 : 1.0) * power(u, v);
            }
        }
    }

    bool peak(int u, int v) const {
        float ring[(2 * kRing + 1) * (2 * kRing + 1)];
        int n = 0;
        double sum = 0;
        for (int dv = -kRing; dv <= kRing; ++dv) {
            for (int du = -kRing; du <= kRing; ++du) {
                const int away = std::max(std::abs(du), std::abs(dv));
                if (away > kRing - 2) ring[n++] = power(u + du, v + dv);
                if (away < 2) sum += power(u + du, v + dv);
            }
        }
        std::nth_element(ring, ring + n / 2, ring + n);
        const double around = ring[n / 2];
        return power(u, v) > kStands * (around + kCodeSquared) &&
               2 * (sum - 9 * around) > kShare * total_;
    }

  private:
    float power(int u, int v) const {
        if (v < 0) {
            u = -u;
            v = -v;
        }
        return powers_[static_cast<size_t>(v) * kSide + (u & (kSide - 1))];
    }

    const Powers &powers_;
    double total_ = 0;
};

}  // namespace

bool has_screen(const ConstPlanesView &planes, int c, const ConstPlanesView &mask,
                const Team &team) {
    if (planes.width < kSide || planes.height < kSide) return false;
    const Powers powers = mean_powers(planes, c, mask, team);
    if (powers.empty()) return false;
    const Peaks peaks(powers);
    // At right angles, to a bin.
    const auto crossed = [&](int u, int v) {
        for (int dv = -1; dv <= 1; ++dv) {
            for (int du = -1; du <= 1; ++du) {
                if (peaks.peak(u + du, v + dv)) return true;
            }
        }
        return false;
    };
    for (int v = kOffAxis; v <= kMostFrequency; ++v) {
        for (int u = kOffAxis; u <= kMostFrequency; ++u) {
            const double frequency = std::hypot(u, v);
            if (frequency < kLeastFrequency || frequency > kMostFrequency) continue;
            if (peaks.peak(u, v) && crossed(-v, u)) return true;
        }
    }
    return false;
}

}  // namespace zsn2n
