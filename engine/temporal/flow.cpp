// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/flow.h"

#include <cmath>
#include <vector>

#include "base/wide.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

constexpr int kPatch = 8, kApart = 4;  // pixels: the side of a patch, and from one to the next
constexpr int kPixels = kPatch * kPatch;

// The finest level has half the size of the images; the coarsest has at least so many pixels on its
// shorter side.
constexpr int kFinest = 1, kLeastSide = 24;

// Around each level; it repeats the pixels of the edges.
constexpr int kFrame = 16;

// Steps of a patch on a level; fewer where they have become short.
constexpr int kSteps = 5;
constexpr float kShort = 0.02f;

// In inferences of a pixel.
constexpr double kWork = 0.12;

struct Vector {
    float x, y;
};

int level_size(int size, int level) {
    return ceil_divide(size, 1 << level);
}

int coarsest_level(const Shape &images) {
    int level = kFinest;
    while (level_size(std::min(images.width, images.height), level + 1) >= kLeastSide) ++level;
    return level;
}

// Both images at one size, with frames.
struct Level {
    Level(const Shape &images, int level, Arena &arena)
        : width(level_size(images.width, level)), height(level_size(images.height, level)) {
        const Shape framed{width + 2 * kFrame, height + 2 * kFrame, 1};
        now = take_planes(arena, framed);
        before = take_planes(arena, framed);
    }

    // Pixel (x, y) of the image within a plane's frame.
    static const float *at(const PlanesView &plane, int x, int y) {
        return &plane.at(x + kFrame, y + kFrame, 0);
    }
    // Patches of a row, and rows of them. The last lie at the edges.
    int across() const { return patches(width); }
    int down() const { return patches(height); }
    static int patches(int size) {
        return size <= kPatch ? 1 : ceil_divide(size - kPatch, kApart) + 1;
    }
    static int first(int patch, int size) {
        return std::max(0, std::min(patch * kApart, size - kPatch));
    }

    int width, height;
    PlanesView now, before;
};

// Fills the frame's rows and columns from the image's edge.
void fill_frame(const PlanesView &plane, int width, int height) {
    for (int y = 0; y < height; ++y) {
        float *const row = &plane.at(kFrame, y + kFrame, 0);
        std::fill(row - kFrame, row, row[0]);
        std::fill(row + width, row + width + kFrame, row[width - 1]);
    }
    for (int y = 0; y < kFrame; ++y) {
        std::copy_n(&plane.at(0, kFrame, 0), plane.width, &plane.at(0, y, 0));
        std::copy_n(&plane.at(0, kFrame + height - 1, 0), plane.width,
                    &plane.at(0, kFrame + height + y, 0));
    }
}

// The mean of the channels at half the size.
void fill_finest(const ConstPlanesView &src, const Level &level, const PlanesView &to,
                 const Team &team) {
    const float share = 0.25f / static_cast<float>(src.channels);
    team.run(level.height, [&](int y, int) {
        float *const dst = &to.at(kFrame, y + kFrame, 0);
        const int v = std::min(2 * y + 1, src.height - 1);
        std::fill_n(dst, level.width, 0.0f);
        for (int c = 0; c < src.channels; ++c) {
            const float *const a = &src.at(0, 2 * y, c), *const b = &src.at(0, v, c);
            const int whole = src.width / 2;
            for (int x = 0; x < whole; ++x)
                dst[x] += share * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]);
            if (whole < level.width) dst[whole] += 2 * share * (a[2 * whole] + b[2 * whole]);
        }
    });
    fill_frame(to, level.width, level.height);
}

void halve_level(const Level &from, const PlanesView &src, const Level &level, const PlanesView &to,
                 const Team &team) {
    team.run(level.height, [&](int y, int) {
        const int v = std::min(2 * y + 1, from.height - 1);
        const float *const a = Level::at(src, 0, 2 * y), *const b = Level::at(src, 0, v);
        float *const dst = &to.at(kFrame, y + kFrame, 0);
        // What is beyond the right edge is there in the frame.
        for (int x = 0; x < level.width; ++x)
            dst[x] = 0.25f * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]);
    });
    fill_frame(to, level.width, level.height);
}

