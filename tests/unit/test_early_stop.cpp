// SPDX-License-Identifier: BSD-2-Clause
// The stop rule on made-up losses, the held-out loss itself, and what training makes of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "train/train.h"

namespace {

using zsn2n::HeldOutLoss;
using zsn2n::Layout;
using zsn2n::Planes;
using zsn2n::StopRule;
using zsn2n::Storage;
using zsn2n::Team;

// The check, from 0, at which the rule says stop; -1 for none among 100.
template <typename Loss>
int stall(const Loss &loss) {
    StopRule rule;
    for (int i = 0; i < 100; ++i) {
        if (rule.stalled(loss(i))) return i;
    }
    return -1;
}

TEST(StopRuleTest, LetsALossFallAsLongAsItDoes) {
    EXPECT_EQ(stall([](int i) { return std::pow(0.999, i); }), -1);
    EXPECT_EQ(stall([](int i) { return 1.0 - 0.005 * i; }), -1);
}

TEST(StopRuleTest, StopsAtOnceWhatStandsOrRises) {
    EXPECT_EQ(stall([](int) { return 0.01; }), StopRule::kWindow);
    EXPECT_EQ(stall([](int i) { return 1.0 + i; }), StopRule::kWindow);
}

TEST(StopRuleTest, StopsWhereAFallHasEnded) {
    for (const int end : {3, 7, 20, 51}) {
        EXPECT_EQ(stall([&](int i) { return 1.0 - 0.002 * std::min(i, end); }),
                  end + StopRule::kWindow)
            << end;
    }
}

TEST(StopRuleTest, DependsOnTheLossesRatioAlone) {
    const auto curve = [](int i) { return 1.0 + std::exp(-i / 6.0); };
    const int at = stall(curve);
    EXPECT_GT(at, 20);
    EXPECT_LT(at, 60);
    EXPECT_EQ(stall([&](int i) { return 1e-4 * curve(i); }), at);
}

TEST(StopRuleTest, OutlastsSwingsSmallerThanTheFall) {
    const auto noise = [](int i) {
        return 2e-3 * zsn2n::Rng(7, static_cast<uint64_t>(i)).uniform();
    };
    EXPECT_EQ(stall([&](int i) { return 1.0 - 0.0016 * i + noise(i); }), -1);
}

// A flat picture with noise.
Planes noisy_picture(int side) {
    Planes noisy(side, side, 3);
    zsn2n::Rng rng(1, 1);
    for (int i = 0; i < side * side * 3; ++i) noisy.view().data[i] = 0.5f + 0.2f * rng.uniform();
    return noisy;
}

class EarlyStopTest : public testing::Test {
  protected:
    static constexpr int kSide = 256;

    EarlyStopTest() : conv_(zsn2n::make_conv3x3({zsn2n::Backend::kHalide, Storage::kF32}, 5)) {
        initialise_parameters(layout_, 4, state_.theta);
    }

    double held_out_loss(int threads) {
        zsn2n::Arena arena(HeldOutLoss::cost(layout_, Storage::kF32).bytes);
        HeldOutLoss loss(crops_, held_out_blocks(crops_, 0), layout_, Storage::kF32,
                         Team(zsn2n::Pool::shared(threads), threads), arena);
        const float *theta = state_.theta.data();
        conv_->set_weights(theta + layout_.w2, theta + layout_.b2);
        return loss.evaluate(theta, *conv_, Team(zsn2n::Pool::shared(threads), threads));
    }

