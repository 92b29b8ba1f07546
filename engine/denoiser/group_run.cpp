// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/group_run.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "base/error.h"
#include "image/bands.h"
#include "image/crop_source.h"
#include "image/rgb_crops.h"
#include "temporal/flow.h"

namespace zsn2n {

namespace {

// In inferences of a pixel: of a sample read or written.
constexpr double kTransferWork = 0.04;

// Images of a video of which one has its noise measured, until the change from frame to frame has
// told it, and then: 25 ms of two threads, where a frame of 854 x 480 takes 45.
constexpr int kSurveyEvery = 4, kSurveyLater = 8;

void require_finite(const ConstPlanesView &planes, const Team &team) {
    std::atomic<bool> finite{true};
    each_band(team, planes.width, planes.height, [&](int begin, int end, int) {
        for (int c = 0; c < planes.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                float sum = 0;  // of zeros, but for what is not finite
                for (int x = 0; x < planes.width; ++x) sum += 0 * planes.at(x, y, c);
                if (sum != 0) finite = false;
            }
        }
    });
    if (!finite) throw Error(ZSN2N_BACKEND, "the result is not finite");
}

}  // namespace

// The image as training reads it: from memory where all of it is there.
struct GroupRun::Reader {
    Reader(const GroupRun &run, const Shape &largest, Arena &arena)
        : scope(arena), held({run.noisy(), run.mask_}) {
        if (run.strips_.count() > 1) host.emplace(run.image_, largest, arena);
    }
    CropSource &source() { return host ? static_cast<CropSource &>(*host) : held; }

    Arena::Scope scope;
    PlanesCrops held;
    std::optional<HostCrops> host;
};

GroupRun::GroupRun(const Settings &settings, const GroupImage &image, const GroupRecipe &recipe,
                   const Strips &strips, const GroupContinuation *before, GroupAhead ahead,
                   const GroupRole &role, Arena &arena)
    : image_(image),
      recipe_(recipe),
      strips_(strips),
      blend_(settings.blend()),
      ahead_(std::move(ahead)),
      corrects_(recipe.pilot && recipe.network && !recipe.on_frames) {
    if (before) before_ = *before;
    if (recipe.pilot) pilot_ = make_pilot(*recipe.pilot, image.rgb(), recipe.coarser);
    if (recipe.refined) {
        const PilotKind &first = *pilot_kind(recipe.pilot->first_guides);
        first_pilot_ = make_pilot(first, image.rgb(), first.coarser);
        refinement_ = recipe.pilot->make_refinement();
    }
    const Shape plane{image.width(), strips.rows(), 1};
    input_ = take_planes(arena, {plane.width, plane.height, channels() * (corrects_ ? 2 : 1)});
    denoised_ = take_planes(arena, held());
    row_samples_ = arena.take<uint8_t>(image.row_bytes() * settings.threads);
    if (image.masked()) mask_ = take_planes(arena, plane);
    if (!blend_.plain()) mixed_ = take_planes(arena, held());
    if (recipe.temporal > 0) {
        map_ = take_planes(arena, plane);
        flow_ = take_planes(arena, flow_shape(plane));
        if (role.inverts) back_ = take_planes(arena, flow_shape(plane));
        for (int i = 0; role.first && i < recipe.lookahead; ++i)
            flows_ahead_.push_back(take_planes(arena, flow_shape(plane)));
        if (recipe.lookahead > 0) chain_ = take_planes(arena, held());
    }
}

