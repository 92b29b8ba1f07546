// SPDX-License-Identifier: BSD-2-Clause
#include "image/flat_cells.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/math.h"
#include "base/wide.h"
#include "image/flat_map.h"

namespace zsn2n {

namespace {

constexpr int kCell = FlatMap::kCell;
constexpr int kRows = kCell + 2;  // a row of cells with its neighbours
constexpr float kNear = 2.0f / 255 + 1e-6f;

// same[i] = a[i] is b[i]; where not `first` and it was so already.
ZSN2N_WIDE void mark_same(const float *a, const float *b, int count, bool first, uint8_t *same) {
    for (int i = 0; i < count; ++i) same[i] = (first | same[i]) & (a[i] == b[i]);
}

// The rows of one row of cells, the row above and the row below; and which pixels are the same.
class Rows {
  public:
    Rows(const zsn2n_image &image, const PlaneGroup &group, bool masked)
        : image_(image),
          group_(group),
          width_(group.width),
          samples_(group.width, kRows, static_cast<int>(group.planes.size())),
          mask_(masked ? group.width : 0, masked ? kRows : 0, 1),
          right_(static_cast<size_t>(width_) * kRows),
          below_(static_cast<size_t>(width_) * kRows) {}

    void read(int cell_row) {
        top_ = cell_row * kCell - 1;
        first_ = std::max(top_, 0) - top_;
        last_ = std::min(top_ + kRows, group_.height) - top_;
        const PlanesView all = samples_.view();
        std::fill(right_.begin(), right_.end(), uint8_t{0});
        std::fill(below_.begin(), below_.end(), uint8_t{0});
        const Region region{0, top_ + first_, width_, top_ + last_};
        const Region held{0, first_, width_, last_};
        for (int c = 0; c < all.channels; ++c)
            import_plane(image_, group_.planes[c], region, all.channel(c).part(held));
        if (mask_.width() > 0) exclude(region, all.part(held), mask_.view().part(held));
        for (int y = first_; y < last_; ++y) {
            uint8_t *right = &right_[index(0, y)], *below = &below_[index(0, y)];
            for (int c = 0; c < all.channels; ++c) {
                const float *row = &all.at(0, y, c);
                mark_same(row, row + 1, width_ - 1, c == 0, right);
                if (y + 1 < last_) mark_same(row, &all.at(0, y + 1, c), width_, c == 0, below);
            }
        }
    }

    // y from -1 to 4, in the row of cells. False beyond the image.
    bool right(int x, int y) const { return right_[index(x, y + 1)] != 0; }
    bool below(int x, int y) const { return below_[index(x, y + 1)] != 0; }
    bool has(int y) const { return y + 1 >= first_ && y + 1 < last_; }

    int cell_width(int left) const { return std::min(kCell, width_ - left); }
    int cell_height() const { return last_ - 1 < kCell ? last_ - 1 : kCell; }

    FlatCell cell(int left) const {
        FlatCell result;
        const int w = cell_width(left), h = cell_height();
        result.near_level = near_level(left, w, h);
        // Most cells of a noisy picture have no two pixels that are the same.
        uint8_t some = 0;
        for (int y = 0; y < kRows; ++y) {
            for (int x = left; x < left + w; ++x) some |= right_[index(x, y)];
        }
        if (!some && w > 1) return result;
        int same = 0;
        for (int y = 0; y < h; ++y) {
            for (int x = left; x < left + w; ++x) {
                const bool quad = right(x, y) && below(x, y) && right(x, y + 1);
                result.quads += quad;
                same += (x + 1 == left + w || right(x, y)) && (y + 1 == h || below(x, y));
                result.specks += speck(x, y);
            }
        }
        if (same == w * h) result.level = level(left);
        return result;
    }

  private:
    // Pixels that count for nothing are like none.
    void exclude(const Region &region, const PlanesView &samples, const PlanesView &mask) const {
        import_alpha_mask(image_, group_, region, mask);
        exclude_wild(image_, group_, region, mask);
        for (int y = 0; y < mask.height; ++y) {
            for (int x = 0; x < mask.width; ++x) {
                if (mask.at(x, y, 0) == 0.0f)
                    samples.at(x, y, 0) = std::numeric_limits<float>::quiet_NaN();
            }
        }
    }
    size_t index(int x, int y) const { return static_cast<size_t>(y) * width_ + x; }

