// SPDX-License-Identifier: BSD-2-Clause
#include "train/model.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

// Taken off a share that frames measured, and how fast the trust follows it.
constexpr double kFrameCaution = 0.02;
constexpr float kFrameMemory = 0.3f;

std::unique_ptr<Optimizer> optimizer_of(const Training &how, const Layout &layout) {
    return how.second_order ? make_soap(layout, how.moments) : make_adam(layout, how.moments);
}

void start_afresh(const Training &how, const Optimizer &optimizer, Model &model) {
    initialise_parameters(model.layout, how.seed, model.state.theta);
    model.state.optimizer.resize(optimizer.state_size());
    std::fill_n(model.state.optimizer.data(), optimizer.state_size(), 0.0f);
    model.state.steps = 0;
}

}  // namespace

bool Model::finite() const {
    const auto all = [](const AlignedBuffer<float> &values) {
        return std::all_of(values.data(), values.data() + values.size(),
                           [](float value) { return std::isfinite(value); });
    };
    return std::isfinite(trust) && all(state.theta) && all(state.optimizer);
}

void Model::copy_from(const Model &other) {
    state.copy_from(other.state);
    trust = other.trust;
}

TrainResult train_alone(const Training &how, CropSource &image, Conv3x3 &conv, const Team &team,
                        Arena &arena, Model &model) {
    const Arena::Scope scope(arena);
    const Layout &layout = model.layout;
    const std::unique_ptr<Optimizer> optimizer = optimizer_of(how, layout);
    if (!how.warm) start_afresh(how, *optimizer, model);
    std::vector<HeldOutBlock> held_out;
    std::unique_ptr<EarlyStop> early_stop;
    if (how.early_stop) {
        held_out = held_out_blocks(image, how.seed);
        if (!held_out.empty()) {
            early_stop = std::make_unique<EarlyStop>(image, held_out, layout, how.storage,
                                                     how.steps, team, arena);
        }
    }
    const std::unique_ptr<Objective> objective =
        how.whole_image
            ? make_whole_objective(image.crop({0, 0, image.width(), image.height()}, team), layout,
                                   how.storage, arena)
            : make_crop_objective(image, held_out, layout, how.storage, how.crop_size, how.seed,
                                  arena);
    return train({how.steps, how.warm, how.schedule}, layout, *objective, early_stop.get(),
                 *optimizer, model.state, conv, team, arena);
}

TrainResult train_correction(const Training &how, CropSource &image, const Noise &noise,
                             const Pilot &pilot, Conv3x3 &conv, const Team &team, Arena &arena,
                             Model &model) {
    const Arena::Scope scope(arena);
    const Layout &layout = model.layout;
    LessonBook book(image, noise, pilot, how.lessons(), team, arena);
    if (book.lessons().empty()) return {};
    const std::unique_ptr<Optimizer> optimizer = optimizer_of(how, layout);
    start_afresh(how, *optimizer, model);
    TrainResult result;
    {
        const Arena::Scope training(arena);
        const std::unique_ptr<Objective> objective = make_guided_objective(
            book.lessons(), layout, how.storage, how.crop_size / 2, how.seed, arena);
        result = train({how.steps, false, how.schedule}, layout, *objective, nullptr, *optimizer,
                       model.state, conv, team, arena);
    }
    model.trust = book.trust(team, [&](const ConstPlanesView &input, const PlanesView &denoised) {
        infer_views(1, 1, input, input.channels_from(0, layout.out), layout,
                    model.state.theta.data(), conv, how.storage, team, arena, denoised);
    });
    return result;
}

