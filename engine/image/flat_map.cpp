// SPDX-License-Identifier: BSD-2-Clause
#include "image/flat_map.h"

#include <algorithm>

#include "image/flat_cells.h"

namespace zsn2n {

namespace {

constexpr int kCell = FlatMap::kCell;

// Squares of so many cells, at all places, have noise or have none: 48 pixels.
constexpr int kSquare = 12;
// The share of a square's pixels that are the same as three neighbours. Text of 10 to 24 pixels on
// clean paper has 0.34 to 0.87, paper round it more. Where JPEG leaves most blocks constant, eight
// photographs have 0.45 at most; noise of sigma 1 has 0.02 to 0.28. A square between both counts
// with those beside it.
constexpr double kFlat = 0.5, kPartlyFlat = 0.3;
// Noise that is clipped leaves single pixels that are not: 0.014 to 0.06 of all pixels that are not
// like their neighbours; clean text none, text in JPEG up to 0.015.
constexpr double kSpecks = 0.02;
// Where a decoder leaves constant blocks of 8x8, half of the constant cells that touch have two
// levels, and a smooth picture may be behind them.
constexpr double kSteps = 0.1;

// Constant areas of these sizes, in cells, have no noise whatever is round them. JPEG at quality 75
// makes none of them of a photograph's noise.
struct Area {
    int across, down;
};
constexpr Area kIslands[] = {{5, 5}, {12, 2}, {2, 12}, {24, 1}, {1, 24}};
// Thin ones may be shorter where they reach from edge to edge, down to so many cells.
constexpr int kShortest = 8;
// What a codec leaves of a constant area's edge: a macroblock.
constexpr int kCodecCells = 4;

using Marks = std::vector<uint8_t>;

struct Sums {
    int pixels = 0, quads = 0, specks = 0, pairs = 0, steps = 0;
};

// Sums over rectangles of cells.
class Totals {
  public:
    explicit Totals(const FlatCells &cells)
        : across_(cells.across), down_(cells.down), sums_((size_t{1} + across_) * (1 + down_)) {
        for (int y = 0; y < down_; ++y) {
            Sums row;
            for (int x = 0; x < across_; ++x) {
                const FlatCell &cell = cells.at(x, y);
                row.pixels += std::min(kCell, cells.width - x * kCell) *
                              std::min(kCell, cells.height - y * kCell);
                row.quads += cell.quads;
                row.specks += cell.specks;
                const auto touch = [&](const FlatCell &other) {
                    if (!cell.level || !other.level) return;
                    ++row.pairs;
                    row.steps += cell.level != other.level;
                };
                if (x + 1 < across_) touch(cells.at(x + 1, y));
                if (y + 1 < down_) touch(cells.at(x, y + 1));
                Sums &sum = sums_[index(x + 1, y + 1)];
                sum = sums_[index(x + 1, y)];
                add(row, 1, sum);
            }
        }
    }
    Sums in(int left, int top, int right, int bottom) const {
        left = std::max(left, 0);
        top = std::max(top, 0);
        right = std::min(right, across_);
        bottom = std::min(bottom, down_);
        Sums sum = sums_[index(right, bottom)];
        add(sums_[index(left, bottom)], -1, sum);
        add(sums_[index(right, top)], -1, sum);
        add(sums_[index(left, top)], 1, sum);
        return sum;
    }

  private:
    size_t index(int x, int y) const { return static_cast<size_t>(y) * (across_ + 1) + x; }
    static void add(const Sums &other, int times, Sums &sum) {
        sum.pixels += times * other.pixels;
        sum.quads += times * other.quads;
        sum.specks += times * other.specks;
        sum.pairs += times * other.pairs;
        sum.steps += times * other.steps;
    }

