/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engine [--plant] DIR: every call of the public header, in the ways that allocate differently,
 * with AddressSanitizer below, which tells at the end what the library did not free. DIR takes a
 * state file.
 * --plant forgets a context: that must be reported.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zsn2n/zsn2n.h>

#define SIDE 64

static void require(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "engine: %s\n", what);
    exit(2);
}

/* Noise about a ramp. Planes lie behind each other, of SIDE rows each. */
typedef struct {
    float samples[4][SIDE * SIDE];
    zsn2n_image image;
} Picture;

static void make(Picture *picture, int width, int height, zsn2n_color color, int alpha,
                 unsigned seed) {
    zsn2n_image_init(&picture->image, width, height, color, ZSN2N_SAMPLE_F32);
    for (int p = 0; p < 4; ++p) {
        const zsn2n_plane plane = {picture->samples[p], SIDE * sizeof(float), sizeof(float)};
        for (int i = 0; i < SIDE * SIDE; ++i) {
            seed = seed * 1664525u + 1013904223u;
            picture->samples[p][i] = 0.4f + (float)(i % SIDE) / 320 + (float)(seed >> 16) / 327680;
        }
        if (p < (color == ZSN2N_COLOR_GRAY ? 1 : 3)) picture->image.plane[p] = plane;
        if (p == 3 && alpha) picture->image.alpha = plane;
    }
}

static zsn2n_context *make_context(const char *options, const zsn2n_callbacks *callbacks) {
    zsn2n_params params;
    zsn2n_context *context = NULL;
    char message[256];
    zsn2n_params_default(&params);
    require(zsn2n_params_parse(&params, options, message, sizeof message) == ZSN2N_OK, message);
    require(zsn2n_create(&context, &params, callbacks) == ZSN2N_OK, options);
    return context;
}

static Picture noisy, denoised, blended;

static void process(zsn2n_context *context, zsn2n_status expected, const char *what) {
    require(zsn2n_process(context, &noisy.image, &denoised.image) == expected, what);
}

/* Images of several shapes, each a few times, through one context. */
static void shapes(const char *options) {
    static const struct {
        int width, height, alpha;
        zsn2n_color color;
    } kShapes[] = {{SIDE, SIDE, 0, ZSN2N_COLOR_RGB},
                   {40, 33, 1, ZSN2N_COLOR_RGB},
                   {SIDE, 4, 0, ZSN2N_COLOR_GRAY},
                   {47, SIDE, 0, ZSN2N_COLOR_YUV}};
    zsn2n_context *context = make_context(options, NULL);
    for (int i = 0; i < 4; ++i) {
        for (unsigned frame = 0; frame < 3; ++frame) {
            make(&noisy, kShapes[i].width, kShapes[i].height, kShapes[i].color, kShapes[i].alpha,
                 frame);
            make(&denoised, kShapes[i].width, kShapes[i].height, kShapes[i].color, kShapes[i].alpha,
                 9);
            process(context, ZSN2N_OK, options);
        }
    }
    zsn2n_destroy(&context);
}

static int cancel(void *user, double fraction) {
    (void)user;
    return fraction > 0.1;
}

static void failures(const char *path) {
    zsn2n_params params;
    zsn2n_callbacks callbacks = {NULL, NULL, cancel};
    zsn2n_context *context;
    char message[256];
    zsn2n_params_default(&params);
    require(
        zsn2n_params_parse(&params, "strength=0.5:steps=x", message, sizeof message) != ZSN2N_OK,
        "x");
    params.steps = -1;
    require(zsn2n_create(&context, &params, NULL) != ZSN2N_OK && !context, "steps=-1");

    make(&noisy, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
    make(&denoised, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
    context = make_context("guides=none:steps=1000:threads=2", &callbacks);
    process(context, ZSN2N_CANCELLED, "cancel");
    zsn2n_destroy(&context);
    context = make_context("memory_cap=1:steps=4", NULL);
    process(context, ZSN2N_OUT_OF_MEMORY, "memory_cap=1");
    zsn2n_destroy(&context);

    context = make_context("steps=4", NULL);
    require(zsn2n_state_save(context, path) != ZSN2N_OK, "nothing to save");
    require(zsn2n_state_load(context, "/nonexistent/state") != ZSN2N_OK, "no such file");
    require(zsn2n_state_load(context, "/dev/null") != ZSN2N_OK, "an empty file");
    process(context, ZSN2N_OK, "first");
    require(zsn2n_state_save(context, "/nonexistent/state") != ZSN2N_OK, "no such folder");
    noisy.samples[0][5] = NAN;
    process(context, ZSN2N_INVALID_ARGUMENT, "NaN");
    denoised.image.width = 3;
    process(context, ZSN2N_INVALID_ARGUMENT, "two sizes");
    zsn2n_destroy(&context);
}

/* Settings that change while the state is kept, files of it, and the blend by itself. */
static void changes(const char *path) {
    zsn2n_params params;
    zsn2n_stats stats;
    char message[256];
    zsn2n_context *first = make_context("guides=none:steps=6:warm_steps=2:threads=1", NULL);
    zsn2n_context *second = make_context("guides=none:steps=6:warm_steps=2", NULL);
    make(&noisy, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
    make(&denoised, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
    make(&blended, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
    process(first, ZSN2N_OK, "first");
    require(zsn2n_state_save(first, path) == ZSN2N_OK, "save");
    process(second, ZSN2N_OK, "second");
    require(zsn2n_state_load(second, path) == ZSN2N_OK, "load");
    process(second, ZSN2N_OK, "after load");

    stats.struct_size = sizeof stats;
    require(zsn2n_get_stats(second, &stats) == ZSN2N_OK, "stats");
    zsn2n_params_default(&params);
    params.guides = ZSN2N_GUIDES_NONE;
    params.steps = 6;
    params.threads = 2;
    params.detail = 0.5;
    require(zsn2n_blend(&params, &stats, &noisy.image, &denoised.image, &blended.image, message,
                        sizeof message) == ZSN2N_OK,
            "blend");
    for (int planes = 1; planes < 8; planes += 3) {
        params.planes = planes;
        require(zsn2n_set_params(second, &params) == ZSN2N_OK, "set_params");
        process(second, ZSN2N_OK, "after set_params");
    }
    params.guides = ZSN2N_GUIDES_PILOT;
    require(zsn2n_set_params(second, &params) == ZSN2N_OK, "set_params");
    process(second, ZSN2N_OK, "with another guide");
    zsn2n_reset(second);
    process(second, ZSN2N_OK, "after reset");
    zsn2n_destroy(&first);
    zsn2n_destroy(&second);
    remove(path);
}

int main(int argc, char **argv) {
    char path[600];
    require(argc == 2 || (argc == 3 && !strcmp(argv[1], "--plant")), "usage: engine [--plant] DIR");
    if (argc == 3) {
        make(&noisy, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
        make(&denoised, SIDE, SIDE, ZSN2N_COLOR_RGB, 0, 1);
        process(make_context("steps=4", NULL), ZSN2N_OK, "first");
        return 0;
    }
    snprintf(path, sizeof path, "%s/engine_leaks.state", argv[1]);
    shapes("steps=4");
    shapes("preset=fast:threads=3");
    shapes("preset=paper:steps=2:warm_steps=1");
    shapes("guides=none:steps=4:warm_steps=2:backend=halide");
    shapes("guides=dct:temporal=16:threads=2");
    shapes("preset=slow:steps=2");
    failures(path);
    changes(path);
    return 0;
}