FrameTraining train_on_frames(const Training &how, const FramePair &frames, Conv3x3 &conv,
                              const Team &team, Arena &arena, Model &model) {
    const Arena::Scope scope(arena);
    const Layout &layout = model.layout;
    const std::unique_ptr<Optimizer> optimizer = optimizer_of(how, layout);
    const bool fresh = model.state.empty();
    if (fresh) start_afresh(how, *optimizer, model);
    const FrameLessons lessons(frames, how.regions, model.state.steps, team, arena);
    FrameTraining result{{}, 0};
    if (!fresh) {
        const FrameLessons::Worth worth =
            lessons.worth(arena, [&](const ConstPlanesView &input, const PlanesView &denoised) {
                infer_views(1, 1, input, input.channels_from(0, layout.out), layout,
                            model.state.theta.data(), conv, how.storage, team, arena, denoised);
            });
        const auto share = static_cast<float>(std::max(worth.share - kFrameCaution, 0.0));
        model.trust = model.trust > 0 ? model.trust + kFrameMemory * (share - model.trust) : share;
        result.gain = worth.gain;
    }
    const std::unique_ptr<Objective> objective = make_guided_objective(
        lessons.lessons(), layout, how.storage, how.crop_size / 2, how.seed, arena);
    result.trained = train({fresh ? how.first_steps : how.steps, !fresh, how.schedule}, layout,
                           *objective, nullptr, *optimizer, model.state, conv, team, arena);
    return result;
}

Cost frame_training_cost(const Training &how, const Shape &image, int threads) {
    const Layout layout = Model(image.channels, true).layout;
    const Shape region = lesson_region_shape(image);
    Arena count;
    FrameLessons::count(image, how.regions,
                        infer_cost(layout, how.storage, region, 1, threads).bytes, count);
    const Cost objective = guided_objective_cost(layout, how.storage, how.crop_size / 2);
    count.visit(objective.bytes);
    return {count.peak(),
            how.regions * region.pixels() + kStepOverhead * how.steps * objective.work};
}

Cost training_cost(const Training &how, const Shape &image, bool masked, const Pilot *pilot,
                   int threads) {
    const Layout layout = Model(image.channels, pilot != nullptr).layout;
    const double steps = kStepOverhead * how.steps * training_step_work(how, image);
    Arena count;
    if (!pilot) {
        if (how.early_stop) count.take<uint8_t>(EarlyStop::cost(layout, how.storage).bytes);
        const Cost objective = how.whole_image
                                   ? whole_objective_cost(layout, how.storage, image)
                                   : crop_objective_cost(layout, how.storage, image, how.crop_size);
        count.visit(objective.bytes);
        return {count.peak(), steps};
    }
    const Shape region = lesson_region_shape(image);
    const double book = LessonBook::count(image, masked, *pilot, how.lessons(), threads, count);
    if (book == 0) return {};
    const Cost correct = infer_cost(layout, how.storage, region, 1, threads);
    const Cost trust = LessonBook::trust_cost(image, *pilot, how.lessons(), correct.bytes, threads);
    count.visit(guided_objective_cost(layout, how.storage, how.crop_size / 2).bytes);
    count.visit(trust.bytes);
    return {count.peak(),
            book + steps + trust.work + LessonBook::trust_pixels(image, how.lessons())};
}

double training_step_work(const Training &how, const Shape &image) {
    const Layout layout(image.channels, image.channels);
    if (how.whole_image) return whole_objective_cost(layout, how.storage, image).work;
    return crop_objective_cost(layout, how.storage, image, how.crop_size).work;
}

Shape training_crop(const Training &how, const Shape &image, bool corrects) {
    if (corrects) return lesson_region_shape(image);
    return {std::min(how.crop_size, image.width), std::min(how.crop_size, image.height),
            image.channels};
}

size_t model_bytes(const Training &how, const Method &method, const Shape &image, bool corrects,
                   int threads) {
    // In units of the parameters: they and the optimiser's state take 4.2, those of the image
    // before as much, the optimiser's scratch 3.3, and what a convolution repacks 2.
    const size_t model = 14 * Model(image.channels, corrects).layout.size * sizeof(float);
    const size_t step = how.whole_image ? largest_band_pixels(image.width, image.height)
                                        : static_cast<size_t>(how.crop_size) * how.crop_size / 4;
    const size_t largest = std::max(step, infer_tile_pixels(how.storage));
    return model + threads * conv3x3_scratch_bytes(method, largest);
}

}  // namespace zsn2n
