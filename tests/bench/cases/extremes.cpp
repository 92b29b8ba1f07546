// SPDX-License-Identifier: BSD-2-Clause
// 4: depth; 15: floats of any size; 16: few levels.
#include <cmath>
#include <cstdint>
#include <set>

#include "cases/sheet.h"
#include "cases/spoil.h"
#include "metrics.h"

namespace bench {
namespace {

// A 16-bit file's bytes, the high one first.
void big_endian(Sheet *sheet) {
    Random random(14);
    const Image clean = to_gray(sheet->photos()[0]);
    const Image spoilt = sum(clean, grain(clean.width, clean.height, 1, 0, 5, &random));
    std::vector<uint8_t> bytes;
    std::set<int> before, after;
    for (const float v : spoilt.samples) {
        const auto code = static_cast<int>(65535 * std::min(std::max(v, 0.0f), 1.0f));
        before.insert(code);
        bytes.push_back(static_cast<uint8_t>(code >> 8));
        bytes.push_back(static_cast<uint8_t>(code & 255));
    }
    zsn2n_image image;
    zsn2n_image_init(&image, clean.width, clean.height, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U16);
    image.byte_order = ZSN2N_BYTE_ORDER_BIG;
    image.plane[0] = {bytes.data(), 2 * clean.width, 2};
    Denoiser denoiser(sheet->params(), nullptr);
    denoiser.process(image, image);
    Image result = clean;
    for (size_t i = 0; i < result.samples.size(); ++i) {
        const int code = bytes[2 * i] << 8 | bytes[2 * i + 1];
        after.insert(code);
        result.samples[i] = static_cast<float>(code) / 65535;
    }
    sheet->at_least("big-endian 16 bit, sigma 5", psnr(spoilt, clean), psnr(result, clean),
                    psnr(spoilt, clean) + 1);
    sheet->at_least("big-endian 16 bit: levels", static_cast<double>(before.size()),
                    static_cast<double>(after.size()), static_cast<double>(before.size()) / 4);
}

// Samples that no picture has, in a frame of a clip; and the frame after.
void wild_floats(Sheet *sheet) {
    zsn2n_params params = sheet->params();
    zsn2n_params_video(&params);
    for (const float wild : {1e20f, 3.4e38f, 1e-4f}) {
        Random random(15);
        const Image clean = to_gray(sheet->photos()[0]);
        const auto frame = [&] {
            return sum(clean, grain(clean.width, clean.height, 1, 0, 15, &random));
        };
        Image plain = frame(), other = frame();
        Image spoilt = plain;
        for (size_t i = 7; i < spoilt.samples.size(); i += 4001) spoilt.samples[i] = wild;
        const double before = psnr(other, clean);
        const auto second = [&](Image first, Image then) {
            Denoiser denoiser(params, nullptr);
            denoiser.process(describe_float(&first), describe_float(&first));
            for (const float v : first.samples) {
                if (!std::isfinite(v)) return 0.0;
            }
            denoiser.process(describe_float(&then), describe_float(&then));
            return psnr(then, clean);
        };
        char name[64];
        std::snprintf(name, sizeof name, "samples of %g: the frame after", double{wild});
        sheet->at_least(name, before, second(spoilt, other), second(plain, other) - 0.1);
    }
}

// A sensor's 84 levels, its columns off by a fixed amount, in 16 bit.
void few_levels(Sheet *sheet) {
    Random random(16);
    Image clean = to_gray(sheet->photos()[0]);
    const auto level = [](double v) { return static_cast<float>(std::round(v * 1024) / 1024); };
    Image spoilt = clean;
    for (size_t i = 0; i < clean.samples.size(); ++i) {
        clean.samples[i] = 0.03f + 0.04f * clean.samples[i];
        spoilt.samples[i] = level(clean.samples[i] + 0.006 * random.normal());
    }
    const double before = psnr(spoilt, clean);
    sheet->at_least("few levels of 16 bit", before, psnr(sheet->denoised(spoilt, "gray16"), clean),
                    before + 4);
}

}  // namespace

void extremes(Sheet *sheet) {
    big_endian(sheet);
    wild_floats(sheet);
    few_levels(sheet);
}

}  // namespace bench
