// SPDX-License-Identifier: BSD-2-Clause
// What programs compiled with the header of version 0.1.0 call by names that the header has for
// inline functions now. They know the first layout of each struct alone.
#include "api/options.h"
#include "api/versioned.h"

namespace {

constexpr size_t kParams = zsn2n::Versioned<zsn2n_params>::kFirst;
constexpr size_t kImage = zsn2n::Versioned<zsn2n_image>::kFirst;

}  // namespace

extern "C" {

ZSN2N_API void first_params_default(zsn2n_params *params) __asm__("zsn2n_params_default");
ZSN2N_API void first_image_init(zsn2n_image *image, int width, int height, zsn2n_color color,
                                zsn2n_sample sample) __asm__("zsn2n_image_init");
ZSN2N_API int first_option_count() __asm__("zsn2n_option_count");
ZSN2N_API const zsn2n_option *first_option_get(int index) __asm__("zsn2n_option_get");

void first_params_default(zsn2n_params *params) {
    zsn2n_params_init(params, kParams);
}

void first_image_init(zsn2n_image *image, int width, int height, zsn2n_color color,
                      zsn2n_sample sample) {
    zsn2n_image_describe(image, kImage, width, height, color, sample);
}

int first_option_count() {
    int count = 0;
    while (first_option_get(count)) ++count;
    return count;
}

const zsn2n_option *first_option_get(int index) {
    return zsn2n_option_within(kParams, index);
}

}  // extern "C"