// std::floor() is a call where the compiler may not take SSE 4.1 for granted.
int floor_of(float v) {
    const int toward_0 = static_cast<int>(v);
    return toward_0 - (static_cast<float>(toward_0) > v ? 1 : 0);
}

// Where pixel (x, y) came from is kept within the frame.
struct Place {
    Place(const Level &level, float x, float y, int size) {
        constexpr float kIn = kFrame - 1;
        const auto kept = [&](float v, int side) {
            return std::min(std::max(v, -kIn), static_cast<float>(side + kFrame - 1 - size) - 1);
        };
        const float u = kept(x, level.width), v = kept(y, level.height);
        column = floor_of(u);
        row = floor_of(v);
        right = u - static_cast<float>(column);
        below = v - static_cast<float>(row);
    }
    int column, row;
    float right, below;  // shares of the next column and row
};

inline float sum(const float (&v)[kPatch]) {
    return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}

// Sums over a patch of the differences from `now`, by themselves, squared and times gradients.
struct Differences {
    float sum, squares, by_x, by_y;
};
// `src` is displaced by fractions of a pixel.
ZSN2N_WIDE Differences differences(const float *src, ptrdiff_t stride, float right, float below,
                                   const float *now, const float *gradient_x,
                                   const float *gradient_y) {
    const float w11 = right * below, w10 = below - w11, w01 = right - w11, w00 = 1 - right - w10;
    float s[kPatch] = {}, ss[kPatch] = {}, sx[kPatch] = {}, sy[kPatch] = {};
    for (int j = 0; j < kPatch; ++j) {
        const float *const a = src + j * stride, *const b = a + stride;
        for (int i = 0; i < kPatch; ++i) {
            const int k = j * kPatch + i;
            const float e = w00 * a[i] + w01 * a[i + 1] + w10 * b[i] + w11 * b[i + 1] - now[k];
            s[i] += e;
            ss[i] += e * e;
            sx[i] += e * gradient_x[k];
            sy[i] += e * gradient_y[k];
        }
    }
    return {sum(s), sum(ss), sum(sx), sum(sy)};
}

// Adds what a row of a patch with motion and texture u says of its pixels, from `x` on: weights by
// how well they match, and u times these.
ZSN2N_WIDE void add_patch_row(const float *now, const float *src, ptrdiff_t stride, float right,
                              float below, float noise, const float *u, int count,
                              float *const *sums, int x, float *weights) {
    float weight[kPatch];
    const float *const next = src + stride;
    for (int i = 0; i < count; ++i) {
        const float a = src[i] + right * (src[i + 1] - src[i]);
        const float b = next[i] + right * (next[i + 1] - next[i]);
        const float error = a + below * (b - a) - now[i];
        weight[i] = 1 / (error * error + noise);
        weights[i] += weight[i];
    }
    for (int c = 0; c < 3; ++c) {
        float *const sum = sums[c] + x;
        for (int i = 0; i < count; ++i) sum[i] += weight[i] * u[c];
    }
}

// A patch of this image, which is sought in the image before.
class Patch {
  public:
    Patch(const Level &level, int x, int y, float noise) : level_(level), x_(x), y_(y) {
        const ptrdiff_t stride = level.now.row_stride;
        float xx[kPatch] = {}, xy[kPatch] = {}, yy[kPatch] = {}, sx[kPatch] = {}, sy[kPatch] = {};
        for (int j = 0; j < kPatch; ++j) {
            const float *const row = Level::at(level.now, x, y + j);
            for (int i = 0; i < kPatch; ++i) {
                const float gx = 0.5f * (row[i + 1] - row[i - 1]);
                const float gy = 0.5f * (row[i + stride] - row[i - stride]);
                value_[j * kPatch + i] = row[i];
                gradient_x_[j * kPatch + i] = gx;
                gradient_y_[j * kPatch + i] = gy;
                xx[i] += gx * gx;
                xy[i] += gx * gy;
                yy[i] += gy * gy;
                sx[i] += gx;
                sy[i] += gy;
            }
        }
        sum_x_ = sum(sx);
        sum_y_ = sum(sy);
        // A gradient of noise alone has half its variance.
        const float certain = 0.5f * kPixels * noise + 1e-9f;
        const float a = sum(xx) - sum_x_ * sum_x_ / kPixels + certain;
        const float b = sum(xy) - sum_x_ * sum_y_ / kPixels;
        const float d = sum(yy) - sum_y_ * sum_y_ / kPixels + certain;
        texture_ = a + d;
        const float determinant = a * d - b * b;
        // Where all gradients have one direction there is no more than rounding left of it.
        constexpr float kSingular = 1e-5f;
        const bool singular = !(determinant > kSingular * a * d);
        inverse_xx_ = singular ? 1 / (a + d) : d / determinant;
        inverse_xy_ = singular ? 0 : -b / determinant;
        inverse_yy_ = singular ? 1 / (a + d) : a / determinant;
    }

