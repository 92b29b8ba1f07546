// SPDX-License-Identifier: BSD-2-Clause
// Images of a sequence averaged along their motion before they are denoised: what moves as it was
// found to has less noise, which stays white, and what does not is left as it is.
#pragma once

#include "noise/noise.h"
#include "temporal/motion.h"

namespace zsn2n {

// The images so far, as the last one saw them.
struct TemporalState {
    // Blocks of kBlock x kBlock pixels with one variance each.
    static constexpr int kBlock = 8;

    Planes mean;                    // empty before the first image
    AlignedBuffer<float> variance;  // of the noise that is left, by block; 1: that of one image

    bool empty() const { return mean.channels() == 0; }
    // As if an arena had it.
    static void take(const Shape &shape, Arena &count) {
        take_planes(count, shape);
        count.take<float>(blocks(shape.width, shape.height));
    }
    void resize(const Shape &shape) {
        mean.resize(shape.width, shape.height, shape.channels);
        variance.resize(blocks(shape.width, shape.height));
    }
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

// after = `noisy` averaged with what `before` has of it, displaced by `motion`. Where the
// difference of the two has structure, as found by a DCT with a threshold (Yu & Sapiro, IPOL 2011),
// that structure is the new image's, and the more there is the less is taken of the old ones
// (Kalman gain). map (one plane) = `after`'s variance at each pixel over that of noisy, which
// `noise` is of. `before` is of the same shape, or empty. May throw what the team's tick throws.
void average_images(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
                    const MotionField &motion, const TemporalSettings &settings, const Team &team,
                    Arena &arena, TemporalState &after, const PlanesView &map);

// Of a call; a state is its own memory.
Cost average_cost(const Shape &shape, int threads);

}  // namespace zsn2n
