// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection_mask.h"

#include <vector>

void mask_by_selection(GeglBuffer *mask, GeglBuffer *selection, int left, int top) {
    const GeglRectangle *extent = gegl_buffer_get_extent(mask);
    const Babl *format = babl_format("Y float");
    std::vector<float> shown(extent->width), selected(extent->width);
    for (int y = extent->y; y < extent->y + extent->height; ++y) {
        const GeglRectangle row = {extent->x, y, extent->width, 1};
        const GeglRectangle image_row = {extent->x + left, y + top, extent->width, 1};
        gegl_buffer_get(mask, &row, 1.0, format, shown.data(), GEGL_AUTO_ROWSTRIDE,
                        GEGL_ABYSS_NONE);
        gegl_buffer_get(selection, &image_row, 1.0, format, selected.data(), GEGL_AUTO_ROWSTRIDE,
                        GEGL_ABYSS_NONE);
        for (size_t x = 0; x < shown.size(); ++x) shown[x] *= selected[x];
        gegl_buffer_set(mask, &row, 0, format, shown.data(), GEGL_AUTO_ROWSTRIDE);
    }
}
