/* SPDX-License-Identifier: BSD-2-Clause */
/* example IN.ppm OUT.ppm [OPTIONS]: denoises a PPM image of 8 bits (P6). */
#include <stdio.h>
#include <stdlib.h>
#include <zsn2n/zsn2n.h>

static int fail(const char *why) {
    fprintf(stderr, "example: %s\n", why);
    return 1;
}

static void log_line(void *user, zsn2n_log_level level, const char *text) {
    (void)user;
    if (level == ZSN2N_LOG_INFO || level == ZSN2N_LOG_WARNING) fprintf(stderr, "%s\n", text);
}

int main(int count, char **words) {
    const zsn2n_callbacks callbacks = {NULL, log_line, NULL};
    zsn2n_params params;
    zsn2n_context *context = NULL;
    zsn2n_image image;
    zsn2n_status status;
    char message[256] = "";
    unsigned char *pixels;
    FILE *file;
    int width, height, c;

    if (count < 3) return fail("usage: example IN.ppm OUT.ppm [OPTIONS]");
    file = fopen(words[1], "rb");
    if (!file) return fail("the image cannot be opened");
    if (fscanf(file, "P6 %d %d 255", &width, &height) != 2 || fgetc(file) == EOF || width < 1 ||
        height < 1 || width > 30000 || height > 30000)
        return fail("this is no PPM image of 8 bits");
    pixels = malloc((size_t)3 * width * height);
    if (!pixels || fread(pixels, (size_t)3 * width, height, file) != (size_t)height)
        return fail("the image is incomplete, or too large");
    fclose(file);

    zsn2n_params_default(&params);
    if (count > 3 && zsn2n_params_parse(&params, words[3], message, sizeof message) != ZSN2N_OK)
        return fail(message);

    /* The description points to our memory: R, G and B lie side by side. */
    zsn2n_image_init(&image, width, height, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    for (c = 0; c < 3; ++c) {
        image.plane[c].data = pixels + c;
        image.plane[c].pixel_stride = 3;
        image.plane[c].row_stride = (ptrdiff_t)3 * width;
    }
    status = zsn2n_create(&context, &params, &callbacks);
    if (status == ZSN2N_OK) status = zsn2n_process(context, &image, &image);
    if (status != ZSN2N_OK)
        return fail(context ? zsn2n_error_message(context) : zsn2n_status_string(status));
    zsn2n_destroy(&context);

    file = fopen(words[2], "wb");
    if (!file || fprintf(file, "P6\n%d %d\n255\n", width, height) < 0 ||
        fwrite(pixels, (size_t)3 * width, height, file) != (size_t)height || fclose(file) != 0)
        return fail("the result cannot be written");
    free(pixels);
    return 0;
}
