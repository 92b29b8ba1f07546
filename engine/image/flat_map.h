// SPDX-License-Identifier: BSD-2-Clause
// Where an image has no noise: letterbox bars, mattes, standing graphics, pages.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/team.h"
#include "image/host_image.h"

namespace zsn2n {

// Cells of 4x4 pixels from the top left corner.
struct FlatMap {
    static constexpr int kCell = 4;

    int across = 0;
    // By cell: bit y * 4 + x is set where the cell's pixel (x, y) has no noise.
    std::vector<uint16_t> bits;

    // mask (one plane of the region's size) = 0 where a pixel has no noise.
    void exclude(const Region &region, const PlanesView &mask) const;

    // Pixels without noise, as far as kMirror from others, become the mirror image of these, as if
    // the picture ended there: planes of `region`, rows `begin` to `end` of it. Within 2 * kMirror
    // of the region's edges they depend on the region.
    static constexpr int kMirror = 16;
    void mirror(const Region &region, int begin, int end, const PlanesView &planes) const;

    // The share of the pixels of an image of that size.
    double share(int width, int height) const;
    bool flat(int x, int y) const {
        const uint16_t cell = bits[static_cast<size_t>(y / kCell) * across + x / kCell];
        return cell >> (y % kCell * kCell + x % kCell) & 1;
    }
};

// Null where there is none. masked: some pixels have no alpha, or wild samples; what these hold
// does not matter. The result depends on the group's samples alone, not on the team.
std::shared_ptr<const FlatMap> find_flat(const zsn2n_image &image, const PlaneGroup &group,
                                         bool masked, const Team &team);

}  // namespace zsn2n
