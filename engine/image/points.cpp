// SPDX-License-Identifier: BSD-2-Clause
#include "image/points.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/wide.h"
#include "image/bands.h"
#include "image/plane_rows.h"

namespace zsn2n {

namespace {

// A Gaussian of 0.9 samples, 5 x 5, of sum 1; and the sum of the squares.
constexpr int kReach = 2;
constexpr float kTaps[2 * kReach + 1] = {0.0377f, 0.2399f, 0.4448f, 0.2399f, 0.0377f};
constexpr double kSquares1 = 2 * (0.0377 * 0.0377 + 0.2399 * 0.2399) + 0.4448 * 0.4448;
constexpr double kSquares = kSquares1 * kSquares1;

// The surroundings: a ring of such radii.
constexpr int kInner = 4, kOuter = 6;
constexpr int kMargin = kOuter + kReach;

// So many standard deviations of the filtered surroundings. White noise: three in ten million
// samples. At 5 a picture of 256x256 has false ones.
constexpr double kFar = 6;
// What stands so far by the plane's spread is looked at: 6 standard deviations of white noise, for
// a ring's own deviation is small by chance. At 3.3 Kodak24 at sigma 50 loses 0.009 dB.
constexpr float kLookedAt = 2.3f;
// Nothing in the ring stands half as far.
constexpr double kAlone = 0.5;
// A star's neighbours have half of its peak and more, an impulse's have nothing.
constexpr float kShown = 0.25f;
// More of the samples than one in so many are texture.
constexpr size_t kMostOf = 400;

struct Ring {
    Ring() {
        for (int y = -kOuter; y <= kOuter; ++y)
            for (int x = -kOuter; x <= kOuter; ++x)
                if (x * x + y * y >= kInner * kInner && x * x + y * y <= kOuter * kOuter)
                    at.push_back({x, y});
    }
    std::vector<Point> at;
};

// to[x] = the sum of taps times from[x - 2] to from[x + 2].
ZSN2N_WIDE void filter_row(const float *from, int count, float *to) {
    for (int x = 0; x < count; ++x) {
        to[x] = kTaps[0] * (from[x - 2] + from[x + 2]) + kTaps[1] * (from[x - 1] + from[x + 1]) +
                kTaps[2] * from[x];
    }
}
ZSN2N_WIDE void filter_column(const float *const rows[5], int count, float *to) {
    const float *const a = rows[0], *const b = rows[1], *const c = rows[2], *const d = rows[3],
                       *const e = rows[4];
    for (int x = 0; x < count; ++x)
        to[x] = kTaps[0] * (a[x] + e[x]) + kTaps[1] * (b[x] + d[x]) + kTaps[2] * c[x];
}

// stands[x]: at[x] is the largest or the least of nine, and further than that from the mean of four
// around.
ZSN2N_WIDE void mark(const float *const rows[3], const float *above, const float *below, int count,
                     float far, uint8_t *stands) {
    const float *const up = rows[0], *const at = rows[1], *const down = rows[2];
    for (int x = 0; x < count; ++x) {
        const float m = std::max(
            {up[x - 1], up[x], up[x + 1], at[x - 1], at[x + 1], down[x - 1], down[x], down[x + 1]});
        const float l = std::min(
            {up[x - 1], up[x], up[x + 1], at[x - 1], at[x + 1], down[x - 1], down[x], down[x + 1]});
        const float around = 0.25f * ((above[x] + below[x]) + (at[x - 5] + at[x + 5]));
        stands[x] = ((at[x] > m) & (at[x] - around > far)) | ((at[x] < l) & (around - at[x] > far));
    }
}

// A plane's rows, filtered; kOuter more to each side.
class Filtered {
  public:
    Filtered(const PlaneRows &rows, int width, int begin, int end)
        : first_(begin - kOuter), pitch_(static_cast<size_t>(width) + 2 * kOuter) {
        const int count = width + 2 * kOuter, high = end - begin + 2 * kMargin;
        std::vector<float> across(static_cast<size_t>(high) * pitch_);
        const auto row = [&](int n) { return across.data() + static_cast<size_t>(n) * pitch_; };
        for (int n = 0; n < high; ++n)
            filter_row(rows.row(begin - kMargin + n) - kOuter, count, row(n));
        samples_.resize(static_cast<size_t>(high - 2 * kReach) * pitch_);
        for (int n = 0; n < high - 2 * kReach; ++n) {
            const float *const five[] = {row(n), row(n + 1), row(n + 2), row(n + 3), row(n + 4)};
            filter_column(five, count, samples_.data() + static_cast<size_t>(n) * pitch_);
        }
    }
    const float *row(int y) const {
        return samples_.data() + static_cast<size_t>(y - first_) * pitch_ + kOuter;
    }

