// SPDX-License-Identifier: BSD-2-Clause
#include "image/impulses.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/wide.h"
#include "image/bands.h"
#include "image/plane_rows.h"

namespace zsn2n {

namespace {

// How far a sample stands from the farthest of its eight neighbours, at least, in the larger of
// three: how far that stands from the middle of the 24 around, their spread, and the plane's.
struct Bounds {
    float neighbour, spread, plane;
};
// The centre of a star of 2 pixels' width stands as far from its neighbours as these from the sky.
constexpr float kNeighbour = 2;
constexpr Bounds kFar = {kNeighbour, 4, 5}, kHalf = {kNeighbour, 2.5f, 3};

// Kodak24, camera JPEGs, microscopy and real pictures, clean and noisy: up to 200 such samples in a
// million, with up to 1.0 times as many half as far; tails of noise have 4 to 17 times as many.
// Salt and pepper, 0.05 to 5 %, on eight Kodak images: from 107 in a million, 1.0 to 2.7 times.
constexpr double kShare = 220e-6, kExtremeShare = 80e-6, kGap = 3;
constexpr int kLeast = 16, kLeastExtreme = 8;
// Salt and pepper: of the samples found, so many have the plane's least or largest value.
constexpr double kExtremes = 0.7;

// Dots of small text lie near its strokes; fewer impulses than kMany lie near others by chance
// alone. So many may have a sample within kNear that stands as far from what is around, at least,
// and so many more for each impulse of a sample.
constexpr double kMany = 0.005, kNearOthers = 0.3, kNearImpulses = 20;
constexpr float kAsFar = 0.6f;

// Dots of a screen stand in a lattice: of so many of them, this share has another one at the same
// offset. Impulses of 5 % share an offset by chance, 0.07.
constexpr int kMostDots = 4096, kLatticeReach = 8;
constexpr double kInLattice = 0.3;

constexpr int kReach = 2;  // neighbours, to each side
constexpr int kNear = 3;

struct Place {
    int x, y;
    float value;
};

// Whether the sample stands alone, by those bounds.
struct Alone {
    bool half, far;
    bool near;  // another that stands as far
};
Alone alone(const PlaneRows &rows, int x, int y, float spread) {
    std::array<float, 24> around;
    float least = rows.row(y)[x - 1], most = least;
    int n = 0;
    for (int dy = -kReach; dy <= kReach; ++dy) {
        for (int dx = -kReach; dx <= kReach; ++dx) {
            if (dx == 0 && dy == 0) continue;
            const float v = rows.row(y + dy)[x + dx];
            around[n++] = v;
            if (std::abs(dx) > 1 || std::abs(dy) > 1) continue;
            least = std::min(least, v);
            most = std::max(most, v);
        }
    }
    if (least == most) return {};
    std::sort(around.begin(), around.end());
    const float middle = (around[11] + around[12]) / 2, inner = around[19] - around[4];
    const float value = rows.row(y)[x];
    const bool above = value > most;
    const float distance = above ? value - most : least - value;
    const float beside = above ? most - middle : middle - least;
    const auto beyond = [&](const Bounds &bounds) {
        return distance >
               std::max({bounds.neighbour * beside, bounds.spread * inner, bounds.plane * spread});
    };
    Alone is = {beyond(kHalf), beyond(kFar), false};
    for (int dy = -kNear; is.far && dy <= kNear; ++dy) {
        for (int dx = -kNear; dx <= kNear; ++dx) {
            if (dx == 0 && dy == 0) continue;
            is.near |= (rows.row(y + dy)[x + dx] - middle) / (value - middle) > kAsFar;
        }
    }
    return is;
}

// Whether `dots`, which are in order of their rows, are a lattice's.
bool is_lattice(const std::vector<Place> &dots) {
    constexpr int kWidth = 2 * kLatticeReach + 1;
    std::array<int, kWidth *(kLatticeReach + 1)> shared{};
    const size_t every = (dots.size() + kMostDots - 1) / kMostDots;
    int looked_at = 0;
    for (size_t i = 0; i < dots.size(); i += every, ++looked_at) {
        for (size_t j = i + 1; j < dots.size() && dots[j].y <= dots[i].y + kLatticeReach; ++j) {
            const int dx = dots[j].x - dots[i].x, dy = dots[j].y - dots[i].y;
            if (std::abs(dx) <= kLatticeReach) ++shared[dy * kWidth + dx + kLatticeReach];
        }
    }
    return *std::max_element(shared.begin(), shared.end()) > kInLattice * looked_at;
}

struct Found {
    std::vector<Place> far, half;  // half: those that are far, too
    size_t near = 0;               // of those that are far
};

// stands[i] = at[i] is further than that from all eight samples around it.
ZSN2N_WIDE void mark_standing(const float *up, const float *at, const float *down, int count,
                              float far, uint8_t *stands) {
    for (int x = 0; x < count; ++x) {
        const float m = std::max(
            {up[x - 1], up[x], up[x + 1], at[x - 1], at[x + 1], down[x - 1], down[x], down[x + 1]});
        const float l = std::min(
            {up[x - 1], up[x], up[x + 1], at[x - 1], at[x + 1], down[x - 1], down[x], down[x + 1]});
        stands[x] = (at[x] - m > far) | (l - at[x] > far);
    }
}

class PlaneSearch {
  public:
    PlaneSearch(const zsn2n_image &image, const PlaneGroup &group, int plane, const FlatMap *flat,
                const Team &team)
        : image_(image),
          plane_(plane),
          width_(group.width),
          height_(group.height),
          flat_(flat),
          team_(team),
          spread_(plane_spread(image, plane, width_, height_)) {}

