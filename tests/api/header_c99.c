/* SPDX-License-Identifier: BSD-2-Clause */
/* The header first and alone, then the shortest use of it, in C99. */
#include <zsn2n/zsn2n.h>

#include <stdio.h>

int main(void) {
    zsn2n_params params;
    zsn2n_context *context = NULL;
    float pixels[8 * 8];
    zsn2n_image image;
    zsn2n_status status;
    int i;

    for (i = 0; i < 64; ++i) pixels[i] = (float)((i * 37) % 64) / 64.0f;
    zsn2n_params_default(&params);
    params.steps = 2;
    params.threads = 1;
    zsn2n_image_init(&image, 8, 8, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    image.plane[0].data = pixels;
    image.plane[0].row_stride = 8 * (ptrdiff_t)sizeof(float);
    image.plane[0].pixel_stride = (ptrdiff_t)sizeof(float);
    status = zsn2n_create(&context, &params, NULL);
    if (status == ZSN2N_OK) status = zsn2n_process(context, &image, &image);
    if (status != ZSN2N_OK) fprintf(stderr, "%s\n", zsn2n_status_string(status));
    zsn2n_destroy(&context);
    return status == ZSN2N_OK && context == NULL ? 0 : 1;
}