    // The squared difference, without that of the means, where the motion is u; and the step to a
    // better one.
    float compare(Vector u, Vector &step) const {
        const Place from(level_, static_cast<float>(x_) + u.x, static_cast<float>(y_) + u.y,
                         kPatch);
        const float *const src = Level::at(level_.before, from.column, from.row);
        const ptrdiff_t stride = level_.before.row_stride;
        const Differences d =
            differences(src, stride, from.right, from.below, value_, gradient_x_, gradient_y_);
        const float mean = d.sum / kPixels;
        const float ex = d.by_x - mean * sum_x_, ey = d.by_y - mean * sum_y_;
        step = {-(inverse_xx_ * ex + inverse_xy_ * ey), -(inverse_xy_ * ex + inverse_yy_ * ey)};
        return std::max(d.squares - mean * mean * kPixels, 0.0f);
    }

    // The sum of its squared gradients, and of what noise makes of them.
    float texture() const { return texture_; }

    // From the best of the starts on.
    Vector seek(const std::vector<Vector> &starts) const {
        Vector best{}, step{};
        float least = -1;
        for (const Vector &start : starts) {
            Vector then;
            const float difference = compare(start, then);
            if (least >= 0 && difference >= least) continue;
            least = difference;
            best = start;
            step = then;
        }
        const Vector start = best;
        for (int i = 0; i < kSteps; ++i) {
            if (step.x * step.x + step.y * step.y < kShort * kShort) break;
            const Vector next{best.x + step.x, best.y + step.y};
            // A patch that strays was lost.
            if (!(std::abs(next.x - start.x) <= kPatch && std::abs(next.y - start.y) <= kPatch))
                break;
            const float difference = compare(next, step);
            if (difference >= least) break;
            least = difference;
            best = next;
        }
        return best;
    }

  private:
    const Level &level_;
    int x_, y_;
    float value_[kPixels], gradient_x_[kPixels], gradient_y_[kPixels];
    float texture_, sum_x_, sum_y_, inverse_xx_, inverse_xy_, inverse_yy_;
};

// The motion of a level: of its patches, then of its pixels.
class LevelFlow {
  public:
    LevelFlow(const Level &level, Arena &arena)
        : level_(level),
          patches_(take_planes(arena, {level.across(), level.down(), 3})),
          pixels_(take_planes(arena, {level.width, level.height, 3})) {}

    // `coarser`: of half the size, or null.
    void find(const LevelFlow *coarser, float noise, const Team &team) {
        const int across = level_.across();
        team.run(level_.down(), [&](int row, int) {
            const int y = Level::first(row, level_.height);
            std::vector<Vector> starts;
            Vector left{};
            for (int column = 0; column < across; ++column) {
                const int x = Level::first(column, level_.width);
                starts.clear();
                starts.push_back(coarser ? coarser->twice(x + kPatch / 2, y + kPatch / 2)
                                         : Vector{});
                if (column > 0) starts.push_back(left);
                const Patch patch(level_, x, y, noise);
                left = patch.seek(starts);
                patches_.at(column, row, 0) = left.x;
                patches_.at(column, row, 1) = left.y;
                patches_.at(column, row, 2) = patch.texture();
            }
        });
        team.run(level_.height, [&](int y, int) { spread(y, noise); });
    }
    const PlanesView &pixels() const { return pixels_; }

