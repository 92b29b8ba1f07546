// SPDX-License-Identifier: BSD-2-Clause
#include "image/crop_source.h"

namespace zsn2n {

namespace {

PlanesView over(float *data, const Region &region, int channels) {
    return dense_planes(data, region.width(), region.height(), channels);
}

}  // namespace

// Neighbours fill masked pixels, so they are read along.
HostCrops::Memory::Memory(const Shape &largest, int reach, Arena &arena) {
    const int more = 2 * reach;
    const Shape grown{largest.width + more, largest.height + more, largest.channels};
    noisy = arena.take<float>(grown.samples());
    mask = arena.take<float>(reach > 0 ? grown.samples() / grown.channels : 0);
}

TrainingImage HostCrops::crop(const Region &region, const Team &team) {
    if (!masked()) {
        const PlanesView noisy = over(memory_.noisy, region, image_.channels());
        image_.read(region, team, noisy, {});
        return {noisy, {}};
    }
    // With the neighbours that masked pixels are filled from.
    const Region read = region.grown(image_.reach()).clipped(image_.region());
    const PlanesView noisy = over(memory_.noisy, read, image_.channels());
    const PlanesView mask = over(memory_.mask, read, 1);
    image_.read(read, team, noisy, mask);
    const Region inner = region.from(read);
    return {noisy.part(inner), mask.part(inner)};
}

ConstPlanesView HostCrops::mask(const Region &region) {
    const PlanesView mask = over(memory_.mask, region, 1);
    image_.read_mask(region, mask);
    return mask;
}

}  // namespace zsn2n