    int across_, down_;
    std::vector<Sums> sums_;
};

// Spreads marks over the `count` places that end with each of them, along lines of `length`
// `stride` apart.
void spread_back(Marks &marks, int lines, size_t line_stride, int length, size_t stride,
                 int count) {
    for (int line = 0; line < lines; ++line) {
        int left = 0;
        for (int i = length - 1; i >= 0; --i) {
            uint8_t &mark = marks[line * line_stride + i * stride];
            if (mark) left = count;
            mark = left > 0;
            left -= left > 0;
        }
    }
}

// Marks cells in squares that have no noise: those that are in no square which may have some.
// Squares may reach over the image's edge by half their side.
void mark_squares(const FlatCells &cells, Marks &flat) {
    constexpr int kOver = kSquare / 2;
    const int across = cells.across + 1, down = cells.down + 1;  // places of squares
    const Totals totals(cells);
    enum : uint8_t { kNoisy, kPartly, kStill };
    Marks squares(static_cast<size_t>(across) * down);
    std::vector<size_t> open;
    for (int y = 0; y < down; ++y) {
        for (int x = 0; x < across; ++x) {
            const Sums sum = totals.in(x - kOver, y - kOver, x + kOver, y + kOver);
            const size_t at = static_cast<size_t>(y) * across + x;
            const bool calm = sum.specks <= kSpecks * (sum.pixels - sum.quads) + 1 &&
                              sum.steps <= kSteps * sum.pairs;
            if (!calm || sum.quads < kPartlyFlat * sum.pixels) continue;
            squares[at] = sum.quads >= kFlat * sum.pixels ? kStill : kPartly;
            if (squares[at] == kStill) open.push_back(at);
        }
    }
    while (!open.empty()) {
        const size_t at = open.back();
        open.pop_back();
        const int x = static_cast<int>(at % across), y = static_cast<int>(at / across);
        for (int v = std::max(y - 1, 0); v <= std::min(y + 1, down - 1); ++v) {
            for (int u = std::max(x - 1, 0); u <= std::min(x + 1, across - 1); ++u) {
                const size_t next = static_cast<size_t>(v) * across + u;
                if (squares[next] != kPartly) continue;
                squares[next] = kStill;
                open.push_back(next);
            }
        }
    }
    // Square (x, y) covers cells x - kOver to x + kOver - 1.
    const int wide = across + kSquare, high = down + kSquare;
    Marks noisy(static_cast<size_t>(wide) * high);
    for (int y = 0; y < down; ++y) {
        for (int x = 0; x < across; ++x) {
            noisy[static_cast<size_t>(y + kSquare - 1) * wide + x + kSquare - 1] =
                squares[static_cast<size_t>(y) * across + x] != kStill;
        }
    }
    spread_back(noisy, high, wide, wide, 1, kSquare);
    spread_back(noisy, wide, 1, high, wide, kSquare);
    for (int y = 0; y < cells.down; ++y) {
        for (int x = 0; x < cells.across; ++x) {
            flat[static_cast<size_t>(y) * cells.across + x] |=
                !noisy[static_cast<size_t>(y + kOver) * wide + x + kOver];
        }
    }
}

// Marks areas of one level that are as large as `area`.
void mark_islands(const FlatCells &cells, Area area, Marks &islands) {
    const int across = cells.across, down = cells.down;
    if (area.across > area.down) area.across = std::clamp(across, kShortest, area.across);
    if (area.down > area.across) area.down = std::clamp(down, kShortest, area.down);
    Marks ends(islands.size());
    std::vector<int> high(across);
    for (int y = 0; y < down; ++y) {
        int run = 0;
        for (int x = 0; x < across; ++x) {
            const uint32_t level = cells.at(x, y).level;
            run = !level ? 0 : x > 0 && cells.at(x - 1, y).level == level ? run + 1 : 1;
            const bool goes_on = y > 0 && cells.at(x, y - 1).level == level;
            high[x] = run < area.across ? 0 : goes_on ? high[x] + 1 : 1;
            ends[static_cast<size_t>(y) * across + x] = high[x] >= area.down;
        }
    }
    spread_back(ends, down, across, across, 1, area.across);
    spread_back(ends, across, 1, down, across, area.down);
    for (size_t i = 0; i < ends.size(); ++i) islands[i] |= ends[i];
}

// Marks cells beside marked ones that a codec left all but constant.
void mark_codec_edges(const FlatCells &cells, Marks &flat) {
    for (int i = 0; i < kCodecCells; ++i) {
        const Marks before = flat;
        for (int y = 0; y < cells.down; ++y) {
            for (int x = 0; x < cells.across; ++x) {
                if (!cells.at(x, y).near_level) continue;
                const auto marked = [&](int u, int v) {
                    return u >= 0 && u < cells.across && v >= 0 && v < cells.down &&
                           before[static_cast<size_t>(v) * cells.across + u];
                };
                flat[static_cast<size_t>(y) * cells.across + x] |= static_cast<uint8_t>(
                    marked(x - 1, y) || marked(x + 1, y) || marked(x, y - 1) || marked(x, y + 1));
            }
        }
    }
}

}  // namespace

void FlatMap::exclude(const Region &region, const PlanesView &mask) const {
    for (int y = region.top; y < region.bottom; ++y) {
        const uint16_t *row = &bits[static_cast<size_t>(y / kCell) * across];
        float *const to = &mask.at(0, y - region.top, 0);
        for (int x = region.left; x < region.right;) {
            const int end = std::min((x / kCell + 1) * kCell, region.right);
            const uint16_t cell = row[x / kCell];
            if (cell) {
                for (int u = x; u < end; ++u) {
                    if (cell >> (y % kCell * kCell + u % kCell) & 1) to[u - region.left] = 0.0f;
                }
            }
            x = end;
        }
    }
}

void FlatMap::mirror(const Region &region, int begin, int end, const PlanesView &planes) const {
    constexpr int kWays[4][2] = {{0, -1}, {0, 1}, {-1, 0}, {1, 0}};
    const auto noisy = [&](int x, int y) {
        return x >= region.left && x < region.right && y >= region.top && y < region.bottom &&
               !flat(x, y);
    };
    const int down = static_cast<int>(bits.size()) / across;
    // Whether a pixel of the cell may be near enough to others.
    const auto near_others = [&](int cell_x, int cell_y) {
        for (const auto &way : kWays) {
            for (int i = 0; i <= kMirror / kCell + 1; ++i) {
                const int x = cell_x + i * way[0], y = cell_y + i * way[1];
                if (x < 0 || x >= across || y < 0 || y >= down) break;
                if (bits[static_cast<size_t>(y) * across + x] != 0xFFFF) return true;
            }
        }
        return false;
    };
    for (int y = region.top + begin; y < region.top + end; ++y) {
        bool near = false;
        for (int x = region.left; x < region.right; ++x) {
            if (x == region.left || x % kCell == 0) {
                const uint16_t cell = bits[static_cast<size_t>(y / kCell) * across + x / kCell];
                near = cell && near_others(x / kCell, y / kCell);
            }
            if (!near || !flat(x, y)) continue;
            const auto mirrored = [&](int distance, const int(&way)[2]) {
                if (!noisy(x + distance * way[0], y + distance * way[1])) return false;
                const int far = 2 * distance - 1;
                const int from = noisy(x + far * way[0], y + far * way[1]) ? far : distance;
                for (int c = 0; c < planes.channels; ++c) {
                    planes.at(x - region.left, y - region.top, c) = planes.at(
                        x + from * way[0] - region.left, y + from * way[1] - region.top, c);
                }
                return true;
            };
            bool done = false;
            for (int distance = 1; distance <= kMirror && !done; ++distance) {
                for (int way = 0; way < 4 && !done; ++way) done = mirrored(distance, kWays[way]);
            }
        }
    }
}

double FlatMap::share(int width, int height) const {
    size_t count = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) count += flat(x, y);
    }
    return static_cast<double>(count) / (static_cast<double>(width) * height);
}

std::shared_ptr<const FlatMap> find_flat(const zsn2n_image &image, const PlaneGroup &group,
                                         bool masked, const Team &team) {
    constexpr int kFewest = kShortest;  // cells of the smallest island
    const FlatCells cells = look_for_flat(image, group, masked, team);
    const auto constant = std::count_if(cells.cells.begin(), cells.cells.end(),
                                        [](const FlatCell &cell) { return cell.level != 0; });
    if (constant < kFewest) return nullptr;
    Marks islands(cells.cells.size());
    for (const Area &area : kIslands) mark_islands(cells, area, islands);
    Marks flat = islands;
    mark_codec_edges(cells, flat);
    mark_squares(cells, flat);
    if (std::find(flat.begin(), flat.end(), 1) == flat.end()) return nullptr;
    auto map = std::make_shared<FlatMap>();
    map->across = cells.across;
    map->bits.resize(flat.size());
    for (size_t i = 0; i < flat.size(); ++i) map->bits[i] = flat[i] ? 0xFFFF : 0;
    add_rims(image, group, masked, cells, islands, team, map->bits);
    return map;
}

}  // namespace zsn2n
