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

/**
 * @file
 * FFmpeg's pixel formats and frames as libzsn2n describes them.
 */

#ifndef AVFILTER_ZSN2N_FRAMES_H
#define AVFILTER_ZSN2N_FRAMES_H

#include <zsn2n/zsn2n.h>

#include "libavutil/frame.h"
#include "libavutil/pixdesc.h"

#include "formats.h"

/** Adds all formats whose planes libzsn2n describes. */
int ff_zsn2n_formats(AVFilterFormats **formats);

/** Whether some bytes are of no sample: of each pixel, as in RGB0 and XV36, or after an odd row of YUYV and Y210. */
int ff_zsn2n_has_unused_bytes(const AVPixFmtDescriptor *desc);

/** What frames of such a format and size look like; pointers and strides are not set. */
zsn2n_image ff_zsn2n_layout(const AVPixFmtDescriptor *desc, int width, int height);

/** The frame, which looks like layout. */
zsn2n_image ff_zsn2n_image(const zsn2n_image *layout, const AVFrame *frame);

/** Whether the frames have one size and format. */
int ff_zsn2n_looks_like(const AVFrame *frame, const AVFrame *other);

int ff_zsn2n_is_interlaced(const AVFrame *frame);

/** Adds what libzsn2n says of the frame as lavfi.zsn2n.*. */
void ff_zsn2n_set_metadata(AVFrame *frame, const zsn2n_stats *stats);

#endif /* AVFILTER_ZSN2N_FRAMES_H */
