// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/dct_shrink.h"

#include "base/kernel.h"
#include "zsn2n_dct_fusion_8.h"
#include "zsn2n_dct_fusion_ahead_8.h"
#include "zsn2n_dct_fusion_ahead_coloured_8.h"
#include "zsn2n_dct_fusion_coloured_8.h"
#include "zsn2n_dct_threshold_16.h"
#include "zsn2n_dct_threshold_8.h"
#include "zsn2n_dct_threshold_coloured_16.h"
#include "zsn2n_dct_threshold_coloured_8.h"
#include "zsn2n_dct_wiener_16.h"
#include "zsn2n_dct_wiener_8.h"
#include "zsn2n_dct_wiener_coloured_16.h"
#include "zsn2n_dct_wiener_coloured_8.h"

namespace zsn2n {

void shrink_blocks(const DctTile &tile, const BlockShift &shift, const Shrinkage &how,
                   const TileBuffers &buffers) {
    const DctTile::Blocks blocks = tile.blocks(how.size, shift);
    const int span = tile.span() - blocks.first;
    KernelBuffer columns(halide_type_of<int>(), blocks.columns, {{0, how.size, 1}});
    KernelBuffer rows(halide_type_of<int>(), blocks.rows, {{0, how.size, 1}});
    KernelBuffer variance(buffers.variance + blocks.first, {{0, span, 1}});
    KernelBuffer noisy(buffers.noisy + blocks.first, {{0, span, 1}});
    KernelBuffer weighted(buffers.weighted + blocks.first, {{0, span, 1}});
    KernelBuffer weights(buffers.weights + blocks.first, {{0, span, 1}});
    const auto shrink = [&](const char *name, const auto &white, const auto &coloured,
                            auto &...planes) {
        if (!how.spectrum) {
            check_kernel(white(columns, rows, blocks.count, span, how.samples, how.strictness,
                               how.scale, variance, planes..., weighted, weights),
                         name);
            return;
        }
        KernelBuffer spectrum(how.spectrum, {{0, how.size, 1}, {0, how.size, how.size}});
        check_kernel(coloured(columns, rows, blocks.count, span, how.samples, how.strictness,
                              how.scale, variance, planes..., spectrum, weighted, weights),
                     name);
    };
    const bool small = how.size == 8;
    if (how.others > 0) {
        const TileBuffers::Other &first = buffers.others[0], &second = buffers.others[1];
        KernelBuffer basic(buffers.basic + blocks.first, {{0, span, 1}});
        KernelBuffer image(first.image + blocks.first, {{0, span, 1}});
        KernelBuffer unknown(first.unknown + blocks.first, {{0, span, 1}});
        if (how.others == 1) {
            shrink("dct_fusion", zsn2n_dct_fusion_8, zsn2n_dct_fusion_coloured_8, noisy, basic,
                   image, unknown, how.inertia);
            return;
        }
        KernelBuffer image2(second.image + blocks.first, {{0, span, 1}});
        KernelBuffer unknown2(second.unknown + blocks.first, {{0, span, 1}});
        shrink("dct_fusion_ahead", zsn2n_dct_fusion_ahead_8, zsn2n_dct_fusion_ahead_coloured_8,
               noisy, basic, image, unknown, image2, unknown2, how.inertia, how.doubt);
    } else if (how.wiener) {
        KernelBuffer basic(buffers.basic + blocks.first, {{0, span, 1}});
        shrink("dct_wiener", small ? zsn2n_dct_wiener_8 : zsn2n_dct_wiener_16,
               small ? zsn2n_dct_wiener_coloured_8 : zsn2n_dct_wiener_coloured_16, noisy, basic);
    } else {
        shrink("dct_threshold", small ? zsn2n_dct_threshold_8 : zsn2n_dct_threshold_16,
               small ? zsn2n_dct_threshold_coloured_8 : zsn2n_dct_threshold_coloured_16, noisy);
    }
}

}  // namespace zsn2n