    const zsn2n::ThreadScope scope_;
    const Layout layout_{3, 3};
    Planes noisy_ = noisy_picture(kSide);
    zsn2n::PlanesCrops crops_{{noisy_.view(), {}}};
    std::unique_ptr<zsn2n::Conv3x3> conv_;
    zsn2n::ModelState state_;
};

TEST_F(EarlyStopTest, HeldOutLossHasTheSameBitsForAnyNumberOfThreads) {
    const double one = held_out_loss(1);
    EXPECT_GT(one, 0);
    EXPECT_EQ(one, held_out_loss(2));
    EXPECT_EQ(one, held_out_loss(5));
}

// Without a network the loss of a block is the mean square of its views' difference.
TEST_F(EarlyStopTest, HeldOutLossIsThatOfTheBlocksPairs) {
    std::fill_n(state_.theta.data(), layout_.size, 0.0f);
    const auto blocks = held_out_blocks(crops_, 0);
    ASSERT_EQ(blocks.size(), 11u);  // so that there is room for two grids of pairs
    double sum = 0;
    int count = 0;
    const auto at = [&](int x, int y, int c) { return double(noisy_.view().at(x, y, c)); };
    for (const auto &block : blocks) {
        for (int grid = 0; grid < 2; ++grid) {
            for (int y = block.top + grid; y + 2 <= block.top + zsn2n::kHeldOutSide; y += 2) {
                for (int x = block.left + grid; x + 2 <= block.left + zsn2n::kHeldOutSide; x += 2) {
                    for (int c = 0; c < 3; ++c, ++count) {
                        const double difference = 0.5 * (at(x + 1, y, c) + at(x, y + 1, c) -
                                                         at(x, y, c) - at(x + 1, y + 1, c));
                        sum += difference * difference;
                    }
                }
            }
        }
    }
    EXPECT_NEAR(held_out_loss(1) * count / sum, 1.0, 1e-5);
}

// Neither moves the weights, so that the held-out loss stands still from the first check.
struct NoGradient : zsn2n::Objective {
    int evaluated = 0, released_at = -1;
    int shards() const override { return 1; }
    double step_work() const override { return 1.0; }
    void release_held_out() override { released_at = evaluated; }
    double evaluate(const float *, const zsn2n::Conv3x3 &, uint64_t, const Team &,
                    float *) override {
        ++evaluated;
        return 2.0;
    }
};

struct RecordsRates : zsn2n::Optimizer {
    std::vector<float> rates;
    std::vector<double> done;  // of the work, before each step
    size_t state_size() const override { return 0; }
    void step(zsn2n::ModelState &state, const float *, int, float rate, const Team &team) override {
        rates.push_back(rate);
        done.push_back(team.done());
        ++state.steps;
    }
};

TEST_F(EarlyStopTest, BeginsTheDecayAndKeepsItsShareOfTheSteps) {
    const zsn2n::TrainPlan plan{1000, false, {zsn2n::ScheduleKind::kOneCycle, 1, 0, 20, 0.4f}};
    const Team team(zsn2n::Pool::shared(1), 1);
    zsn2n::Arena arena(size_t{16} << 20);
    zsn2n::EarlyStop early_stop(crops_, held_out_blocks(crops_, 0), layout_, Storage::kF32,
                                plan.steps, team, arena);
    NoGradient objective;
    RecordsRates optimizer;
    const auto result =
        train(plan, layout_, objective, &early_stop, optimizer, state_, *conv_, team, arena);

    const auto decay = std::find_if(optimizer.rates.begin() + 20, optimizer.rates.end(),
                                    [](float rate) { return rate < 0.9999f; });
    const auto before = static_cast<int>(decay - optimizer.rates.begin());
    EXPECT_LT(before, 300);
    EXPECT_NEAR(objective.released_at, before, 1);
    EXPECT_EQ(result.steps, static_cast<int>(optimizer.rates.size()));
    EXPECT_NEAR(result.steps, before / 0.6, 3);
    EXPECT_TRUE(std::is_sorted(decay, optimizer.rates.end(), std::greater<float>()));
    EXPECT_LT(optimizer.rates.back(), 0.02f);
    EXPECT_EQ(result.loss, 2.0);
    // The steps left out are not needed.
    EXPECT_TRUE(std::is_sorted(optimizer.done.begin(), optimizer.done.end()));
    EXPECT_EQ(optimizer.done[0], 0);
    EXPECT_EQ(optimizer.done[1], zsn2n::kStepOverhead);
    EXPECT_EQ(team.done(), zsn2n::kStepOverhead * result.steps);
    EXPECT_EQ(team.done() + team.skipped(), zsn2n::kStepOverhead * plan.steps);
}

TEST_F(EarlyStopTest, WithoutItTheStepsAreThePlans) {
    const zsn2n::TrainPlan plan{400, false, {zsn2n::ScheduleKind::kOneCycle, 1, 0, 20, 0.4f}};
    NoGradient objective;
    RecordsRates optimizer;
    zsn2n::Arena arena(size_t{1} << 20);
    const Team team(zsn2n::Pool::shared(1), 1);
    const auto result =
        train(plan, layout_, objective, nullptr, optimizer, state_, *conv_, team, arena);
    EXPECT_EQ(result.steps, 400);
    EXPECT_EQ(optimizer.rates.size(), 400u);
    EXPECT_EQ(optimizer.rates[239], 1.0f);
    EXPECT_LT(optimizer.rates[241], 1.0f);
    EXPECT_EQ(objective.released_at, 240);
    EXPECT_EQ(team.done(), zsn2n::kStepOverhead * 400);
}

}  // namespace
