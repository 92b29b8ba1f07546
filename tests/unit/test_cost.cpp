// SPDX-License-Identifier: BSD-2-Clause
// Operations take what they declare: an arena of that many bytes is enough, and is used.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "made_noise.h"
#include "noise/noise_survey.h"
#include "pilot/bm3d_stage.h"
#include "pilot/coarser_scale.h"
#include "temporal/flow.h"
#include "temporal/recursion.h"
#include "train/model.h"

namespace {

using namespace zsn2n;

constexpr int kThreads = 3;
constexpr Storage kF32 = Storage::kF32;
// The tallest takes a pilot three strips: the middle one has all rows that it declares.
constexpr Shape kShapes[] = {{300, 211, 3}, {64, 700, 1}, {131, 90, 2}, {48, 3300, 3}};

const Team &team() {
    static const Team shared(Pool::shared(kThreads), kThreads);
    return shared;
}

// Of standard deviation 0.1, and about the noise it is said to have.
Planes picture(const Shape &shape) {
    Planes planes(shape.width, shape.height, shape.channels);
    Rng rng(2, 2);
    for (size_t i = 0; i < shape.samples(); ++i) planes.view().data[i] = 0.5f + 0.1f * rng.normal();
    return planes;
}

Noise white_noise() {
    return made::white_noise(0.1);
}

// Runs an operation in an arena of exactly what it declares.
void expect_honest(const std::string &name, const Shape &shape, size_t bytes,
                   const std::function<void(Arena &)> &call) {
    const std::string what = name + ' ' + std::to_string(shape.channels) + 'x' +
                             std::to_string(shape.width) + 'x' + std::to_string(shape.height);
    const ThreadScope scope;
    // An empty one only counts: what takes nothing must not find that out.
    Arena arena(bytes ? bytes : kAlignment);
    EXPECT_NO_THROW(call(arena)) << what << " needs more than " << bytes;
    EXPECT_GE(static_cast<double>(arena.peak()), 0.95 * static_cast<double>(bytes)) << what;
}

// What noise there will be is not known when the bytes are declared: coloured noise takes them all,
// white noise may need less.
void expect_honest(const std::string &name, const Pilot &pilot) {
    for (const Shape &shape : kShapes) {
        const Planes noisy = picture(shape);
        Planes estimate(shape.width, shape.height, shape.channels);
        const size_t bytes = pilot.cost(shape, kThreads).bytes;
        const auto run = [&](const Noise &noise, Arena &arena) {
            pilot.run(noisy.view(), noise, team(), arena, estimate.view());
        };
        expect_honest(name, shape, bytes,
                      [&](Arena &arena) { run(made::coloured_noise(0.1, shape.channels), arena); });
        const ThreadScope scope;
        Arena arena(bytes);
        EXPECT_NO_THROW(run(white_noise(), arena)) << name;
    }
}

TEST(CostTest, OfPilots) {
    for (const bool coarser : {false, true}) {
        for (const int guides : {ZSN2N_GUIDES_PILOT, ZSN2N_GUIDES_DCT, ZSN2N_GUIDES_QUICK}) {
            const PilotKind &kind = *pilot_kind(guides);
            const std::string name =
                std::string("pilot ") + std::to_string(guides) + (coarser ? " coarser" : "");
            std::unique_ptr<Pilot> bare = kind.make(true);
            if (coarser) bare = make_coarser_scale(std::move(bare), {1, 2});
            expect_honest(name + " whole", *bare);
            expect_honest(name + " in strips", *make_pilot(kind, true, coarser, 1));
        }
    }
}

TEST(CostTest, OfTheSecondStage) {
    const Bm3dStage stage({});
    for (const Shape &shape : kShapes) {
        const Planes noisy = picture(shape);
        Planes estimate(shape.width, shape.height, shape.channels);
        for (const Noise &noise : {white_noise(), made::coloured_noise(0.1, shape.channels)}) {
            const size_t bytes = stage.cost(shape, kThreads).bytes;
            expect_honest("second stage", shape, bytes, [&](Arena &arena) {
                stage.run(noisy.view(), noisy.view(), noise, team(), arena, estimate.view());
            });
        }
    }
}

TEST(CostTest, OfWhatAnImageTakesFromThePast) {
    for (const Shape &shape : kShapes) {
        const Planes noisy = picture(shape);
        Planes map(shape.width, shape.height, 1), result(shape.width, shape.height, shape.channels);
        const Shape half = flow_shape(shape);
        Planes motion(half.width, half.height, half.channels);
        const FusionSettings settings{shape.channels == 3, 4};
        const std::unique_ptr<Refinement> refinement =
            pilot_kind(ZSN2N_GUIDES_QUICK)->make_refinement();
        TemporalState before, after;
        before.resize(shape);
        after.resize(shape);
        copy_planes(noisy.view(), before.mean.view());
        copy_planes(noisy.view(), before.denoised.view());
        std::fill_n(before.variance.data(), before.variance.size(), 1.0f);
        std::fill_n(before.still.data(), before.still.size(), uint8_t{1});
        expect_honest("flow", shape, flow_cost(shape).bytes, [&](Arena &arena) {
            find_flow(noisy.view(), before.denoised.view(), 1e-4f, team(), arena, motion.view());
        });
        expect_honest("average", shape, average_cost(shape, kThreads).bytes, [&](Arena &arena) {
            average_still(noisy.view(), white_noise(), before, {16, settings.rgb}, team(), arena,
                          after, map.view());
        });
        const PlaneFlow flow(motion.view(), shape.width, shape.height);
        ChangingNoise changing;
        expect_honest("change", shape, change_bytes(shape), [&](Arena &arena) {
            measure_change(noisy.view(), before, flow, {}, team(), arena, changing);
            mark_still(noisy.view(), flow, team(), arena, after);
        });
        Planes fused = picture(shape);
        expect_honest("refinement", shape, refinement->cost(shape, kThreads).bytes,
                      [&](Arena &arena) {
                          refine(*refinement, noisy.view(), white_noise(), team(), arena,
                                 fused.view(), result.view());
                      });
        for (int count = 1; count <= 2; ++count) {
            const std::vector<Neighbor> neighbors(count, {before.denoised.view(), flow});
            expect_honest("fusion", shape, fusion_cost(shape, settings, count, kThreads).bytes,
                          [&](Arena &arena) {
                              fuse_neighbors(noisy.view(), noisy.view(), white_noise(), neighbors,
                                             settings, team(), arena, result.view());
                          });
        }
    }
}

// What it holds outside of the arena is counted as a visit to it.
TEST(CostTest, OfTheSurvey) {
    for (const Shape &shape : {Shape{300, 211, 3}, {1500, 700, 3}, {1500, 700, 1}}) {
        const Planes noisy = picture(shape);
        Planes mask(shape.width, shape.height, 1);
        std::fill_n(mask.view().data, mask.view().shape().samples(), 1.0f);
        for (const bool masked : {false, true}) {
            PlanesCrops crops({noisy.view(), masked ? mask.view() : ConstPlanesView()});
            expect_honest("survey", shape, survey_cost(shape, masked, true).bytes,
                          [&](Arena &arena) {
                              survey_spectrum(crops, shape.channels, ChannelTexture::kShared,
                                              shape.channels == 3, team(), arena);
                          });
        }
    }
}

// Where luma leaves its noise open, R, G and B are asked: their survey is the larger.
TEST(CostTest, OfTheSurveyOfLuma) {
    const Shape shape{1500, 700, 1}, rgb{1500, 700, 3};
    Planes noisy = picture(shape), colour = picture(rgb);
    // Of 2x2 pixels alike, which is not fine-grained.
    for (const PlanesView &view : {noisy.view(), colour.view()}) {
        for (int c = 0; c < view.channels; ++c)
            for (int y = 0; y < view.height; ++y)
                for (int x = 0; x < view.width; ++x) view.at(x, y, c) = view.at(x & ~1, y & ~1, c);
    }
    PlanesCrops luma({noisy.view(), {}}), all({colour.view(), {}});
    expect_honest("survey of luma", shape, survey_cost(rgb, false, true).bytes,
                  [&](Arena &arena) { survey_luma(luma, 1, all, team(), arena); });
}

struct Network {
    explicit Network(const Layout &of)
        : layout(of), conv(make_conv3x3({Backend::kHalide, kF32}, kThreads)) {
        initialise_parameters(layout, 4, state.theta);
        optimizer = make_adam(layout, {0.9f, 0.999f, 1e-8f});
        state.optimizer.resize(optimizer->state_size());
        std::fill_n(state.optimizer.data(), optimizer->state_size(), 0.0f);
    }
    // Two steps, with the gradient that the loop takes.
    void train(Objective &objective, Arena &arena) {
        zsn2n::train({2, false, {ScheduleKind::kPaper, 1e-3f, 0, 1, 1}}, layout, objective, nullptr,
                     *optimizer, state, *conv, team(), arena);
    }

