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
 * Zero-shot denoiser. libzsn2n reads the noise off the frames. By default it filters each by a pilot,
 * DCT patches and groups of similar patches, and fuses it with the last result, moved along a dense
 * flow. Where the noise is not white a network learns from frame to frame to correct the result. On
 * request it trains one on the frame's own pixels, which corrects the pilot or denoises alone.
 */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <zsn2n/zsn2n.h>

#include "libavutil/common.h"
#include "libavutil/cpu.h"
#include "libavutil/mem.h"
#include "libavutil/opt.h"
#include "libavutil/pixdesc.h"
#include "libavutil/time.h"
#include "libavutil/timestamp.h"

#include "avfilter.h"
#include "filters.h"
#include "formats.h"
#include "video.h"
#include "zsn2n_frames.h"
/* FFmpeg 7.1 merged it into filters.h. */
#if __has_include("internal.h")
#include "internal.h"
#endif

/** A frame that takes longer says how far it is, every so many microseconds. */
#define PROGRESS_INTERVAL 3000000

typedef struct ZSN2NContext {
    const AVClass *class;

    int preset;
    int steps;
    int warm_steps;
    double strength;
    double luma;
    double chroma;
    double detail;
    double scene;
    int temporal;
    uint64_t seed;
    int threads;
    int planes;
    int precision;
    int guides;
    double noise_level;
    int noise;
    char *noise_from;
    int lookahead;
    char *state_in;
    char *state_out;

    zsn2n_context *engine;
    zsn2n_image layout;         ///< what the frames look like; its pointers and strides are not set
    enum AVPixelFormat format;

    AVFrame *queue[ZSN2N_MAX_LOOKAHEAD + 1]; ///< the frame to denoise next, and those after it
    int passed_on[ZSN2N_MAX_LOOKAHEAD + 1];  ///< whether the timeline has the filter off for it
    int nb_queued;
    int nb_ahead;               ///< frames that the engine looks ahead with the settings in force

    int64_t last_report;        ///< when process() began or last told its progress
    int64_t nb_denoised;
    int64_t nb_passed_on;       ///< frames passed on unchanged for their NaN or infinite samples
    int last_passed_on;
    int warned_interlaced;
    int warned_unused[2];       ///< of a first frame, of a later one
} ZSN2NContext;

#ifdef FILTER_QUERY_FUNC2 /* since FFmpeg 7.1 */
#define QUERY_FORMATS(func) FILTER_QUERY_FUNC2(func)
static int query_formats(const AVFilterContext *ctx, AVFilterFormatsConfig **in, AVFilterFormatsConfig **out)
{
    AVFilterFormats *formats = NULL;
    int ret = ff_zsn2n_formats(&formats);

    return ret < 0 ? ret : ff_set_common_formats2(ctx, in, out, formats);
}
#else
#define QUERY_FORMATS(func) FILTER_QUERY_FUNC(func)
static int query_formats(AVFilterContext *ctx)
{
    AVFilterFormats *formats = NULL;
    int ret = ff_zsn2n_formats(&formats);

    return ret < 0 ? ret : ff_set_common_formats(ctx, formats);
}
#endif

static int status_error(zsn2n_status status)
{
    switch (status) {
    case ZSN2N_OK:               return 0;
    case ZSN2N_INVALID_ARGUMENT: return AVERROR(EINVAL);
    case ZSN2N_UNSUPPORTED:      return AVERROR(ENOSYS);
    case ZSN2N_OUT_OF_MEMORY:    return AVERROR(ENOMEM);
    case ZSN2N_CANCELLED:        return AVERROR_EXIT;
    case ZSN2N_BACKEND:          return AVERROR_EXTERNAL;
    default:                     return AVERROR_BUG;
    }
}

static void log_line(void *user, zsn2n_log_level level, const char *text)
{
    static const int levels[] = {
        [ZSN2N_LOG_ERROR]   = AV_LOG_ERROR,
        [ZSN2N_LOG_WARNING] = AV_LOG_WARNING,
        [ZSN2N_LOG_INFO]    = AV_LOG_INFO,
        [ZSN2N_LOG_DEBUG]   = AV_LOG_DEBUG,
    };
    int known = level >= 0 && level < FF_ARRAY_ELEMS(levels);

    av_log(user, known ? levels[level] : AV_LOG_DEBUG, "%s\n", text);
}

