// SPDX-License-Identifier: BSD-2-Clause
#include "plain.h"

#include <cmath>

namespace plain {

namespace {

size_t weight3x3(int k, int i, int dx, int dy) {
    return ((static_cast<size_t>(dy) * 3 + dx) * kWidth + i) * kWidth + k;
}

size_t weight_in(int k, int dx, int dy, int c) {
    return ((static_cast<size_t>(c) * 3 + dy) * 3 + dx) * kWidth + k;
}

// Calls f(x, y) for every pixel.
template <typename F>
void each_pixel(int width, int height, const F &f) {
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) f(x, y);
    }
}

double view(const Planes &whole, int x, int y, int c, bool diagonal) {
    return diagonal ? 0.5 * (whole.at(2 * x, 2 * y, c) + whole.at(2 * x + 1, 2 * y + 1, c))
                    : 0.5 * (whole.at(2 * x + 1, 2 * y, c) + whole.at(2 * x, 2 * y + 1, c));
}

}  // namespace

double leaky_relu(double v) {
    return v > 0 ? v : kSlope * v;
}
double leaky_relu_slope(double activated) {
    return activated > 0 ? 1.0 : kSlope;
}

Map conv3x3_forward(const Map &src, const Vector &weights, const Vector &bias) {
    Map dst(src.width, src.height);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int k = 0; k < kWidth; ++k) {
            double sum = bias[k];
            for (int dy = 0; dy < 3; ++dy) {
                for (int dx = 0; dx < 3; ++dx) {
                    for (int i = 0; i < kWidth; ++i) {
                        sum += weights[weight3x3(k, i, dx, dy)] *
                               src.padded(i, x + dx - 1, y + dy - 1);
                    }
                }
            }
            dst.at(k, x, y) = leaky_relu(sum);
        }
    });
    return dst;
}

Map conv3x3_backward_data(const Map &diff_dst, const Vector &weights) {
    Map diff_src(diff_dst.width, diff_dst.height);
    each_pixel(diff_src.width, diff_src.height, [&](int x, int y) {
        for (int i = 0; i < kWidth; ++i) {
            double sum = 0;
            for (int dy = 0; dy < 3; ++dy) {
                for (int dx = 0; dx < 3; ++dx) {
                    for (int k = 0; k < kWidth; ++k) {
                        sum += weights[weight3x3(k, i, dx, dy)] *
                               diff_dst.padded(k, x - dx + 1, y - dy + 1);
                    }
                }
            }
            diff_src.at(i, x, y) = sum;
        }
    });
    return diff_src;
}

void conv3x3_backward_weights(const Map &src, const Map &diff_dst, Vector &diff_weights,
                              Vector &diff_bias) {
    diff_weights.assign(9 * kWidth * kWidth, 0.0);
    diff_bias.assign(kWidth, 0.0);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int k = 0; k < kWidth; ++k) {
            const double gradient = diff_dst.at(k, x, y);
            diff_bias[k] += gradient;
            for (int dy = 0; dy < 3; ++dy) {
                for (int dx = 0; dx < 3; ++dx) {
                    for (int i = 0; i < kWidth; ++i) {
                        diff_weights[weight3x3(k, i, dx, dy)] +=
                            gradient * src.padded(i, x + dx - 1, y + dy - 1);
                    }
                }
            }
        }
    });
}

Map conv_in(const Planes &src, const Vector &weights, const Vector &bias) {
    Map dst(src.width, src.height);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int k = 0; k < kWidth; ++k) {
            double sum = bias[k];
            for (int c = 0; c < src.channels; ++c) {
                for (int dy = 0; dy < 3; ++dy) {
                    for (int dx = 0; dx < 3; ++dx) {
                        sum += weights[weight_in(k, dx, dy, c)] *
                               src.padded(x + dx - 1, y + dy - 1, c);
                    }
                }
            }
            dst.at(k, x, y) = leaky_relu(sum);
        }
    });
    return dst;
}

void conv_in_backward_weights(const Planes &src, const Map &diff_dst, Vector &diff_weights,
                              Vector &diff_bias) {
    diff_weights.assign(static_cast<size_t>(9) * kWidth * src.channels, 0.0);
    diff_bias.assign(kWidth, 0.0);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int k = 0; k < kWidth; ++k) {
            diff_bias[k] += diff_dst.at(k, x, y);
            for (int c = 0; c < src.channels; ++c) {
                for (int dy = 0; dy < 3; ++dy) {
                    for (int dx = 0; dx < 3; ++dx) {
                        diff_weights[weight_in(k, dx, dy, c)] +=
                            diff_dst.at(k, x, y) * src.padded(x + dx - 1, y + dy - 1, c);
                    }
                }
            }
        }
    });
}

