// SPDX-License-Identifier: BSD-2-Clause
// The table of network/choice.cpp against the clock: every method of a CPU in every pass over every
// shape the engine computes on, one thread.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>

#include "base/thread_scope.h"
#include "best_time.h"
#include "cpu_limit.h"
#include "network/conv3x3.h"
#include "peak.h"
#include "verbs.h"

namespace bench {
namespace {

using zsn2n::FeatureMap;
using zsn2n::kWidth;
using zsn2n::Method;
using zsn2n::Region;
using zsn2n::Storage;

constexpr double kSlower = 1.10;
constexpr int kRounds = 3;
constexpr double kRoundSeconds = 0.04;

enum Pass { kForward, kBackwardData, kBackwardWeights };
constexpr const char *kPassNames[] = {"forward", "backward_data", "backward_weights"};

// One call of the engine's.
struct Shape {
    const char *use;
    Region src, dst;
    int passes;

    // Inference's tiles in bf16 are twice as high.
    Shape of(Storage storage) const {
        Shape shape = *this;
        if (passes == 1 && storage == Storage::kBf16) {
            shape.src.bottom += dst.height();
            shape.dst.bottom += dst.height();
        }
        return shape;
    }
};

constexpr Shape kShapes[] = {
    {"view of a 64x64 crop", {0, 0, 32, 32}, {0, 0, 32, 32}, 3},
    {"view of a 48x48 crop", {0, 0, 24, 24}, {0, 0, 24, 24}, 3},
    {"band of a 256x256 image", {0, 15, 256, 33}, {0, 16, 256, 32}, 3},
    {"band of its view", {0, 31, 128, 65}, {0, 32, 128, 64}, 3},
    {"inference tile", {-1, -1, 65, 33}, {0, 0, 64, 32}, 1},
};

class Maps {
  public:
    Maps(const Shape &shape, Storage storage)
        : src_{nullptr, shape.src, storage}, dst_{nullptr, shape.dst, storage} {
        fill(src_, src_values_);
        fill(dst_, dst_values_);
        gradient_.resize(9 * kWidth * kWidth + kWidth);
    }

    // The pass as ImagePass and infer() call it: a band's backward data reads the wider region too.
    void run(const zsn2n::Conv3x3 &conv, Pass pass) {
        switch (pass) {
            case kForward:
                return conv.forward(src_, dst_, 0);
            case kBackwardData:
                return conv.backward_data(src_, dst_, 0);
            case kBackwardWeights:
                return conv.backward_weights(src_, dst_, gradient_.data(),
                                             gradient_.data() + 9 * kWidth * kWidth, 0);
        }
    }

  private:
    // 0.0115 everywhere, in f32 as in bf16.
    static void fill(FeatureMap &map, zsn2n::AlignedBuffer<uint8_t> &values) {
        values.resize(map.bytes());
        std::memset(values.data(), 0x3c, values.size());
        map.data = values.data();
    }

