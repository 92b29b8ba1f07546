// SPDX-License-Identifier: BSD-2-Clause
// SOAP (Vyas et al. 2024, arXiv 2409.11321, algorithm 3) for one weight tensor in plain loops and
// double, with one eigenbasis for each of its three modes.
#pragma once

#include <cstddef>
#include <vector>

namespace plain {

class Soap {
  public:
    // W(k, i, t) at [(t * inputs + i) * outputs + k].
    Soap(int outputs, int inputs, int taps, double beta1, double beta2, double epsilon,
         int factor_interval, int basis_interval);

    void step(const std::vector<double> &gradient, double learning_rate,
              std::vector<double> &weights);

  private:
    using Matrix = std::vector<double>;  // column after column
    using Tensor = std::vector<double>;

    size_t at(const int index[3]) const;
    template <typename Visit>
    void each_element(const Visit &visit) const;
    Matrix gram(const Tensor &tensor, int mode) const;
    // Along every mode by its basis: into it, or back.
    Tensor turned(const Tensor &tensor, const Matrix bases[3], bool back) const;

    int sizes_[3];
    double beta1_, beta2_, epsilon_;
    int factor_interval_, basis_interval_, steps_ = 0;
    Matrix factors_[3], bases_[3];
    Tensor first_, second_;  // the first in the weights' own axes
};

// Eigenvectors as columns, largest eigenvalue first.
std::vector<double> symmetric_eigenvectors(std::vector<double> matrix, int n);

}  // namespace plain