Planes conv_out(const Map &src, const Vector &weights, const Vector &bias, const Planes &noisy) {
    Planes dst(src.width, src.height, noisy.channels);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int c = 0; c < noisy.channels; ++c) {
            double noise = bias[c];
            for (int k = 0; k < kWidth; ++k) noise += weights[c * kWidth + k] * src.at(k, x, y);
            dst.at(x, y, c) = noisy.at(x, y, c) - noise;
        }
    });
    return dst;
}

Map conv_out_backward_data(const Map &src, const Vector &weights, const Planes &diff_noise) {
    Map diff_src(src.width, src.height);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int k = 0; k < kWidth; ++k) {
            double sum = 0;
            for (int c = 0; c < diff_noise.channels; ++c) {
                sum += weights[c * kWidth + k] * diff_noise.at(x, y, c);
            }
            diff_src.at(k, x, y) = sum * leaky_relu_slope(src.at(k, x, y));
        }
    });
    return diff_src;
}

void conv_out_backward_weights(const Map &src, const Planes &diff_noise, Vector &diff_weights,
                               Vector &diff_bias) {
    diff_weights.assign(static_cast<size_t>(kWidth) * diff_noise.channels, 0.0);
    diff_bias.assign(diff_noise.channels, 0.0);
    each_pixel(src.width, src.height, [&](int x, int y) {
        for (int c = 0; c < diff_noise.channels; ++c) {
            diff_bias[c] += diff_noise.at(x, y, c);
            for (int k = 0; k < kWidth; ++k) {
                diff_weights[c * kWidth + k] += diff_noise.at(x, y, c) * src.at(k, x, y);
            }
        }
    });
}

void pair_downsample(const Planes &src, Planes &first, Planes &second) {
    for (int c = 0; c < src.channels; ++c) {
        each_pixel(first.width, first.height, [&](int x, int y) {
            first.at(x, y, c) = view(src, x, y, c, false);
            second.at(x, y, c) = view(src, x, y, c, true);
        });
    }
}

double residual_loss(const Planes &denoised, const Planes &other, const Planes &weight,
                     double scale, Planes &diff_noise) {
    double loss = 0;
    for (int c = 0; c < denoised.channels; ++c) {
        each_pixel(denoised.width, denoised.height, [&](int x, int y) {
            const double error = denoised.at(x, y, c) - other.at(x, y, c);
            loss += weight.at(x, y, 0) * error * error;
            diff_noise.at(x, y, c) = -scale * weight.at(x, y, 0) * error;
        });
    }
    return loss;
}

double consistency_loss_view(const Planes &denoised, const Planes &other, const Planes &whole,
                             const Planes &weight, bool diagonal, double scale,
                             Planes &diff_noise) {
    double loss = 0;
    for (int c = 0; c < denoised.channels; ++c) {
        each_pixel(denoised.width, denoised.height, [&](int x, int y) {
            const double residual = denoised.at(x, y, c) - other.at(x, y, c);
            const double consistency = denoised.at(x, y, c) - view(whole, x, y, c, diagonal);
            loss += weight.at(x, y, 0) * (residual * residual + consistency * consistency);
            diff_noise.at(x, y, c) = -scale * weight.at(x, y, 0) * (residual + consistency);
        });
    }
    return loss;
}

void consistency_loss_whole(const Planes &first, const Planes &second, const Planes &whole,
                            const Planes &weight, double scale, Planes &diff_noise) {
    for (double &value : diff_noise.values) value = 0.0;
    for (int c = 0; c < whole.channels; ++c) {
        each_pixel(first.width, first.height, [&](int x, int y) {
            const double half = 0.5 * scale * weight.at(x, y, 0);
            const double anti = half * (first.at(x, y, c) - view(whole, x, y, c, false));
            const double diagonal = half * (second.at(x, y, c) - view(whole, x, y, c, true));
            diff_noise.at(2 * x, 2 * y, c) = diff_noise.at(2 * x + 1, 2 * y + 1, c) = diagonal;
            diff_noise.at(2 * x + 1, 2 * y, c) = diff_noise.at(2 * x, 2 * y + 1, c) = anti;
        });
    }
}

void adam(const Vector &gradient, int t, double learning_rate, double beta1, double beta2,
          double epsilon, Vector &theta, Vector &first_moment, Vector &second_moment) {
    for (size_t i = 0; i < theta.size(); ++i) {
        double &m = first_moment[i], &v = second_moment[i];
        m = beta1 * m + (1 - beta1) * gradient[i];
        v = beta2 * v + (1 - beta2) * gradient[i] * gradient[i];
        theta[i] -= learning_rate * (m / (1 - std::pow(beta1, t))) /
                    (std::sqrt(v / (1 - std::pow(beta2, t))) + epsilon);
    }
}

}  // namespace plain
