// SPDX-License-Identifier: BSD-2-Clause
// Orthonormal transforms as expressions of a vector's elements, unrolled into whoever uses them.
#pragma once

#include <cmath>
#include <vector>

#include "kernel_common.h"

namespace zsn2n_gen {

using Vector = std::vector<Expr>;

// Row k, column i of the DCT-II of n points.
inline float dct_coefficient(int n, int k, int i) {
    const double pi = 3.14159265358979323846;
    return static_cast<float>(std::sqrt((k ? 2.0 : 1.0) / n) *
                              std::cos(pi * (2 * i + 1) * k / (2 * n)));
}

// Even coefficients are the half-size transform of the sums of mirrored samples, odd ones a matrix
// of their differences: 8 points in 36 operations and 16 in 116, multiply-adds counted as one.
inline Vector forward_dct(const Vector &src, float scale = 1.0f) {
    const int n = static_cast<int>(src.size());
    if (n == 1) return {src[0] * scale};
    Vector sums, differences, dst(n);
    for (int i = 0; i < n / 2; ++i) {
        sums.push_back(src[i] + src[n - 1 - i]);
        differences.push_back(src[i] - src[n - 1 - i]);
    }
    const Vector even = forward_dct(sums, scale * std::sqrt(0.5f));
    for (int k = 0; k < n / 2; ++k) {
        dst[2 * k] = even[k];
        Expr odd = differences[0] * (scale * dct_coefficient(n, 2 * k + 1, 0));
        for (int i = 1; i < n / 2; ++i)
            odd += differences[i] * (scale * dct_coefficient(n, 2 * k + 1, i));
        dst[2 * k + 1] = odd;
    }
    return dst;
}

inline Vector inverse_dct(const Vector &src, float scale = 1.0f) {
    const int n = static_cast<int>(src.size());
    if (n == 1) return {src[0] * scale};
    Vector even_half, dst(n);
    for (int k = 0; k < n / 2; ++k) even_half.push_back(src[2 * k]);
    const Vector even = inverse_dct(even_half, scale * std::sqrt(0.5f));
    for (int i = 0; i < n / 2; ++i) {
        Expr odd = src[1] * (scale * dct_coefficient(n, 1, i));
        for (int k = 1; k < n / 2; ++k)
            odd += src[2 * k + 1] * (scale * dct_coefficient(n, 2 * k + 1, i));
        dst[i] = even[i] + odd;
        dst[n - 1 - i] = even[i] - odd;
    }
    return dst;
}

// Walsh-Hadamard in natural order, its own inverse but for a factor of the length, a power of two.
// Strict: else LLVM reassociates the sums, and of 16 values computes 96 instead of 64.
inline Vector walsh(Vector values) {
    for (size_t half = 1; half < values.size(); half *= 2) {
        for (size_t i = 0; i < values.size(); ++i) {
            if (i & half) continue;
            const Expr a = values[i], b = values[i + half];
            values[i] = strict_float(a + b);
            values[i + half] = strict_float(a - b);
        }
    }
    return values;
}

}  // namespace zsn2n_gen
