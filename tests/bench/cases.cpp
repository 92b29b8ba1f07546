// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "cases/sheet.h"
#include "files.h"
#include "image_io.h"
#include "verbs.h"

namespace bench {
namespace {

constexpr int kCrop = 256, kFrames = 16;

// A window that moves over the picture, 2 px a frame across and 1 px down.
std::vector<Image> pan(const Image &picture) {
    const int width = std::min(384, (picture.width - 2 * kFrames) / 2 * 2);
    const int height = std::min(256, (picture.height - kFrames) / 2 * 2);
    std::vector<Image> frames;
    for (int i = 0; i < kFrames; ++i) {
        Image frame(width, height, picture.channels);
        for (int c = 0; c < frame.channels; ++c) {
            for (int y = 0; y < height; ++y) {
                const size_t at = static_cast<size_t>(y + i) * picture.width + 2 * i;
                std::copy_n(picture.plane(c) + at, width,
                            frame.plane(c) + static_cast<size_t>(y) * width);
            }
        }
        frames.push_back(frame);
    }
    return frames;
}

Image colour(const std::string &path) {
    Image image = read_image(path);
    if (image.channels != 3) throw std::runtime_error(path + " is grey; colour is needed");
    return image;
}

void run(const Arguments &arguments) {
    const std::string folder = arguments.required("--data");
    std::vector<std::string> kinds = arguments.list("--kinds");
    if (kinds.empty()) kinds = {"places", "specks", "spectra", "extremes", "clips"};
    const int count = arguments.integer("--images", 3, 1, 1000);
    std::vector<std::string> names = list_images(folder);
    if (static_cast<int>(names.size()) > count) names.resize(count);
    std::vector<Image> photos;
    for (const std::string &name : names)
        photos.push_back(center_crop(colour(folder + "/" + name), kCrop));
    Sheet sheet(photos, params_from(arguments));
    for (const std::string &kind : kinds) {
        if (kind == "places") {
            places(&sheet);
        } else if (kind == "specks") {
            specks(&sheet);
        } else if (kind == "spectra") {
            spectra(&sheet);
        } else if (kind == "extremes") {
            extremes(&sheet);
        } else if (kind == "clips") {
            std::vector<Image> frames;
            if (arguments.has("--frames")) {
                const std::string clip = arguments.text("--frames", "");
                for (const std::string &name : list_images(clip))
                    frames.push_back(colour(clip + "/" + name));
            } else {
                frames = pan(colour(folder + "/" + names[0]));
            }
            clips(&sheet, frames);
        } else {
            throw std::runtime_error("--kinds: '" + kind +
                                     "' is none of places, specks, spectra, extremes, clips");
        }
    }
    std::printf("cases=%d short=%d\n", sheet.lines(), sheet.shorts());
    if (sheet.shorts())
        throw std::runtime_error(std::to_string(sheet.shorts()) + " of " +
                                 std::to_string(sheet.lines()) + " cases fall short");
}

}  // namespace

const Verb kCases = {
    "cases",
    "inputs on which denoisers fail, made from clean images, each with what is right; fails where "
    "one falls short",
    {{"--data", Option::kValue, "folder of clean colour images of 256x256 pixels and more"},
     {"--images", Option::kValue, "only the first N images (default 3)"},
     {"--kinds", Option::kValues, "some of places specks spectra extremes clips (default: all)"},
     {"--frames", Option::kValue, "folder of clean frames (default: a pan over the first image)"},
     kPresetOption,
     kSetOption,
     kThreadsOption},
    run};

}  // namespace bench
