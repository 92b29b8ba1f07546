// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/rng.h"
#include "train/image_pass.h"
#include "train/objective.h"

namespace zsn2n {

namespace {

// A square of a lesson, turned: bit 0 of turn transposes, 1 flips across, 2 down.
struct Patch {
    int left, top, size, turn;

    void copy(const PlanesView &src, const PlanesView &dst) const {
        for (int c = 0; c < dst.channels; ++c) {
            for (int y = 0; y < size; ++y) {
                const int v = turn & 4 ? size - 1 - y : y;
                const float *from =
                    turn & 1 ? &src.at(left + v, top, c) : &src.at(left, top + v, c);
                const ptrdiff_t step = turn & 1 ? src.row_stride : 1;
                for (int x = 0; x < size; ++x) {
                    dst.at(x, y, c) = from[(turn & 2 ? size - 1 - x : x) * step];
                }
            }
        }
    }
};

// Two patches a step, one a shard.
class GuidedObjective : public Objective {
  public:
    GuidedObjective(std::vector<Lesson> &lessons, const Layout &layout, Storage storage, int size,
                    uint64_t seed)
        : lessons_(lessons), layout_(layout), size_(size), seed_(seed) {
        for (int i = 0; i < kShards; ++i) shards_.emplace_back(layout, storage, size);
    }

    int shards() const override { return kShards; }

    double evaluate(const float *theta, const Conv3x3 &conv, uint64_t step, const Team &team,
                    float *gradient) override {
        double loss[kShards];
        team.run(kShards, [&](int i, int slot) {
            Shard &shard = shards_[i];
            draw(kShards * step + i, shard);
            const double elements = shard.valid() * layout_.out;
            loss[i] = residual_pass(shard.pass, shard.target.view(), shard.weight.view(),
                                    static_cast<float>(1 / elements), theta, conv, slot,
                                    gradient + i * layout_.size) /
                      elements;
        });
        return 0.5 * (loss[0] + loss[1]);
    }

  private:
    static constexpr int kShards = 2;

    struct Shard {
        Shard(const Layout &layout, Storage storage, int size)
            : pass(layout, storage, size, size),
              target(size, size, layout.out),
              weight(size, size, 1) {}

        double valid() {
            double sum = 0;
            for (int i = 0; i < weight.width() * weight.height(); ++i) sum += weight.view().data[i];
            return std::max(sum, 1.0);
        }

        ImagePass pass;
        Planes target, weight;
    };

    void draw(uint64_t number, Shard &shard) {
        Rng rng(seed_, number + 1);
        Lesson &lesson = lessons_[rng.below(static_cast<uint32_t>(lessons_.size()))];
        Patch patch{0, 0, size_, static_cast<int>(rng.below(8))};
        patch.left = static_cast<int>(rng.below(lesson.weight.width() - size_ + 1));
        patch.top = static_cast<int>(rng.below(lesson.weight.height() - size_ + 1));
        patch.copy(lesson.input.view(), shard.pass.noisy());
        patch.copy(lesson.target.view(), shard.target.view());
        patch.copy(lesson.weight.view(), shard.weight.view());
    }

    std::vector<Lesson> &lessons_;
    Layout layout_;
    int size_;
    uint64_t seed_;
    std::vector<Shard> shards_;
};

}  // namespace

std::unique_ptr<Objective> make_guided_objective(std::vector<Lesson> &lessons, const Layout &layout,
                                                 Storage storage, int size, uint64_t seed) {
    return std::make_unique<GuidedObjective>(lessons, layout, storage, size, seed);
}

}  // namespace zsn2n