    std::vector<Impulses::Impulse> run() {
        const Found found = find();
        const double count = static_cast<double>(found.far.size());
        const double pixels = static_cast<double>(width_) * height_;
        const double share = count / pixels;
        if (count < kLeastExtreme || share < kExtremeShare ||
            static_cast<double>(found.half.size()) > kGap * count)
            return {};
        const double near = (kNearOthers + kNearImpulses * share) * count;
        if (share < kMany && near < static_cast<double>(found.near)) return {};
        if (is_lattice(found.far)) return {};
        extremes_ = has_extremes(found.far);
        if (!extremes_ && (count < kLeast || share < kShare)) return {};
        return replace(found.half);
    }

  private:
    // call(rows, begin, end, band) for all bands.
    template <typename Call>
    void each(const Call &call) const {
        const int rows = band_rows(width_);
        each_band(team_, width_, height_, [&](int begin, int end, int) {
            call(PlaneRows(image_, plane_, width_, height_, begin, end, kNear), begin, end,
                 begin / rows);
        });
    }
    int bands() const { return ceil_divide(height_, band_rows(width_)); }
    bool is_flat(int x, int y) const { return flat_ && flat_->flat(x, y); }

    Found find() const {
        std::vector<Found> found(bands());
        each([&](const PlaneRows &rows, int begin, int end, int band) {
            std::vector<uint8_t> stands(width_);
            const float far = kHalf.plane * spread_;
            for (int y = begin; y < end; ++y) {
                const float *const up = rows.row(y - 1), *const at = rows.row(y),
                                   *const down = rows.row(y + 1);
                // Few do, so that vectors of samples are told apart by comparisons alone.
                mark_standing(up, at, down, width_, far, stands.data());
                for (int x = 0; x < width_; ++x) {
                    if (!stands[x] || is_flat(x, y)) continue;
                    const Alone is = alone(rows, x, y, spread_);
                    if (is.half) found[band].half.push_back({x, y, at[x]});
                    if (is.far) found[band].far.push_back({x, y, at[x]});
                    found[band].near += is.near;
                }
            }
        });
        Found all;
        for (const Found &band : found) {
            all.far.insert(all.far.end(), band.far.begin(), band.far.end());
            all.near += band.near;
            all.half.insert(all.half.end(), band.half.begin(), band.half.end());
        }
        return all;
    }

    // Sets pepper_ and salt_.
    bool has_extremes(const std::vector<Place> &far) {
        const auto [least, most] =
            std::minmax_element(far.begin(), far.end(),
                                [](const Place &a, const Place &b) { return a.value < b.value; });
        pepper_ = least->value;
        salt_ = most->value;
        const auto count = std::count_if(far.begin(), far.end(), [&](const Place &place) {
            return place.value == pepper_ || place.value == salt_;
        });
        return pepper_ < salt_ &&
               static_cast<double>(count) >= kExtremes * static_cast<double>(far.size());
    }
    bool extreme(float value) const { return value == pepper_ || value == salt_; }