Cost GroupRun::stages(int threads) const {
    Arena count;
    const auto visit = [&](const Cost &cost) {
        count.visit(cost.bytes);
        return cost.work;
    };
    // Of what reads rectangles of the image, which are there already where all of it is.
    const auto visit_reading = [&](const Cost &cost, const Shape &largest) {
        const Arena::Scope scope(count);
        if (strips_.count() > 1) HostCrops::Memory(largest, image_.reach(), count);
        return visit(cost);
    };
    const Training &training = recipe_.training;
    const double passes = strips_.passes();
    double work = 2 * kTransferWork * passes * held().samples() +
                  visit_reading(survey_cost(), survey_crop(surveyed()));
    if (recipe_.temporal > 0) {
        work += visit(average_cost(held(), threads));
        count.visit(change_bytes(held()));
    }
    for (int i = 0; i < neighbors(); ++i) work += visit(flow_cost(held()));
    if (neighbors() > 0)
        work += visit(fusion_cost(held(), fusion(false), std::min(neighbors(), 2), threads));
    const int singly = recipe_.lookahead > 0 ? recipe_.lookahead - 1 + (past().empty() ? 0 : 1) : 0;
    work += singly * fusion_cost(held(), fusion(false), 1, threads).work;
    if (refinement_) {
        const double refining = visit(refinement_cost(threads));
        if (!past().empty()) work += refining;
        count.visit(first_pilot_->cost(held(), threads).bytes);
    }
    if (recipe_.on_frames) {
        work += frames_work(threads);
        visit(frame_training_cost(training, held(), threads));
        const Arena::Scope scope(count);
        take_planes(count, {held().width, held().height, 2 * channels()});
        const Layout layout = Model(channels(), true).layout;
        visit(infer_cost(layout, training.storage, held(), recipe_.views, threads));
    } else if (training.steps > 0) {
        work +=
            visit_reading(training_cost(training, shape(), image_.masked(), pilot_.get(), threads),
                          training_crop(training, shape(), corrects_));
    }
    const int more = unestimated() + (shows_change_first() ? 1 : 0);
    if (pilot_) work += (passes + more) * visit(pilot_->cost(held(), threads));
    if (recipe_.network && !recipe_.on_frames) {
        const Layout layout = Model(channels(), corrects_).layout;
        work +=
            passes * visit(infer_cost(layout, training.storage, held(), recipe_.views, threads));
    }
    return {count.peak(), work};
}

Cost GroupRun::refinement_cost(int threads) const {
    const Cost refining = refinement_->cost(held(), threads);
    const Cost fusing = fusion_cost(held(), fusion(true), 1, threads);
    return {std::max(refining.bytes, fusing.bytes), refining.work + fusing.work};
}

size_t GroupRun::bytes_beside(const Settings &settings) const {
    Arena count;
    if (recipe_.network) {
        count.take<uint8_t>(model_bytes(recipe_.training, settings.method, shape(), recipe_.pilot,
                                        settings.threads));
    }
    // The images before, without this one and with it.
    const int states = recipe_.temporal > 0 ? 2 : 0;
    for (int i = 0; i < states; ++i) TemporalState::take(held(), count);
    // The next images, and this one since it was one.
    const int next = recipe_.lookahead > 0 ? recipe_.lookahead + 1 : 0;
    for (int i = 0; i < next; ++i) NextGroup::take(held(), count);
    return count.peak();
}

void GroupRun::read(int strip, const Team &team) {
    image_.read(image_.region().rows(strips_.top(strip), strips_.bottom(strip)), team,
                rows_of(observed(), strip), mask_.data ? rows_of(mask_, strip) : mask_);
    team.add(kTransferWork * static_cast<double>(rows_of(observed(), strip).shape().samples()));
}

zsn2n_noise_kind GroupRun::noise_kind() const {
    const zsn2n_image &host = image_.host();
    const double step = host.sample == ZSN2N_SAMPLE_F32 ? 1e-6 : 1 / (std::exp2(host.bits) - 1);
    if (noise_.none(step)) return ZSN2N_NOISE_KIND_NONE;
    return recipe_.white || noise_.even() ? ZSN2N_NOISE_KIND_WHITE : ZSN2N_NOISE_KIND_COLORED;
}

bool GroupRun::surveys(bool alike) const {
    const int every = before_.changing.settled() ? kSurveyLater : kSurveyEvery;
    return recipe_.temporal == 0 || !alike || !before_.noise || before_.noise_age + 1 >= every;
}

