// SPDX-License-Identifier: BSD-2-Clause
// What images leave for the next, and temporal averaging of noisy images where nothing moves. There
// noise falls with every image, stays white, and takes no detail along. Everything else stays as it
// is: what moves gains by the last denoised image alone, see recursion.h.
#pragma once

#include <cstdint>

#include "noise/noise.h"

namespace zsn2n {

// Of one plane group.
struct TemporalState {
    // Blocks of kBlock x kBlock pixels, row after row, have one variance each.
    static constexpr int kBlock = 8;

    Planes denoised;                // empty before the first image
    Planes mean;                    // of the noisy images, as the last one saw it
    AlignedBuffer<float> variance;  // of the noise in it, by block; 1: as in one image
    AlignedBuffer<uint8_t> still;   // 1 where a block does not move

    bool empty() const { return denoised.channels() == 0; }
    // Counts what a state of that shape takes.
    static void take(const Shape &shape, Arena &count) {
        take_planes(count, shape);
        take_planes(count, shape);
        count.take<float>(blocks(shape.width, shape.height));
        count.take<uint8_t>(blocks(shape.width, shape.height));
    }
    void resize(const Shape &shape) {
        denoised.resize(shape.width, shape.height, shape.channels);
        mean.resize(shape.width, shape.height, shape.channels);
        variance.resize(blocks(shape.width, shape.height));
        still.resize(blocks(shape.width, shape.height));
    }
    static size_t blocks(int width, int height) {
        return static_cast<size_t>((width + kBlock - 1) / kBlock) *
               ((height + kBlock - 1) / kBlock);
    }
};

struct AverageSettings {
    int most;                   // at most so many earlier images
    bool rgb;                   // the channels are R, G and B
    ConstPlanesView mask = {};  // one plane, 0 where a pixel does not count; no data: all do
};

// after.mean = `noisy`, averaged with before.mean where that is still and nothing has changed. The
// structure in their difference, as a DCT threshold finds it (Yu & Sapiro, IPOL 2011), and means of
// the difference tell what has. The more there is, the higher is the gain of the new image (Kalman
// gain). `noise` is that of noisy; map (one plane) = the variance of after.mean at each pixel over
// that of noisy. `before` is of the same shape, or empty. Throws what the team's tick throws.
void average_still(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
                   const AverageSettings &settings, const Team &team, Arena &arena,
                   TemporalState &after, const PlanesView &map);

// Whether any pixel of a region counts by such a mask.
bool counts(const ConstPlanesView &mask, const Region &region);

// The cost of a call. A state has its own memory.
Cost average_cost(const Shape &shape, int threads);

}  // namespace zsn2n
