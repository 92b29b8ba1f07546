// SPDX-License-Identifier: BSD-2-Clause
// 1: places without noise; 3: pages.
#include "cases/jpeg.h"
#include "cases/sheet.h"
#include "cases/spoil.h"
#include "metrics.h"

namespace bench {
namespace {

size_t different(const Image &a, const Image &b) {
    size_t count = 0;
    for (size_t i = 0; i < a.samples.size(); ++i) count += a.samples[i] != b.samples[i];
    return count;
}

void bars(Sheet *sheet, const std::string &name, const std::string &format, int rows, int columns,
          int level) {
    Mean input, alone, result;
    size_t changed = 0;
    Random random(1);
    for (const Image &photo : sheet->photos()) {
        const Image clean = format == "gray" ? to_gray(photo) : photo;
        const Image spoilt = noisy(clean, 15, &random);
        const auto value = static_cast<float>(level) / 255;
        const Image out = sheet->denoised(framed(spoilt, rows, columns, value), format);
        const Image inner = unframed(out, rows, columns);
        input.add(psnr(spoilt, clean));
        alone.add(psnr(sheet->denoised(spoilt, format), clean));
        result.add(psnr(inner, clean));
        changed += different(out, framed(inner, rows, columns, value));
    }
    const std::string what = name + ", " + format;
    sheet->at_least(what, input, result, alone - 0.2);
    sheet->at_most(what + ": samples changed", 0, static_cast<double>(changed), 0);
}

// A box of one value, as a logo or a caption has it, over a part of the picture.
void box(Sheet *sheet, double share) {
    Mean input, alone, result;
    Random random(2);
    for (const Image &photo : sheet->photos()) {
        const Image clean = to_gray(photo), spoilt = noisy(clean, 15, &random);
        Image boxed = spoilt;
        const int rows = boxed.height / 2, columns = static_cast<int>(2 * share * boxed.width);
        const auto outside = [&](Image image) {
            for (int y = 0; y < rows; ++y)
                for (int x = 0; x < columns; ++x)
                    image.samples[static_cast<size_t>(y) * image.width + x] = 0.5f;
            return image;
        };
        boxed = outside(boxed);
        // The box counts nothing: it is the same in all.
        const Image truth = outside(clean);
        input.add(psnr(coded(boxed), truth));
        alone.add(psnr(outside(sheet->denoised(spoilt)), truth));
        result.add(psnr(outside(sheet->denoised(boxed)), truth));
    }
    sheet->at_least("a grey box over " + std::to_string(static_cast<int>(100 * share)) + " %",
                    input, result, alone - 0.2);
}

struct Look {
    const char *name;
    double paper, ink;
};

void pages(Sheet *sheet, int size, const Look &look) {
    const int width = 480, height = 320;
    const std::string name = std::to_string(size) + " px text, " + look.name;
    const Image page = text(width, height, size, look.paper, look.ink);
    sheet->at_least(name + ", clean", 100, psnr(sheet->denoised(page), page), 45);
    const Image rgb = grey_as_rgb(page);
    sheet->at_least(name + ", clean, as RGB", 100, psnr(sheet->denoised(rgb), rgb), 45);
    for (const int quality : {75, 95}) {
        const Image file = from_jpeg(to_jpeg(page, quality, false));
        const double before = psnr(file, page);
        sheet->at_least(name + ", JPEG of quality " + std::to_string(quality), before,
                        psnr(sheet->denoised(file), page), before - 0.01);
    }
    Random random(3);
    const Image scanned = noisy(page, 6, &random);
    const double before = psnr(scanned, page);
    sheet->at_least(name + ", scanned", before, psnr(sheet->denoised(scanned), page), before + 0.5);
}

}  // namespace

void places(Sheet *sheet) {
    for (const char *format : {"gray", "gbrp", "yuv420p"})
        bars(sheet, "bars of 24 rows of black", format, 24, 0, 0);
    bars(sheet, "bars of 40 columns of 16", "gray", 0, 40, 16);
    bars(sheet, "canvas of 128", "gray", 32, 32, 128);
    bars(sheet, "canvas of 255", "gbrp", 32, 32, 255);
    for (const double share : {0.08, 0.25}) box(sheet, share);
    const Look looks[] = {
        {"black on white", 255, 0}, {"dark on grey", 200, 20}, {"light on dark", 25, 230}};
    for (const int size : {10, 14, 24})
        for (const Look &look : looks) pages(sheet, size, look);
}

}  // namespace bench
