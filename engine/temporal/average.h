// SPDX-License-Identifier: BSD-2-Clause
// Images of a sequence averaged along their motion before they are denoised: what moves as it was
// found to has less noise, which stays white, and what does not is left as it is.
#pragma once

#include "noise/noise_table.h"
#include "temporal/motion.h"

namespace zsn2n {

// The images so far, as the last one saw them.
struct TemporalState {
    // Blocks of kBlock x kBlock pixels with one variance each.
    static constexpr int kBlock = 8;

    Planes mean;                    // empty before the first image
    AlignedBuffer<float> variance;  // of the noise that is left, by block; 1: that of one image

    bool empty() const { return mean.channels() == 0; }
    static size_t blocks(int width, int height) {
        return static_cast<size_t>((width + kBlock - 1) / kBlock) *
               ((height + kBlock - 1) / kBlock);
    }
};

struct TemporalSettings {
    int most;              // images to average at most, beside the new one
    bool rgb;              // the channels are R, G and B
    int shift_x, shift_y;  // log2 of how much coarser the planes are than those of the motion
};

// after = `noisy` joined to what `before` has of it, displaced by `motion`. Where the difference of
// the two has structure, as found by a DCT with a threshold (Yu & Sapiro, IPOL 2011), that
// structure is the new image's, and the more there is the less is taken of the old ones (Kalman
// gain). factor (one plane) = `after`'s variance at each pixel over that of noisy, which `noise` is
// of. `before` is of the same shape, or empty. May throw what the team's tick throws.
void average_images(const PlanesView &noisy, const NoiseTable &noise, const TemporalState &before,
                    const MotionField &motion, const TemporalSettings &settings, const Team &team,
                    TemporalState &after, const PlanesView &factor);

// Held by a state, and by a call beside its arguments.
size_t temporal_state_bytes(int width, int height, int channels);
size_t average_images_bytes(int width, int height, int channels, int threads);

}  // namespace zsn2n
