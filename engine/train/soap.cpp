// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/kernel.h"
#include "train/adam_kernel.h"
#include "train/small_linalg.h"
#include "zsn2n_mode_gram_1.h"
#include "zsn2n_mode_gram_3.h"
#include "zsn2n_mode_gram_4.h"
#include "zsn2n_small_matmul_1.h"
#include "zsn2n_small_matmul_8.h"
#include "zsn2n_soap_adam_1.h"
#include "zsn2n_soap_adam_9.h"
#include "zsn2n_sum_shards.h"

namespace zsn2n {

namespace {

// Steps between updates of the factors, and between steps of their bases. The quality is the same
// within 0.02 dB with 1 or 2 for the factors, and with 10 or 20 for the bases (Kodak24 crops).
constexpr int kFactorInterval = 2;
constexpr int kBasisInterval = 10;

// A weight tensor W(k, i, t): output channel, input channel, tap, with the strides of the layout.
struct Tensor {
    size_t offset;
    int inputs, taps;
    ptrdiff_t input_stride, tap_stride;
    // Offsets in the optimiser's state: the factor of each mode, its basis (columns), and the basis
    // of the output channels transposed. In turn_: the step from each basis to the next.
    size_t factor[3], basis[3], basis_transposed, turn[3];

    int mode_size(int mode) const { return mode == 0 ? kWidth : mode == 1 ? inputs : taps; }
};

struct Matrix : KernelBuffer {
    Matrix(const float *data, int rows, int columns, ptrdiff_t row_stride, ptrdiff_t column_stride)
        : KernelBuffer(data, {{0, rows, row_stride}, {0, columns, column_stride}}) {}
};

// dst = keep * dst + scale * a b, 48 rows.
void multiply(Matrix &&a, Matrix &&b, float keep, float scale, float *dst, int columns,
              ptrdiff_t column_stride) {
    Matrix out(dst, kWidth, columns, 1, column_stride);
    const auto kernel = columns % 8 == 0 ? zsn2n_small_matmul_8 : zsn2n_small_matmul_1;
    check_kernel(kernel(a, b, out, keep, scale, out), "small_matmul");
}

// State: first and second moments (the weights' in their bases), then every tensor's factors and
// bases.
class Soap : public Optimizer {
  public:
    Soap(const Layout &layout, const MomentSettings &settings)
        : layout_(layout), settings_(settings), state_size_(2 * layout.size) {
        const ptrdiff_t k = kWidth;
        add_tensor({layout.w1, layout.in, 9, 9 * k, k, {}, {}, 0, {}});
        add_tensor({layout.w2, kWidth, 9, k, k * kWidth, {}, {}, 0, {}});
        add_tensor({layout.w3, layout.out, 1, k, k, {}, {}, 0, {}});
        turn_.resize(turn_size_);
        for (AlignedBuffer<float> *buffer : {&gradient_, &rotated_, &half_}) {
            buffer->resize(layout.size);
            // The products read what they overwrite, times zero.
            std::fill_n(buffer->data(), layout.size, 0.0f);
        }
    }

    size_t state_size() const override { return state_size_; }

    void step(ModelState &state, const float *shards, int count, float learning_rate,
              const Team &team) override {
        float *s = state.optimizer.data();
        const bool first = state.steps == 0;
        const AdamRates rates(settings_, ++state.steps, learning_rate);
        const AdamRates unit_rates(settings_, state.steps, 1.0f);
        sum_shards(shards, count, team);
        biases(state, rates);
        if (first) {
            factors(s, team);
            initial_bases(s, team);
        }
        // To the bases of outputs and inputs, slice by slice of taps.
        each_slice(team, [&](const Tensor &tensor, int tap) {
            multiply_both_sides(tensor, tap, s + tensor.basis_transposed, gradient_.data(),
                                basis(s, tensor, 1), 0, 1, rotated_.data());
        });
        // To the taps' basis, Adam there, and back.
        adam_in_basis(s, unit_rates, team);
        each_slice(team, [&](const Tensor &tensor, int tap) {
            multiply_both_sides(tensor, tap, s + tensor.basis[0], rotated_.data(),
                                transposed_basis(s, tensor, 1), 1, -learning_rate,
                                state.theta.data());
        });
        if (!first && state.steps % kFactorInterval == 0) factors(s, team);
        if (state.steps % kBasisInterval == 0) refresh_bases(s, team);
    }

  private:
    void add_tensor(Tensor tensor) {
        for (int mode = 0; mode < 3; ++mode) {
            const size_t area =
                (static_cast<size_t>(tensor.mode_size(mode)) * tensor.mode_size(mode) + 15) / 16 *
                16;
            tensor.factor[mode] = state_size_;
            tensor.basis[mode] = state_size_ + area;
            state_size_ += 2 * area;
            tensor.turn[mode] = turn_size_;
            turn_size_ += area;
        }
        tensor.basis_transposed = state_size_;
        state_size_ += kWidth * kWidth;
        tensors_.push_back(tensor);
    }

