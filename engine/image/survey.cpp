// SPDX-License-Identifier: BSD-2-Clause
#include "image/survey.h"

#include <cmath>
#include <limits>
#include <string>

#include "base/error.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

// Of one band; added up band after band, so that the mean's bits do not depend on the threads.
struct Findings {
    bool masked = false;
    size_t count = 0;  // of pixels that are not
    double sum[3] = {};
    int bad_plane = -1, bad_x = 0, bad_y = 0;  // the first NaN or infinity
    float bad_value = 0;
};

// One row of one plane. The sum goes over all pixels but the masked ones.
void look_at_row(const PlanesView &row, const PlanesView &mask, int plane, int index, int y,
                 Findings &found) {
    constexpr float kLargest = std::numeric_limits<float>::max();
    const float *value = row.data, *open = mask.data;
    if (!open) {
        bool finite = true;
        for (int x = 0; x < row.width; ++x) finite &= std::abs(value[x]) <= kLargest;
        if (finite) return;
    }
    double sum = 0;
    for (int x = 0; x < row.width; ++x) {
        if (open && open[x] == 0.0f) continue;
        sum += value[x];
        if (std::abs(value[x]) <= kLargest || found.bad_plane >= 0) continue;
        found.bad_plane = plane;
        found.bad_x = x;
        found.bad_y = y;
        found.bad_value = value[x];
    }
    found.sum[index] += sum;
}

}  // namespace

Survey survey(const zsn2n_image &image, const PlaneGroup &group, const Team &team) {
    const bool alpha = image.alpha.data != nullptr;
    if (!alpha && image.sample != ZSN2N_SAMPLE_F32) return {};
    const int width = group.width, rows = band_rows(width);
    std::vector<Findings> bands((group.height + rows - 1) / rows);
    std::vector<AlignedBuffer<float>> scratch(team.threads());
    each_band(team, width, group.height, [&](int begin, int end, int slot) {
        Findings &found = bands[begin / rows];
        scratch[slot].grow(2 * static_cast<size_t>(width));
        const PlanesView row = dense_planes(scratch[slot].data(), width, 1, 1);
        PlanesView mask;
        if (alpha) mask = dense_planes(scratch[slot].data() + width, width, 1, 1);
        for (int y = begin; y < end; ++y) {
            const Region region{0, y, width, y + 1};
            if (alpha) {
                found.masked |= import_mask(image, group, region, mask);
                for (int x = 0; x < width; ++x) found.count += mask.data[x] != 0.0f;
            }
            for (size_t i = 0; i < group.planes.size(); ++i) {
                import_plane(image, group.planes[i], region, row);
                look_at_row(row, mask, group.planes[i], static_cast<int>(i), y, found);
            }
        }
    });

    Survey result;
    double sum[3] = {};
    size_t count = 0;
    for (const Findings &found : bands) {
        if (found.bad_plane >= 0) {
            throw Error(ZSN2N_INVALID_ARGUMENT,
                        std::string(std::isnan(found.bad_value) ? "NaN" : "infinity") +
                            " in plane " + std::to_string(found.bad_plane) + " at (" +
                            std::to_string(found.bad_x) + ", " + std::to_string(found.bad_y) +
                            "); pixels must be finite");
        }
        result.masked |= found.masked;
        count += found.count;
        for (int i = 0; i < 3; ++i) sum[i] += found.sum[i];
    }
    for (int i = 0; i < 3; ++i) {
        result.mean[i] = static_cast<float>(count ? sum[i] / static_cast<double>(count) : 0.0);
    }
    return result;
}

}  // namespace zsn2n
