// SPDX-License-Identifier: BSD-2-Clause
#include "plain_soap.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plain {

std::vector<double> symmetric_eigenvectors(std::vector<double> a, int n) {
    std::vector<double> v(static_cast<size_t>(n) * n, 0.0);
    for (int i = 0; i < n; ++i) v[i * n + i] = 1.0;
    for (int sweep = 0; sweep < 60; ++sweep) {
        for (int p = 0; p < n; ++p) {
            for (int q = p + 1; q < n; ++q) {
                if (a[p * n + q] == 0.0) continue;
                const double angle =
                    0.5 * std::atan2(2 * a[p * n + q], a[q * n + q] - a[p * n + p]);
                const double c = std::cos(angle), s = std::sin(angle);
                for (int i = 0; i < n; ++i) {
                    const double x = a[i * n + p], y = a[i * n + q];
                    a[i * n + p] = c * x - s * y;
                    a[i * n + q] = s * x + c * y;
                }
                for (int i = 0; i < n; ++i) {
                    const double x = a[p * n + i], y = a[q * n + i];
                    a[p * n + i] = c * x - s * y;
                    a[q * n + i] = s * x + c * y;
                    const double vx = v[p * n + i], vy = v[q * n + i];
                    v[p * n + i] = c * vx - s * vy;
                    v[q * n + i] = s * vx + c * vy;
                }
            }
        }
    }
    std::vector<int> order(n);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](int i, int j) { return a[i * n + i] > a[j * n + j]; });
    std::vector<double> sorted(v.size());
    for (int j = 0; j < n; ++j) std::copy_n(&v[order[j] * n], n, &sorted[j * n]);
    return sorted;
}

Soap::Soap(int outputs, int inputs, int taps, double beta1, double beta2, double epsilon,
           int factor_interval, int basis_interval)
    : sizes_{outputs, inputs, taps},
      beta1_(beta1),
      beta2_(beta2),
      epsilon_(epsilon),
      factor_interval_(factor_interval),
      basis_interval_(basis_interval),
      first_(static_cast<size_t>(outputs) * inputs * taps, 0.0),
      second_(first_) {
    for (int mode = 0; mode < 3; ++mode) {
        factors_[mode].assign(static_cast<size_t>(sizes_[mode]) * sizes_[mode], 0.0);
    }
}

size_t Soap::at(const int index[3]) const {
    return (static_cast<size_t>(index[2]) * sizes_[1] + index[1]) * sizes_[0] + index[0];
}

template <typename Visit>
void Soap::each_element(const Visit &visit) const {
    int index[3];
    for (index[2] = 0; index[2] < sizes_[2]; ++index[2]) {
        for (index[1] = 0; index[1] < sizes_[1]; ++index[1]) {
            for (index[0] = 0; index[0] < sizes_[0]; ++index[0]) visit(index);
        }
    }
}

Soap::Matrix Soap::gram(const Tensor &tensor, int mode) const {
    const int n = sizes_[mode];
    Matrix result(static_cast<size_t>(n) * n, 0.0);
    each_element([&](const int index[3]) {
        int other[3] = {index[0], index[1], index[2]};
        for (other[mode] = 0; other[mode] < n; ++other[mode]) {
            result[other[mode] * n + index[mode]] += tensor[at(index)] * tensor[at(other)];
        }
    });
    return result;
}

Soap::Tensor Soap::turned(const Tensor &tensor, const Matrix bases[3], bool back) const {
    Tensor from = tensor;
    for (int mode = 0; mode < 3; ++mode) {
        const int n = sizes_[mode];
        Tensor to(from.size(), 0.0);
        each_element([&](const int index[3]) {
            int source[3] = {index[0], index[1], index[2]};
            for (source[mode] = 0; source[mode] < n; ++source[mode]) {
                const int row = back ? index[mode] : source[mode];
                const int column = back ? source[mode] : index[mode];
                to[at(index)] += bases[mode][column * n + row] * from[at(source)];
            }
        });
        from = to;
    }
    return from;
}

void Soap::step(const std::vector<double> &gradient, double learning_rate,
                std::vector<double> &weights) {
    const bool start = steps_ == 0;
    ++steps_;
    const double keep = std::pow(beta2_, factor_interval_);
    const auto update_factors = [&] {
        for (int mode = 0; mode < 3; ++mode) {
            const Matrix now = gram(gradient, mode);
            for (size_t i = 0; i < now.size(); ++i) {
                factors_[mode][i] = keep * factors_[mode][i] + (1 - keep) * now[i];
            }
        }
    };
    if (start) {
        update_factors();
        for (int mode = 0; mode < 3; ++mode) {
            bases_[mode] = symmetric_eigenvectors(factors_[mode], sizes_[mode]);
        }
    }
    for (size_t i = 0; i < first_.size(); ++i) {
        first_[i] = beta1_ * first_[i] + (1 - beta1_) * gradient[i];
    }
    const Tensor rotated = turned(gradient, bases_, false);
    Tensor direction = turned(first_, bases_, false);
    for (size_t i = 0; i < first_.size(); ++i) {
        second_[i] = beta2_ * second_[i] + (1 - beta2_) * rotated[i] * rotated[i];
        direction[i] = direction[i] / (1 - std::pow(beta1_, steps_)) /
                       (std::sqrt(second_[i] / (1 - std::pow(beta2_, steps_))) + epsilon_);
    }
    direction = turned(direction, bases_, true);
    for (size_t i = 0; i < weights.size(); ++i) weights[i] -= learning_rate * direction[i];
    if (!start && steps_ % factor_interval_ == 0) update_factors();
    if (steps_ % basis_interval_) return;
    for (int mode = 0; mode < 3; ++mode) {
        // Gram-Schmidt of factor times basis.
        const int n = sizes_[mode];
        Matrix next(bases_[mode].size(), 0.0);
        for (int j = 0; j < n; ++j) {
            for (int i = 0; i < n; ++i) {
                for (int l = 0; l < n; ++l) {
                    next[j * n + i] += factors_[mode][l * n + i] * bases_[mode][j * n + l];
                }
            }
            for (int twice = 0; twice < 2; ++twice) {
                for (int l = 0; l < j; ++l) {
                    double along = 0;
                    for (int i = 0; i < n; ++i) along += next[l * n + i] * next[j * n + i];
                    for (int i = 0; i < n; ++i) next[j * n + i] -= along * next[l * n + i];
                }
                double norm = 0;
                for (int i = 0; i < n; ++i) norm += next[j * n + i] * next[j * n + i];
                for (int i = 0; i < n; ++i) next[j * n + i] /= std::sqrt(norm);
            }
        }
        bases_[mode] = next;
    }
}

}  // namespace plain
