// SPDX-License-Identifier: BSD-2-Clause
// What the images before and after one give to a plane group of it.
#include <algorithm>

#include "base/error.h"
#include "base/math.h"
#include "denoiser/group_run.h"
#include "image/bands.h"
#include "temporal/flow.h"

namespace zsn2n {

namespace {

// What an estimate has left of the noise's variance, for the flow: 0.005 to 0.06 are as good.
constexpr float kLeft = 0.02f;

// A share of blocks. An estimate of the image by itself does where no more are averaged: 0.001 dB
// less for blackswan and tractor, but 3 dB for a still clip.
constexpr double kFewAveraged = 0.05;

// Of an average the pilot's estimate is as good as the past: refined, a still clip (kodim05, sigma
// 10 and 30) loses 0.00 to 0.05 dB.
constexpr double kMostAveraged = 0.5;

}  // namespace

void GroupRun::average(Tools &tools, TemporalState spare) {
    auto after = std::make_shared<TemporalState>(std::move(spare));
    after->resize(shape());
    average_still(observed(), pilot_noise_, past(), {recipe_.temporal, image_.rgb(), mask_},
                  tools.team, tools.arena, *after, map_);
    after_.temporal = std::move(after);
    // Most frames of a moving camera have none averaged: without a map they take an eighth less.
    if (averaged() == 0) return;
    keep_frozen();
    pilot_noise_ = pilot_noise_.with_map(map_);
}

// What no average takes off stays in the map of what is left.
void GroupRun::keep_frozen() {
    const auto kept = static_cast<float>(frozen_);
    for (int y = 0; y < map_.height; ++y) {
        float *const row = &map_.at(0, y, 0);
        for (int x = 0; x < map_.width; ++x) row[x] = kept + (1 - kept) * row[x];
    }
}

// The share of blocks that are averages, and count for something: bars without noise do not.
double GroupRun::averaged() const {
    constexpr int kBlock = TemporalState::kBlock;
    const AlignedBuffer<float> &variance = after_.temporal->variance;
    const int across = ceil_divide(image_.width(), kBlock);
    int count = 0;
    for (int i = 0; i < static_cast<int>(variance.size()); ++i) {
        if (variance[i] == 1) continue;
        const int left = i % across * kBlock, top = i / across * kBlock;
        count +=
            counts(mask_, Region{left, top, left + kBlock, top + kBlock}.clipped(image_.region()));
    }
    return static_cast<double>(count) / static_cast<double>(variance.size());
}

bool GroupRun::refines() const {
    return refinable() && !past().empty() && averaged() <= kMostAveraged;
}

// Whether this image was a next one, and its estimate then is as good as a new one.
bool GroupRun::take_estimate(Tools &tools, const PlanesView &estimate) {
    if (recipe_.lookahead == 0 || !ahead_.now || !ahead_.now->estimated(one_image_.of_mean(1)))
        return false;
    if (averaged() > kFewAveraged) return false;
    if (refinable() && !refines()) return false;
    copy_planes(ahead_.now->estimate.view(), estimate, tools.team);
    tools.team.skip(pilot_->cost(held(), tools.team.threads()).work);
    return true;
}

void GroupRun::estimate_next(Tools &tools) {
    for (NextGroup *const next : ahead_.next) {
        if (next->estimated(one_image_.of_mean(1))) continue;
        next->variance = -1;
        next->estimate.resize(held().width, held().height, held().channels);
        estimate_one(next_pilot(), next->noisy.view(), one_image_, tools, next->estimate.view());
        next->variance = one_image_.of_mean(1);
    }
}

// Finds the motion, unless another group has.
PlaneFlow GroupRun::motion(const ConstPlanesView &from, const ConstPlanesView &to,
                           const PlanesView &flow, ConstPlanesView &shared, Tools &tools) {
    if (!shared.data) {
        find_flow(from, to, kLeft * static_cast<float>(noise_.of_mean(1)), tools.team, tools.arena,
                  flow);
        shared = flow;
    } else {
        tools.team.skip(flow_cost(held()).work);
    }
    return {shared, image_.width(), image_.height()};
}

// From the last of the next images back to the first each is fused with the one after it, as the
// images before were in the other direction.
Neighbor GroupRun::fuse_next(Tools &tools) {
    estimate_next(tools);
    const size_t count = ahead_.next.size();
    tools.flows_ahead.resize(count);
    ConstPlanesView image = ahead_.next.back()->estimate.view();
    for (size_t i = count - 1; i > 0; --i) {
        const NextGroup &now = *ahead_.next[i - 1];
        const ConstPlanesView estimate = now.estimate.view();
        const PlaneFlow flow = motion(estimate, image, flow_ahead(i), tools.flows_ahead[i], tools);
        fuse_neighbors(now.noisy.view(), estimate, one_image_, {{image, flow}}, fusion(false),
                       tools.team, tools.arena, chain_);
        image = chain_;
    }
    return {image, motion(denoised_, image, flow_ahead(0), tools.flows_ahead[0], tools),
            static_cast<int>(count)};
}

// What one image shows may be texture: of clean brick through x264 the second frame lost 2.2 dB by
// it, now 0.0; and those that went on from it up to 1.
void GroupRun::estimate_again(Tools &tools) {
    constexpr float kContradicts = 0.5f, kGrey = 0.5f;
    const Noise &one = *after_.noise, corrected = one.corrected(after_.changing);
    bool contradicted = false;
    for (int c = 0; c < channels(); ++c)
        contradicted |= corrected.variance(kGrey, c) < kContradicts * one.variance(kGrey, c);
    if (!contradicted) return tools.team.skip(pilot_->cost(held(), tools.team.threads()).work);
    take_noise(false);
    if (averaged() > 0) {
        keep_frozen();
        pilot_noise_ = pilot_noise_.with_map(map_);
    }
    estimate_one(own_pilot(), noisy(), pilot_noise_, tools, denoised_);
}

// What the next image goes on from takes nothing of the images after this one: their noise is in
// itself then, and would count twice. Where it did a made clip lost 0.15 dB.
void GroupRun::fuse(Tools &tools) {
    TemporalState &after = *after_.temporal;
    const PlanesView fused = after.denoised.view();
    bool refined = false;
    const auto fuse_with = [&](const std::vector<Neighbor> &neighbors, const PlanesView &result) {
        fuse_neighbors(noisy(), denoised_, pilot_noise_, neighbors, fusion(refined), tools.team,
                       tools.arena, result);
    };
    std::vector<Neighbor> neighbors;
    if (past().empty()) {
        copy_planes(denoised_, fused, tools.team);
        std::fill_n(after.still.data(), after.still.size(), uint8_t{0});
    } else {
        const ConstPlanesView before = past().denoised.view();
        // The first group that has a past finds it, and has room for its inverse.
        if (!tools.flow.data) tools.back_room = back_;
        const PlaneFlow flow = motion(denoised_, before, flow_, tools.flow, tools);
        if (measures_change())
            measure_change(observed(), past(), flow, mask_, tools.team, tools.arena,
                           after_.changing);
        if (shows_change_first()) estimate_again(tools);
        neighbors.push_back({before, flow});
        fuse_with(neighbors, fused);
        if (refines()) {
            refine(*refinement_, noisy(), pilot_noise_, tools.team, tools.arena, fused, denoised_);
            refined = true;
            fuse_with(neighbors, fused);
        } else if (refinement_) {
            tools.team.skip(refinement_cost(tools.team.threads()).work);
        }
        mark_still(observed(), flow, tools.team, tools.arena, after);
    }
    if (recipe_.lookahead > 0) {
        neighbors.push_back(fuse_next(tools));
        fuse_with(neighbors, chain_);
    }
    copy_planes(recipe_.lookahead > 0 ? chain_ : fused, denoised_, tools.team);
}

double GroupRun::frames_work(int threads) const {
    Training how = recipe_.training;
    if (!before_.model) how.steps = how.first_steps;
    return frame_training_cost(how, held(), threads).work + recipe_.views * held().pixels();
}

// Whether a network learns from this frame. White noise leaves a network little to find: 0.01 to
// 0.07 dB over the fusion (tractor, blackswan, sigma 15), and as little what x264 left of it at crf
// 23 and 26. Grain, blurred by 0.5 and 0.65 pixels, -0.01 to 0.14; and 0.5 to 1.0 where it was
// taken for twice of what it is, so that it mends an estimate. What is of no use shows in a few
// frames.
bool GroupRun::learns() const {
    constexpr int kTrial = 6, kAgain = 8;
    constexpr double kWorth = 0.0015;
    return before_.lessons < kTrial || before_.gain >= kWorth || before_.lessons % kAgain == 0;
}

// The result that the next frame goes on from is the one without: the network then sees, and is
// measured on, the same kind of frame that it corrects.
void GroupRun::correct_by_frames(Tools &tools) {
    constexpr double kMemory = 0.3;
    const bool possible = !noise_.white() && !past().empty();
    if (possible) ++after_.lessons;
    if (!possible || !learns()) return tools.team.skip(frames_work(tools.team.threads()));
    const TemporalState &now = *after_.temporal;
    auto model = std::make_shared<Model>(channels(), true);
    if (before_.model) model->copy_from(*before_.model);
    if (!tools.back.data) {
        invert_flow(tools.flow, tools.team, tools.back_room);
        tools.back = tools.back_room;
    }
    const FramePair frames{{past().denoised.view(), past().mean.view()},
                           {now.denoised.view(), observed()},
                           PlaneFlow(tools.back, image_.width(), image_.height()),
                           mask_};
    const FrameTraining training =
        train_on_frames(recipe_.training, frames, *tools.conv, tools.team, tools.arena, *model);
    trained_ = training.trained;
    if (!model->finite())
        throw Error(ZSN2N_BACKEND, "training has diverged: its weights are not finite");
    after_.gain += kMemory * (training.gain / noise_.of_mean(1) - after_.gain);
    after_.model = std::move(model);
    tools.team.add(recipe_.training.regions * lesson_region_shape(held()).pixels());
    if (after_.model->trust == 0) return tools.team.skip(held().pixels());
    const Arena::Scope scope(tools.arena);
    const PlanesView input =
        take_planes(tools.arena, {held().width, held().height, 2 * channels()});
    const PlanesView estimate = input.channels_from(0, channels());
    copy_planes(denoised_, estimate, tools.team);
    copy_planes(now.mean.view(), input.channels_from(channels(), channels()), tools.team);
    infer_views(recipe_.views, after_.model->trust, input, estimate, after_.model->layout,
                after_.model->state.theta.data(), *tools.conv, recipe_.training.storage, tools.team,
                tools.arena, denoised_);
}

}  // namespace zsn2n