static int progress(void *user, double fraction)
{
    AVFilterContext *ctx = user;
    ZSN2NContext *s = ctx->priv;
    int64_t now = av_gettime_relative();

    if (now - s->last_report >= PROGRESS_INTERVAL) {
        s->last_report = now;
        av_log(ctx, AV_LOG_INFO, "frame %d%% done\n", (int)(fraction * 100.0));
    }
    return 0;
}

/** The filter's options as the engine's; says what is wrong with one that is text. */
static int fill_params(AVFilterContext *ctx, zsn2n_params *params)
{
    const ZSN2NContext *s = ctx->priv;
    char message[256];

    zsn2n_params_default(params);
    params->preset     = s->preset;
    params->steps      = s->steps;
    params->warm_steps = s->warm_steps;
    params->strength   = s->strength;
    params->luma       = s->luma;
    params->chroma     = s->chroma;
    params->detail     = s->detail;
    params->scene      = s->scene;
    params->temporal   = s->temporal;
    params->seed       = s->seed;
    params->threads    = s->threads;
    params->planes     = s->planes;
    params->precision  = s->precision;
    params->guides     = s->guides;
    params->noise_level = s->noise_level;
    params->noise      = s->noise;
    params->lookahead  = s->lookahead;
    zsn2n_params_video(params);
    if (s->noise_from && zsn2n_params_set(params, "noise_from", s->noise_from,
                                          message, sizeof(message)) != ZSN2N_OK) {
        av_log(ctx, AV_LOG_ERROR, "%s\n", message);
        return AVERROR(EINVAL);
    }
    return 0;
}

/**
 * "threads=" in a filtergraph description sets the option of that name that every filter has, not ours;
 * ff_filter_get_nb_threads() minds it. Ours is for callers that set it on the filter itself.
 */
static av_cold int choose_threads(AVFilterContext *ctx)
{
    ZSN2NContext *s = ctx->priv;

    if (ctx->nb_threads > 256) {
        av_log(ctx, AV_LOG_ERROR, "threads is %d; accepted is 0 (as many as the graph has) to 256\n",
               ctx->nb_threads);
        return AVERROR(EINVAL);
    }
    if (s->threads)
        return 0;
    /* A graph has one thread more than there are cores; all of ours compute all the time. */
    s->threads = ctx->thread_type & AVFILTER_THREAD_SLICE ?
                 av_clip(FFMIN(ff_filter_get_nb_threads(ctx), av_cpu_count()), 1, 256) : 1;
    if (ctx->nb_threads > s->threads)
        av_log(ctx, AV_LOG_WARNING, "threads is %d, but %d will be used: "
               "the filtergraph or the machine has no more\n", ctx->nb_threads, s->threads);
    return 0;
}

static av_cold int init(AVFilterContext *ctx)
{
    ZSN2NContext *s = ctx->priv;
    zsn2n_callbacks callbacks = { .user = ctx, .log = log_line, .progress = progress };
    zsn2n_params params;
    zsn2n_status status;
    char message[256];
    int ret = choose_threads(ctx);

    if (ret < 0)
        return ret;

    ret = fill_params(ctx, &params);
    if (ret < 0)
        return ret;
    status = zsn2n_params_validate(&params, message, sizeof(message));
    if (status != ZSN2N_OK) {
        av_log(ctx, AV_LOG_ERROR, "%s\n", message);
        return status_error(status);
    }

    status = zsn2n_create(&s->engine, &params, &callbacks);
    if (status != ZSN2N_OK) {
        av_log(ctx, AV_LOG_ERROR, "Cannot start the denoiser: %s\n", zsn2n_status_string(status));
        return status_error(status);
    }
    s->format   = AV_PIX_FMT_NONE;
    s->nb_ahead = zsn2n_lookahead(&params);

    if (s->state_in) {
        status = zsn2n_state_load(s->engine, s->state_in);
        if (status != ZSN2N_OK)
            return status_error(status); /* the engine has logged why */
    }
    return 0;
}

static av_cold void uninit(AVFilterContext *ctx)
{
    ZSN2NContext *s = ctx->priv;

    if (s->nb_passed_on)
        av_log(ctx, AV_LOG_WARNING,
               "%"PRId64" frame(s) with NaN or infinite samples were passed on unchanged\n",
               s->nb_passed_on);
    if (s->engine && s->state_out && s->nb_denoised) {
        if (zsn2n_state_save(s->engine, s->state_out) == ZSN2N_OK)
            av_log(ctx, AV_LOG_INFO, "State after %"PRId64" frame(s) written to %s\n",
                   s->nb_denoised, s->state_out);
        else
            av_log(ctx, AV_LOG_ERROR, "state_out was not written\n");
    }
    zsn2n_destroy(&s->engine);
    while (s->nb_queued)
        av_frame_free(&s->queue[--s->nb_queued]);
}