    // The slice of one tap: dst = keep * dst + scale * left from right, where `left` is 48 x 48,
    // column after column.
    void multiply_both_sides(const Tensor &tensor, int tap, const float *left, const float *from,
                             Matrix &&right, float keep, float scale, float *dst) {
        const size_t at = tensor.offset + tap * tensor.tap_stride;
        const int n = tensor.inputs;
        const ptrdiff_t stride = tensor.input_stride;
        float *half = half_.data() + at;
        multiply({left, kWidth, kWidth, 1, kWidth}, {from + at, kWidth, n, 1, stride}, 0, 1, half,
                 n, stride);
        multiply({half, kWidth, n, 1, stride}, std::move(right), keep, scale, dst + at, n, stride);
    }
    static Matrix basis(const float *s, const Tensor &tensor, int mode) {
        const int n = tensor.mode_size(mode);
        return {s + tensor.basis[mode], n, n, 1, n};
    }
    static Matrix transposed_basis(const float *s, const Tensor &tensor, int mode) {
        const int n = tensor.mode_size(mode);
        return {s + tensor.basis[mode], n, n, n, 1};
    }

    // call(tensor, tap) for every tap of every tensor; the middle tensor's are the heavy ones.
    template <typename Call>
    void each_slice(const Team &team, const Call &call) {
        team.run(10, [&](int i, int) {
            if (i < 9) return call(tensors_[1], i);
            for (const Tensor *tensor : {&tensors_[0], &tensors_[2]}) {
                for (int tap = 0; tap < tensor->taps; ++tap) call(*tensor, tap);
            }
        });
    }

    void sum_shards(const float *shards, int count, const Team &team) {
        constexpr int kParts = 4;
        const int size = static_cast<int>(layout_.size), part = size / kParts / 16 * 16;
        team.run(kParts, [&](int i, int) {
            const int begin = i * part, length = i == kParts - 1 ? size - begin : part;
            KernelBuffer in(shards + begin, {{0, length, 1}, {0, count, size}});
            KernelBuffer out(gradient_.data() + begin, {{0, length, 1}});
            check_kernel(zsn2n_sum_shards(in, out), "sum_shards");
        });
    }

    void biases(ModelState &state, const AdamRates &rates) const {
        const size_t parts[][2] = {
            {layout_.b1, kWidth}, {layout_.b2, kWidth}, {layout_.b3, layout_.size - layout_.b3}};
        for (const auto &part : parts) {
            float *first = state.optimizer.data() + part[0];
            adam_update(gradient_.data() + part[0], 1, 0, part[1], settings_, rates,
                        state.theta.data() + part[0], first, first + layout_.size);
        }
    }

    // Moving averages of each mode's Gram matrix.
    void factors(float *s, const Team &team) {
        const float keep = std::pow(settings_.beta2, static_cast<float>(kFactorInterval));
        const float scale = 1.0f - keep;
        each_mode(team, [&](const Tensor &tensor, int mode) {
            if (mode == 0) {
                for (int tap = 0; tap < tensor.taps; ++tap) {
                    const float *g = gradient_.data() + tensor.offset + tap * tensor.tap_stride;
                    multiply({g, kWidth, tensor.inputs, 1, tensor.input_stride},
                             {g, tensor.inputs, kWidth, tensor.input_stride, 1},
                             tap == 0 ? keep : 1.0f, scale, s + tensor.factor[0], kWidth, kWidth);
                }
            } else {
                gram(s, tensor, mode, keep, scale);
            }
        });
    }

    void gram(float *s, const Tensor &tensor, int mode, float keep, float scale) {
        const int n = tensor.mode_size(mode), others = tensor.mode_size(3 - mode);
        const ptrdiff_t own = mode == 1 ? tensor.input_stride : tensor.tap_stride;
        const ptrdiff_t other = mode == 1 ? tensor.tap_stride : tensor.input_stride;
        KernelBuffer w(gradient_.data() + tensor.offset,
                       {{0, kWidth, 1}, {0, n, own}, {0, others, other}});
        Matrix out(s + tensor.factor[mode], n, n, 1, n);
        const auto kernel = n % 4 == 0   ? zsn2n_mode_gram_4
                            : n % 3 == 0 ? zsn2n_mode_gram_3
                                         : zsn2n_mode_gram_1;
        check_kernel(kernel(w, out, keep, scale, out), "mode_gram");
    }

