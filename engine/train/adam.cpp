// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <cmath>

#include "train/adam_kernel.h"
#include "train/optimizer.h"

namespace zsn2n {

void ModelState::copy_from(const ModelState &other) {
    const auto copy = [](const AlignedBuffer<float> &from, AlignedBuffer<float> &to) {
        to.resize(from.size());
        std::copy_n(from.data(), from.size(), to.data());
    };
    copy(other.theta, theta);
    copy(other.optimizer, optimizer);
    steps = other.steps;
}

namespace {

// State: first moments, then second moments, in the order of the parameters.
class Adam : public Optimizer {
  public:
    Adam(const Layout &layout, const MomentSettings &settings)
        : size_(layout.size), settings_(settings) {}

    size_t state_size() const override { return 2 * size_; }

    void step(ModelState &state, const float *gradient, int shards, float learning_rate,
              const Team &team) override {
        // 26 us on one core for the whole vector, square roots and divisions: worth sharing.
        constexpr size_t kChunk = 5632;
        const AdamRates rates(settings_, ++state.steps, learning_rate);
        team.run(static_cast<int>((size_ + kChunk - 1) / kChunk), [&](int i, int) {
            const size_t begin = i * kChunk, count = std::min(kChunk, size_ - begin);
            float *first = state.optimizer.data() + begin;
            adam_update(gradient + begin, shards, size_, count, settings_, rates,
                        state.theta.data() + begin, first, first + size_);
        });
    }

  private:
    size_t size_;
    MomentSettings settings_;
};

}  // namespace

std::unique_ptr<Optimizer> make_adam(const Layout &layout, const MomentSettings &settings) {
    return std::make_unique<Adam>(layout, settings);
}

}  // namespace zsn2n