  private:
    int first_;
    size_t pitch_;
    std::vector<float> samples_;
};

bool is_point(const PlaneRows &rows, const Filtered &filtered, int x, int y) {
    static const Ring ring;
    double sum = 0, squares = 0, least = 1e30, most = -1e30;
    for (const Point &at : ring.at) {
        const double v = filtered.row(y + at.y)[x + at.x];
        sum += v;
        squares += v * v;
        least = std::min(least, v);
        most = std::max(most, v);
    }
    const auto count = static_cast<double>(ring.at.size());
    const double mean = sum / count;
    const double deviation = std::sqrt(std::max(squares / count - mean * mean, 0.0));
    const double height = filtered.row(y)[x] - mean;
    if (std::abs(height) <= kFar * deviation) return false;
    const double other = height > 0 ? most - mean : mean - least;
    if (other > kAlone * std::abs(height)) return false;
    const float *const at = rows.row(y) + x;
    const auto level = static_cast<float>(mean);
    const float beside = (at[-1] + at[1] + rows.row(y - 1)[x] + rows.row(y + 1)[x]) / 4 - level;
    const float peak = at[0] - level;
    return height > 0 ? beside > kShown * peak : beside < kShown * peak;
}

void find_in_plane(const zsn2n_image &image, const PlaneGroup &group, int plane,
                   const FlatMap *flat, const Team &team, std::vector<Point> &points) {
    const int width = group.width, height = group.height;
    const float far = kLookedAt * plane_spread(image, plane, width, height);
    const int rows_a_band = band_rows(width);
    std::vector<std::vector<Point>> found(ceil_divide(height, rows_a_band));
    each_band(team, width, height, [&](int begin, int end, int) {
        const PlaneRows rows(image, plane, width, height, begin, end, kMargin);
        const Filtered filtered(rows, width, begin, end);
        std::vector<Point> &mine = found[begin / rows_a_band];
        const size_t most = static_cast<size_t>(end - begin) * width / (kMostOf / 4) + 4;
        std::vector<uint8_t> stands(width);
        const int bottom = std::min(end, height - kReach);
        for (int y = std::max(begin, kReach); y < bottom && mine.size() < most; ++y) {
            const float *const three[] = {filtered.row(y - 1), filtered.row(y),
                                          filtered.row(y + 1)};
            mark(three, filtered.row(y - 5), filtered.row(y + 5), width, far, stands.data());
            for (int x = kReach; x < width - kReach; ++x) {
                // Few do: on to the next that does.
                const void *const next = std::memchr(&stands[x], 1, width - kReach - x);
                if (!next) break;
                x = static_cast<int>(static_cast<const uint8_t *>(next) - stands.data());
                if (!(flat && flat->flat(x, y)) && is_point(rows, filtered, x, y))
                    mine.push_back({x, y});
            }
        }
    });
    for (const auto &band : found) points.insert(points.end(), band.begin(), band.end());
}

}  // namespace

std::vector<Point> find_points(const zsn2n_image &image, const PlaneGroup &group,
                               const FlatMap *flat, const Team &team) {
    std::vector<Point> points;
    if (std::min(group.width, group.height) < 2 * kMargin) return points;
    const size_t pixels = static_cast<size_t>(group.width) * group.height;
    for (const int plane : group.planes) {
        const size_t before = points.size();
        find_in_plane(image, group, plane, flat, team, points);
        if (points.size() - before > pixels / kMostOf) points.resize(before);
    }
    const auto order = [](const Point &a, const Point &b) {
        return a.y != b.y ? a.y < b.y : a.x < b.x;
    };
    std::sort(points.begin(), points.end(), order);
    // A star shows in several planes, perhaps one sample apart.
    std::vector<Point> apart;
    for (const Point &point : points) {
        bool again = false;
        for (auto other = apart.rbegin(); other != apart.rend() && point.y - other->y <= 1; ++other)
            again |= std::abs(other->x - point.x) <= 1;
        if (!again) apart.push_back(point);
    }
    return apart;
}

void keep_points(const std::vector<Point> &points, const Region &region,
                 const ConstPlanesView &noisy, const PlanesView &denoised) {
    const auto before = [](const Point &point, int y) { return point.y < y; };
    const auto first = std::lower_bound(points.begin(), points.end(), region.top + kReach, before);
    const auto last =
        std::lower_bound(points.begin(), points.end(), region.bottom - kReach, before);
    const auto each = [&](const auto &call) {
        for (auto at = first; at != last; ++at) {
            for (int c = 0; c < denoised.channels; ++c)
                call(at->x - region.left, at->y - region.top, c);
        }
    };
    // All of what is missing first: points may touch.
    std::vector<float> missing;
    each([&](int x, int y, int c) {
        double sum = 0;
        for (int v = -kReach; v <= kReach; ++v) {
            for (int u = -kReach; u <= kReach; ++u) {
                sum += static_cast<double>(kTaps[u + kReach]) * kTaps[v + kReach] *
                       (noisy.at(x + u, y + v, c) - denoised.at(x + u, y + v, c));
            }
        }
        missing.push_back(static_cast<float>(sum / kSquares));
    });
    auto of = missing.begin();
    each([&](int x, int y, int c) {
        for (int v = -kReach; v <= kReach; ++v) {
            for (int u = -kReach; u <= kReach; ++u)
                denoised.at(x + u, y + v, c) += *of * kTaps[u + kReach] * kTaps[v + kReach];
        }
        ++of;
    });
}

}  // namespace zsn2n
