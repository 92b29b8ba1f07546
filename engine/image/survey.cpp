// SPDX-License-Identifier: BSD-2-Clause
#include "image/survey.h"

#include <cmath>
#include <limits>
#include <string>

#include "base/error.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

// Findings in one band. They are added up band after band, so that the mean's bits do not depend on
// the threads.
struct Findings {
    bool masked = false;
    size_t count = 0;  // pixels that are not masked
    double sum[3] = {};
    int bad_plane = -1, bad_x = 0, bad_y = 0;  // the first NaN or infinity
    float bad_value = 0;
};

// Finds the first NaN or infinity of a plane's row, pixels without alpha apart.
void find_bad(const PlanesView &row, const PlanesView &mask, int plane, int y, Findings &found) {
    for (int x = 0; x < row.width && found.bad_plane < 0; ++x) {
        if (std::isfinite(row.data[x]) || (mask.data && mask.data[x] == 0.0f)) continue;
        found.bad_plane = plane;
        found.bad_x = x;
        found.bad_y = y;
        found.bad_value = row.data[x];
    }
}

bool has_wild(const PlanesView &row) {
    bool tame = true;
    for (int x = 0; x < row.width; ++x) tame &= std::abs(row.data[x]) <= kWildSample;
    return !tame;
}

void add_up(const PlanesView &rows, const PlanesView &mask, Findings &found) {
    double sum[3] = {};
    for (int x = 0; x < mask.width; ++x) {
        if (mask.data[x] == 0.0f) {
            found.masked = true;
            continue;
        }
        ++found.count;
        for (int c = 0; c < rows.channels; ++c) sum[c] += rows.at(x, 0, c);
    }
    for (int c = 0; c < rows.channels; ++c) found.sum[c] += sum[c];
}

// Without `masks` it finds wild and bad samples alone.
std::vector<Findings> look(const zsn2n_image &image, const PlaneGroup &group, const Team &team,
                           bool masks) {
    const int width = group.width, rows = band_rows(width);
    const int channels = static_cast<int>(group.planes.size());
    std::vector<Findings> bands((group.height + rows - 1) / rows);
    std::vector<Planes> scratch(team.threads());
    for (Planes &planes : scratch) planes.resize(width, 1, channels + 1);
    each_band(team, width, group.height, [&](int begin, int end, int slot) {
        Findings &found = bands[begin / rows];
        const PlanesView row = scratch[slot].view().channels_from(0, channels);
        const PlanesView mask = masks ? scratch[slot].view().channel(channels) : PlanesView();
        for (int y = begin; y < end; ++y) {
            const Region region{0, y, width, y + 1};
            if (masks) import_alpha_mask(image, group, region, mask);
            for (int c = 0; c < channels; ++c) {
                const PlanesView plane = row.channel(c);
                import_plane(image, group.planes[c], region, plane);
                if (image.sample != ZSN2N_SAMPLE_F32 || !has_wild(plane)) continue;
                found.masked = true;
                find_bad(plane, mask, group.planes[c], y, found);
            }
            if (!masks) continue;
            exclude_wild(image, group, region, mask);
            add_up(row, mask, found);
        }
    });
    return bands;
}

// Throws where a band has a bad sample.
Survey total(const std::vector<Findings> &bands) {
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

}  // namespace

Survey survey(const zsn2n_image &image, const PlaneGroup &group, const Team &team) {
    Survey result;
    const bool floats = image.sample == ZSN2N_SAMPLE_F32;
    if (image.alpha.data || (floats && total(look(image, group, team, false)).masked))
        result = total(look(image, group, team, true));
    result.flat = find_flat(image, group, result.masked, team);
    if (!result.masked) result.impulses = find_impulses(image, group, result.flat.get(), team);
    return result;
}

}  // namespace zsn2n
