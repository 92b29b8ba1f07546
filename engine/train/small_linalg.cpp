// SPDX-License-Identifier: BSD-2-Clause
#include "train/small_linalg.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace zsn2n {

namespace {

// Annihilates a[p][q] of the symmetric matrix; v collects the rotations.
void rotate(double (*a)[kMaxMode], double (*v)[kMaxMode], int n, int p, int q) {
    const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    const double t = std::copysign(1.0, theta) / (std::abs(theta) + std::sqrt(theta * theta + 1));
    const double c = 1 / std::sqrt(t * t + 1), s = t * c;
    for (int i = 0; i < n; ++i) {
        const double ip = a[i][p], iq = a[i][q];
        a[i][p] = c * ip - s * iq;
        a[i][q] = s * ip + c * iq;
    }
    for (int i = 0; i < n; ++i) {
        const double pi = a[p][i], qi = a[q][i], vp = v[p][i], vq = v[q][i];
        a[p][i] = c * pi - s * qi;
        a[q][i] = s * pi + c * qi;
        v[p][i] = c * vp - s * vq;
        v[q][i] = s * vp + c * vq;
    }
}

float dot(const float *a, const float *b, int n) {
    // Eight partial sums in a fixed order: the compiler may keep them in a vector.
    float sums[8] = {};
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        for (int j = 0; j < 8; ++j) sums[j] += a[i + j] * b[i + j];
    }
    for (; i < n; ++i) sums[0] += a[i] * b[i];
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) +
           ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

// The part of column j that columns 0..j-1 do not span, as a share of what it was.
float remove_projections(float *matrix, int n, int j) {
    float *column = matrix + j * n;
    const float before = std::sqrt(dot(column, column, n));
    for (int l = 0; l < j; ++l) {
        const float *other = matrix + l * n;
        const float along = dot(other, column, n);
        for (int i = 0; i < n; ++i) column[i] -= along * other[i];
    }
    const float after = std::sqrt(dot(column, column, n));
    if (!(after > 1e-30f)) return 0.0f;
    for (int i = 0; i < n; ++i) column[i] /= after;
    return after / before;
}

}  // namespace

void eigenvectors(const float *matrix, int n, float *vectors) {
    double a[kMaxMode][kMaxMode], v[kMaxMode][kMaxMode];
    double total = 0;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            a[i][j] = 0.5 * (static_cast<double>(matrix[i * n + j]) + matrix[j * n + i]);
            v[i][j] = i == j;
            total += a[i][j] * a[i][j];
        }
    }
    constexpr int kMaxSweeps = 30;
    for (int sweep = 0; sweep < kMaxSweeps; ++sweep) {
        double off = 0;
        for (int p = 0; p < n; ++p) {
            for (int q = p + 1; q < n; ++q) off += a[p][q] * a[p][q];
        }
        if (off <= 1e-18 * total) break;
        for (int p = 0; p < n; ++p) {
            for (int q = p + 1; q < n; ++q) {
                if (a[p][q] * a[p][q] > 1e-22 * total) rotate(a, v, n, p, q);
            }
        }
    }
    int order[kMaxMode];
    std::iota(order, order + n, 0);
    std::stable_sort(order, order + n, [&](int i, int j) { return a[i][i] > a[j][j]; });
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) vectors[j * n + i] = static_cast<float>(v[order[j]][i]);
    }
}

void orthonormalise(float *matrix, int n) {
    // Below this the remainder is rounding.
    constexpr float kDependent = 1e-5f;
    for (int j = 0; j < n; ++j) {
        float left = remove_projections(matrix, n, j);
        for (int unit = 0; left < kDependent && unit < n; ++unit) {
            float *column = matrix + j * n;
            std::fill_n(column, n, 0.0f);
            column[unit] = 1.0f;
            left = remove_projections(matrix, n, j);
        }
        remove_projections(matrix, n, j);
    }
}

void column_products(const float *a, const float *b, int n, float *products) {
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) products[j * n + i] = dot(a + i * n, b + j * n, n);
    }
}

}  // namespace zsn2n