Cost GroupRun::survey_cost() const {
    const Cost cost = zsn2n::survey_cost(surveyed(), image_.masked(), finds_spectrum());
    if (!has_colour()) return cost;
    Arena count;
    RgbCrops::Memory(image_.host(), survey_crop(surveyed()), count);
    const Cost colour =
        zsn2n::survey_cost({surveyed().width, surveyed().height, 3}, image_.masked(), true);
    count.visit(colour.bytes);
    return {count.peak(), cost.work + colour.work};
}

// Of fused images the change from one to the next tells more than colour does: of 18 clips of
// tractor and blackswan as MJPEG and h264 three lose 0.3 dB by colour, and three gain 0.05 to 0.3.
SurveyedNoise GroupRun::measure(CropSource &image, bool alike, Tools &tools) {
    PartCrops part(image, surveyed_region());
    if (!has_colour() || !alone(alike)) {
        tools.team.skip(survey_cost().work - zsn2n::survey_cost(surveyed(), false, true).work);
        return survey_spectrum(part, channels(), texture(), image_.rgb(), tools.team, tools.arena);
    }
    const Arena::Scope scope(tools.arena);
    RgbCrops rgb(image, image_.host(), survey_crop(surveyed()), tools.arena);
    PartCrops rgb_part(rgb, surveyed_region());
    return survey_luma(part, channels(), rgb_part, tools.team, tools.arena);
}

Noise GroupRun::survey(bool alike, Tools &tools) {
    Reader reader(*this, survey_crop(surveyed()), tools.arena);
    if (!finds_spectrum()) {
        PartCrops part(reader.source(), surveyed_region());
        return survey_noise(part, channels(), texture(), tools.team, tools.arena);
    }
    const SurveyedNoise found = measure(reader.source(), alike, tools);
    after_.doubt = found.spectrum.why;
    // The next image is fused, and measures without.
    if (found.spectrum.luma_of_colour) after_.noise_age = kSurveyLater;
    if (found.spectrum.kind == NoiseKind::kUnknown) return {};
    if (found.spectrum.kind == NoiseKind::kWhite) return Noise(found.white);
    NoiseSpectrum spectrum = found.spectrum.spectrum;
    spectrum.opponent = image_.rgb();
    return {found.white, spectrum};
}

void GroupRun::learn(Tools &tools, bool alike, TemporalState spare) {
    if (surveys(alike)) {
        after_.noise = survey(alike, tools);
    } else {
        after_.noise = before_.noise;
        after_.doubt = before_.doubt;
        after_.noise_age = before_.noise_age + 1;
        tools.team.skip(survey_cost().work);
    }
    if (alike) after_.changing = before_.changing;
    take_noise(alone(alike));
    if (keeps_points() && noise_kind() != ZSN2N_NOISE_KIND_NONE)
        points_ = image_.points(tools.team);
    if (recipe_.temporal > 0) average(tools, std::move(spare));
    if (corrects_ && !noise_.white()) return skip_network(tools);
    after_.model = before_.model;
    after_.lessons = before_.lessons;
    after_.gain = before_.gain;
    if (recipe_.training.steps > 0 && !recipe_.on_frames) train(tools);
}

// The noise that is removed: as found, and as what changes corrects it. alone: the image is not
// fused with others.
void GroupRun::take_noise(bool alone) {
    noise_ = (alone ? after_.noise->alone() : *after_.noise).times(recipe_.noise_level);
    if (corrected_by_change() && !after_.changing.empty()) {
        const Noise corrected = after_.noise->corrected(after_.changing);
        frozen_ = corrected.frozen(after_.changing);
        noise_ = corrected.times(recipe_.noise_level);
    }
    pilot_noise_ = one_image_ = recipe_.white ? noise_ : noise_.at_all_frequencies();
}

// Views of a pair share noise that spans pixels, so that a network learns to keep it. Recorrupted
// pictures, y + z for y - z (Pang et al., CVPR 2021), do not; but z must be drawn as the noise is.
// Told the exact spectrum they gain 0.12 dB over the pilot for white noise blurred by 0.7 pixels,
// and lose 0.18 for camera JPEGs and 4.8 for a SIDD block, whose noise is not the same everywhere.
void GroupRun::skip_network(Tools &tools) {
    const Training &how = recipe_.training;
    if (how.steps > 0)
        tools.team.skip(
            training_cost(how, shape(), image_.masked(), pilot_.get(), tools.team.threads()).work);
    tools.team.skip(recipe_.views * held().pixels() * strips_.passes());
}