    bool speck(int x, int y) const {
        if (x == 0 || x + 1 >= width_ || !has(y - 1) || !has(y + 1)) return false;
        return right(x - 1, y - 1) && right(x, y - 1) && right(x - 1, y + 1) && right(x, y + 1) &&
               below(x - 1, y - 1) && below(x - 1, y) && below(x + 1, y - 1) && below(x + 1, y) &&
               !below(x, y - 1);
    }
    uint32_t level(int left) const {
        const ConstPlanesView all = samples_.view();
        uint32_t hash = 2166136261u;
        for (int c = 0; c < all.channels; ++c) {
            const float value = all.at(left, 1, c) + 0.0f;  // one kind of 0
            uint32_t bits;
            std::memcpy(&bits, &value, sizeof bits);
            hash = (hash ^ bits) * 16777619u;
            hash ^= hash >> 15;
        }
        return hash ? hash : 1;
    }
    bool near_level(int left, int w, int h) const {
        const ConstPlanesView all = samples_.view();
        for (int c = 0; c < all.channels; ++c) {
            float least = all.at(left, 1, c), most = least;
            for (int y = 1; y <= h; ++y) {
                for (int x = left; x < left + w; ++x) {
                    least = std::min(least, all.at(x, y, c));
                    most = std::max(most, all.at(x, y, c));
                }
                if (!(most - least <= kNear)) return false;
            }
        }
        return true;
    }

    const zsn2n_image &image_;
    const PlaneGroup &group_;
    int width_, top_ = 0, first_ = 0, last_ = 0;
    Planes samples_, mask_;
    std::vector<uint8_t> right_, below_;
};

// Of rows and columns that are 4 pixels long, four the same in noise of sigma 3 of 255 and more are
// chance in one of ten thousand.
uint16_t rim(const Rows &rows, int left, bool above, bool below, bool before, bool after) {
    const int w = rows.cell_width(left), h = rows.cell_height();
    uint16_t bits = 0;
    const auto row_goes_on = [&](int from) {  // row `from` is the same as the next
        for (int x = left; x < left + w; ++x) {
            if (!rows.below(x, from)) return false;
        }
        return true;
    };
    const auto column_goes_on = [&](int from) {
        for (int y = 0; y < h; ++y) {
            if (!rows.right(from, y)) return false;
        }
        return true;
    };
    const auto add_row = [&](int y) { bits |= static_cast<uint16_t>(0xF << (kCell * y)); };
    const auto add_column = [&](int i) { bits |= static_cast<uint16_t>(0x1111 << i); };
    if (above) {
        for (int y = 0; y < h && row_goes_on(y - 1); ++y) add_row(y);
    }
    if (below) {
        for (int y = h - 1; y >= 0 && row_goes_on(y); --y) add_row(y);
    }
    if (before) {
        for (int i = 0; i < w && column_goes_on(left + i - 1); ++i) add_column(i);
    }
    if (after) {
        for (int i = w - 1; i >= 0 && column_goes_on(left + i); --i) add_column(i);
    }
    return bits;
}

}  // namespace

FlatCells look_for_flat(const zsn2n_image &image, const PlaneGroup &group, bool masked,
                        const Team &team) {
    FlatCells result;
    result.width = group.width;
    result.height = group.height;
    result.across = ceil_divide(group.width, kCell);
    result.down = ceil_divide(group.height, kCell);
    result.cells.resize(static_cast<size_t>(result.across) * result.down);
    std::vector<Rows> scratch;
    scratch.reserve(team.threads());
    for (int i = 0; i < team.threads(); ++i) scratch.emplace_back(image, group, masked);
    team.run(result.down, [&](int y, int slot) {
        Rows &rows = scratch[slot];
        rows.read(y);
        FlatCell *const row = &result.cells[static_cast<size_t>(y) * result.across];
        for (int x = 0; x < result.across; ++x) row[x] = rows.cell(x * kCell);
    });
    return result;
}

void add_rims(const zsn2n_image &image, const PlaneGroup &group, bool masked,
              const FlatCells &cells, const std::vector<uint8_t> &islands, const Team &team,
              std::vector<uint16_t> &bits) {
    std::vector<Rows> scratch;
    scratch.reserve(team.threads());
    for (int i = 0; i < team.threads(); ++i) scratch.emplace_back(image, group, masked);
    const int across = cells.across, down = cells.down;
    team.run(down, [&](int y, int slot) {
        const auto island = [&](int x, int row) {
            return x >= 0 && x < across && row >= 0 && row < down &&
                   islands[static_cast<size_t>(row) * across + x];
        };
        bool read = false;
        for (int x = 0; x < across; ++x) {
            const size_t at = static_cast<size_t>(y) * across + x;
            if (bits[at] == 0xFFFF) continue;
            const bool above = island(x, y - 1), below = island(x, y + 1);
            const bool before = island(x - 1, y), after = island(x + 1, y);
            if (!(above || below || before || after)) continue;
            if (!read) scratch[slot].read(y);
            read = true;
            bits[at] |= rim(scratch[slot], x * kCell, above, below, before, after);
        }
    });
}

}  // namespace zsn2n