    Layout layout;
    std::unique_ptr<Conv3x3> conv;
    ModelState state;
    std::unique_ptr<Optimizer> optimizer;
};

TEST(CostTest, OfObjectivesWithTheirTraining) {
    for (const Shape &shape : kShapes) {
        const Planes noisy = picture(shape);
        PlanesCrops crops({noisy.view(), {}});
        Network network(Layout(shape.channels, shape.channels));
        const Layout &layout = network.layout;
        for (const int size : {48, 64}) {
            expect_honest("crops", shape, crop_objective_cost(layout, kF32, shape, size).bytes,
                          [&](Arena &arena) {
                              network.train(
                                  *make_crop_objective(crops, {}, layout, kF32, size, 1, arena),
                                  arena);
                          });
        }
        expect_honest("whole image", shape, whole_objective_cost(layout, kF32, shape).bytes,
                      [&](Arena &arena) {
                          network.train(
                              *make_whole_objective({noisy.view(), {}}, layout, kF32, arena),
                              arena);
                      });
    }
}

TEST(CostTest, OfEarlyStop) {
    const Shape shape{400, 400, 3};
    const Planes noisy = picture(shape);
    PlanesCrops crops({noisy.view(), {}});
    Network network(Layout(3, 3));
    const auto blocks = held_out_blocks(crops, 0);
    ASSERT_FALSE(blocks.empty());
    expect_honest("early stop", shape, EarlyStop::cost(network.layout, kF32).bytes,
                  [&](Arena &arena) {
                      EarlyStop stop(crops, blocks, network.layout, kF32, 20, team(), arena);
                      stop.stalled(1, network.state.theta.data(), *network.conv, team());
                  });
}

// The book, the objective that learns from it, and the trust on top of the book.
TEST(CostTest, OfLessonsAndTrust) {
    const PilotKind &kind = *pilot_kind(ZSN2N_GUIDES_DCT);
    const auto pilot = make_pilot(kind, true, true);
    const Noise noise = white_noise();
    const LessonBook::Plan plan{32, 2, 1, 3};
    for (const Shape &shape : {Shape{300, 211, 3}, {131, 90, 2}, {512, 400, 1}}) {
        const Planes noisy = picture(shape);
        Planes mask(shape.width, shape.height, 1);
        std::fill_n(mask.view().data, mask.view().shape().samples(), 1.0f);
        Network network(Layout(2 * shape.channels, shape.channels));
        for (const bool masked : {false, true}) {
            PlanesCrops crops({noisy.view(), masked ? mask.view() : ConstPlanesView()});
            Arena count;
            EXPECT_GT(LessonBook::count(shape, masked, *pilot, plan, kThreads, count), 0);
            const size_t book_bytes = count.peak();
            expect_honest("book", shape, book_bytes, [&](Arena &arena) {
                LessonBook(crops, noise, *pilot, plan, team(), arena);
            });
            Arena lessons(book_bytes);
            const LessonBook book(crops, noise, *pilot, plan, team(), lessons);
            ASSERT_FALSE(book.lessons().empty());
            expect_honest("lessons", shape,
                          guided_objective_cost(network.layout, kF32, plan.patch).bytes,
                          [&](Arena &arena) {
                              network.train(*make_guided_objective(book.lessons(), network.layout,
                                                                   kF32, plan.patch, 1, arena),
                                            arena);
                          });
            Planes guide = picture(shape);
            const LessonSource source{noisy.view(), guide.view(), {}, noise, *pilot};
            expect_honest("trust", shape, Trust::cost(shape, plan.draws, *pilot, 0, kThreads).bytes,
                          [&](Arena &arena) {
                              Trust().add(source, 1, plan.draws, team(), arena,
                                          [&](const ConstPlanesView &input, const PlanesView &to) {
                                              copy_planes(input.channels_from(0, shape.channels),
                                                          to);
                                          });
                          });
        }
    }
}

Training short_training() {
    Training how{};
    how.crop_size = 64;
    how.steps = how.first_steps = 5;
    how.schedule = {ScheduleKind::kOneCycle, 1e-3f, 0, 1, 0.4f};
    how.second_order = true;
    how.moments = {0.95f, 0.95f, 1e-8f};
    how.regions = 2;
    how.draws = 1;
    return how;
}

// The first time, and once there is something to measure.
TEST(CostTest, OfTrainingOnFrames) {
    const Training how = short_training();
    for (const Shape &shape : {Shape{300, 211, 3}, {131, 90, 2}, {512, 400, 1}}) {
        const Planes noisy = picture(shape);
        const Shape half = flow_shape(shape);
        Planes still(half.width, half.height, half.channels);
        std::fill_n(still.view().data, half.samples(), 0.0f);
        const SeenFrame frame{noisy.view(), noisy.view()};
        const FramePair frames{
            frame, frame, PlaneFlow(still.view(), shape.width, shape.height), {}};
        Model model(shape.channels, true);
        Network network(model.layout);
        Arena roomy(size_t{64} << 20);
        train_on_frames(how, frames, *network.conv, team(), roomy, model);
        expect_honest("training on frames", shape, frame_training_cost(how, shape, kThreads).bytes,
                      [&](Arena &arena) {
                          train_on_frames(how, frames, *network.conv, team(), arena, model);
                      });
    }
}

TEST(CostTest, OfTrainings) {
    const auto pilot = make_pilot(*pilot_kind(ZSN2N_GUIDES_PILOT), true, true);
    // Large enough for all held-out blocks: those are what the early stop counts.
    for (const Shape &shape : {Shape{400, 400, 3}, {512, 400, 1}}) {
        const Planes noisy = picture(shape);
        PlanesCrops crops({noisy.view(), {}});
        for (const bool corrects : {false, true}) {
            Training how = short_training();
            how.early_stop = true;
            Model model(shape.channels, corrects);
            Network network(model.layout);
            const Pilot *with = corrects ? pilot.get() : nullptr;
            expect_honest(corrects ? "training of a correction" : "training", shape,
                          training_cost(how, shape, false, with, kThreads).bytes,
                          [&](Arena &arena) {
                              if (corrects) {
                                  train_correction(how, crops, white_noise(), *pilot, *network.conv,
                                                   team(), arena, model);
                              } else {
                                  train_alone(how, crops, *network.conv, team(), arena, model);
                              }
                          });
        }
    }
}

TEST(CostTest, OfInference) {
    for (const Shape &shape : kShapes) {
        const Planes noisy = picture(shape);
        Planes denoised(shape.width, shape.height, shape.channels);
        Network network(Layout(shape.channels, shape.channels));
        expect_honest("inference", shape,
                      infer_cost(network.layout, kF32, shape, 2, kThreads).bytes,
                      [&](Arena &arena) {
                          infer_views(2, 1, noisy.view(), noisy.view(), network.layout,
                                      network.state.theta.data(), *network.conv, kF32, team(),
                                      arena, denoised.view());
                      });
    }
}

}  // namespace
