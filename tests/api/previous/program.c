/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program compiled with the header of version 0.1.0 and run with this library: everything that
 * such a program can do, with bytes behind each of its structs that must stay as they are.
 */
#include <stdio.h>
#include <string.h>
#include <zsn2n/zsn2n.h>

enum { kSide = 128, kGuard = 64 };

/* The header of that version, not the one beside the library. */
typedef char last_is_memory_cap
    [sizeof(zsn2n_params) == offsetof(zsn2n_params, memory_cap) + sizeof(uint64_t) ? 1 : -1];

static struct {
    zsn2n_params params;
    unsigned char guard[kGuard];
} held;
static struct {
    zsn2n_image image;
    unsigned char guard[kGuard];
} described;
static struct {
    zsn2n_stats stats;
    unsigned char guard[kGuard];
} found;

static float noisy[kSide * kSide], result[kSide * kSide], again[kSide * kSide];
static int failures = 0;

static void expect(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "failed: %s\n", what);
    ++failures;
}
#define EXPECT(condition) expect(condition, #condition)

static int untouched(const unsigned char *guard) {
    int i;
    for (i = 0; i < kGuard; ++i) {
        if (guard[i] != 0xA5) return 0;
    }
    return 1;
}

static zsn2n_image image_over(float *samples) {
    zsn2n_image_init(&described.image, kSide, kSide, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    described.image.plane[0].data = samples;
    described.image.plane[0].row_stride = kSide * (ptrdiff_t)sizeof(float);
    described.image.plane[0].pixel_stride = (ptrdiff_t)sizeof(float);
    return described.image;
}

static void check_params(void) {
    const zsn2n_option *option;
    char message[256];
    int i;
    zsn2n_params_default(&held.params);
    EXPECT(held.params.struct_size == sizeof held.params);
    EXPECT(held.params.warm_steps == 20 && held.params.memory_cap == 0);
    EXPECT(zsn2n_params_parse(&held.params, "strength=0.5:memory_cap=1GiB", message,
                              sizeof message) == ZSN2N_OK);
    EXPECT(held.params.strength == 0.5 && held.params.memory_cap == (uint64_t)1 << 30);
    EXPECT(zsn2n_params_set(&held.params, "strength", "1", message, sizeof message) == ZSN2N_OK);
    EXPECT(held.params.struct_size == sizeof held.params);
    /* An option past the struct is unknown to it, and not listed. */
    EXPECT(zsn2n_params_set(&held.params, "video", "1", message, sizeof message) ==
           ZSN2N_INVALID_ARGUMENT);
    EXPECT(zsn2n_option_count() == 16);
    for (i = 0; (option = zsn2n_option_get(i)) != NULL; ++i) {
        EXPECT(option->offset < sizeof held.params);
    }
    EXPECT(i == zsn2n_option_count());
    EXPECT(zsn2n_params_validate(&held.params, message, sizeof message) == ZSN2N_OK);
    EXPECT(untouched(held.guard));
}

static void check_video_params(void) {
    zsn2n_params_default(&held.params);
    zsn2n_params_video(&held.params);
    EXPECT(held.params.guides == 4 /* quick, of later versions */ && held.params.temporal == 16);
    zsn2n_params_default(&held.params);
    held.params.preset = ZSN2N_PRESET_SLOW;
    zsn2n_params_video(&held.params);
    EXPECT(held.params.guides == ZSN2N_GUIDES_AUTO && held.params.temporal == 16);
    EXPECT(untouched(held.guard));
}

static void check_processing(int video, const char *state) {
    zsn2n_image src = image_over(noisy), dst = image_over(result), blended = image_over(again);
    zsn2n_context *context = NULL;
    char message[256];
    zsn2n_params_default(&held.params);
    held.params.steps = 5;
    held.params.threads = 2;
    if (video) zsn2n_params_video(&held.params);
    EXPECT(zsn2n_image_supported(&src, message, sizeof message) == ZSN2N_OK);
    EXPECT(zsn2n_memory_required(&held.params, &src) > 0);
    EXPECT(zsn2n_create(&context, &held.params, NULL) == ZSN2N_OK);
    EXPECT(zsn2n_process(context, &src, &dst) == ZSN2N_OK);
    EXPECT(memcmp(noisy, result, sizeof noisy) != 0);
    found.stats.struct_size = sizeof found.stats;
    EXPECT(zsn2n_get_stats(context, &found.stats) == ZSN2N_OK);
    EXPECT(found.stats.steps == (video ? 0 : 5));
    EXPECT(found.stats.noise_sigma > 0 && found.stats.struct_size == sizeof found.stats);
    EXPECT(zsn2n_blend(&held.params, &found.stats, &src, &dst, &blended, message, sizeof message) ==
           ZSN2N_OK);
    EXPECT(memcmp(again, result, sizeof again) == 0);
    EXPECT(zsn2n_state_save(context, state) == ZSN2N_OK);
    EXPECT(zsn2n_set_params(context, &held.params) == ZSN2N_OK);
    zsn2n_reset(context);
    EXPECT(zsn2n_state_load(context, state) == ZSN2N_OK);
    EXPECT(zsn2n_process(context, &src, &dst) == ZSN2N_OK);
    EXPECT(zsn2n_get_stats(context, &found.stats) == ZSN2N_OK && found.stats.warm == 1);
    zsn2n_destroy(&context);
    EXPECT(context == NULL);
    EXPECT(untouched(held.guard) && untouched(described.guard) && untouched(found.guard));
}

int main(int count, char **words) {
    unsigned random = 1;
    int i;
    if (count != 2) return 2;
    memset(&held, 0xA5, sizeof held);
    memset(&described, 0xA5, sizeof described);
    memset(&found, 0xA5, sizeof found);
    for (i = 0; i < kSide * kSide; ++i) {
        random = random * 1664525u + 1013904223u;
        noisy[i] = 0.5f + 0.2f * ((float)(random >> 8) / 16777216.0f - 0.5f);
    }
    check_params();
    check_video_params();
    check_processing(0, words[1]);
    check_processing(1, words[1]);
    remove(words[1]);
    return failures != 0;
}