/** Sets s->layout for frames of this format and size, or says why such frames are refused. */
static int describe(AVFilterContext *ctx, enum AVPixelFormat format, int width, int height)
{
    ZSN2NContext *s = ctx->priv;
    const AVPixFmtDescriptor *desc = av_pix_fmt_desc_get(format);
    const zsn2n_image layout = ff_zsn2n_layout(desc, width, height);
    zsn2n_status status;
    char message[256];

    status = zsn2n_image_supported(&layout, message, sizeof(message));
    if (status != ZSN2N_OK) {
        av_log(ctx, AV_LOG_ERROR, "Frames of %dx%d %s cannot be denoised: %s\n",
               width, height, desc->name, message);
        return status_error(status);
    }

    if (s->format != AV_PIX_FMT_NONE)
        av_log(ctx, AV_LOG_INFO, "Frames change from %dx%d %s to %dx%d %s: denoising starts afresh\n",
               s->layout.width, s->layout.height, av_get_pix_fmt_name(s->format),
               width, height, desc->name);
    s->layout = layout;
    s->format = format;
    return 0;
}

static int config_input(AVFilterLink *inlink)
{
    ZSN2NContext *s = inlink->dst->priv;

    if (s->format == inlink->format &&
        s->layout.width == inlink->w && s->layout.height == inlink->h)
        return 0;
    return describe(inlink->dst, inlink->format, inlink->w, inlink->h);
}

/**
 * Says once which options of the network were given where the library trained none. Where the noise is
 * not white it trains one on later frames.
 */
static void warn_unused(AVFilterContext *ctx, const zsn2n_stats *stats)
{
    ZSN2NContext *s = ctx->priv;
    int *warned = &s->warned_unused[!!stats->warm];
    zsn2n_params defaults;

    if (*warned || stats->steps || s->strength == 0.0 || stats->noise_kind == ZSN2N_NOISE_KIND_COLORED)
        return;
    zsn2n_params_default(&defaults);
    if (stats->warm ? s->warm_steps && s->warm_steps != defaults.warm_steps
                    : s->steps || s->seed != defaults.seed || s->precision != defaults.precision) {
        *warned = 1;
        av_log(ctx, AV_LOG_WARNING, "No network was trained on this frame; without effect:%s%s%s%s\n",
               stats->warm ? " warm_steps" : "",
               !stats->warm && s->steps ? " steps" : "",
               !stats->warm && s->seed != defaults.seed ? " seed" : "",
               !stats->warm && s->precision != defaults.precision ? " precision" : "");
    }
}

/** Denoises in into out, which may be in, with the frames in the queue. 1: in is to be passed on as it is. */
static int denoise(AVFilterContext *ctx, const AVFrame *in, AVFrame *out)
{
    ZSN2NContext *s = ctx->priv;
    const zsn2n_image src = ff_zsn2n_image(&s->layout, in), dst = ff_zsn2n_image(&s->layout, out);
    zsn2n_image next[ZSN2N_MAX_LOOKAHEAD];
    const zsn2n_image *ahead[ZSN2N_MAX_LOOKAHEAD];
    zsn2n_stats stats = { .struct_size = sizeof(stats) };
    zsn2n_status status;
    int nb_next = 0;

    for (; nb_next < FFMIN(s->nb_queued, s->nb_ahead) && ff_zsn2n_looks_like(s->queue[nb_next], in); nb_next++) {
        next[nb_next]  = ff_zsn2n_image(&s->layout, s->queue[nb_next]);
        ahead[nb_next] = &next[nb_next];
    }
    s->last_report = av_gettime_relative();
    status = zsn2n_process_ahead(s->engine, &src, ahead, nb_next, &dst);
    if (status == ZSN2N_OK) {
        s->last_passed_on = 0;
        s->nb_denoised++;
        if (zsn2n_get_stats(s->engine, &stats) == ZSN2N_OK) {
            ff_zsn2n_set_metadata(out, &stats);
            warn_unused(ctx, &stats);
        }
        return 0;
    }

    /* The settings and the layout were checked before: what is left to refuse is the samples. */
    if (status == ZSN2N_INVALID_ARGUMENT && s->layout.sample == ZSN2N_SAMPLE_F32) {
        if (!s->last_passed_on)
            av_log(ctx, AV_LOG_ERROR, "Frame at %s s is passed on unchanged: %s\n",
                   av_ts2timestr(in->pts, &ctx->inputs[0]->time_base),
                   zsn2n_error_message(s->engine));
        s->last_passed_on = 1;
        s->nb_passed_on++;
        return 1;
    }

    av_log(ctx, AV_LOG_ERROR, "%s: %s\n", zsn2n_status_string(status),
           zsn2n_error_message(s->engine));
    return status_error(status);
}

