// SPDX-License-Identifier: BSD-2-Clause
// A denoiser without training: what the network is given to start from.
#pragma once

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise_model.h"

namespace zsn2n {

// One of so many positions of the 8 x 8 blocks (1 to 16) and of the 16 x 16 blocks (1 to 64) is
// used, powers of 2; 0: none, of one of the two.
struct BlockSparsity {
    int of8, of16;
};

struct DctPilotSettings {
    // Three channels are R, G, B and are taken apart into brightness and two colour differences;
    // otherwise each channel is denoised for itself.
    bool rgb = true;
    // By pass. 256x256 RGB on one Zen 4 core and the mean over 24 Kodak crops at sigma 25: {1, 1}
    // in both 155 ms, 30.57 dB; {4, 8} 24 ms, 30.55; {8, 16} 13 ms, 30.51; {8, 32} 8.5 ms, 30.45;
    // {16, 64} 5.2 ms, 30.18; {8, 0} and {8, 64} 5.3 ms, 30.37: it is the second pass that needs
    // large blocks.
    BlockSparsity thresholded = {4, 8}, filtered = {4, 8};
    // Coefficients up to so many standard deviations are noise to the first pass; those of the
    // colour differences, whose signal is weaker, have a bound of their own.
    float threshold = 2.7f, color_threshold = 3.0f;
    // Noise variance that the second pass assumes, relative to the true one: below 1, for the
    // first pass has lost some of the signal already.
    float wiener_variance = 0.5f;
};

// A pixel depends on those up to this many rows and columns away, and on where it lies on a grid of
// kDctPilotGrid pixels. So a strip that starts at a multiple of kDctPilotGrid, with kDctPilotHalo
// more rows on each inner side, gives the bits of the whole image.
constexpr int kDctPilotHalo = 32, kDctPilotGrid = 16;

// pilot = estimate of the noise-free image: overlapping 8 x 8 and 16 x 16 DCT blocks, hard
// thresholded; then once more, with a Wiener filter made of the first pass's spectra. noisy: 1 to 3
// finite planes of any size and range; beyond its edges the image is mirrored. `pilot` is of the
// same shape and must not overlap it. The same bits for any team; may throw what the team's tick
// throws, with the pilot half written, and Error on settings out of range.
// factor: one plane by which a pixel's variance is multiplied, or none.
void dct_pilot(const PlanesView &noisy, const NoiseCurve &noise, const DctPilotSettings &settings,
               const Team &team, const PlanesView &pilot, const PlanesView &factor = {});

// The first pass by itself, of planes with noise as `level`, of their shape, has it.
void dct_threshold(const PlanesView &noisy, const PlanesView &level, const NoiseCurve &noise,
                   const DctPilotSettings &settings, const Team &team, const PlanesView &estimate,
                   const PlanesView &factor);

// Held by dct_pilot() at most.
size_t dct_pilot_bytes(int width, int height, int channels, int threads);

}  // namespace zsn2n
