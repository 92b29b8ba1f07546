// SPDX-License-Identifier: BSD-2-Clause
// Cosine transforms of overlapping blocks on a regular grid.
#pragma once

#include <cstdint>
#include <vector>

#include "base/aligned.h"
#include "base/team.h"
#include "image/planes.h"
#include "noise/noise_spectrum.h"

namespace zsn2n {

struct BlockSpectra {
    static constexpr int kSide = 8, kPixels = kSide * kSide;
    static constexpr int kStep = 4;               // from block to block, in both directions
    static constexpr int kApart = kSide / kStep;  // steps between blocks that do not overlap

    int mixtures = 0, columns = 0, rows = 0;
    // By block, row after row: whether it is looked at, its mean brightness (of R, G and B, else of
    // the first channel), and its 64 coefficients in each mixture, (u, v) at v * 8 + u.
    std::vector<uint8_t> usable;
    std::vector<float> brightness;
    AlignedBuffer<float> coefficients[3];

    int size() const { return rows * columns; }
    const float *block(int mixture, int index) const {
        return coefficients[mixture].data() + static_cast<size_t>(index) * kPixels;
    }
};

// A mixture is as in NoiseSpectrum. A block is not usable that has a masked pixel, that has a
// quarter of its samples at 0 or 1, or that is constant in all channels.
BlockSpectra transform_blocks(const ConstPlanesView &planes, const ConstPlanesView &mask, bool rgb,
                              const Team &team);

// So many bytes at most.
size_t block_spectra_bytes(int width, int height, int channels);

}  // namespace zsn2n