    FeatureMap src_, dst_;
    zsn2n::AlignedBuffer<uint8_t> src_values_, dst_values_;
    zsn2n::AlignedBuffer<float> gradient_;
};

// A method, its convolution and its seconds a pixel for each pass over the shape at hand.
struct Entry {
    Method method;
    std::unique_ptr<zsn2n::Conv3x3> conv;
    double per_pixel[3];
};

// How many times as long as the fastest method of `storage` (null: of any) the picked one takes for
// the passes from `first` to before `end`.
double slowdown(const std::vector<Entry> &entries, const Method &picked, const Storage *storage,
                int first, int end) {
    double best = 1e30, own = 0;
    for (const Entry &entry : entries) {
        const double seconds = std::accumulate(entry.per_pixel + first, entry.per_pixel + end, 0.0);
        if (entry.method == picked) own = seconds;
        if (!storage || entry.method.storage == *storage) best = std::min(best, seconds);
    }
    return own / best;
}

// Words apart by `gap`: in the table, in the last line.
std::string text(const Method &method, char gap) {
    return std::string(name(method.backend)) + gap + name(method.storage) + gap +
           name(method.algorithm);
}

size_t pixels(const Shape &shape, const Entry &entry) {
    return shape.of(entry.method.storage).dst.pixels();
}

void time_shape(const Shape &shape, std::vector<Entry> &entries) {
    std::vector<Maps> maps;
    for (Entry &entry : entries) {
        maps.emplace_back(shape.of(entry.method.storage), entry.method.storage);
        std::fill_n(entry.per_pixel, 3, 1e30);
    }
    // In turns: a shared machine's clock moves.
    for (int round = 0; round < kRounds; ++round) {
        for (size_t i = 0; i < entries.size(); ++i) {
            for (int pass = 0; pass < shape.passes; ++pass) {
                const double seconds = best_time(
                    kRoundSeconds, [&] { maps[i].run(*entries[i].conv, static_cast<Pass>(pass)); });
                double &best = entries[i].per_pixel[pass];
                best = std::min(best, seconds / static_cast<double>(pixels(shape, entries[i])));
            }
        }
    }
}

zsn2n::Cpu cpu_from(const Arguments &arguments) {
    const std::string wanted = arguments.text("--cpu", "");
    std::string names;
    for (const zsn2n::Cpu cpu : zsn2n::kCpus) {
        if (cpu > zsn2n::machine_cpu()) break;
        if (wanted == name(cpu)) limit_cpu(cpu);
        if (wanted == name(cpu) || wanted.empty()) return zsn2n::this_cpu();
        names += std::string(" ") + name(cpu);
    }
    throw std::runtime_error("--cpu: '" + wanted + "'; this machine can be" + names);
}

// `auto` and `f32`: what the engine picks for that precision, any backend.
struct Picks {
    Method any, f32;
};

void print(const Shape &shape, Pass pass, const Entry &entry, const Picks &picks, double peak) {
    const double rate = 2e-9 * 9 * kWidth * kWidth / entry.per_pixel[pass];
    const double micros = 1e6 * entry.per_pixel[pass] * static_cast<double>(pixels(shape, entry));
    std::string picked;
    if (entry.method == picks.any) picked += "auto ";
    if (entry.method == picks.f32) picked += "f32";
    std::printf("%s\t%s\t%s\t%.1f\t%.1f\t%.3f\t%s\n", shape.use, kPassNames[pass],
                text(entry.method, ' ').c_str(), micros, rate, rate / peak, picked.c_str());
}

void run(const Arguments &arguments) {
    const zsn2n::Cpu cpu = cpu_from(arguments);
    const zsn2n::ThreadScope scope;
    zsn2n::AlignedBuffer<float> weights(9 * kWidth * kWidth + kWidth);
    std::fill_n(weights.data(), weights.size(), 0.01f);
    std::vector<Entry> entries;
    for (const Method &method : zsn2n::methods_of(cpu)) {
        entries.push_back({method, make_conv3x3(method, 1), {}});
        entries.back().conv->set_weights(weights.data(), weights.data() + 9 * kWidth * kWidth);
    }
    const double f32_peak = measure_f32_peak(1), bf16_peak = measure_bf16_peak(1);
    const Storage f32 = Storage::kF32;
    const Picks picks{choose_method(cpu, nullptr, nullptr), choose_method(cpu, nullptr, &f32)};

    std::printf("shape\tpass\tmethod\tus\tgflops\tof_peak\tpicked\n");
    double worst = 0;
    std::string where;
    const auto note = [&](double slower, const std::string &what) {
        if (slower <= worst) return;
        worst = slower;
        where = what;
    };
    for (const Shape &shape : kShapes) {
        time_shape(shape, entries);
        for (int i = 0; i < shape.passes; ++i) {
            const Pass pass = static_cast<Pass>(i);
            for (const Entry &entry : entries) {
                print(shape, pass, entry, picks,
                      entry.method.storage == Storage::kF32 ? f32_peak : bf16_peak);
            }
            note(slowdown(entries, picks.f32, &f32, i, i + 1),
                 std::string("precision=f32, ") + shape.use + ", " + kPassNames[pass]);
        }
        // Storage is one for all passes.
        note(slowdown(entries, picks.any, nullptr, 0, shape.passes),
             std::string("precision=auto, ") + shape.use);
    }
    std::printf("cpu=%s auto=%s f32=%s worst_pick=%.3f f32_peak=%.1f bf16_peak=%.1f\n", name(cpu),
                text(picks.any, '-').c_str(), text(picks.f32, '-').c_str(), worst, f32_peak,
                bf16_peak);
    if (worst > kSlower) {
        char message[256];
        std::snprintf(message, sizeof message,
                      "%s: the table's pick takes %.2f times as long as the fastest method",
                      where.c_str(), worst);
        throw std::runtime_error(message);
    }
}

}  // namespace

const Verb kBackends = {
    "backends",
    "every way to compute the 48->48 convolution, in time, against the engine's choice",
    {{"--cpu", Option::kValue,
      "baseline, avx2, avx512, avx512_slow_bf16 or avx512_bf16 (default: this machine's)"}},
    run};

}  // namespace bench
