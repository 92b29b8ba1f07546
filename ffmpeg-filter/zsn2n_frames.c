/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * This file is part of the zsn2n project, written for FFmpeg.
 *
 * FFmpeg is free software; you can redistribute it and/or
 * modify it under the terms of the GNU Lesser General Public
 * License as published by the Free Software Foundation; either
 * version 2.1 of the License, or (at your option) any later version.
 *
 * FFmpeg is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the GNU
 * Lesser General Public License for more details.
 *
 * You should have received a copy of the GNU Lesser General Public
 * License along with FFmpeg; if not, write to the Free Software
 * Foundation, Inc., 51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA
 */

#include <stdio.h>
#include <string.h>

#include "libavutil/dict.h"

#include "zsn2n_frames.h"

/** Bytes that a format stores a sample of this many bits in; 0: none that libzsn2n knows. */
static int sample_bytes(const AVPixFmtDescriptor *desc)
{
    const AVComponentDescriptor *comp = &desc->comp[0];

    if (desc->flags & AV_PIX_FMT_FLAG_FLOAT)
        return comp->depth == 32 ? 4 : 0;
    if (comp->depth == 8)
        return comp->shift ? 0 : 1;
    return comp->depth > 8 && comp->depth + comp->shift <= 16 ? 2 : 0;
}

/**
 * Whether libzsn2n's planes describe the format: whole samples in either byte order, all of one depth and at
 * one place in their bytes, at equal distances. So are planar, semi-planar and most packed ones (P010, Y210,
 * AYUV64, YUYV); samples that share bytes (X2RGB10, XV30, RGB565, V30X) are not.
 */
static int is_described(const AVPixFmtDescriptor *desc)
{
    const uint64_t others = AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL |
                            AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_BAYER;
    const int bytes = sample_bytes(desc);

    /* In UYYVYY411 the distance of Y to Y varies, and XYZ is none of the engine's colors. */
    if (!bytes || desc->flags & others || desc->nb_components < 1 ||
        desc->log2_chroma_w > 2 || desc->log2_chroma_h > 2 ||
        !strcmp(desc->name, "uyyvyy411") || !strncmp(desc->name, "xyz", 3))
        return 0;
    for (int i = 0; i < desc->nb_components; i++) {
        const AVComponentDescriptor *comp = &desc->comp[i];

        if (comp->depth != desc->comp[0].depth || comp->shift != desc->comp[0].shift ||
            comp->step < bytes || comp->step % bytes || comp->offset % bytes)
            return 0;
    }
    return 1;
}

int ff_zsn2n_has_unused_bytes(const AVPixFmtDescriptor *desc)
{
    return desc->nb_components > 1 && !(desc->flags & AV_PIX_FMT_FLAG_PLANAR) &&
           (desc->log2_chroma_w || desc->comp[0].step > desc->nb_components * sample_bytes(desc));
}

int ff_zsn2n_formats(AVFilterFormats **formats)
{
    const AVPixFmtDescriptor *desc = NULL;

    while ((desc = av_pix_fmt_desc_next(desc))) {
        if (is_described(desc)) {
            int ret = ff_add_format(formats, av_pix_fmt_desc_get_id(desc));
            if (ret < 0)
                return ret;
        }
    }
    return 0;
}

zsn2n_image ff_zsn2n_layout(const AVPixFmtDescriptor *desc, int width, int height)
{
    const int depth    = desc->comp[0].depth;
    const int nb_color = desc->nb_components - !!(desc->flags & AV_PIX_FMT_FLAG_ALPHA);
    zsn2n_image layout;

    zsn2n_image_init(&layout, width, height,
                     nb_color == 1                       ? ZSN2N_COLOR_GRAY :
                     desc->flags & AV_PIX_FMT_FLAG_RGB   ? ZSN2N_COLOR_RGB : ZSN2N_COLOR_YUV,
                     desc->flags & AV_PIX_FMT_FLAG_FLOAT ? ZSN2N_SAMPLE_F32 :
                     depth > 8                           ? ZSN2N_SAMPLE_U16 : ZSN2N_SAMPLE_U8);
    layout.bits           = depth;
    layout.shift          = desc->comp[0].shift;
    layout.byte_order     = desc->flags & AV_PIX_FMT_FLAG_BE ? ZSN2N_BYTE_ORDER_BIG : ZSN2N_BYTE_ORDER_LITTLE;
    layout.chroma_shift_x = nb_color == 1 ? 0 : desc->log2_chroma_w;
    layout.chroma_shift_y = nb_color == 1 ? 0 : desc->log2_chroma_h;
    return layout;
}

static zsn2n_plane component_plane(const AVFrame *frame, const AVComponentDescriptor *comp)
{
    return (zsn2n_plane) {
        .data         = frame->data[comp->plane] + comp->offset,
        .row_stride   = frame->linesize[comp->plane],
        .pixel_stride = comp->step,
    };
}

zsn2n_image ff_zsn2n_image(const zsn2n_image *layout, const AVFrame *frame)
{
    const AVPixFmtDescriptor *desc = av_pix_fmt_desc_get(frame->format);
    const int has_alpha = !!(desc->flags & AV_PIX_FMT_FLAG_ALPHA);
    const int nb_color  = desc->nb_components - has_alpha;
    zsn2n_image image = *layout;

    for (int i = 0; i < nb_color; i++)
        image.plane[i] = component_plane(frame, &desc->comp[i]);
    if (has_alpha)
        image.alpha = component_plane(frame, &desc->comp[nb_color]);
    return image;
}

void ff_zsn2n_set_metadata(AVFrame *frame, const zsn2n_stats *stats)
{
    char text[32];

    av_dict_set_int(&frame->metadata, "lavfi.zsn2n.steps", stats->steps, 0);
    snprintf(text, sizeof(text), "%.6g", stats->loss);
    av_dict_set(&frame->metadata, "lavfi.zsn2n.loss", text, 0);
    snprintf(text, sizeof(text), "%.3f", 255.0 * stats->noise_sigma);
    av_dict_set(&frame->metadata, "lavfi.zsn2n.sigma", text, 0);
    snprintf(text, sizeof(text), "%.3f", stats->scene);
    av_dict_set(&frame->metadata, "lavfi.zsn2n.scene", text, 0);
    snprintf(text, sizeof(text), "%.3f", 1e3 * (stats->train_seconds + stats->infer_seconds));
    av_dict_set(&frame->metadata, "lavfi.zsn2n.ms", text, 0);
}

int ff_zsn2n_is_interlaced(const AVFrame *frame)
{
#ifdef AV_FRAME_FLAG_INTERLACED
    return !!(frame->flags & AV_FRAME_FLAG_INTERLACED);
#else
    return frame->interlaced_frame;
#endif
}

int ff_zsn2n_looks_like(const AVFrame *frame, const AVFrame *other)
{
    return frame->format == other->format && frame->width == other->width && frame->height == other->height;
}
