// SPDX-License-Identifier: BSD-2-Clause
#include "plain_dct.h"

#include <algorithm>
#include <cmath>

namespace plain {

namespace {

// Coefficient k of sample i at k * n + i.
std::vector<double> dct_matrix(int n) {
    std::vector<double> matrix(static_cast<size_t>(n) * n);
    for (int k = 0; k < n; ++k) {
        for (int i = 0; i < n; ++i) {
            matrix[k * n + i] = std::sqrt((k ? 2.0 : 1.0) / n) *
                                std::cos(std::acos(-1.0) * (2 * i + 1) * k / (2 * n));
        }
    }
    return matrix;
}

// Orthonormal DCT-II, or its inverse, along x and then along y.
Block transformed(const Block &src, bool inverse) {
    static const std::vector<double> matrix8 = dct_matrix(8), matrix16 = dct_matrix(16);
    const int n = src.size, k_step = inverse ? 1 : n, i_step = inverse ? n : 1;
    const std::vector<double> &matrix = n == 8 ? matrix8 : matrix16;
    Block rows(n), dst(n);
    for (int y = 0; y < n; ++y) {
        for (int k = 0; k < n; ++k) {
            for (int i = 0; i < n; ++i) {
                rows.at(k, y) += matrix[k * k_step + i * i_step] * src.at(i, y);
            }
        }
    }
    for (int x = 0; x < n; ++x) {
        for (int k = 0; k < n; ++k) {
            for (int i = 0; i < n; ++i) {
                dst.at(x, k) += matrix[k * k_step + i * i_step] * rows.at(x, i);
            }
        }
    }
    return dst;
}

double mirrored(const Planes &planes, int x, int y, int c) {
    const auto inside = [](int i, int n) {
        while (i < 0 || i >= n) i = i < 0 ? -1 - i : 2 * n - 1 - i;
        return i;
    };
    return planes.at(inside(x, planes.width), inside(y, planes.height), c);
}

Block cut(const Planes &planes, int left, int top, int c, int size) {
    Block block(size);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) block.at(x, y) = mirrored(planes, left + x, top + y, c);
    }
    return block;
}

int modulo(int i, int n) {
    return (i % n + n) % n;
}

// Whether the sparse set has a block at (x, y).
bool used(int x, int y, int size, int sparsity) {
    int step = 1;
    while (sparsity * step > size) {
        sparsity /= 4;
        step *= 2;
    }
    x = modulo(x, size);
    y = modulo(y, size);
    return x % step == 0 && y % step == 0 && (x / step + 3 * (y / step)) % sparsity == 0;
}

struct Color {
    double m[3][3];
};

Color color_transform(bool rgb) {
    if (!rgb) return {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    const double third = std::sqrt(1.0 / 3), half = std::sqrt(0.5), sixth = std::sqrt(1.0 / 6);
    return {{{third, third, third}, {half, 0, -half}, {sixth, -2 * sixth, sixth}}};
}

Planes pass(const Planes &noisy, const Planes &variance, const Planes *oracle,
            const PilotCase &how) {
    Planes sums(noisy.width, noisy.height, noisy.channels), weights = sums;
    for (int size : {8, 16}) {
        for (int c = 0; c < noisy.channels; ++c) {
            const int *const color = oracle ? how.color_filtered : how.color_thresholded;
            const bool own = how.rgb && c > 0 && (color[0] || color[1]);
            const int *const sparsities = own ? color : oracle ? how.filtered : how.thresholded;
            const int sparsity = sparsities[size / 16];
            if (!sparsity) continue;
            const double threshold = how.rgb && c > 0 ? how.color_threshold : how.threshold;
            std::vector<double> table;
            if (!how.coloured.empty()) table = how.coloured[c].of_size(size);
            const double *const relative = table.empty() ? nullptr : table.data();
            for (int top = 1 - size; top < noisy.height; ++top) {
                for (int left = 1 - size; left < noisy.width; ++left) {
                    if (!used(left, top, size, sparsity)) continue;
                    Block block = cut(noisy, left, top, c, size);
                    const Block noise = cut(variance, left, top, c, size);
                    double mean = 0;
                    for (double v : noise.values) mean += v / (size * size);
                    double weight;
                    if (oracle) {
                        const Block guide = cut(*oracle, left, top, c, size);
                        weight = shrink_block(block, &guide, mean, std::sqrt(how.wiener_variance),
                                              relative);
                    } else {
                        weight = shrink_block(block, nullptr, mean, threshold, relative);
                    }
                    weight *= sparsity / mean;
                    for (int y = std::max(top, 0); y < std::min(top + size, noisy.height); ++y) {
                        for (int x = std::max(left, 0); x < std::min(left + size, noisy.width);
                             ++x) {
                            sums.at(x, y, c) += weight * block.at(x - left, y - top);
                            weights.at(x, y, c) += weight;
                        }
                    }
                }
            }
        }
    }
    for (size_t i = 0; i < sums.values.size(); ++i) sums.values[i] /= weights.values[i];
    return sums;
}

}  // namespace

