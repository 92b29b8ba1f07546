// SPDX-License-Identifier: BSD-2-Clause
// 13 and clips through x264, beside the stock filters of the ffmpeg at hand.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cases/sheet.h"
#include "cases/spoil.h"
#include "files.h"
#include "metrics.h"
#include "process.h"

namespace bench {
namespace {

constexpr char kFfmpeg[] = "/usr/bin/ffmpeg";
const PixelFormat kFormat = parse_pixel_format("yuv420p");

struct Clip {
    int width, height;
    std::vector<Frame> frames;
};

Clip clip_of(const std::vector<Image> &images) {
    Clip clip = {images[0].width, images[0].height, {}};
    for (const Image &image : images) {
        clip.frames.emplace_back(kFormat, clip.width, clip.height);
        clip.frames.back().store(image);
    }
    return clip;
}

// dB over all samples of the frames, as they are stored.
double psnr(Clip *a, Clip *b) {
    double squares = 0, count = 0;
    for (size_t i = 0; i < a->frames.size(); ++i) {
        const auto &mine = a->frames[i].bytes(), &its = b->frames[i].bytes();
        for (size_t k = 0; k < mine.size(); ++k) {
            const double difference = static_cast<double>(mine[k]) - its[k];
            squares += difference * difference;
        }
        count += static_cast<double>(mine.size());
    }
    return squares > 0 ? 10 * std::log10(255 * 255 * count / squares) : 100;
}

class Files {
  public:
    void write(Clip *clip, const std::string &name) const {
        std::ofstream file(folder_.file(name), std::ios::binary);
        for (Frame &frame : clip->frames) {
            file.write(reinterpret_cast<const char *>(frame.bytes().data()),
                       static_cast<std::streamsize>(frame.bytes().size()));
        }
        if (!file.flush()) throw std::runtime_error(folder_.file(name) + " could not be written");
    }
    Clip read(const std::string &name, const Clip &like) const {
        std::ifstream file(folder_.file(name), std::ios::binary);
        Clip clip = {like.width, like.height, {}};
        for (size_t i = 0; i < like.frames.size(); ++i) {
            clip.frames.emplace_back(kFormat, clip.width, clip.height);
            auto &bytes = clip.frames.back().bytes();
            if (!file.read(reinterpret_cast<char *>(bytes.data()),
                           static_cast<std::streamsize>(bytes.size())))
                throw std::runtime_error(name + " is short of frames");
        }
        return clip;
    }
    // The raw clip `name` through x264 and back.
    void compress(const Clip &clip, const std::string &name, int crf) const {
        std::vector<std::string> words = raw(clip, name);
        for (const std::string &word : {std::string("-c:v"), std::string("libx264"),
                                        std::string("-crf"), std::to_string(crf), at("clip.mkv")})
            words.push_back(word);
        run_process(words);
        run_process({kFfmpeg, "-nostdin", "-loglevel", "error", "-y", "-i", at("clip.mkv"), "-f",
                     "rawvideo", "-pix_fmt", "yuv420p", at(name)});
    }
    // The raw clip `name`, which is like `clip`, through a filter that gives one like `result`.
    Clip filtered(const Clip &clip, const std::string &name, const std::string &filter,
                  const Clip &result) const {
        std::vector<std::string> words = raw(clip, name);
        for (const std::string &word :
             {std::string("-vf"), filter, std::string("-pix_fmt"), std::string("yuv420p"),
              std::string("-f"), std::string("rawvideo"), at("filtered.yuv")})
            words.push_back(word);
        run_process(words);
        return read("filtered.yuv", result);
    }

