// SPDX-License-Identifier: BSD-2-Clause
// One plane group during one call: its planes, a strip of them at a time, and what is done to them.
#pragma once

#include <algorithm>
#include <memory>

#include "denoiser/continuation.h"
#include "denoiser/look_ahead.h"
#include "denoiser/recipe.h"
#include "image/group_image.h"
#include "image/strips.h"
#include "noise/noise_survey.h"
#include "temporal/recursion.h"

namespace zsn2n {

// What the groups of an image share.
struct Tools {
    const Team &team;
    Arena &arena;
    Conv3x3 *conv;              // null where no group has a network
    ConstPlanesView flow = {};  // of the first group that has a past, for all
    PlanesView back_room = {};  // of the flow's shape, where a network may learn from it
    ConstPlanesView back = {};  // its inverse, once one does
    std::vector<ConstPlanesView> flows_ahead = {};  // from each image to the next
};

// Among the groups of an image.
struct GroupRole {
    bool first;    // finds the motion to the next images, for all
    bool inverts;  // some group's network learns from the motion's inverse
};

// Of the next images; null where they are only planned with.
struct GroupAhead {
    NextGroup *now;                 // of this one, since it was a next one; or null
    std::vector<NextGroup *> next;  // in order
};

class GroupRun {
  public:
    // Takes what is held throughout the call; looks at no pixel. `before`: what the image before
    // has left, or null.
    GroupRun(const Settings &settings, const GroupImage &image, const GroupRecipe &recipe,
             const Strips &strips, const GroupContinuation *before, GroupAhead ahead,
             const GroupRole &role, Arena &arena);

    // Of all that follows: what its stages take in turn, on top of what is held, and their work.
    Cost stages(int threads) const;
    // Held beside the arena.
    size_t bytes_beside(const Settings &settings) const;

    const GroupImage &image() const { return image_; }
    const Strips &strips() const { return strips_; }
    const Noise &noise() const { return noise_; }
    zsn2n_noise_kind noise_kind() const;
    // Why no noise is to be believed; null where one is, or none is there.
    const char *doubt() const { return after_.doubt; }
    // The share of the noise that stays from frame to frame, 0 to 1.
    double frozen() const { return frozen_; }
    // Whether that is known from this frame on.
    bool settles() const { return after_.changing.settled() && !before_.changing.settled(); }
    const TrainResult &trained() const { return trained_; }

    // First; and of each strip before estimate() unless it is the only one.
    void read(int strip, const Team &team);
    // The noise, the images before, the network. `alike`: what is seen changed so little since the
    // image before that the noise did not. `spare`: memory for the average, or empty.
    void learn(Tools &tools, bool alike, TemporalState spare);
    // Throws Error(BACKEND) where something is not finite.
    void estimate(int strip, Tools &tools);
    void write(int strip, const Team &team, const zsn2n_image &dst);

    // What the image leaves for the next.
    GroupContinuation finish() const { return after_; }

  private:
    struct Reader;

