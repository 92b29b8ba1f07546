// SPDX-License-Identifier: BSD-2-Clause
#include "blend/blend_images.h"

#include "base/error.h"
#include "image/bands.h"
#include "image/group_image.h"

namespace zsn2n {

namespace {

void check_denoised(const zsn2n_image &noisy, const zsn2n_image &denoised) {
    zsn2n_image like = denoised;
    like.sample = noisy.sample;
    like.bits = noisy.bits;
    like.alpha = noisy.alpha;
    like.byte_order = noisy.byte_order;
    like.shift = noisy.shift;
    check_pair(denoised, denoised);
    if (!same_description(like, noisy)) {
        throw Error(ZSN2N_INVALID_ARGUMENT,
                    "denoised is not of noisy's size, colour and subsampling");
    }
}

void blend_group(const zsn2n_image &noisy, const zsn2n_image &denoised, const zsn2n_image &dst,
                 const PlaneGroup &planes, const Survey &found, const BlendAmounts &amounts,
                 const Noise &noise, const Team &team) {
    const GroupImage from(noisy, planes, found), to(denoised, planes, Survey());
    const int channels = from.channels();
    Planes before(planes.width, planes.height, channels),
        after(planes.width, planes.height, channels), mixed, mask;
    if (from.masked()) mask.resize(planes.width, planes.height, 1);
    const PlanesView valid = from.masked() ? mask.view() : PlanesView();
    from.read(from.region(), team, before.view(), valid);
    to.read(to.region(), team, after.view(), PlanesView());
    PlanesView result = after.view();
    if (!amounts.plain()) {
        mixed.resize(planes.width, planes.height, channels);
        result = mixed.view();
        const Blend blend(amounts, noisy, planes, noise);
        each_band(team, planes.width, planes.height, [&](int begin, int end, int) {
            blend.mix(before.view(), after.view(), valid, begin, end, result);
        });
    }
    AlignedBuffer<uint8_t> rows(from.row_bytes() * team.threads());
    from.write(from.region(), before.view(), result, valid, amounts.strength, team, rows.data(),
               dst);
}

}  // namespace

void blend_images(const zsn2n_image &noisy, const zsn2n_image &denoised, const zsn2n_image &dst,
                  int selected, const BlendAmounts &amounts, const zsn2n_stats &stats,
                  const Team &team) {
    check_pair(noisy, dst);
    check_denoised(noisy, denoised);
    int copied = (1 << plane_count(noisy)) - 1;
    const std::vector<PlaneGroup> groups = plane_groups(noisy, amounts.strength > 0 ? selected : 0);
    std::vector<Survey> surveys(groups.size());
    for (size_t i = 0; i < groups.size(); ++i) {
        // Alpha always makes a mask, so only wild samples have to be looked for.
        surveys[i].masked = noisy.alpha.data != nullptr;
        if (noisy.sample == ZSN2N_SAMPLE_F32) surveys[i] = survey(noisy, groups[i], team);
    }
    for (size_t i = 0; i < groups.size(); ++i) {
        const PlaneGroup &planes = groups[i];
        for (const int plane : planes.planes) copied &= ~(1 << plane);
        blend_group(noisy, denoised, dst, planes, surveys[i], amounts, Noise(stats, planes.planes),
                    team);
    }
    for (int i = 0; i < plane_count(noisy); ++i) {
        if (copied >> i & 1) copy_plane(noisy, dst, i, 0, plane_height(noisy, i));
    }
    if (noisy.alpha.data) copy_alpha(noisy, dst, 0, noisy.height);
}

}  // namespace zsn2n
