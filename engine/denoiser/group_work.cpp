// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/group_work.h"

#include <algorithm>
#include <utility>

#include "image/bands.h"
#include "network/views.h"
#include "noise/noise_survey.h"

namespace zsn2n {

namespace {

// A pilot's time over that of inference, a pixel (Zen 4, AVX-512 with bf16).
constexpr double kPilotCost = 3;

// Joined images of which one has its noise measured: 6 ms of one thread, most of it the
// curve's fit, where a frame of 854 x 480 takes 45.
constexpr int kSurveyEvery = 4;

// Variance at all frequencies over what the model reads off the high ones. Noise that spans pixels
// (coarseness 12 to 14 in wide-field microscopy) has most of it below; but so has the faint texture
// of a clean image, which is to be kept.
float coarse_factor(const NoiseModel &noise) {
    constexpr double kCoarse = 3, kFaint = 1.5 / 255, kMost = 60;
    if (noise.coarseness < kCoarse || noise.sigma < kFaint) return 1;
    return static_cast<float>(std::min(3.0 * noise.coarseness, kMost));
}

void copy(const PlanesView &src, const PlanesView &dst, const Team &team) {
    each_band(team, src.width, src.height, [&](int begin, int end, int) {
        const Region rows = src.region().rows(begin, end);
        copy_planes(src.part(rows), dst.part(rows));
    });
}

}  // namespace

GroupWork::GroupWork(const GroupImage &image, const Strips &strips, const Settings &settings,
                     GroupDenoiser &denoiser, Continuity continuity)
    : image_(image),
      strips_(strips),
      denoiser_(&denoiser),
      warm_(continuity != Continuity::kNone),
      guided_(settings.guided),
      joins_(settings.temporal > 0 && strips.count() == 1),
      survey_(!joins_ || continuity != Continuity::kAlike ||
              denoiser.noise().age + 1 >= kSurveyEvery),
      views_(view_count(settings.view_share, settings.steps * step_cost(settings),
                        static_cast<double>(image.width()) * image.height())),
      pilot_(make_pilot(pilot_plan(settings, image.width(), image.height(), image.rgb()))),
      held_(std::exchange(denoiser.buffers(), {})) {
    const int width = image.width(), rows = strips.rows(), channels = image.channels();
    held_.input.resize(width, rows, channels * (guided_ ? 2 : 1));
    held_.denoised.resize(width, rows, channels);
    held_.row_samples.resize(image.row_bytes() * settings.threads);
    held_.mask.resize(image.masked() ? width : 0, image.masked() ? rows : 0, 1);
    const bool mixes = !settings.blend.plain();
    held_.mixed.resize(mixes ? width : 0, mixes ? rows : 0, channels);
    if (warm_) denoiser.save(before_);
}

double GroupWork::step_cost(const Settings &settings) const {
    return 3 * GroupDenoiser::step_pixels(settings, image_.width(), image_.height());
}

double GroupWork::work(const Settings &settings) const {
    const double pixels = static_cast<double>(image_.width()) * strips_.rows() * strips_.count();
    return steps(settings) * step_cost(settings) + pixels * views_ +
           (guided_ ? kPilotCost * pixels : 0.0);
}

void GroupWork::read(int strip, const Team &team) {
    const int top = strips_.top(strip);
    image_.read(image_.region().rows(top, top + strips_.rows()), team, noisy(), held_.mask.view());
}

void GroupWork::measure_noise(CropSource &source, const Team &team) {
    if (!survey_) {
        noise_ = denoiser_->noise().model;
        return;
    }
    noise_ = survey_noise(source,
                          image_.rgb() ? ChannelTexture::kShared : ChannelTexture::kSeparate, team);
}

TrainResult GroupWork::train(const Settings &settings, const Team &team, TileMaps &maps,
                             MotionField &motion, const StepCallback &after_step) {
    PlanesCrops in_memory({noisy(), held_.mask.view()});
    HostCrops in_host(image_);
    CropSource &source = strips_.count() == 1 ? static_cast<CropSource &>(in_memory) : in_host;
    measure_noise(source, team);
    table_ = make_noise_table(noise_).scaled(coarse_factor(noise_));
    if (joins_) join(settings, team, motion);
    if (!guided_) return denoiser_->train(settings, source, warm_, team, after_step);
    if (steps(settings) == 0) return {};
    const LessonBook::Plan plan{settings.crop_size / 2, settings.regions, settings.draws,
                                settings.seed};
    LessonBook book(source, table_, pilot_, plan, team);
    return denoiser_->train(settings, book, team, maps, after_step);
}

void GroupWork::join(const Settings &settings, const Team &team, MotionField &motion) {
    const PlanesView planes = noisy();
    held_.observed.resize(planes.width, planes.height, planes.channels);
    held_.factor.resize(planes.width, planes.height, 1);
    copy(planes, held_.observed.view(), team);
    TemporalState &before = denoiser_->images();
    if (!before.empty() && motion.blocks.empty()) {
        // What is left of the noise before is less than this noise, and counts for half of it.
        const double noise = 1.5 * noise_.sigma * noise_.sigma / planes.channels;
        motion = find_motion(planes, before.mean.view(), noise, team);
    }
    const auto coarser = [](int size, int blocks) {
        int shift = 0;
        while (((blocks * MotionField::kBlock) >> (shift + 1)) >= size) ++shift;
        return shift;
    };
    const TemporalSettings how{settings.temporal, image_.rgb(),
                               coarser(planes.width, motion.across),
                               coarser(planes.height, motion.down)};
    average_images(held_.observed.view(), table_, before, motion, how, team, joined_,
                   held_.factor.view());
    copy(joined_.mean.view(), planes, team);
    if (!before.empty()) table_.factor = held_.factor.view();
}

void GroupWork::keep() {
    std::swap(denoiser_->images(), joined_);
    denoiser_->noise() = {noise_, survey_ ? 0 : denoiser_->noise().age + 1};
    if (warm_) denoiser_->buffers() = std::move(held_);
}

// The first rows of a strip that are off the pilot's grid are not needed: they stay as they are.
void GroupWork::make_guide(int strip, const Team &team) {
    const int top = strips_.top(strip);
    const int first = (kPilotGrid - top % kPilotGrid) % kPilotGrid;
    const Region rows = held_.input.view().region().rows(first, strips_.rows());
    pilot_(noisy().part(rows), table_, team, guide().part(rows));
    const Region rest = held_.input.view().region().rows(0, first);
    copy_planes(noisy().part(rest), guide().part(rest));
}

void GroupWork::infer(int strip, const Team &team, TileMaps &maps,
                      const std::function<void(size_t pixels)> &tile_done) {
    if (!guided_) {
        denoiser_->infer(views_, noisy(), noisy(), team, maps, held_.denoised.view(), tile_done);
        return;
    }
    make_guide(strip, team);
    tile_done(static_cast<size_t>(kPilotCost * static_cast<double>(noisy().region().pixels())));
    if (joins_) {
        copy(guide(), held_.denoised.view(), team);
        tile_done(noisy().region().pixels() * views_);
    } else {
        denoiser_->infer(views_, held_.input.view(), guide(), team, maps, held_.denoised.view(),
                         tile_done);
    }
    undo_clipping(table_, team, held_.denoised.view());
}

void GroupWork::write(int strip, const BlendAmounts &amounts, const Team &team,
                      const zsn2n_image &dst) {
    const Region own = image_.region().rows(strips_.begin(strip), strips_.end(strip));
    const int top = strips_.top(strip);
    const Region held = noisy().region().rows(own.top - top, own.bottom - top);
    const PlanesView mask = image_.masked() ? held_.mask.view() : PlanesView();
    PlanesView result = held_.denoised.view();
    if (!amounts.plain()) {
        ResidualNoise noise{};
        for (int c = 0; c < image_.channels(); ++c) {
            noise.a[c] = static_cast<float>(noise_.curve.a[c]);
            noise.b[c] = static_cast<float>(noise_.curve.b[c]);
        }
        const Blend blend(amounts, image_.host(), image_.group(), noise);
        result = held_.mixed.view();
        each_band(team, held.width(), held.height(), [&](int begin, int end, int) {
            blend.mix(observed(), held_.denoised.view(), mask, held.top + begin, held.top + end,
                      result);
        });
    }
    image_.write(own, observed().part(held), result.part(held),
                 mask.data ? mask.part(held) : PlanesView(), amounts.strength, team,
                 held_.row_samples.data(), dst);
}

}  // namespace zsn2n
