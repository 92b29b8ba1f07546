// SPDX-License-Identifier: BSD-2-Clause
// Two builds on one machine, in turn: a shared machine's speed moves by more than what is looked
// for.
#include "against.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "files.h"
#include "image_io.h"
#include "process.h"

namespace bench {
namespace {

constexpr double kAllowed = 1.05;

struct Run {
    const char *what, *key;  // seconds, in the last line
    std::vector<std::string> words;
};

// A picture that moves by (2, 1) pixels a frame.
void write_frames(const TemporaryFolder &folder) {
    constexpr int kFrames = 10;
    for (int n = 0; n < kFrames; ++n) {
        Image frame(854, 480, 3);
        for (int c = 0; c < 3; ++c) {
            for (int y = 0; y < frame.height; ++y) {
                for (int x = 0; x < frame.width; ++x) {
                    const double u = x + 2 * n, v = y + n;
                    const double waves = std::sin(0.05 * u) + std::sin(0.07 * v + c) +
                                         std::sin(0.003 * u * std::cos(0.02 * v));
                    frame.plane(c)[static_cast<size_t>(y) * frame.width + x] =
                        static_cast<float>(0.5 + 0.13 * waves);
                }
            }
        }
        write_png(folder.file("frame" + std::to_string(n) + ".png"), frame);
    }
}

std::string own_path() {
    char path[4096];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || length == sizeof path) throw std::runtime_error("/proc/self/exe: no path");
    return {path, static_cast<size_t>(length)};
}

// BUILD/tests/bench/zsn2n-bench takes BUILD's library, wherever that build was made.
std::string library_of(const std::string &bench) {
    std::string folder = bench;
    for (int n = 0; n < 3; ++n) folder = folder.substr(0, folder.find_last_of('/'));
    return folder + "/engine";
}

double seconds(const std::string &bench, const Run &run, const std::string &threads) {
    std::vector<std::string> words{"/usr/bin/env", "LD_LIBRARY_PATH=" + library_of(bench), bench};
    words.insert(words.end(), run.words.begin(), run.words.end());
    words.insert(words.end(), {"--threads", threads});
    std::string output = run_process(words);
    while (!output.empty() && output.back() == '\n') output.pop_back();
    return number_of(output.substr(output.find_last_of('\n') + 1), run.key);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

void time_against(const std::string &path, int pairs, const std::string &threads) {
    char *const resolved = realpath(path.c_str(), nullptr);
    const std::string before = resolved ? resolved : "";
    std::free(resolved);
    if (before.empty() || access(before.c_str(), X_OK) != 0 ||
        access((library_of(before) + "/libzsn2n.so").c_str(), R_OK) != 0) {
        throw std::runtime_error("--against: '" + path +
                                 "' is no tests/bench/zsn2n-bench in a build folder");
    }
    const TemporaryFolder frames;
    write_frames(frames);
    const Run runs[] = {
        {"64x64, fast", "seconds", {"memory", "--size", "64x64", "--preset", "fast"}},
        {"768x512, fast", "seconds", {"memory", "--size", "768x512", "--preset", "fast"}},
        {"768x512", "seconds", {"memory", "--size", "768x512"}},
        {"4000x3000", "seconds", {"memory", "--size", "4000x3000"}},
        {"video, fast",
         "seconds_per_frame",
         {"video", "--frames", frames.file("."), "--noise", "gauss:20", "--pix-fmt", "yuv420p",
          "--preset", "fast"}},
        {"video",
         "seconds_per_frame",
         {"video", "--frames", frames.file("."), "--noise", "gauss:20", "--pix-fmt", "yuv420p"}},
    };
    const std::string now = own_path();
    double slowest = 0;
    std::string slower;
    std::printf("what\tbefore\tnow\tnow / before\n");
    for (const Run &run : runs) {
        std::vector<double> old_times, times, ratios;
        for (int n = 0; n < pairs; ++n) {
            // Whoever comes second in one pair comes first in the next.
            double pair[2];
            for (int turn : {n % 2, 1 - n % 2})
                pair[turn] = seconds(turn == 0 ? before : now, run, threads);
            old_times.push_back(pair[0]);
            times.push_back(pair[1]);
            ratios.push_back(pair[1] / pair[0]);
        }
        const double ratio = median(ratios);
        std::printf("%s\t%.4f\t%.4f\t%.3f\n", run.what, median(old_times), median(times), ratio);
        slowest = std::max(slowest, ratio);
        if (ratio > kAllowed) slower += std::string(slower.empty() ? "" : "; ") + run.what;
    }
    std::printf("slowest=%.3f pairs=%d\n", slowest, pairs);
    if (!slower.empty()) throw std::runtime_error("more than 5 % slower: " + slower);
}

}  // namespace bench
