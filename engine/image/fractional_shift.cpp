// SPDX-License-Identifier: BSD-2-Clause
#include "image/fractional_shift.h"

#include <cmath>

namespace zsn2n {

namespace {

double sinc(double x) {
    return x == 0 ? 1 : std::sin(M_PI * x) / (M_PI * x);
}

}  // namespace

FractionalShift::Offset::Offset(float pixels) {
    const auto steps = static_cast<int>(std::lround(pixels * kSteps));
    whole = (steps < 0 ? steps - kSteps + 1 : steps) / kSteps;
    step = steps - whole * kSteps;
}

FractionalShift::FractionalShift() {
    constexpr double kLobes = 3;
    for (int step = 0; step < kSteps; ++step) {
        double taps[kTaps], sum = 0;
        for (int i = 0; i < kTaps; ++i) {
            const double x = i - kBefore - static_cast<double>(step) / kSteps;
            taps[i] = sinc(x) * sinc(x / kLobes);
            sum += taps[i];
        }
        for (int i = 0; i < kTaps; ++i) taps_[step][i] = static_cast<float>(taps[i] / sum);
        for (int u = 0; u < kSide; ++u) {
            double variance = 0;
            for (int at = 0; at < kSide + kTaps - 1; ++at) {
                double weight = 0;
                for (int x = 0; x < kSide; ++x) {
                    if (at < x || at >= x + kTaps) continue;
                    weight += taps[at - x] / sum * std::cos(M_PI * u * (2 * x + 1) / (2 * kSide));
                }
                variance += weight * weight;
            }
            left_[step][u] = static_cast<float>(variance * (u ? 2 : 1) / kSide);
        }
    }
}

const FractionalShift &FractionalShift::shared() {
    static const FractionalShift shift;
    return shift;
}

void FractionalShift::run(const ConstPlanesView &planes, int c, int left, int top, int step_x,
                          int step_y, float (*block)[kSide]) const {
    constexpr int kRows = kSide + kTaps - 1;
    float rows[kRows][kSide];
    for (int y = 0; y < kRows; ++y) {
        const float *const row = &planes.at(left - kBefore, top - kBefore + y, c);
        for (int x = 0; x < kSide; ++x) {
            float sum = 0;
            for (int i = 0; i < kTaps; ++i) sum += taps_[step_x][i] * row[x + i];
            rows[y][x] = sum;
        }
    }
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            float sum = 0;
            for (int i = 0; i < kTaps; ++i) sum += taps_[step_y][i] * rows[y + i][x];
            block[y][x] = sum;
        }
    }
}

}  // namespace zsn2n
