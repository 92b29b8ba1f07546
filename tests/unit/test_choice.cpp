// SPDX-License-Identifier: BSD-2-Clause
// The table of methods: it covers every CPU, gives what is asked for, and says what it cannot give.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "base/error.h"
#include "network/conv3x3.h"

namespace {

using zsn2n::Algorithm;
using zsn2n::Backend;
using zsn2n::choose_method;
using zsn2n::Cpu;
using zsn2n::Method;
using zsn2n::Storage;

const Backend kHalide = Backend::kHalide, kOnednn = Backend::kOnednn;
const Storage kF32 = Storage::kF32, kBf16 = Storage::kBf16;

TEST(ChoiceTest, EveryCpuHasMethodsAndNoneTwice) {
    std::vector<Method> lesser;
    for (const Cpu cpu : zsn2n::kCpus) {
        const std::vector<Method> methods = zsn2n::methods_of(cpu);
        ASSERT_FALSE(methods.empty()) << name(cpu);
        for (const Method &method : methods) {
            EXPECT_EQ(std::count(methods.begin(), methods.end(), method), 1) << name(cpu);
        }
        for (const Method &method : lesser) {
            EXPECT_EQ(std::count(methods.begin(), methods.end(), method), 1) << name(cpu);
        }
        lesser = methods;
        EXPECT_EQ(choose_method(cpu, nullptr, nullptr), methods.front()) << name(cpu);
    }
}

TEST(ChoiceTest, GivesWhatIsAskedFor) {
    for (const Cpu cpu : zsn2n::kCpus) {
        EXPECT_EQ(choose_method(cpu, &kHalide, nullptr), (Method{kHalide, kF32})) << name(cpu);
        EXPECT_EQ(choose_method(cpu, &kHalide, &kF32), (Method{kHalide, kF32})) << name(cpu);
        EXPECT_EQ(choose_method(cpu, nullptr, &kF32).storage, kF32) << name(cpu);
        if (!zsn2n::backend_available(kOnednn)) continue;
        EXPECT_EQ(choose_method(cpu, &kOnednn, &kF32).backend, kOnednn) << name(cpu);
        EXPECT_EQ(choose_method(cpu, &kOnednn, &kF32).storage, kF32) << name(cpu);
    }
    if (zsn2n::bf16_available()) {
        EXPECT_EQ(choose_method(zsn2n::this_cpu(), nullptr, &kBf16), (Method{kOnednn, kBf16}));
    }
}

TEST(ChoiceTest, PicksWinogradOnlyWhereItCanRun) {
    const Method winograd{kOnednn, kF32, Algorithm::kWinograd};
    EXPECT_EQ(choose_method(zsn2n::this_cpu(), nullptr, &kF32) == winograd,
              zsn2n::method_available(winograd));
    for (const Cpu cpu : {Cpu::kBaseline, Cpu::kAvx2}) {
        EXPECT_EQ(choose_method(cpu, nullptr, nullptr).algorithm, Algorithm::kDirect) << name(cpu);
    }
}

TEST(ChoiceTest, TakesBf16UnaskedOnlyWhereItIsFast) {
    EXPECT_EQ(choose_method(Cpu::kAvx512SlowBf16, nullptr, nullptr),
              choose_method(Cpu::kAvx512, nullptr, nullptr));
    EXPECT_EQ(zsn2n::methods_of(Cpu::kAvx512SlowBf16).size(),
              zsn2n::methods_of(Cpu::kAvx512Bf16).size());
    if (zsn2n::bf16_available()) {
        EXPECT_EQ(choose_method(Cpu::kAvx512SlowBf16, nullptr, &kBf16), (Method{kOnednn, kBf16}));
        EXPECT_EQ(choose_method(Cpu::kAvx512Bf16, nullptr, nullptr), (Method{kOnednn, kBf16}));
    }
}

// Its words, or nothing where it throws none.
std::string refusal(const std::function<void()> &call) {
    try {
        call();
    } catch (const zsn2n::Error &error) {
        EXPECT_EQ(error.status(), ZSN2N_UNSUPPORTED);
        return error.what();
    }
    return {};
}

TEST(ChoiceTest, SaysWhatIsMissing) {
    const auto contains = [](const std::string &text, const char *words) {
        return text.find(words) != std::string::npos;
    };
    EXPECT_TRUE(contains(refusal([&] { choose_method(Cpu::kAvx512Bf16, &kHalide, &kBf16); }),
                         "takes f32 or auto"));
    const bool built = zsn2n::backend_available(kOnednn);
    for (const Cpu cpu : {Cpu::kBaseline, Cpu::kAvx2, Cpu::kAvx512}) {
        EXPECT_TRUE(contains(refusal([&] { choose_method(cpu, nullptr, &kBf16); }),
                             built ? "no bf16 dot product" : "no oneDNN"))
            << name(cpu);
    }
    if (!built) {
        EXPECT_TRUE(contains(refusal([&] { choose_method(Cpu::kAvx2, &kOnednn, nullptr); }),
                             "this build has no oneDNN"));
    }
    EXPECT_TRUE(contains(refusal([&] {
                             zsn2n::make_conv3x3({kHalide, kBf16}, 1);
                         }),
                         "backend=halide precision=bf16 algorithm=direct"));
    EXPECT_TRUE(contains(refusal([&] {
                             zsn2n::make_conv3x3({kHalide, kF32, Algorithm::kWinograd}, 1);
                         }),
                         "algorithm=winograd"));
}

}  // namespace
