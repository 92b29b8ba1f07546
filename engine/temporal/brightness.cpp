// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/brightness.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/median.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

constexpr int kSide = 16;  // of the squares that are compared, in pixels

// Fewer squares say nothing.
constexpr size_t kLeast = 12;

// Rounds of least squares, each with weights by what the one before left.
constexpr int kRounds = 3;

// A pair of squares tells a gain where they differ by so much.
constexpr float kContrast = 0.02f;

// A line must leave less than this share of the difference, and the difference be more than half a
// step of 8 bits; gains beyond these are no flicker.
constexpr float kExplains = 0.6f, kSeen = 0.5f / 255;
constexpr double kLeastGain = 0.4, kMostGain = 2.5;

// The means of a square in both images.
struct Pair {
    float past, now;
};

struct Squares {
    Squares(const Shape &shape, Arena &arena)
        : across(shape.width / kSide),
          down(shape.height / kSide),
          pairs(arena.take<Pair>(static_cast<size_t>(across) * down)) {}
    int across, down;
    Pair *pairs;
};

struct Line {
    double gain = 1, offset = 0;
    float error(const Pair &p) const {
        return std::abs(static_cast<float>(gain) * p.past + static_cast<float>(offset) - p.now);
    }
};

float median_error(const std::vector<Pair> &pairs, const Line &line) {
    std::vector<float> errors;
    errors.reserve(pairs.size());
    for (const Pair &p : pairs) errors.push_back(line.error(p));
    return median(errors);
}

// The median slope from square to square (Theil, 1950; Sen, 1968), each with those that come so
// many after it.
Line median_line(const std::vector<Pair> &pairs) {
    std::vector<float> values;
    const size_t count = pairs.size();
    for (const size_t apart : {count / 2, count / 3, count / 5}) {
        for (size_t i = 0; i + apart < count; ++i) {
            const float step = pairs[i + apart].past - pairs[i].past;
            if (std::abs(step) >= kContrast)
                values.push_back((pairs[i + apart].now - pairs[i].now) / step);
        }
    }
    Line line;
    if (values.size() >= kLeast) line.gain = median(values);
    values.clear();
    for (const Pair &p : pairs) values.push_back(p.now - static_cast<float>(line.gain) * p.past);
    line.offset = median(values);
    return line;
}

// Least squares with Cauchy's weights; squares of little contrast tell an offset alone.
Line fit(const std::vector<Pair> &pairs) {
    Line line = median_line(pairs);
    for (int round = 0; round < kRounds; ++round) {
        const double scale = 2 * double{median_error(pairs, line)} + 1e-5;
        double sum = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (const Pair &p : pairs) {
            const double error = line.error(p) / scale, weight = 1 / (1 + error * error);
            sum += weight;
            x += weight * p.past;
            y += weight * p.now;
            xx += weight * p.past * p.past;
            xy += weight * p.past * p.now;
        }
        constexpr double kLittle = 1e-5;
        const double variance = xx / sum - x / sum * x / sum;
        line.gain = (xy / sum - x / sum * y / sum + kLittle * line.gain) / (variance + kLittle);
        line.offset = y / sum - line.gain * x / sum;
    }
    return line;
}

}  // namespace

void match_brightness(const ConstPlanesView &estimate, const ConstPlanesView &unknown,
                      const Team &team, Arena &arena, const PlanesView &past) {
    const Arena::Scope scope(arena);
    const Squares squares(past.shape(), arena);
    for (int c = 0; c < past.channels; ++c) {
        team.run(squares.down, [&](int row, int) {
            for (int column = 0; column < squares.across; ++column) {
                float is[kSide] = {}, was[kSide] = {}, lost[kSide] = {};
                for (int y = row * kSide; y < (row + 1) * kSide; ++y) {
                    const float *const a = &estimate.at(column * kSide, y, c);
                    const float *const b = &past.at(column * kSide, y, c);
                    const float *const u = &unknown.at(column * kSide, y, 0);
                    for (int x = 0; x < kSide; ++x) {
                        is[x] += a[x];
                        was[x] += b[x];
                        lost[x] += u[x];
                    }
                }
                Pair sum{0, 0};
                float missing = 0;
                for (int x = 0; x < kSide; ++x) {
                    sum.now += is[x] / (kSide * kSide);
                    sum.past += was[x] / (kSide * kSide);
                    missing += lost[x];
                }
                if (missing > 0) sum.now = NAN;
                squares.pairs[static_cast<size_t>(row) * squares.across + column] = sum;
            }
        });
        std::vector<Pair> pairs;
        std::copy_if(squares.pairs,
                     squares.pairs + static_cast<size_t>(squares.across) * squares.down,
                     std::back_inserter(pairs), [](const Pair &p) { return !std::isnan(p.now); });
        if (pairs.size() < kLeast) continue;
        const float before = median_error(pairs, {});
        if (before < kSeen) continue;
        const Line line = fit(pairs);
        if (!(line.gain >= kLeastGain && line.gain <= kMostGain) ||
            median_error(pairs, line) > kExplains * before)
            continue;
        const auto gain = static_cast<float>(line.gain), offset = static_cast<float>(line.offset);
        each_band(team, past.width, past.height, [&](int begin, int end, int) {
            for (int y = begin; y < end; ++y) {
                float *const to = &past.at(0, y, c);
                for (int x = 0; x < past.width; ++x) to[x] = gain * to[x] + offset;
            }
        });
    }
}

void take_brightness(const Shape &shape, Arena &count) {
    Squares(shape, count);
}

}  // namespace zsn2n