    // Salt and pepper that touch, or lie in texture, do not stand alone. Their value tells them
    // (after Chan, Ho & Nikolova, IEEE TIP 2005, section II).
    bool is_extreme(const PlaneRows &rows, int x, int y) const {
        const float value = rows.row(y)[x];
        if (!extreme(value)) return false;
        std::array<float, 24> others;
        int n = 0, alike = 0;
        for (int dy = -kReach; dy <= kReach; ++dy) {
            for (int dx = -kReach; dx <= kReach; ++dx) {
                const float v = rows.row(y + dy)[x + dx];
                if (v != value) {
                    others[n++] = v;
                } else if (std::abs(dx) <= 1 && std::abs(dy) <= 1) {
                    ++alike;  // the sample itself, too
                }
            }
        }
        if (n < 12 || alike > 3) return false;
        std::sort(others.begin(), others.begin() + n);
        const float inner = others[4 * n / 5] - others[n / 5];
        return std::abs(value - others[n / 2]) > std::max(inner, kHalf.plane * spread_);
    }

    // Once a plane has impulses, those that stand half as far are some, too.
    std::vector<Impulses::Impulse> replace(const std::vector<Place> &alone) const {
        std::vector<std::vector<Impulses::Impulse>> found(bands());
        const auto before = [](const Place &place, int y) { return place.y < y; };
        each([&](const PlaneRows &rows, int begin, int end, int band) {
            // Rows of marks, as far as neighbours are looked at.
            const int first = begin - kReach, pitch = width_ + 2 * kReach;
            std::vector<uint8_t> marks(static_cast<size_t>(end + kReach - first) * pitch);
            const auto mark = [&](int x, int y) -> uint8_t & {
                return marks[static_cast<size_t>(y - first) * pitch + x + kReach];
            };
            for (auto p = std::lower_bound(alone.begin(), alone.end(), first, before);
                 p != alone.end() && p->y < end + kReach; ++p)
                mark(p->x, p->y) = 1;
            const auto good = [&](int x, int y, float value) {
                return !mark(x, y) && rows.row(y)[x] != value;
            };
            for (int y = begin; y < end; ++y) {
                for (int x = 0; x < width_; ++x) {
                    if (is_flat(x, y)) continue;
                    if (!mark(x, y) && !(extremes_ && is_extreme(rows, x, y))) continue;
                    found[band].push_back({x, y, instead(rows, x, y, good)});
                }
            }
        });
        std::vector<Impulses::Impulse> all;
        for (const auto &band : found) all.insert(all.end(), band.begin(), band.end());
        return all;
    }

    // The median of the nearest good neighbours.
    template <typename Good>
    static float instead(const PlaneRows &rows, int x, int y, const Good &good) {
        std::array<float, 24> values;
        const float value = rows.row(y)[x];
        int n = 0;
        for (int reach = 1; reach <= kReach && n < 3; ++reach) {
            n = 0;
            for (int dy = -reach; dy <= reach; ++dy) {
                for (int dx = -reach; dx <= reach; ++dx) {
                    if ((dx || dy) && good(x + dx, y + dy, value))
                        values[n++] = rows.row(y + dy)[x + dx];
                }
            }
        }
        if (n == 0) return value;
        std::sort(values.begin(), values.begin() + n);
        return (values[(n - 1) / 2] + values[n / 2]) / 2;
    }

    const zsn2n_image &image_;
    int plane_, width_, height_;
    const FlatMap *flat_;
    const Team &team_;
    float spread_, pepper_ = 0, salt_ = 0;
    bool extremes_ = false;
};

}  // namespace

size_t Impulses::count() const {
    size_t count = 0;
    for (const auto &plane : planes_) count += plane.size();
    return count;
}

void Impulses::replace(int c, const Region &region, int begin, int end,
                       const PlanesView &plane) const {
    const std::vector<Impulse> &impulses = planes_[c];
    const auto before = [](const Impulse &impulse, int y) { return impulse.y < y; };
    for (auto i = std::lower_bound(impulses.begin(), impulses.end(), region.top + begin, before);
         i != impulses.end() && i->y < region.top + end; ++i) {
        if (i->x >= region.left && i->x < region.right)
            plane.at(i->x - region.left, i->y - region.top, 0) = i->instead;
    }
}

std::shared_ptr<const Impulses> find_impulses(const zsn2n_image &image, const PlaneGroup &group,
                                              const FlatMap *flat, const Team &team) {
    if (group.width < 2 * kReach + 1 || group.height < 2 * kReach + 1) return nullptr;
    auto impulses = std::make_shared<Impulses>(group.planes.size());
    for (size_t c = 0; c < group.planes.size(); ++c) {
        impulses->set(static_cast<int>(c),
                      PlaneSearch(image, group, group.planes[c], flat, team).run());
    }
    return impulses->count() ? impulses : nullptr;
}

}  // namespace zsn2n