/** Denoises the first frame of the queue and sends it on. */
static int send_frame(AVFilterContext *ctx)
{
    AVFilterLink *outlink = ctx->outputs[0];
    ZSN2NContext *s = ctx->priv;
    AVFrame *in = s->queue[0], *out = in;
    const int passed_on = s->passed_on[0];
    int ret;

    s->nb_queued--;
    memmove(s->queue, s->queue + 1, s->nb_queued * sizeof(*s->queue));
    memmove(s->passed_on, s->passed_on + 1, s->nb_queued * sizeof(*s->passed_on));
    if (passed_on)
        return ff_filter_frame(outlink, in);

    /* Filters such as scale=eval=frame change the size without a new config_input(). */
    if (in->format != s->format || in->width != s->layout.width || in->height != s->layout.height) {
        ret = describe(ctx, in->format, in->width, in->height);
        if (ret < 0)
            goto fail;
    }

    if (ff_zsn2n_is_interlaced(in) && !s->warned_interlaced) {
        s->warned_interlaced = 1;
        av_log(ctx, AV_LOG_WARNING, "Interlaced frames are denoised as if progressive; "
               "deinterlace first, or use separatefields,zsn2n,weave\n");
    }

    if (!av_frame_is_writable(in)) {
        out = ff_get_video_buffer(outlink, in->width, in->height);
        if (!out) {
            ret = AVERROR(ENOMEM);
            goto fail;
        }
        ret = av_frame_copy_props(out, in);
        if (ret >= 0 && ff_zsn2n_has_unused_bytes(av_pix_fmt_desc_get(in->format)))
            ret = av_frame_copy(out, in); /* the engine writes the others alone */
        if (ret < 0)
            goto fail;
    }

    ret = denoise(ctx, in, out);
    if (ret < 0)
        goto fail;
    if (out != in) {
        if (ret > 0)
            FFSWAP(AVFrame *, in, out);
        av_frame_free(&in);
    }
    return ff_filter_frame(outlink, out);

fail:
    if (out != in)
        av_frame_free(&out);
    av_frame_free(&in);
    return ret;
}

/** Sends on frames until so many are left. */
static int send_frames(AVFilterContext *ctx, int nb_left)
{
    ZSN2NContext *s = ctx->priv;

    while (s->nb_queued > nb_left) {
        int ret = send_frame(ctx);
        if (ret < 0)
            return ret;
    }
    return 0;
}

static int filter_frame(AVFilterLink *inlink, AVFrame *in)
{
    AVFilterContext *ctx = inlink->dst;
    ZSN2NContext *s = ctx->priv;

    s->passed_on[s->nb_queued] = ctx->is_disabled;
    s->queue[s->nb_queued++]   = in;
    return send_frames(ctx, s->nb_ahead);
}

/** At the end of the stream frames are left in the queue. */
static int request_frame(AVFilterLink *outlink)
{
    AVFilterContext *ctx = outlink->src;
    ZSN2NContext *s = ctx->priv;
    int ret = ff_request_frame(ctx->inputs[0]);

    if (ret == AVERROR_EOF && s->nb_queued)
        return send_frame(ctx);
    return ret;
}

static int process_command(AVFilterContext *ctx, const char *cmd, const char *args,
                           char *res, int res_len, int flags)
{
    ZSN2NContext *s = ctx->priv;
    zsn2n_params params;
    zsn2n_status status;
    char *noise_from = NULL;
    int ret = send_frames(ctx, 0); /* frames before it keep the settings that they came with */

    if (ret < 0)
        return ret;
    if (s->noise_from) {
        noise_from = av_strdup(s->noise_from);
        if (!noise_from)
            return AVERROR(ENOMEM);
    }
    ret = ff_filter_process_command(ctx, cmd, args, res, res_len, flags);
    if (ret >= 0) {
        ret = fill_params(ctx, &params);
        if (ret < 0) /* a text that says nothing does not stay */
            FFSWAP(char *, s->noise_from, noise_from);
    }
    av_free(noise_from);
    if (ret < 0)
        return ret;

    status = zsn2n_set_params(s->engine, &params);
    if (status != ZSN2N_OK) {
        av_log(ctx, AV_LOG_ERROR, "%s=%s: %s\n", cmd, args, zsn2n_error_message(s->engine));
        return status_error(status);
    }
    s->nb_ahead = zsn2n_lookahead(&params);
    av_log(ctx, AV_LOG_VERBOSE, "%s is now %s\n", cmd, args);
    return 0;
}

