/* SPDX-License-Identifier: BSD-2-Clause */
/* Denoises a small picture through the installed library and prints the library's version. */
#include <stdio.h>
#include <zsn2n/zsn2n.h>

enum { kSide = 16 };

int main(void) {
    zsn2n_params params;
    zsn2n_context *context = NULL;
    zsn2n_image image;
    unsigned char noisy[kSide * kSide], pixels[kSide * kSide];
    char message[200];
    unsigned version = (unsigned)zsn2n_version(), random = 1;
    int i, changed = 0;

    zsn2n_params_default(&params);
    if (zsn2n_params_parse(&params, "steps=20:threads=1", message, sizeof message) != ZSN2N_OK) {
        fprintf(stderr, "%s\n", message);
        return 1;
    }
    for (i = 0; i < kSide * kSide; ++i) {
        random = random * 1664525u + 1013904223u;
        pixels[i] = noisy[i] = (unsigned char)(100 + (random >> 16) % 61);
    }
    zsn2n_image_init(&image, kSide, kSide, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
    image.plane[0].data = pixels;
    image.plane[0].row_stride = kSide;
    image.plane[0].pixel_stride = 1;
    if (zsn2n_create(&context, &params, NULL) != ZSN2N_OK) return 1;
    if (zsn2n_process(context, &image, &image) != ZSN2N_OK) {
        fprintf(stderr, "%s\n", zsn2n_error_message(context));
        return 1;
    }
    zsn2n_destroy(&context);
    for (i = 0; i < kSide * kSide; ++i) changed += pixels[i] != noisy[i];
    printf("%u.%u.%u %s\n", version >> 16, version >> 8 & 255, version & 255,
           changed ? "denoised" : "unchanged");
    return 0;
}