double Coloured::at(double brightness) const {
    const int last = static_cast<int>(level.size()) - 1;
    const double position = std::clamp(brightness, 0.0, 1.0) * last;
    const int i = std::min(static_cast<int>(position), last - 1);
    return level[i] + (position - i) * (level[i + 1] - level[i]);
}

std::vector<double> Coloured::of_size(int size) const {
    std::vector<double> all;
    for (int v = 0; v < size; ++v) {
        for (int u = 0; u < size; ++u) {
            const double x = std::min(8.0 * u / size, 7.0), y = std::min(8.0 * v / size, 7.0);
            double sum = 0;
            for (int j = 0; j < 8; ++j) {
                for (int i = 0; i < 8; ++i) {
                    sum += table[j * 8 + i] * std::max(0.0, 1 - std::abs(x - i)) *
                           std::max(0.0, 1 - std::abs(y - j));
                }
            }
            all.push_back(sum);
        }
    }
    return all;
}

double shrink_block(Block &block, const Block *oracle, double variance, double strictness,
                    const double *relative) {
    const double noise = strictness * strictness * variance;
    const auto times = [&](size_t i) { return relative ? relative[i] : 1.0; };
    Block spectrum = transformed(block, false);
    double cost = 0;
    if (oracle) {
        const Block guide = transformed(*oracle, false);
        for (size_t i = 0; i < spectrum.values.size(); ++i) {
            const double p = guide.values[i] * guide.values[i], gain = p / (p + noise * times(i));
            spectrum.values[i] *= gain;
            cost += gain * gain * times(i);
        }
    } else {
        for (size_t i = 0; i < spectrum.values.size(); ++i) {
            double &value = spectrum.values[i];
            const bool kept = i == 0 || value * value > noise * times(i);
            if (!kept) value = 0;
            if (kept) cost += times(i);
        }
    }
    block = transformed(spectrum, true);
    return 1 / std::max(cost, 0.01);
}

double fuse_block(Block &block, const Block &oracle, const std::vector<Other> &others,
                  double inertia, double variance, double strictness, const double *relative) {
    const int n = block.size;
    Block noisy = transformed(block, false);
    const Block p = transformed(oracle, false);
    std::vector<Block> coefficients;
    for (const Other &other : others) coefficients.push_back(transformed(other.block, false));
    double cost = 0;
    for (int v = 0; v < n; ++v) {
        for (int u = 0; u < n; ++u) {
            const double noise = variance * (relative ? relative[v * n + u] : 1);
            const double q = p.at(u, v);
            const double h = q * q / (q * q + strictness * strictness * noise);
            double precision = 0, mean = 0;
            for (size_t k = 0; k < others.size(); ++k) {
                double error = others[k].unknown + others[k].doubt * h * noise;
                for (int i = 0; i < 9; ++i) {
                    const int x = std::clamp(u + i % 3 - 1, 0, n - 1);
                    const int y = std::clamp(v + i / 3 - 1, 0, n - 1);
                    const double d = p.at(x, y) - coefficients[k].at(x, y);
                    error += d * d / 9;
                }
                precision += 1 / error;
                mean += coefficients[k].at(u, v) / error;
            }
            mean /= precision;
            const double g = 1 / (1 + inertia * noise * precision);
            const double drawn = mean + g * (noisy.at(u, v) - mean);
            const double a = h * h + 1e-8, b = g * g;
            noisy.at(u, v) = (drawn * a + q * b) / (a + b);
            const double gain = std::min(g, h);
            cost += gain * gain * (relative ? relative[v * n + u] : 1);
        }
    }
    block = transformed(noisy, true);
    return 1 / std::max(cost, 0.01);
}

Planes dct_pilot(const Planes &noisy, const PilotCase &how) {
    const Color color = color_transform(how.rgb);
    const int channels = noisy.channels;
    Planes mixed(noisy.width, noisy.height, channels), variance = mixed, result = mixed;
    for (int y = 0; y < noisy.height; ++y) {
        for (int x = 0; x < noisy.width; ++x) {
            double brightness = noisy.at(x, y, 0);
            if (how.rgb) brightness = (brightness + noisy.at(x, y, 1) + noisy.at(x, y, 2)) / 3;
            for (int c = 0; c < channels; ++c) {
                for (int k = 0; k < channels; ++k) {
                    const double m = color.m[c][k], value = noisy.at(x, y, k);
                    mixed.at(x, y, c) += m * value;
                    variance.at(x, y, c) += m * m * (how.a[k] * value + how.b[k]);
                }
                if (!how.coloured.empty()) variance.at(x, y, c) = how.coloured[c].at(brightness);
                variance.at(x, y, c) = std::max(variance.at(x, y, c), 1e-11);
            }
        }
    }
    const Planes first = pass(mixed, variance, nullptr, how);
    const Planes second = pass(mixed, variance, &first, how);
    for (int y = 0; y < noisy.height; ++y) {
        for (int x = 0; x < noisy.width; ++x) {
            for (int c = 0; c < channels; ++c) {
                for (int k = 0; k < channels; ++k) {
                    result.at(x, y, c) += color.m[k][c] * second.at(x, y, k);
                }
            }
        }
    }
    return result;
}

}  // namespace plain