#define OFFSET(x) offsetof(ZSN2NContext, x)
#define FLAGS AV_OPT_FLAG_VIDEO_PARAM | AV_OPT_FLAG_FILTERING_PARAM
#define TFLAGS FLAGS | AV_OPT_FLAG_RUNTIME_PARAM
/* Names, ranges and defaults are those of zsn2n_option_get(). */
static const AVOption zsn2n_options[] = {
    { "preset", "set the balance of speed and quality", OFFSET(preset), AV_OPT_TYPE_INT, { .i64 = ZSN2N_PRESET_MEDIUM }, ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_SLOW, FLAGS, "preset" },
        { "medium", "DCT and BM3D patches, fused with the frame before along motion", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRESET_MEDIUM }, 0, 0, FLAGS, "preset" },
        { "paper",  "the published method: a network trained on whole frames", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRESET_PAPER }, 0, 0, FLAGS, "preset" },
        { "fast",   "DCT patches, fused with the frame before along motion", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRESET_FAST }, 0, 0, FLAGS, "preset" },
        { "slow",   "as medium, with more patches, and the two frames after", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRESET_SLOW }, 0, 0, FLAGS, "preset" },
    { "steps", "set training steps of the first frame, where a network is trained; 0: the preset's own", OFFSET(steps), AV_OPT_TYPE_INT, { .i64 = 0 }, 0, 1000000, FLAGS },
    { "warm_steps", "set training steps of each later frame, where a network learns from it", OFFSET(warm_steps), AV_OPT_TYPE_INT, { .i64 = 20 }, 0, 1000000, TFLAGS },
    { "strength", "set the blend from the noisy frame (0) to the denoised one (1)", OFFSET(strength), AV_OPT_TYPE_DOUBLE, { .dbl = 1.0 }, 0.0, 1.0, TFLAGS },
    { "luma", "set the share of the change kept in brightness", OFFSET(luma), AV_OPT_TYPE_DOUBLE, { .dbl = 1.0 }, 0.0, 1.0, TFLAGS },
    { "chroma", "set the share of the change kept in color", OFFSET(chroma), AV_OPT_TYPE_DOUBLE, { .dbl = 1.0 }, 0.0, 1.0, TFLAGS },
    { "detail", "set how much is given back where more was removed than noise", OFFSET(detail), AV_OPT_TYPE_DOUBLE, { .dbl = 0.0 }, 0.0, 1.0, TFLAGS },
    { "scene", "set the score from which a frame starts a new scene; 1: never", OFFSET(scene), AV_OPT_TYPE_DOUBLE, { .dbl = 0.4 }, 0.0, 1.0, TFLAGS },
    { "temporal", "set how many frames are averaged where nothing moves; 0: each frame alone; -1: 16, paper: 0", OFFSET(temporal), AV_OPT_TYPE_INT, { .i64 = -1 }, -1, 64, TFLAGS },
    { "seed", "set the seed of the network's weights and crops", OFFSET(seed), AV_OPT_TYPE_UINT64, { .i64 = 0 }, 0, UINT32_MAX, FLAGS },
    { "threads", "set the number of threads; 0: as many as the filtergraph has", OFFSET(threads), AV_OPT_TYPE_INT, { .i64 = 0 }, 0, 256, FLAGS },
    { "planes", "set the planes to denoise: sum of 1 (Y, R, gray), 2 (U, G), 4 (V, B)", OFFSET(planes), AV_OPT_TYPE_INT, { .i64 = 7 }, 0, 7, TFLAGS },
    { "precision", "set how the network's activations are stored", OFFSET(precision), AV_OPT_TYPE_INT, { .i64 = ZSN2N_PRECISION_AUTO }, ZSN2N_PRECISION_AUTO, ZSN2N_PRECISION_BF16, FLAGS, "precision" },
        { "auto", "bf16 where its dot products are faster than f32, else f32", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRECISION_AUTO }, 0, 0, FLAGS, "precision" },
        { "f32",  "32-bit floats", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRECISION_F32 }, 0, 0, FLAGS, "precision" },
        { "bf16", "16-bit floats", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_PRECISION_BF16 }, 0, 0, FLAGS, "precision" },
    { "guides", "set the pilot, the estimate that needs no training", OFFSET(guides), AV_OPT_TYPE_INT, { .i64 = ZSN2N_GUIDES_AUTO }, ZSN2N_GUIDES_AUTO, ZSN2N_GUIDES_QUICK, FLAGS, "guides" },
        { "auto",  "quick; with preset fast dct, with slow pilot, with paper none", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_GUIDES_AUTO }, 0, 0, FLAGS, "guides" },
        { "none",  "no pilot: the network alone, trained further on every frame", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_GUIDES_NONE }, 0, 0, FLAGS, "guides" },
        { "pilot", "DCT patches, then a BM3D second stage: the best", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_GUIDES_PILOT }, 0, 0, FLAGS, "guides" },
        { "dct",   "DCT patches, thresholded and Wiener-filtered: the fastest", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_GUIDES_DCT }, 0, 0, FLAGS, "guides" },
        { "quick", "DCT patches, then a BM3D second stage with a third of the groups", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_GUIDES_QUICK }, 0, 0, FLAGS, "guides" },
    { "noise_level", "set a factor on the noise's standard deviation, as it was found", OFFSET(noise_level), AV_OPT_TYPE_DOUBLE, { .dbl = 1.0 }, 0.25, 4.0, TFLAGS },
    { "noise", "set what kind of noise there is", OFFSET(noise), AV_OPT_TYPE_INT, { .i64 = ZSN2N_NOISE_AUTO }, ZSN2N_NOISE_AUTO, ZSN2N_NOISE_WHITE, TFLAGS, "noise" },
        { "auto",  "as it is found", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_NOISE_AUTO }, 0, 0, TFLAGS, "noise" },
        { "white", "independent from pixel to pixel", 0, AV_OPT_TYPE_CONST, { .i64 = ZSN2N_NOISE_WHITE }, 0, 0, TFLAGS, "noise" },
    { "noise_from", "set the region to measure the noise in, as x:y:width:height in pixels", OFFSET(noise_from), AV_OPT_TYPE_STRING, { .str = NULL }, 0, 0, TFLAGS },
    { "lookahead", "set how many frames after each play a part in it; -1: 2 with preset slow, else 0", OFFSET(lookahead), AV_OPT_TYPE_INT, { .i64 = -1 }, -1, ZSN2N_MAX_LOOKAHEAD, TFLAGS },
    { "state_in", "set the file to start from, as state_out wrote it", OFFSET(state_in), AV_OPT_TYPE_STRING, { .str = NULL }, 0, 0, FLAGS },
    { "state_out", "set the file for the state after the last frame", OFFSET(state_out), AV_OPT_TYPE_STRING, { .str = NULL }, 0, 0, FLAGS },
    { NULL }
};