    // The rows that a strip has.
    template <typename View>
    View rows_of(const View &planes, int strip) const {
        return planes.part({0, 0, planes.width, strips_.bottom(strip) - strips_.top(strip)});
    }
    // The planes as the host has them.
    PlanesView observed() const {
        return input_.channels_from(corrects_ ? channels() : 0, channels());
    }
    // The planes that are denoised.
    ConstPlanesView noisy() const {
        if (after_.temporal) return after_.temporal->mean.view();
        return observed();
    }
    int channels() const { return image_.channels(); }
    Shape held() const { return {image_.width(), strips_.rows(), channels()}; }
    Shape shape() const { return {image_.width(), image_.height(), channels()}; }
    // Where the noise is measured.
    Region surveyed_region() const {
        return recipe_.noise_from.width() > 0 ? recipe_.noise_from : image_.region();
    }
    Shape surveyed() const {
        return {surveyed_region().width(), surveyed_region().height(), channels()};
    }
    bool surveys(bool alike) const;
    // Only a pilot knows what to do with one.
    bool finds_spectrum() const { return pilot_ && !recipe_.white; }
    ChannelTexture texture() const {
        return image_.rgb() ? ChannelTexture::kShared : ChannelTexture::kSeparate;
    }
    // Whether the image is not fused with others.
    bool alone(bool alike) const {
        return recipe_.temporal == 0 || (!alike && recipe_.lookahead == 0);
    }
    // Y has U and V beside it, which tell of its noise.
    bool has_colour() const {
        const zsn2n_image &host = image_.host();
        return finds_spectrum() && host.color == ZSN2N_COLOR_YUV && image_.planes()[0] == 0;
    }
    // Of a refinement, and of the fusion of what it gives.
    Cost refinement_cost(int threads) const;
    Cost survey_cost() const;
    SurveyedNoise measure(CropSource &image, bool alike, Tools &tools);
    Noise survey(bool alike, Tools &tools);
    bool keeps_points() const { return pilot_ != nullptr; }
    // R, G and B share what changes; a user's word on the noise stands; patterns change as they
    // move.
    bool correctable_by_change() const {
        return finds_spectrum() && !image_.rgb() && recipe_.noise_from.width() <= 0;
    }
    bool corrected_by_change() const { return correctable_by_change() && !doubt(); }
    // Whether this image is the first to show what changes, so that its estimate may be made again.
    bool shows_change_first() const {
        return correctable_by_change() && !past().empty() && before_.changing.empty();
    }
    // As often as the noise is measured, once it is known.
    bool measures_change() const {
        return corrected_by_change() && (!after_.changing.settled() || after_.noise_age == 0);
    }
    // Of an image before of the same scene.
    const TemporalState &past() const {
        static const TemporalState none;
        return before_.temporal ? *before_.temporal : none;
    }
    FusionSettings fusion(bool refined) const { return {image_.rgb(), recipe_.fusion, refined}; }
    // Of noise with a spectrum, as codecs leave it, refined frames lose as often as they gain: 0.12
    // dB more to 0.09 less, in 18 clips (MJPEG, x264 at crf 20 to 28).
    bool refinable() const { return refinement_ && one_image_.white(); }
    bool refines() const;
    // Of this image, and of the next ones.
    const Pilot &own_pilot() const { return refines() ? *first_pilot_ : *pilot_; }
    const Pilot &next_pilot() const { return refinable() ? *first_pilot_ : *pilot_; }
    // Images that it is fused with, or estimates of such.
    int neighbors() const { return (past().empty() ? 0 : 1) + recipe_.lookahead; }
    // Next images whose estimate is yet to be made, as far as is known beforehand.
    int unestimated() const {
        return static_cast<int>(
            std::count_if(ahead_.next.begin(), ahead_.next.end(),
                          [](const NextGroup *next) { return !next || next->variance < 0; }));
    }
    void estimate_one(const Pilot &pilot, const ConstPlanesView &noisy, const Noise &noise,
                      Tools &tools, const PlanesView &estimate);
    void take_noise(bool alone);
    void average(Tools &tools, TemporalState spare);
    void keep_frozen();
    double averaged() const;
    bool take_estimate(Tools &tools, const PlanesView &estimate);
    void estimate_next(Tools &tools);
    PlaneFlow motion(const ConstPlanesView &from, const ConstPlanesView &to, const PlanesView &flow,
                     ConstPlanesView &shared, Tools &tools);
    PlanesView flow_ahead(size_t i) const {
        return flows_ahead_.empty() ? PlanesView() : flows_ahead_[i];
    }
    Neighbor fuse_next(Tools &tools);
    void estimate_again(Tools &tools);
    void fuse(Tools &tools);
    void train(Tools &tools);
    void correct_by_frames(Tools &tools);
    bool learns() const;
    double frames_work(int threads) const;
    void skip_network(Tools &tools);

    GroupImage image_;
    GroupRecipe recipe_;
    Strips strips_;
    BlendAmounts blend_;
    GroupContinuation before_, after_;
    GroupAhead ahead_;
    std::unique_ptr<Pilot> pilot_;  // null: the network alone
    // Null, unless what is fused is refined: the pilot before that.
    std::unique_ptr<Pilot> first_pilot_;
    std::unique_ptr<Refinement> refinement_;
    bool corrects_;              // there is a network, and it corrects the pilot
    double frozen_ = 0;          // the share of the noise
    Noise noise_, pilot_noise_;  // as found, and as the pilot is told it
    Noise one_image_;            // as it is told it of an image that is no average
    TrainResult trained_;
    std::vector<Point> points_;
    PlanesView input_;  // the host's planes; before them the pilot's, where a network corrects it
    PlanesView denoised_;
    PlanesView mask_;                      // where masked
    PlanesView mixed_;                     // where the blend is not plain
    PlanesView map_;                       // where images are averaged: of the noise
    PlanesView flow_;                      // where there is a past
    PlanesView back_;                      // where a network learns from it, of whatever group
    std::vector<PlanesView> flows_ahead_;  // of the first group, where there are next images
    PlanesView chain_;                     // what they give, and then what comes of it
    uint8_t *row_samples_;
};

}  // namespace zsn2n
