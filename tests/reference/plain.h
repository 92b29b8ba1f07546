// SPDX-License-Identifier: BSD-2-Clause
// Every kernel as plain loops in double: what the optimised ones are checked against.
#pragma once

#include <cstddef>
#include <vector>

namespace plain {

constexpr int kWidth = 48;
constexpr double kSlope = 0.2;

// 48 channels, channel innermost, then x, then y.
struct Map {
    Map(int w, int h) : width(w), height(h), values(static_cast<size_t>(w) * h * kWidth) {}
    double &at(int k, int x, int y) {
        return values[(static_cast<size_t>(y) * width + x) * kWidth + k];
    }
    double at(int k, int x, int y) const { return const_cast<Map *>(this)->at(k, x, y); }
    // Zero outside.
    double padded(int k, int x, int y) const {
        return x < 0 || y < 0 || x >= width || y >= height ? 0.0 : at(k, x, y);
    }
    int width, height;
    std::vector<double> values;
};

// Planar.
struct Planes {
    Planes(int w, int h, int c)
        : width(w), height(h), channels(c), values(static_cast<size_t>(w) * h * c) {}
    double &at(int x, int y, int c) {
        return values[(static_cast<size_t>(c) * height + y) * width + x];
    }
    double at(int x, int y, int c) const { return const_cast<Planes *>(this)->at(x, y, c); }
    double padded(int x, int y, int c) const {
        return x < 0 || y < 0 || x >= width || y >= height ? 0.0 : at(x, y, c);
    }
    int width, height, channels;
    std::vector<double> values;
};

using Vector = std::vector<double>;

double leaky_relu(double v);
double leaky_relu_slope(double activated);

// weights[dy][dx][i][k], as in network/layout.h.
Map conv3x3_forward(const Map &src, const Vector &weights, const Vector &bias);
Map conv3x3_backward_data(const Map &diff_dst, const Vector &weights);
void conv3x3_backward_weights(const Map &src, const Map &diff_dst, Vector &diff_weights,
                              Vector &diff_bias);

// weights[c][dy][dx][k].
Map conv_in(const Planes &src, const Vector &weights, const Vector &bias);
void conv_in_backward_weights(const Planes &src, const Map &diff_dst, Vector &diff_weights,
                              Vector &diff_bias);

// weights[c][k].
Planes conv_out(const Map &src, const Vector &weights, const Vector &bias, const Planes &noisy);
Map conv_out_backward_data(const Map &src, const Vector &weights, const Planes &diff_noise);
void conv_out_backward_weights(const Map &src, const Planes &diff_noise, Vector &diff_weights,
                               Vector &diff_bias);

// Views (b + c) / 2 and (a + d) / 2 of the blocks [a b; c d] of a whole image.
void pair_downsample(const Planes &src, Planes &first, Planes &second);

double residual_loss(const Planes &denoised, const Planes &other, const Planes &weight,
                     double scale, Planes &diff_noise);
double consistency_loss_view(const Planes &denoised, const Planes &other, const Planes &whole,
                             const Planes &weight, bool diagonal, double scale, Planes &diff_noise);
void consistency_loss_whole(const Planes &first, const Planes &second, const Planes &whole,
                            const Planes &weight, double scale, Planes &diff_noise);

// Adam, step number t (from 1).
void adam(const Vector &gradient, int t, double learning_rate, double beta1, double beta2,
          double epsilon, Vector &theta, Vector &first_moment, Vector &second_moment);

}  // namespace plain