AVFILTER_DEFINE_CLASS(zsn2n);

static const AVFilterPad zsn2n_inputs[] = {
    {
        .name         = "default",
        .type         = AVMEDIA_TYPE_VIDEO,
        .config_props = config_input,
        .filter_frame = filter_frame,
    },
};

static const AVFilterPad zsn2n_outputs[] = {
    {
        .name          = "default",
        .type          = AVMEDIA_TYPE_VIDEO,
        .request_frame = request_frame,
    },
};

/* Since FFmpeg 8 what others may know of a filter is a struct of its own in it. */
#if LIBAVFILTER_VERSION_MAJOR >= 11
#define FILTER FFFilter
#define PUBLIC(field) .p.field
#else
#define FILTER AVFilter
#define PUBLIC(field) .field
#endif

const FILTER ff_vf_zsn2n = {
    PUBLIC(name)        = "zsn2n",
    PUBLIC(description) = NULL_IF_CONFIG_SMALL("Denoise by similar patches and the frame before, or by a Zero-Shot Noise2Noise network."),
    PUBLIC(priv_class)  = &zsn2n_class,
    PUBLIC(flags)       = AVFILTER_FLAG_SUPPORT_TIMELINE_INTERNAL | AVFILTER_FLAG_SLICE_THREADS,
    .priv_size       = sizeof(ZSN2NContext),
    .init            = init,
    .uninit          = uninit,
    FILTER_INPUTS(zsn2n_inputs),
    FILTER_OUTPUTS(zsn2n_outputs),
    QUERY_FORMATS(query_formats),
    .process_command = process_command,
};