  private:
    std::string at(const std::string &name) const { return folder_.file(name); }
    std::vector<std::string> raw(const Clip &clip, const std::string &name) const {
        return {kFfmpeg,
                "-nostdin",
                "-loglevel",
                "error",
                "-y",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "yuv420p",
                "-s",
                std::to_string(clip.width) + "x" + std::to_string(clip.height),
                "-i",
                at(name)};
    }
    TemporaryFolder folder_;
};

Clip denoised(const zsn2n_params &set, Clip clip) {
    zsn2n_params params = set;
    zsn2n_params_video(&params);
    Denoiser denoiser(params, nullptr);
    for (Frame &frame : clip.frames) denoiser.process(frame.describe(), frame.describe());
    return clip;
}

// The best of the stock filters at its best setting.
double best_stock(const Files &files, const Clip &clip, Clip *clean) {
    double best = 0;
    const auto look = [&](const std::string &filter) {
        Clip result = files.filtered(clip, "noisy.yuv", filter, clip);
        best = std::max(best, psnr(&result, clean));
    };
    for (const char *sigma : {"4", "6", "8", "10", "12", "16", "20"}) {
        look(std::string("fftdnoiz=sigma=") + sigma);
        look(std::string("fftdnoiz=prev=1:next=1:sigma=") + sigma);
    }
    for (const char *strength : {"1.5", "3", "5"}) look(std::string("nlmeans=s=") + strength);
    for (const char *strength : {"2", "4", "8"}) look(std::string("hqdn3d=") + strength);
    return best;
}

// Through x264, and back.
Clip decoded(const Files &files, Clip clip, int crf) {
    files.write(&clip, "noisy.yuv");
    files.compress(clip, "noisy.yuv", crf);
    return files.read("noisy.yuv", clip);
}

// Noise of sigma codes in each of Y, U and V.
Clip noisy_clip(const std::vector<Image> &frames, double sigma) {
    Random random(17);
    Clip clip = clip_of(frames);
    for (Frame &frame : clip.frames) {
        for (uint8_t &code : frame.bytes()) {
            const double value = code + sigma * random.normal();
            code = static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
        }
    }
    return clip;
}

void through_x264(Sheet *sheet, const Files &files, const std::vector<Image> &frames) {
    Clip clean = clip_of(frames);
    for (const int sigma : {8, 15}) {
        const Clip spoilt = noisy_clip(frames, sigma);
        for (const int crf : {20, 23, 26}) {
            Clip clip = decoded(files, spoilt, crf), result = denoised(sheet->params(), clip);
            sheet->at_least("sigma " + std::to_string(sigma) + " through x264 at crf " +
                                std::to_string(crf) + "; right: the best stock filter",
                            psnr(&clip, &clean), psnr(&result, &clean),
                            best_stock(files, clip, &clean));
        }
    }
    Clip clip = decoded(files, noisy_clip(frames, 8), 28);
    Clip result = denoised(sheet->params(), clip);
    const double before = psnr(&clip, &clean);
    sheet->at_least("sigma 8 through x264 at crf 28", before, psnr(&result, &clean), before + 0.5);
}

// At half the size, where a pan by whole pixels is one by fractions.
std::vector<Image> halved(const std::vector<Image> &frames) {
    std::vector<Image> halves;
    for (const Image &frame : frames) {
        Image half(frame.width / 4 * 2, frame.height / 4 * 2, frame.channels);
        for (int c = 0; c < half.channels; ++c) {
            float *to = half.plane(c);
            for (int y = 0; y < half.height; ++y) {
                for (int x = 0; x < half.width; ++x) {
                    const float *const from =
                        frame.plane(c) + static_cast<size_t>(2 * y) * frame.width + 2 * x;
                    *to++ = (from[0] + from[1] + from[frame.width] + from[frame.width + 1]) / 4;
                }
            }
        }
        halves.push_back(half);
    }
    return halves;
}

// A codec's loss of fine texture changes as the texture moves.
void clean_through_x264(Sheet *sheet, const Files &files, const std::string &what,
                        const std::vector<Image> &frames) {
    Clip clean = clip_of(frames);
    for (const int crf : {18, 23}) {
        Clip clip = decoded(files, clean, crf), result = denoised(sheet->params(), clip);
        const double before = psnr(&clip, &clean);
        sheet->at_least(what + " through x264 at crf " + std::to_string(crf), before,
                        psnr(&result, &clean), before - 0.02);
    }
}

// What is inside bars, with and without them.
void letterboxed(Sheet *sheet, const Files &files, const std::vector<Image> &frames) {
    const int rows = 32;
    Random random(18);
    std::vector<Image> spoilt, boxed;
    for (const Image &frame : frames) {
        spoilt.push_back(noisy(frame, 15, &random));
        boxed.push_back(framed(spoilt.back(), rows, 0, 0));
    }
    const auto inner_psnr = [&](Clip *clip) {
        double sum = 0;
        for (size_t i = 0; i < frames.size(); ++i)
            sum += psnr(unframed(clip->frames[i].load(), rows, 0), frames[i]);
        return sum / static_cast<double>(frames.size());
    };
    Clip clip = decoded(files, clip_of(boxed), 20), result = denoised(sheet->params(), clip);
    Clip bare = decoded(files, clip_of(spoilt), 20);
    Clip without = denoised(sheet->params(), bare);
    double right = 0;
    for (size_t i = 0; i < frames.size(); ++i)
        right += psnr(without.frames[i].load(), frames[i]) / static_cast<double>(frames.size());
    sheet->at_least("sigma 15 between bars through x264 at crf 20; right: without, less 0.2",
                    inner_psnr(&clip), inner_psnr(&result), right - 0.2);
}

void upscaled(Sheet *sheet, const Files &files, const std::vector<Image> &frames) {
    const int width = frames[0].width, height = frames[0].height;
    const std::string twice =
        "scale=" + std::to_string(2 * width) + ":" + std::to_string(2 * height) + ":flags=bicubic";
    const auto larger = [&](Clip clip) {
        files.write(&clip, "small.yuv");
        Clip like = {2 * width, 2 * height, {}};
        for (size_t i = 0; i < frames.size(); ++i)
            like.frames.emplace_back(kFormat, like.width, like.height);
        return files.filtered(clip, "small.yuv", twice, like);
    };
    Clip clean = larger(clip_of(frames)), clip = larger(noisy_clip(frames, 15));
    Clip result = denoised(sheet->params(), clip);
    const double before = psnr(&clip, &clean);
    sheet->at_least("sigma 15, then enlarged twice", before, psnr(&result, &clean), before + 0.5);
}

}  // namespace

void clips(Sheet *sheet, const std::vector<Image> &frames) {
    const Files files;
    through_x264(sheet, files, frames);
    clean_through_x264(sheet, files, "a clean clip", frames);
    clean_through_x264(sheet, files, "a clean clip at half its size", halved(frames));
    letterboxed(sheet, files, frames);
    upscaled(sheet, files, frames);
}

}  // namespace bench