void GroupRun::train(Tools &tools) {
    const Training &how = recipe_.training;
    auto model = std::make_shared<Model>(channels(), corrects_);
    if (how.warm && before_.model) model->copy_from(*before_.model);
    Reader reader(*this, training_crop(how, shape(), corrects_), tools.arena);
    trained_ =
        pilot_ ? train_correction(how, reader.source(), pilot_noise_, *pilot_, *tools.conv,
                                  tools.team, tools.arena, *model)
               : train_alone(how, reader.source(), *tools.conv, tools.team, tools.arena, *model);
    if (!model->finite())
        throw Error(ZSN2N_BACKEND, "training has diverged: its weights are not finite");
    after_.model = std::move(model);
    // A correction that is not to be trusted is not made.
    if (!after_.model->works()) {
        tools.team.skip(recipe_.views * held().pixels() * strips_.passes());
    }
}

void GroupRun::estimate_one(const Pilot &pilot, const ConstPlanesView &noisy, const Noise &noise,
                            Tools &tools, const PlanesView &estimate) {
    const int threads = tools.team.threads();
    tools.team.skip(pilot_->cost(held(), threads).work - pilot.cost(held(), threads).work);
    pilot.run(noisy, noise, tools.team, tools.arena, estimate);
}

void GroupRun::estimate(int strip, Tools &tools) {
    const ConstPlanesView noisy = rows_of(this->noisy(), strip);
    const PlanesView input = rows_of(input_, strip), denoised = rows_of(denoised_, strip);
    const PlanesView guide = corrects_ ? input.channels_from(0, channels()) : denoised;
    if (pilot_ && !take_estimate(tools, guide))
        estimate_one(own_pilot(), noisy, pilot_noise_, tools, guide);
    if (recipe_.network && !recipe_.on_frames) {
        const Model *const model = after_.model.get();
        const ConstPlanesView base = pilot_ ? ConstPlanesView(guide) : noisy;
        if (model && model->works()) {
            infer_views(recipe_.views, model->trust, pilot_ ? ConstPlanesView(input) : base, base,
                        model->layout, model->state.theta.data(), *tools.conv,
                        recipe_.training.storage, tools.team, tools.arena, denoised);
        } else {
            copy_planes(base, denoised, tools.team);
        }
    }
    if (after_.temporal) fuse(tools);
    if (recipe_.on_frames) correct_by_frames(tools);
    const Region rows = image_.region().rows(strips_.top(strip), strips_.bottom(strip));
    keep_points(points_, rows, noisy, denoised);
    if (pilot_) noise_.undo_clipping(tools.team, denoised);
    if (image_.host().sample == ZSN2N_SAMPLE_F32) require_finite(denoised, tools.team);
}

void GroupRun::write(int strip, const Team &team, const zsn2n_image &dst) {
    const Region own = image_.region().rows(strips_.begin(strip), strips_.end(strip));
    const Region rows = own.from({0, strips_.top(strip), 0, 0});
    const ConstPlanesView observed = this->observed(), mask = mask_;
    PlanesView result = denoised_;
    if (!blend_.plain()) {
        const Blend blend(blend_, image_.host(), image_.group(), noise_);
        result = mixed_;
        const ConstPlanesView before = rows_of(observed, strip);
        const ConstPlanesView after = rows_of(denoised_, strip);
        each_band(team, rows.width(), rows.height(), [&](int begin, int end, int) {
            blend.mix(before, after, mask, rows.top + begin, rows.top + end, result);
        });
    }
    image_.write(own, observed.part(rows), result.part(rows),
                 mask.data ? mask.part(rows) : ConstPlanesView(), blend_.strength, team,
                 row_samples_, dst);
    team.add(kTransferWork * static_cast<double>(rows_of(denoised_, strip).shape().samples()));
}

}  // namespace zsn2n
