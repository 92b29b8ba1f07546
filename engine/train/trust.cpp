// SPDX-License-Identifier: BSD-2-Clause
#include "train/trust.h"

#include <algorithm>

namespace zsn2n {

namespace {

// sum of value(x, y, c) where the mask is set in the held-out rows.
template <typename Value>
double held_out_sum(const PlanesView &planes, const PlanesView &mask, const Value &value) {
    const HeldOut held = held_out_rows(planes.height);
    double sum = 0;
    for (int c = 0; c < planes.channels; ++c) {
        for (int y = held.top; y < held.bottom; ++y) {
            for (int x = 0; x < planes.width; ++x) {
                if (!mask.data || mask.at(x, y, 0) != 0.0f) sum += value(x, y, c);
            }
        }
    }
    return sum;
}

}  // namespace

void Trust::add(const LessonSource &source, Lesson *lessons, size_t count, const Correct &correct) {
    const PlanesView &noisy = source.noisy, &guide = source.guide;
    const int channels = noisy.channels;
    Planes input(noisy.width, noisy.height, 2 * channels);
    Planes denoised(noisy.width, noisy.height, channels),
        other(noisy.width, noisy.height, channels);
    const PlanesView all = input.view(), d = denoised.view(), e = other.view();
    copy_planes(guide, all.channels_from(0, channels));
    copy_planes(noisy, all.channels_from(channels, channels));
    correct(all, d);
    along_ += held_out_sum(noisy, source.mask, [&](int x, int y, int c) {
        const double p = guide.at(x, y, c);
        return (d.at(x, y, c) - p) * (noisy.at(x, y, c) - p);
    });
    square_ += held_out_sum(noisy, source.mask, [&](int x, int y, int c) {
        const double correction = double{d.at(x, y, c)} - guide.at(x, y, c);
        return correction * correction;
    });
    double divergence = 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        Lesson &plus = lessons[i], &minus = lessons[i + 1];
        const PlanesView plus_in = plus.input.view(), minus_in = minus.input.view();
        const PlanesView plus_to = plus.target.view(), minus_to = minus.target.view();
        correct(plus_in, d);
        correct(minus_in, e);
        // z = kRecorruption / 2 * (target of -z - target of z); the step from one to the other is
        // 2 kRecorruption z.
        divergence += held_out_sum(noisy, source.mask, [&](int x, int y, int c) {
            const double up = double{d.at(x, y, c)} - plus_in.at(x, y, c);
            const double down = double{e.at(x, y, c)} - minus_in.at(x, y, c);
            return (double{minus_to.at(x, y, c)} - plus_to.at(x, y, c)) * (up - down) / 4;
        });
    }
    const size_t draws = count / 2;
    if (draws > 0) along_ -= divergence / static_cast<double>(draws);
}

float Trust::share() const {
    if (!(square_ > 0)) return 0.0f;
    return static_cast<float>(std::clamp(along_ / square_, 0.0, 1.0));
}

}  // namespace zsn2n
