// SPDX-License-Identifier: BSD-2-Clause
// One network for one plane group: its state from image to image.
#pragma once

#include <functional>

#include "denoiser/saved_state.h"
#include "denoiser/settings.h"
#include "network/infer.h"
#include "noise/noise_model.h"
#include "temporal/average.h"
#include "train/lesson_book.h"
#include "train/objective.h"

namespace zsn2n {

// What a work on one image holds and the next image's of the same shape takes over: at 1920 x 1080
// fresh pages cost an eighth of the time of a frame.
struct GroupBuffers {
    Planes input, denoised, mask;
    Planes mixed;             // where the blend is not plain
    Planes observed, factor;  // where images are joined
    AlignedBuffer<uint8_t> row_samples;
};

// The noise of the images before, and how many of them there were since it was measured.
struct KnownNoise {
    NoiseModel model;
    int age = 0;
};

class GroupDenoiser {
  public:
    GroupDenoiser(int channels, uint64_t stream, const Settings &settings);

    // Trains on the image, from fresh weights or from those of the image before.
    TrainResult train(const Settings &settings, CropSource &image, bool from_last_image,
                      const Team &team, const StepCallback &after_step);
    // Of a guided denoiser, always from fresh weights. Its inference is then trusted as far as the
    // lessons say. `maps` as in infer().
    TrainResult train(const Settings &settings, LessonBook &book, const Team &team, TileMaps &maps,
                      const StepCallback &after_step);
    // denoised = base less the noise that the network sees in input, mean over `views` dihedral
    // views. Input and base are the noisy planes; or the pilot and they, and the pilot. Allocates
    // nothing that a first call has not.
    void infer(int views, const PlanesView &input, const PlanesView &base, const Team &team,
               TileMaps &maps, const PlanesView &denoised,
               const std::function<void(size_t pixels)> &tile_done);

    // For another number of threads.
    void resize_team(const Settings &settings);

    // The images before, joined; empty without option temporal.
    TemporalState &images() { return images_; }
    KnownNoise &noise() { return noise_; }
    // Empty but in a sequence.
    GroupBuffers &buffers() { return buffers_; }

    // What undo of a failed call needs.
    void save(ModelState &to) const { to.copy_from(state_); }
    void restore(const ModelState &from) { state_.copy_from(from); }

    // For another denoiser to go on from. load() throws Error(INVALID_ARGUMENT) where the state is
    // not of a network and an optimiser like these.
    SavedGroup saved(int planes) const;
    void load(const SavedGroup &saved);

    // Pixels passed forward and backward in one training step, each three times the work of
    // inference.
    static double step_pixels(const Settings &settings, int width, int height);

    // What training takes that inference does not, and what a denoiser itself holds, with the copy
    // that save() makes.
    static uint64_t training_bytes(const Settings &settings, int channels, int width, int height);
    static uint64_t state_bytes(const Settings &settings, int channels);
    // What the convolution keeps beside the maps, training and inference.
    static uint64_t scratch_bytes(const Settings &settings, int width, int height);

  private:
    void start_afresh();

    Layout layout_;
    uint64_t seed_;
    Storage storage_;
    std::unique_ptr<Conv3x3> conv_;
    std::unique_ptr<Optimizer> optimizer_;
    ModelState state_;
    float trust_;  // share of the correction that is made
    TemporalState images_;
    KnownNoise noise_;
    GroupBuffers buffers_;
    AlignedBuffer<float> turned_;  // parameters of a view
};

}  // namespace zsn2n
