// SPDX-License-Identifier: BSD-2-Clause
// Calls drawn at random, in one session: what is valid denoises and changes nothing else, what is
// not is refused and changes nothing at all.
#include <random>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "host.h"
#include "refused.h"

namespace {

constexpr int kCalls = 200;

constexpr host::Precision kPrecisions[] = {host::kU8,    host::kU8Linear, host::kU16,
                                           host::kHalf,  host::kFloat,    host::kFloatLinear,
                                           host::kDouble};
constexpr host::LayerType kTypes[] = {host::kRgb, host::kRgba, host::kGray, host::kGraya};

// Of each option some values that are taken.
constexpr const char *kValid[][4] = {
    {"preset=fast", "preset=medium", "preset=fast", "preset=fast"},
    {"guides=none", "guides=dct", "guides=pilot", "guides=auto"},
    {"strength=0.3", "strength=1", "strength=0.99", "strength=0.5"},
    {"luma=0.5", "luma=0", "luma=1", "luma=0.9"},
    {"chroma=0.2", "chroma=1", "chroma=0", "chroma=0.7"},
    {"detail=0.5", "detail=1", "detail=0", "detail=0.1"},
    {"noise_level=0.25", "noise_level=4", "noise_level=1.5", "noise_level=0.8"},
    {"noise=white", "noise=auto", "noise=white", "noise=auto"},
    {"seed=1", "seed=123456", "seed=77", "seed=0"},
};
// What GIMP 3 itself takes no other value of is left out.
constexpr const char *kInvalid[] = {"noise_from=1:2:3:4", "noise_from=900:900:64:64",
                                    "noise_from=0:0:31:40", "noise_from=0:0:40:16"};

class Draw {
  public:
    int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }
    template <typename T, size_t N>
    const T &of(const T (&list)[N]) {
        return list[below(static_cast<int>(N))];
    }

  private:
    std::mt19937 random_{11};
};

// Two steps, so that a call is short; then options, each once at most.
std::string valid_options(Draw *draw) {
    std::string text = "steps=2";
    for (const auto &values : kValid)
        if (draw->below(3) == 0) text += std::string(":") + draw->of(values);
    return text;
}

std::string valid_call(const Fixture &fixture, const std::string &options) {
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes expected = denoised_bytes(fixture.layer, options);
    const std::string failed = not_successful(
        host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer}, options));
    if (!failed.empty()) return failed;
    if (host::layers(fixture.image).size() != 1) return "there are other layers";
    const Bytes result = stored_bytes(fixture.layer);
    if (expected != noisy) return compare_denoised(noisy, expected, result);
    return result == noisy ? "" : "it changed, and the C API changes nothing";
}

}  // namespace

void random_cases(Report *report) {
    Draw draw;
    for (int i = 0; i < kCalls; ++i) {
        const Fixture fixture(draw.of(kPrecisions), draw.of(kTypes), 34 + draw.below(30),
                              34 + draw.below(30));
        std::string options = valid_options(&draw), failed;
        if (draw.below(4) == 0) {
            options += std::string(":") + draw.of(kInvalid);
            failed = refused(fixture, fixture.layer, options, "noise_from");
        } else {
            failed = valid_call(fixture, options);
        }
        // One line of the report for all that pass.
        if (!failed.empty())
            return report->add("call " + std::to_string(i) + " at random, " + options, failed);
    }
    report->add(std::to_string(kCalls) + " calls at random", "");
}
