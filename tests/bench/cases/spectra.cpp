// SPDX-License-Identifier: BSD-2-Clause
// 2: noise that R, G and B share; 8: grain; 9: rows; 10: blotches of colour.
#include <cmath>
#include <cstdio>

#include "cases/jpeg.h"
#include "cases/sheet.h"
#include "cases/spoil.h"
#include "metrics.h"

namespace bench {
namespace {

void shared_by_channels(Sheet *sheet) {
    for (const double share : {1.0, 0.7}) {
        Mean input, result;
        Random random(8);
        for (const Image &photo : sheet->photos()) {
            const auto noise = [&](int channels, double sigma) {
                return grain(photo.width, photo.height, channels, 0, sigma, &random);
            };
            Image spoilt = sum(photo, grey_as_rgb(noise(1, 15 * share)));
            if (share < 1) spoilt = sum(spoilt, noise(3, 15 * std::sqrt(1 - share * share)));
            spoilt = coded(spoilt);
            input.add(psnr(spoilt, photo));
            result.add(psnr(sheet->denoised(spoilt), photo));
        }
        sheet->at_least("noise in RGB of which " + std::to_string(static_cast<int>(100 * share)) +
                            " % is grey, sigma 15",
                        input, result, input + (share == 1 ? 6.0 : 5.0));
    }
}

JpegPlanes denoised_planes(const zsn2n_params &params, JpegPlanes planes) {
    zsn2n_image image;
    zsn2n_image_init(&image, planes.width, planes.height, ZSN2N_COLOR_YUV, ZSN2N_SAMPLE_U8);
    image.chroma_shift_x = image.chroma_shift_y = 1;
    for (int c = 0; c < 3; ++c)
        image.plane[c] = {planes.plane[c].data(), planes.width >> (c ? 1 : 0), 1};
    Denoiser denoiser(params, nullptr);
    denoiser.process(image, image);
    return planes;
}

void jpeg_files(Sheet *sheet) {
    for (const int quality : {80, 90, 95}) {
        Mean input, result, as_yuv;
        Random random(9);
        for (const Image &photo : sheet->photos()) {
            const auto file = to_jpeg(noisy(photo, 15, &random), quality, true);
            const Image spoilt = from_jpeg(file);
            input.add(psnr(spoilt, photo));
            result.add(psnr(sheet->denoised(spoilt), photo));
            const JpegPlanes planes = denoised_planes(sheet->params(), planes_of_jpeg(file));
            as_yuv.add(psnr(center_crop(shown(planes), photo.width), photo));
        }
        sheet->at_least("JPEG 4:2:0 of quality " + std::to_string(quality) +
                            " of sigma 15, as RGB; right: as YUV, less 0.5",
                        input, result, as_yuv - 0.5);
    }
}

// What a codec leaves of fine texture is no noise.
void clean_jpeg_files(Sheet *sheet) {
    for (const int quality : {75, 90, 95}) {
        Mean input, rgb, yuv;
        for (const Image &photo : sheet->photos()) {
            const auto file = to_jpeg(photo, quality, true);
            const Image decoded = from_jpeg(file);
            input.add(psnr(decoded, photo));
            rgb.add(psnr(sheet->denoised(decoded), photo));
            const JpegPlanes planes = denoised_planes(sheet->params(), planes_of_jpeg(file));
            yuv.add(psnr(center_crop(shown(planes), photo.width), photo));
        }
        const std::string name =
            "a clean photo through JPEG 4:2:0 of quality " + std::to_string(quality);
        sheet->at_least(name + ", as RGB", input, rgb, input - 0.02);
        sheet->at_least(name + ", as YUV", input, yuv, input - 0.02);
    }
}

void grains(Sheet *sheet) {
    const struct { double blur, gain; } kinds[] = {{0.5, 5.5}, {0.7, 5}, {1.0, 4.5}, {1.5, 3}};
    for (const auto &kind : kinds) {
        Mean input, result;
        Random random(10);
        for (const Image &photo : sheet->photos()) {
            const Image clean = to_gray(photo);
            const Image spoilt =
                coded(sum(clean, grain(clean.width, clean.height, 1, kind.blur, 15, &random)));
            input.add(psnr(spoilt, clean));
            result.add(psnr(sheet->denoised(spoilt), clean));
        }
        char name[64];
        std::snprintf(name, sizeof name, "grain of sigma 15 blurred by %.1f px", kind.blur);
        sheet->at_least(name, input, result, input + kind.gain);
    }
    const struct { double blur, gain; } strong[] = {{0.7, 7}, {1.0, 6.3}, {1.5, 5.2}};
    for (const auto &kind : strong) {
        Mean input, result;
        Random random(11);
        for (const Image &photo : sheet->photos()) {
            const Image spoilt =
                coded(sum(photo, grain(photo.width, photo.height, 3, kind.blur, 25, &random)));
            input.add(psnr(spoilt, photo));
            result.add(psnr(sheet->denoised(spoilt), photo));
        }
        char name[64];
        std::snprintf(name, sizeof name, "RGB noise of sigma 25 blurred by %.1f px", kind.blur);
        sheet->at_least(name, input, result, input + kind.gain);
    }
}

// Standard deviation over the rows of their means, in codes, of the error.
double row_noise(const Image &image, const Image &clean) {
    double sum = 0, squares = 0;
    for (int y = 0; y < image.height; ++y) {
        double mean = 0;
        for (int x = 0; x < image.width; ++x) {
            const size_t i = static_cast<size_t>(y) * image.width + x;
            mean += 255 * (double{image.samples[i]} - clean.samples[i]) / image.width;
        }
        sum += mean;
        squares += mean * mean;
    }
    return std::sqrt(squares / image.height - sum * sum / image.height / image.height);
}

double rms(const Image &image, const Image &clean) {
    return 255 * std::pow(10, -psnr(image, clean) / 20);
}

// Over the rms of all that is left, so that rows do not stand out more than they did.
void rows(Sheet *sheet) {
    Mean input, result, before, after;
    Random random(12);
    for (const Image &photo : sheet->photos()) {
        const Image clean = to_gray(photo);
        Image spoilt = clean;
        for (int y = 0; y < clean.height; ++y) {
            const auto offset = static_cast<float>(6 * random.normal() / 255);
            for (int x = 0; x < clean.width; ++x)
                spoilt.samples[static_cast<size_t>(y) * clean.width + x] += offset;
        }
        spoilt = noisy(spoilt, 6, &random);
        const Image out = sheet->denoised(spoilt);
        input.add(psnr(spoilt, clean));
        result.add(psnr(out, clean));
        before.add(row_noise(spoilt, clean) / rms(spoilt, clean));
        after.add(row_noise(out, clean) / rms(out, clean));
    }
    sheet->at_least("rows of sigma 6 on white of 6", input, result, input);
    sheet->at_most("rows: their share of what is left", before, after, before);
}

// What is left of the error in colour at low frequencies: rms in codes.
double blotches_of(const Image &image, const Image &clean) {
    Image colour = image;
    for (size_t i = 0; i < image.plane_size(); ++i) {
        float error[3], mean = 0;
        for (int c = 0; c < 3; ++c) {
            error[c] = image.plane(c)[i] - clean.plane(c)[i];
            mean += error[c] / 3;
        }
        for (int c = 0; c < 3; ++c) colour.plane(c)[i] = error[c] - mean;
    }
    colour = blurred(colour, 3);
    double squares = 0;
    for (const float v : colour.samples) squares += double{v} * v;
    return 255 * std::sqrt(squares / static_cast<double>(colour.samples.size()));
}

void blotches(Sheet *sheet) {
    for (const double blur : {3.0, 6.0}) {
        Mean before, after, input, result;
        Random random(13);
        for (const Image &photo : sheet->photos()) {
            Image colour = grain(photo.width, photo.height, 3, blur, 6, &random);
            for (size_t i = 0; i < colour.plane_size(); ++i) {
                const float mean =
                    (colour.plane(0)[i] + colour.plane(1)[i] + colour.plane(2)[i]) / 3;
                for (int c = 0; c < 3; ++c) colour.plane(c)[i] -= mean;
            }
            const Image spoilt = noisy(sum(photo, colour), 8, &random);
            const Image out = sheet->denoised(spoilt);
            input.add(psnr(spoilt, photo));
            result.add(psnr(out, photo));
            before.add(blotches_of(spoilt, photo));
            after.add(blotches_of(out, photo));
        }
        const std::string name =
            "blotches of colour of " + std::to_string(static_cast<int>(blur)) + " px";
        sheet->at_least(name + " on white of 8", input, result, input);
        sheet->at_most(name + ": rms at low frequencies", before, after, before / 2);
    }
}

}  // namespace

void spectra(Sheet *sheet) {
    shared_by_channels(sheet);
    jpeg_files(sheet);
    clean_jpeg_files(sheet);
    grains(sheet);
    rows(sheet);
    blotches(sheet);
}

}  // namespace bench
