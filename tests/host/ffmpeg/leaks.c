/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * leaks [--plant] DIR: a small program of libavfilter's that uses the filter as hosts do. Built
 * with AddressSanitizer, which sees every allocation of the libraries below it as well, and tells
 * at the end what was not freed. DIR takes a state file. --plant forgets a graph: that must be
 * reported.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/frame.h>
#include <libavutil/log.h>
#include <libavutil/pixdesc.h>

typedef struct {
    AVFilterGraph *graph;
    AVFilterContext *source, *sink;
} Film;

static void require(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "leaks: %s\n", what);
    exit(2);
}

/* buffer -> filters -> buffersink; negative where the graph refuses. */
static int open_film(Film *film, const char *filters, enum AVPixelFormat format, int width,
                     int height) {
    char source[128], graph[512];
    AVFilterInOut *inputs = NULL, *outputs = NULL;
    snprintf(source, sizeof source, "video_size=%dx%d:pix_fmt=%s:time_base=1/25", width, height,
             av_get_pix_fmt_name(format));
    snprintf(graph, sizeof graph, "buffer@in=%s,%s,buffersink@out", source, filters);
    film->graph = avfilter_graph_alloc();
    require(film->graph != NULL, "no graph");
    const int parsed = avfilter_graph_parse2(film->graph, graph, &inputs, &outputs);
    avfilter_inout_free(&inputs);
    avfilter_inout_free(&outputs);
    const int ready = parsed < 0 ? parsed : avfilter_graph_config(film->graph, NULL);
    if (ready >= 0) {
        film->source = avfilter_graph_get_filter(film->graph, "buffer@in");
        film->sink = avfilter_graph_get_filter(film->graph, "buffersink@out");
        require(film->source && film->sink, "no source or sink");
    }
    return ready;
}

static void close_film(Film *film) {
    avfilter_graph_free(&film->graph);
}

/* Noise all over: what is in the bytes does not matter to 8-bit formats. A float is made NaN. */
static void push(Film *film, enum AVPixelFormat format, int width, int height, int number) {
    AVFrame *frame = av_frame_alloc();
    require(frame != NULL, "no frame");
    frame->format = format;
    frame->width = width;
    frame->height = height;
    frame->pts = number;
    require(av_frame_get_buffer(frame, 0) >= 0, "no frame buffer");
    unsigned state = 12345u + (unsigned)number;
    for (int p = 0; p < AV_NUM_DATA_POINTERS && frame->buf[p]; ++p) {
        for (size_t i = 0; i < frame->buf[p]->size; ++i) {
            state = state * 1664525u + 1013904223u;
            frame->buf[p]->data[i] = format == AV_PIX_FMT_GRAYF32 ? 0xFF : (uint8_t)(state >> 25);
        }
    }
    require(av_buffersrc_add_frame(film->source, frame) >= 0, "a frame was refused");
    av_frame_free(&frame);
}

static int pull(Film *film) {
    int got = 0;
    AVFrame *frame = av_frame_alloc();
    require(frame != NULL, "no frame");
    while (av_buffersink_get_frame(film->sink, frame) >= 0) {
        ++got;
        av_frame_unref(frame);
    }
    av_frame_free(&frame);
    return got;
}

static void run(const char *filters, enum AVPixelFormat format, int frames) {
    Film film;
    int got = 0;
    require(open_film(&film, filters, format, 48, 40) >= 0, filters);
    for (int i = 0; i < frames; ++i) {
        push(&film, format, 48, 40, i);
        got += pull(&film);
    }
    require(av_buffersrc_add_frame(film.source, NULL) >= 0, "no end");
    got += pull(&film);
    require(got == frames, "frames were lost");
    close_film(&film);
}

static void refused(const char *filters, int width) {
    Film film;
    require(open_film(&film, filters, AV_PIX_FMT_GRAY8, width, 40) < 0, filters);
    close_film(&film);
}

static void commands(void) {
    Film film;
    char reply[256];
    require(
        open_film(&film, "zsn2n=steps=4:warm_steps=2:guides=none", AV_PIX_FMT_YUV420P, 48, 40) >= 0,
        "no graph for commands");
    const char *const sent[][2] = {{"strength", "0.5"}, {"temporal", "4"}, {"planes", "1"},
                                   {"strength", "2"},   {"seed", "3"},     {"nonsense", "1"}};
    for (int i = 0; i < (int)(sizeof sent / sizeof *sent); ++i) {
        const int taken = avfilter_graph_send_command(film.graph, "zsn2n", sent[i][0], sent[i][1],
                                                      reply, sizeof reply, 0);
        require((taken >= 0) == (i < 3), sent[i][0]);
        push(&film, AV_PIX_FMT_YUV420P, 48, 40, i);
        require(pull(&film) == 1, "no frame after a command");
    }
    close_film(&film);
}

/* Frames are pending in the graph, or none was ever sent. */
static void close_early(void) {
    Film film;
    require(open_film(&film, "zsn2n=steps=4", AV_PIX_FMT_RGB24, 48, 40) >= 0, "no graph");
    close_film(&film);
    require(open_film(&film, "zsn2n=steps=4,split[a][b];[b]nullsink;[a]null", AV_PIX_FMT_RGB24, 48,
                      40) >= 0,
            "no graph with a split");
    push(&film, AV_PIX_FMT_RGB24, 48, 40, 0);
    push(&film, AV_PIX_FMT_RGB24, 48, 40, 1);
    close_film(&film);
}

int main(int argc, char **argv) {
    char state[600], filters[800];
    require(argc == 2 || (argc == 3 && !strcmp(argv[1], "--plant")), "usage: leaks [--plant] DIR");
    av_log_set_level(AV_LOG_QUIET);
    if (argc == 3) {
        Film film;
        require(open_film(&film, "zsn2n=steps=4", AV_PIX_FMT_GRAY8, 48, 40) >= 0, "no graph");
        memset(&film, 0, sizeof film);
        return 0;
    }
    snprintf(state, sizeof state, "%s/leaks.state", argv[1]);

    /* Two threads: each path of the pool. */
    run("zsn2n=guides=dct:threads=2", AV_PIX_FMT_YUV420P, 12);
    run("zsn2n=guides=none:steps=4:warm_steps=2", AV_PIX_FMT_RGB24, 3);
    run("zsn2n=preset=slow:steps=4", AV_PIX_FMT_GBRAP, 2);
    run("zsn2n=steps=4", AV_PIX_FMT_GRAYF32, 2); /* NaN: passed on */
    snprintf(filters, sizeof filters, "zsn2n=guides=none:steps=4:state_out=%s", state);
    run(filters, AV_PIX_FMT_YUV444P, 2);
    snprintf(filters, sizeof filters, "zsn2n=guides=none:state_in=%s", state);
    run(filters, AV_PIX_FMT_YUV444P, 2);
    /* Another size and another format in mid-stream, cuts to another scene. */
    run("scale=w='if(lt(n,3),32,24)':h='if(lt(n,3),24,32)':eval=frame,zsn2n=guides=dct:scene=0",
        AV_PIX_FMT_YUV420P, 6);
    run("zsn2n=steps=2,format=gray16,zsn2n=preset=fast", AV_PIX_FMT_YUV422P, 3);
    commands();
    close_early();

    refused("zsn2n=strength=2", 48);
    refused("zsn2n=nonsense=1", 48);
    refused("zsn2n=state_in=/nonexistent/state", 48);
    refused(
        "zsn2n=preset=slow:state_in="
        "/dev/null",
        48);
    refused("zsn2n", 3); /* narrower than any image that can be denoised */
    remove(state);
    return 0;
}
