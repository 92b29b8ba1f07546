// SPDX-License-Identifier: BSD-2-Clause
#include "image/group_image.h"

#include "image/bands.h"

namespace zsn2n {

void GroupImage::read(const Region &region, const Team &team, const PlanesView &noisy,
                      const PlanesView &mask) const {
    const auto bands = [&](const auto &call) {
        each_band(team, region.width(), region.height(), call);
    };
    bands([&](int begin, int end, int) {
        const Region rows = noisy.region().rows(begin, end);
        const Region from = region.rows(region.top + begin, region.top + end);
        for (int c = 0; c < channels(); ++c) {
            import_plane(image_, group_.planes[c], from, noisy.channel(c).part(rows));
            if (survey_.impulses)
                survey_.impulses->replace(c, region, begin, end, noisy.channel(c));
        }
        if (masked()) read_valid(from, mask.part(rows));
    });
    if (survey_.masked) {
        bands([&](int begin, int end, int) {
            for (int c = 0; c < channels(); ++c) {
                fill_masked(mask, survey_.mean[c], begin, end, noisy.channel(c));
            }
        });
    }
    if (!survey_.flat) return;
    bands([&](int begin, int end, int) { survey_.flat->mirror(region, begin, end, noisy); });
    bands([&](int begin, int end, int) {
        survey_.flat->exclude(region.rows(region.top + begin, region.top + end),
                              mask.part(noisy.region().rows(begin, end)));
    });
}

void GroupImage::write(const Region &region, const ConstPlanesView &noisy,
                       const ConstPlanesView &denoised, const ConstPlanesView &mask, float strength,
                       const Team &team, uint8_t *row_samples, const zsn2n_image &dst) const {
    each_band(team, region.width(), region.height(), [&](int begin, int end, int slot) {
        const Region rows = noisy.region().rows(begin, end);
        for (int c = 0; c < channels(); ++c) {
            export_plane(noisy.channel(c).part(rows), denoised.channel(c).part(rows), strength,
                         masked() ? mask.part(rows) : PlanesView(), image_, dst, group_.planes[c],
                         region.rows(region.top + begin, region.top + end),
                         row_samples + slot * row_bytes());
        }
    });
}

}  // namespace zsn2n