    void adam_in_basis(float *s, const AdamRates &rates, const Team &team) {
        constexpr int kInputs = 12;  // a task's share of the middle tensor
        const auto run = [&](const Tensor &tensor, int begin, int end) {
            const auto part = [&](float *values) {
                return KernelBuffer(values + tensor.offset + begin * tensor.input_stride,
                                    {{0, kWidth, 1},
                                     {0, end - begin, tensor.input_stride},
                                     {0, tensor.taps, tensor.tap_stride}});
            };
            KernelBuffer in = part(rotated_.data()), m = part(s), v = part(s + layout_.size);
            const auto kernel = tensor.taps == 9 ? zsn2n_soap_adam_9 : zsn2n_soap_adam_1;
            check_kernel(kernel(in, basis(s, tensor, 2), m, v, rates.rate, rates.root,
                                settings_.beta1, settings_.beta2, settings_.epsilon, in, m, v),
                         "soap_adam");
        };
        team.run(kWidth / kInputs + 1, [&](int i, int) {
            if (i < kWidth / kInputs) return run(tensors_[1], i * kInputs, (i + 1) * kInputs);
            for (const Tensor *tensor : {&tensors_[0], &tensors_[2]})
                run(*tensor, 0, tensor->inputs);
        });
    }

    // call(tensor, mode) for every mode of every tensor, the heavy ones first.
    template <typename Call>
    void each_mode(const Team &team, const Call &call) {
        team.run(9, [&](int i, int) { call(tensors_[i < 3 ? 1 : i < 6 ? 0 : 2], i % 3); });
    }

    void transpose_outputs(float *s) const {
        for (const Tensor &tensor : tensors_) {
            for (int i = 0; i < kWidth; ++i) {
                for (int j = 0; j < kWidth; ++j) {
                    s[tensor.basis_transposed + i * kWidth + j] =
                        s[tensor.basis[0] + j * kWidth + i];
                }
            }
        }
    }

    void initial_bases(float *s, const Team &team) {
        each_mode(team, [&](const Tensor &tensor, int mode) {
            eigenvectors(s + tensor.factor[mode], tensor.mode_size(mode), s + tensor.basis[mode]);
        });
        transpose_outputs(s);
    }

    // Q' = orthonormal(factor Q); the first moments are turned from basis Q into Q'.
    void refresh_bases(float *s, const Team &team) {
        each_mode(team, [&](const Tensor &tensor, int mode) {
            const int n = tensor.mode_size(mode);
            float *q = s + tensor.basis[mode];
            const float *factor = s + tensor.factor[mode];
            std::vector<float> next(static_cast<size_t>(n) * n);
            // The factor is symmetric: its columns are its rows.
            column_products(factor, q, n, next.data());
            orthonormalise(next.data(), n);
            // Q^T Q', transposed for the outputs, whose turn is the left factor.
            float *turn = turn_.data() + tensor.turn[mode];
            if (mode == 0) {
                column_products(next.data(), q, n, turn);
            } else {
                column_products(q, next.data(), n, turn);
            }
            std::copy(next.begin(), next.end(), q);
        });
        transpose_outputs(s);
        each_slice(team, [&](const Tensor &tensor, int tap) { turn_slice(s, tensor, tap); });
        for (const Tensor &tensor : tensors_) turn_taps(s, tensor);
    }

    void turn_slice(float *s, const Tensor &tensor, int tap) {
        const int n = tensor.inputs;
        multiply_both_sides(tensor, tap, turn_.data() + tensor.turn[0], s,
                            {turn_.data() + tensor.turn[1], n, n, 1, n}, 0, 1, s);
    }

    void turn_taps(float *s, const Tensor &tensor) const {
        if (tensor.taps == 1) return;
        const float *r = turn_.data() + tensor.turn[2];
        const int n = tensor.taps;
        for (int i = 0; i < tensor.inputs; ++i) {
            float *w = s + tensor.offset + i * tensor.input_stride;
            float turned[9][kWidth] = {};
            for (int t = 0; t < n; ++t) {
                for (int u = 0; u < n; ++u) {
                    for (int k = 0; k < kWidth; ++k) {
                        turned[t][k] += r[t * n + u] * w[u * tensor.tap_stride + k];
                    }
                }
            }
            for (int t = 0; t < n; ++t) std::copy_n(turned[t], kWidth, w + t * tensor.tap_stride);
        }
    }

    Layout layout_;
    MomentSettings settings_;
    size_t state_size_, turn_size_ = 0;
    std::vector<Tensor> tensors_;
    // Of one step: the gradient; it or the direction in the bases; and half way there.
    AlignedBuffer<float> gradient_, rotated_, half_, turn_;
};

}  // namespace

std::unique_ptr<Optimizer> make_soap(const Layout &layout, const MomentSettings &settings) {
    return std::make_unique<Soap>(layout, settings);
}

}  // namespace zsn2n
