// SPDX-License-Identifier: BSD-2-Clause
// 5: stars; 6: impulses; 7: screens.
#include <algorithm>
#include <cmath>

#include "cases/sheet.h"
#include "cases/spoil.h"
#include "metrics.h"

namespace bench {
namespace {

constexpr int kSide = 256;
constexpr double kSky = 20, kStarSigma = 6;

struct Star {
    int x, y;
    double peak;
};

// Codes over the sky within one pixel.
double flux(const Image &image, const Star &star) {
    double sum = 0;
    for (int y = star.y - 1; y <= star.y + 1; ++y)
        for (int x = star.x - 1; x <= star.x + 1; ++x)
            sum += 255 * image.samples[static_cast<size_t>(y) * kSide + x] - kSky;
    return sum;
}

double least_around(const Image &image, const Star &star) {
    double least = 255;
    for (int y = star.y - 6; y <= star.y + 6; ++y)
        for (int x = star.x - 6; x <= star.x + 6; ++x)
            least =
                std::min<double>(least, 255 * image.samples[static_cast<size_t>(y) * kSide + x]);
    return least;
}

void stars(Sheet *sheet) {
    const double peaks[] = {5, 10, 20, 33};  // over sigma
    Random random(4);
    Image sky(kSide, kSide, 1);
    std::fill(sky.samples.begin(), sky.samples.end(), static_cast<float>(kSky / 255));
    std::vector<Star> all;
    for (int i = 0; i < 60; ++i) {
        const auto place = [&] { return 10 + static_cast<int>(random.uniform() * (kSide - 20)); };
        const Star star = {place(), place(), peaks[i % 4] * kStarSigma};
        all.push_back(star);
        for (int y = star.y - 6; y <= star.y + 6; ++y) {
            for (int x = star.x - 6; x <= star.x + 6; ++x) {
                const double distance = std::hypot(x - star.x, y - star.y);
                sky.samples[static_cast<size_t>(y) * kSide + x] += static_cast<float>(
                    star.peak / 255 * std::exp(-distance * distance / (2 * 0.85 * 0.85)));
            }
        }
    }
    const Image spoilt = noisy(sky, kStarSigma, &random), result = sheet->denoised(spoilt);
    double lowest = 255, lowest_before = 255;
    for (int k = 0; k < 4; ++k) {
        Mean before, kept;
        for (const Star &star : all) {
            if (star.peak != peaks[k] * kStarSigma) continue;
            before.add(flux(spoilt, star) / flux(sky, star));
            kept.add(flux(result, star) / flux(sky, star));
            if (k < 2) continue;
            lowest = std::min(lowest, least_around(result, star));
            lowest_before = std::min(lowest_before, least_around(spoilt, star));
        }
        sheet->at_least(
            "stars of " + std::to_string(static_cast<int>(peaks[k])) + " sigma: share of the flux",
            before, kept, k == 0 ? 0.6 : 0.85);
    }
    sheet->at_least("stars: least code near bright ones", lowest_before, lowest,
                    kSky - 2 * kStarSigma);
}

void impulses(Sheet *sheet) {
    for (const int channels : {1, 3}) {
        for (const double per_million : {500, 5000, 50000}) {
            Mean input, without, result;
            Random random(5);
            for (const Image &photo : sheet->photos()) {
                const Image clean = channels == 1 ? to_gray(photo) : photo;
                Image spoilt = noisy(clean, 10, &random);
                without.add(psnr(sheet->denoised(spoilt), clean));
                salt_and_pepper(&spoilt, per_million, &random);
                input.add(psnr(spoilt, clean));
                result.add(psnr(sheet->denoised(spoilt), clean));
            }
            const std::string name = channels == 1 ? ", grey" : ", RGB";
            const double right = per_million < 1000    ? without - 0.3
                                 : per_million < 10000 ? without - 1
                                                       : 30.0;
            sheet->at_least("impulses of " + std::to_string(static_cast<int>(per_million)) +
                                " in a million on sigma 10" + name,
                            input, result, right);
        }
    }
    Mean input, result;
    Random random(6);
    for (const Image &photo : sheet->photos()) {
        const Image clean = coded(to_gray(photo));
        Image spoilt = clean;
        salt_and_pepper(&spoilt, 50000, &random);
        input.add(psnr(spoilt, clean));
        result.add(psnr(sheet->denoised(spoilt), clean));
    }
    sheet->at_least("impulses of 5 % alone", input, result, 30);
}

// Two waves that cross, by which the photo is cut into dots.
Image screen_of(const Image &grey, double period, double degrees) {
    const double turn = degrees * M_PI / 180, across = 2 * M_PI * std::cos(turn) / period,
                 down = 2 * M_PI * std::sin(turn) / period;
    Image screen = grey;
    for (int y = 0; y < grey.height; ++y) {
        for (int x = 0; x < grey.width; ++x) {
            const double waves = std::cos(across * x + down * y) + std::cos(down * x - across * y);
            float &v = screen.samples[static_cast<size_t>(y) * grey.width + x];
            v = (v > waves / 4 + 0.5 ? 235.0f : 20.0f) / 255;
        }
    }
    return blurred(screen, 0.6);
}

void screens(Sheet *sheet) {
    const struct { double period, degrees; } kinds[] = {{4, 45}, {6, 45}, {5, 15}};
    for (const auto &kind : kinds) {
        Mean input, result;
        Random random(7);
        for (const Image &photo : sheet->photos()) {
            const Image screen = screen_of(to_gray(photo), kind.period, kind.degrees);
            const Image spoilt = noisy(screen, 4, &random);
            input.add(psnr(spoilt, screen));
            result.add(psnr(sheet->denoised(spoilt), screen));
        }
        sheet->at_least("screen of " + std::to_string(static_cast<int>(kind.period)) + " px at " +
                            std::to_string(static_cast<int>(kind.degrees)) + " degrees",
                        input, result, 33);
    }
}

}  // namespace

void specks(Sheet *sheet) {
    stars(sheet);
    impulses(sheet);
    screens(sheet);
}

}  // namespace bench