  private:
    // The motion of a pixel of the level twice as fine.
    Vector twice(int x, int y) const {
        const int u = std::min(x / 2, level_.width - 1), v = std::min(y / 2, level_.height - 1);
        return {2 * pixels_.at(u, v, 0), 2 * pixels_.at(u, v, 1)};
    }

    // A pixel's motion is the mean over the patches that have it, by how well it matches.
    void spread(int y, float noise) {
        const int across = level_.across(), bottom = std::min(y / kApart, level_.down() - 1);
        const size_t width = level_.width;
        float *const sums[] = {&pixels_.at(0, y, 0), &pixels_.at(0, y, 1), &pixels_.at(0, y, 2)};
        std::vector<float> weights(width);
        for (float *const sum : sums) std::fill_n(sum, width, 0.0f);
        for (int row = bottom; row >= std::max(bottom - 2, 0); --row) {
            const int top = Level::first(row, level_.height);
            if (y < top || y >= top + kPatch) continue;
            for (int column = across - 1; column >= 0; --column) {
                const int x = Level::first(column, level_.width);
                const float u[] = {patches_.at(column, row, 0), patches_.at(column, row, 1),
                                   patches_.at(column, row, 2)};
                const Place from(level_, static_cast<float>(x) + u[0], static_cast<float>(y) + u[1],
                                 kPatch);
                add_patch_row(Level::at(level_.now, x, y),
                              Level::at(level_.before, from.column, from.row),
                              level_.before.row_stride, from.right, from.below, noise, u,
                              std::min(kPatch, level_.width - x), sums, x, weights.data() + x);
            }
        }
        for (float *const sum : sums) {
            for (size_t x = 0; x < width; ++x) sum[x] /= weights[x];
        }
    }

    const Level &level_;
    PlanesView patches_, pixels_;
};

}  // namespace

void find_flow(const ConstPlanesView &now, const ConstPlanesView &before, float variance,
               const Team &team, Arena &arena, const PlanesView &flow) {
    // Images without noise can be alike to the bit.
    constexpr float kLeast = 1e-8f;
    const float noise = std::max(variance, kLeast);
    const Arena::Scope scope(arena);
    const int coarsest = coarsest_level(now.shape());
    std::vector<Level> levels;
    std::vector<LevelFlow> flows;
    levels.reserve(coarsest + 1);
    flows.reserve(coarsest + 1);
    for (int level = kFinest; level <= coarsest; ++level) {
        levels.emplace_back(now.shape(), level, arena);
        flows.emplace_back(levels.back(), arena);
    }
    fill_finest(now, levels[0], levels[0].now, team);
    fill_finest(before, levels[0], levels[0].before, team);
    for (size_t i = 1; i < levels.size(); ++i) {
        halve_level(levels[i - 1], levels[i - 1].now, levels[i], levels[i].now, team);
        halve_level(levels[i - 1], levels[i - 1].before, levels[i], levels[i].before, team);
    }
    for (int i = coarsest - kFinest; i >= 0; --i)
        flows[i].find(i + 1 < static_cast<int>(flows.size()) ? &flows[i + 1] : nullptr, noise,
                      team);
    const PlanesView &found = flows[0].pixels();
    for (int c = 0; c < flow.channels; ++c) {
        const float scale = c < 2 ? 2 : 1;
        for (int y = 0; y < flow.height; ++y) {
            for (int x = 0; x < flow.width; ++x) flow.at(x, y, c) = scale * found.at(x, y, c);
        }
    }
    team.add(kWork * now.shape().pixels());
}

Cost flow_cost(const Shape &images) {
    Arena count;
    for (int level = kFinest; level <= coarsest_level(images); ++level) {
        const Level one(images, level, count);
        LevelFlow(one, count);
    }
    return {count.peak(), kWork * images.pixels()};
}

}  // namespace zsn2n
