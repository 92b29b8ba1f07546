// SPDX-License-Identifier: BSD-2-Clause
// Linear algebra of SOAP's bases: matrices of at most 48 x 48 floats, column after column.
#pragma once

namespace zsn2n {

constexpr int kMaxMode = 48;

// Columns of `vectors` = eigenvectors of the symmetric n x n matrix, largest eigenvalue first
// (cyclic Jacobi in double; about 3 ms for n = 48, once an image).
void eigenvectors(const float *matrix, int n, float *vectors);

// Makes the columns of `matrix` orthonormal, in place; one by one they span what they spanned
// before (Gram-Schmidt, twice for orthogonality in f32). A unit vector replaces a column that
// depends on those before it.
void orthonormalise(float *matrix, int n);

// products(i, j) = column i of a times column j of b, n x n each: a^T b.
void column_products(const float *a, const float *b, int n, float *products);

}  // namespace zsn2n
