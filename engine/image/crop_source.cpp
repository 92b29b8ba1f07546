// SPDX-License-Identifier: BSD-2-Clause
#include "image/crop_source.h"

namespace zsn2n {

namespace {

PlanesView grown_view(AlignedBuffer<float> &buffer, const Region &region, int channels) {
    buffer.grow(region.pixels() * channels);
    return dense_planes(buffer.data(), region.width(), region.height(), channels);
}

}  // namespace

TrainingImage HostCrops::crop(const Region &region, const Team &team) {
    if (!masked()) {
        const PlanesView noisy = grown_view(noisy_, region, image_.channels());
        image_.read(region, team, noisy, {});
        return {noisy, {}};
    }
    // With the neighbours that masked pixels are filled from.
    const Region grown = region.grown(kFillReach).clipped(image_.region());
    const PlanesView noisy = grown_view(noisy_, grown, image_.channels());
    const PlanesView mask = grown_view(mask_, grown, 1);
    image_.read(grown, team, noisy, mask);
    const Region inner = region.from(grown);
    return {noisy.part(inner), mask.part(inner)};
}

PlanesView HostCrops::mask(const Region &region) {
    const PlanesView mask = grown_view(mask_, region, 1);
    image_.read_mask(region, mask);
    return mask;
}

size_t HostCrops::bytes(int channels, int size) {
    const size_t side = size + 2 * kFillReach;
    return side * side * (channels + 1) * sizeof(float);
}

}  // namespace zsn2n
