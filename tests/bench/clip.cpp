// SPDX-License-Identifier: BSD-2-Clause
#include "clip.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <stdexcept>

#include "files.h"
#include "image_io.h"
#include "metrics.h"

namespace bench {

namespace {

constexpr int kTail = 10;  // first frame, from 0

// The disc: pixels, and pixels a frame.
constexpr double kRadius = 20, kStepX = 7, kStepY = 2;
// Behind it are frames from the second one before.
constexpr int kBehind = 5;

struct Disc {
    Disc(int frame, int width, int height)
        : x(std::fmod(kRadius + kStepX * frame, width)),
          y(std::fmod(height / 3.0 + kStepY * frame, height)) {}
    bool has(int column, int row) const {
        return (column - x) * (column - x) + (row - y) * (row - y) <= kRadius * kRadius;
    }
    double x, y;
};

void draw_mover(double brightness, int frame, Image *image) {
    const Disc disc(frame, image->width, image->height);
    for (int c = 0; c < image->channels; ++c) {
        float *sample = image->plane(c);
        for (int y = 0; y < image->height; ++y) {
            for (int x = 0; x < image->width; ++x, ++sample) {
                if (disc.has(x, y))
                    *sample = std::clamp(*sample + static_cast<float>(brightness), 0.0f, 1.0f);
            }
        }
    }
}

// A frame as the engine is given it, and the clean one as the format has it.
struct Given {
    Frame frame;
    Image clean;
};

Given give(const Clip &clip, int index) {
    const std::string path = clip.folder + "/" + clip.names[index];
    Image source = read_image(path);
    if (clip.format.color == ZSN2N_COLOR_GRAY) source = to_gray(source);
    if (clip.format.color != ZSN2N_COLOR_GRAY && source.channels != 3)
        throw std::runtime_error(path + " is grey: use --pix-fmt gray or a like format");
    if (clip.mover != 0) draw_mover(clip.mover, index, &source);
    Given given{Frame(clip.format, source.width, source.height), {}};
    given.frame.store(source);
    given.clean = given.frame.load();
    add_noise(&source, clip.noise, index);
    given.frame.store(source);
    return given;
}

double squared_error(const FrameResult &frame, int x, int y) {
    double sum = 0;
    for (int c = 0; c < frame.clean.channels; ++c) {
        const size_t at = static_cast<size_t>(y) * frame.clean.width + x;
        const double error = double{frame.denoised.plane(c)[at]} - frame.clean.plane(c)[at];
        sum += error * error;
    }
    return sum;
}

// Sums over the frames of the tail.
class Tail {
  public:
    void add(const FrameResult &frame, bool mover) {
        sum_psnr_ += frame.psnr;
        if (frames_++ > 0) sum_change_ += change(frame);
        last_denoised_ = frame.denoised;
        last_clean_ = frame.clean;
        if (mover) add_ghost(frame);
    }
    double psnr() const { return sum_psnr_ / frames_; }
    double flicker() const { return 255 * std::sqrt(sum_change_ / std::max(frames_ - 1, 1)); }
    double ghost() const {
        if (behind_ == 0) return 0;
        return std::sqrt(sum_behind_ / behind_ / (sum_all_ / all_));
    }

  private:
    // Mean square of the change of the error.
    double change(const FrameResult &frame) const {
        double sum = 0;
        const size_t count = frame.denoised.samples.size();
        for (size_t i = 0; i < count; ++i) {
            const double error = double{frame.denoised.samples[i]} - frame.clean.samples[i];
            const double last = double{last_denoised_.samples[i]} - last_clean_.samples[i];
            sum += (error - last) * (error - last);
        }
        return sum / static_cast<double>(count);
    }
    void add_ghost(const FrameResult &frame) {
        const int width = frame.clean.width, height = frame.clean.height;
        const Disc now(frame.index, width, height);
        std::vector<Disc> before;
        for (int i = 1; i <= kBehind; ++i) before.emplace_back(frame.index - i, width, height);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const double error = squared_error(frame, x, y);
                sum_all_ += error;
                all_ += 1;
                const bool was = std::any_of(before.begin(), before.end(),
                                             [&](const Disc &disc) { return disc.has(x, y); });
                if (!was || now.has(x, y)) continue;
                sum_behind_ += error;
                behind_ += 1;
            }
        }
    }

    int frames_ = 0;
    double sum_psnr_ = 0, sum_change_ = 0, sum_behind_ = 0, behind_ = 0, sum_all_ = 0, all_ = 0;
    Image last_denoised_, last_clean_;
};

}  // namespace

const Option kFramesOption = {"--frames", Option::kValue,
                              "folder of clean frames; sorted by name, seed = index"};
const Option kPixelFormatOption = {
    "--pix-fmt", Option::kValue,
    "format the engine sees: gbrp (default), yuv420p10, gbrpf32, gray ..."};
const Option kMoverOption = {"--mover", Option::kValue,
                             "levels of 255 by which a disc that crosses the frames is brighter; "
                             "ghost tells what is left behind it"};

Clip clip_from(const Arguments &arguments) {
    Clip clip;
    clip.folder = arguments.required("--frames");
    clip.noise = parse_noise(arguments.required("--noise"));
    clip.format = parse_pixel_format(arguments.text("--pix-fmt", "gbrp"));
    clip.names = first_images(arguments, clip.folder);
    clip.mover = arguments.integer("--mover", 0, -255, 255) / 255.0;
    return clip;
}

ClipResult denoise_clip(const Clip &clip, const zsn2n_params &params, bool cold, Progress *progress,
                        const std::function<void(const FrameResult &)> &each) {
    Denoiser denoiser(params, progress);
    const int total = clip.frames(), tail_start = std::min(kTail, total - 1);
    const size_t wanted = 1 + (cold ? 0 : zsn2n_lookahead(&params));
    std::deque<Given> given;
    ClipResult result{};
    Tail tail;
    for (int index = 0; index < total; ++index) {
        for (int i = index + static_cast<int>(given.size()); i < total && given.size() < wanted;
             ++i)
            given.push_back(give(clip, i));
        Given now = std::move(given.front());
        given.pop_front();
        std::vector<zsn2n_image> next;
        for (Given &one : given) next.push_back(one.frame.describe());
        Frame denoised(clip.format, now.clean.width, now.clean.height);
        denoiser.next(index, total);
        if (cold) denoiser.reset();
        FrameResult frame{};
        frame.index = index;
        frame.seconds = denoiser.process(now.frame.describe(), next, denoised.describe());
        frame.noisy = now.frame.load();
        frame.clean = std::move(now.clean);
        frame.denoised = denoised.load();
        frame.psnr_noisy = psnr(frame.noisy, frame.clean);
        frame.psnr = psnr(frame.denoised, frame.clean);
        frame.stats = denoiser.stats();
        result.psnr_noisy += frame.psnr_noisy / total;
        result.psnr += frame.psnr / total;
        result.seconds += frame.seconds / total;
        if (index >= tail_start) tail.add(frame, clip.mover != 0);
        if (each) each(frame);
    }
    result.psnr_tail = tail.psnr();
    result.flicker = tail.flicker();
    result.ghost = tail.ghost();
    return result;
}

}  // namespace bench
