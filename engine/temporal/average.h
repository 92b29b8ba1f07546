// SPDX-License-Identifier: BSD-2-Clause
// Motion-compensated temporal averaging: earlier images are averaged into each one before it is
// denoised. Where the motion was found, less noise is left, and it stays white. Everything else
// stays as it is.
#pragma once

#include "noise/changing_noise.h"
#include "noise/noise.h"
#include "temporal/motion.h"

namespace zsn2n {

// The average so far, as the last image saw it.
struct TemporalState {
    // Blocks of kBlock x kBlock pixels have one variance each.
    static constexpr int kBlock = 8;

    Planes mean;                    // empty before the first image
    AlignedBuffer<float> variance;  // of the noise that is left, by block; 1: as in one image

    bool empty() const { return mean.channels() == 0; }
    // Counts what a state of that shape takes.
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
    int most;                   // at most so many earlier images
    bool rgb;                   // the channels are R, G and B
    int shift_x, shift_y;       // log2 of how much coarser the planes are than those of the motion
    bool measures;              // what the difference tells of the noise
    ConstPlanesView mask = {};  // one plane, 0 where a pixel does not count; no data: all do
};

// after = `noisy`, averaged with the average `before`, which `motion` displaces. The structure in
// their difference, as a DCT threshold finds it (Yu & Sapiro, IPOL 2011), is the new image's. The
// more structure there is, the higher is the gain of the new image (Kalman gain). `noise` is that
// of noisy; map (one plane) = the variance of `after` at each pixel over that of noisy. `before` is
// of the same shape, or empty. Where it measures, `changing` is told what the difference
// tells of the noise. Throws what the team's tick throws.
void average_images(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
                    const MotionField &motion, const TemporalSettings &settings, const Team &team,
                    Arena &arena, TemporalState &after, ChangingNoise &changing,
                    const PlanesView &map);

// The cost of a call. A state has its own memory.
Cost average_cost(const Shape &shape, int threads);

}  // namespace zsn2n
