// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/rng.h"
#include "train/image_pass.h"
#include "train/objective.h"

namespace zsn2n {

namespace {

// A square of a lesson, turned: bit 0 of turn transposes it, 1 flips it across, 2 flips it down.
struct Patch {
    int left, top, size, turn;

    void copy(const ConstPlanesView &src, const PlanesView &dst) const {
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

constexpr int kShards = 2;

struct Shard {
    Shard(const Layout &layout, Storage storage, int size, Arena &arena)
        : pass(layout, storage, size, size, arena),
          target(take_planes(arena, {size, size, layout.out})),
          weight(take_planes(arena, {size, size, 1})) {}

    double valid() const {
        double sum = 0;
        for (int i = 0; i < weight.width * weight.height; ++i) sum += weight.data[i];
        return std::max(sum, 1.0);
    }

    ImagePass pass;
    PlanesView target, weight;
};

// A training step of a pixel, in inferences of a pixel.
double work_of_step(int size) {
    return 3.0 * kShards * size * size;
}

// Each step takes two patches, one for each shard.
class GuidedObjective : public Objective {
  public:
    GuidedObjective(const std::vector<Lesson> &lessons, const Layout &layout, Storage storage,
                    int size, uint64_t seed, Arena &arena)
        : lessons_(lessons), layout_(layout), size_(size), seed_(seed) {
        for (int i = 0; i < kShards; ++i) shards_.emplace_back(layout, storage, size, arena);
    }

    int shards() const override { return kShards; }
    double step_work() const override { return work_of_step(size_); }

    double evaluate(const float *theta, const Conv3x3 &conv, uint64_t step, const Team &team,
                    float *gradient) override {
        double loss[kShards];
        team.run(kShards, [&](int i, int slot) {
            Shard &shard = shards_[i];
            draw(kShards * step + i, shard);
            const double elements = shard.valid() * layout_.out;
            loss[i] = residual_pass(shard.pass, shard.target, shard.weight,
                                    static_cast<float>(1 / elements), theta, conv, slot,
                                    gradient + i * layout_.size) /
                      elements;
        });
        return 0.5 * (loss[0] + loss[1]);
    }

  private:
    void draw(uint64_t number, Shard &shard) {
        Rng rng(seed_, number + 1);
        const Lesson &lesson = lessons_[rng.below(static_cast<uint32_t>(lessons_.size()))];
        Patch patch{0, 0, size_, static_cast<int>(rng.below(8))};
        patch.left = static_cast<int>(rng.below(lesson.weight.width - size_ + 1));
        patch.top = static_cast<int>(rng.below(lesson.weight.height - size_ + 1));
        patch.copy(lesson.input, shard.pass.noisy());
        patch.copy(lesson.target, shard.target);
        patch.copy(lesson.weight, shard.weight);
    }

    const std::vector<Lesson> &lessons_;
    Layout layout_;
    int size_;
    uint64_t seed_;
    std::vector<Shard> shards_;
};

}  // namespace

std::unique_ptr<Objective> make_guided_objective(const std::vector<Lesson> &lessons,
                                                 const Layout &layout, Storage storage, int size,
                                                 uint64_t seed, Arena &arena) {
    return std::make_unique<GuidedObjective>(lessons, layout, storage, size, seed, arena);
}

Cost guided_objective_cost(const Layout &layout, Storage storage, int size) {
    Arena count;
    for (int i = 0; i < kShards; ++i) Shard(layout, storage, size, count);
    count.take<float>(kShards * layout.size);  // their gradients
    return {count.peak(), work_of_step(size)};
}

}  // namespace zsn2n
