// SPDX-License-Identifier: BSD-2-Clause
#include "network/choice.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "base/names.h"
#include "network/conv3x3.h"

namespace zsn2n {

namespace {

constexpr Method kHalideF32{Backend::kHalide, Storage::kF32, Algorithm::kDirect};
constexpr Method kOnednnF32{Backend::kOnednn, Storage::kF32, Algorithm::kDirect};
constexpr Method kWinogradF32{Backend::kOnednn, Storage::kF32, Algorithm::kWinograd};
constexpr Method kOnednnBf16{Backend::kOnednn, Storage::kBf16, Algorithm::kDirect};

constexpr int kMostMethods = 4;

struct Row {
    int count;
    Method fastest_first[kMostMethods];
};

// In the order of Cpu. The bench's verb `backends` measures and checks them. On no CPU does another
// order win by more than a tenth in any pass or shape, so one row serves all.
constexpr Row kRows[] = {
    {2, {kHalideF32, kOnednnF32}},
    {2, {kHalideF32, kOnednnF32}},
    {3, {kWinogradF32, kOnednnF32, kHalideF32}},
    {4, {kWinogradF32, kOnednnF32, kHalideF32, kOnednnBf16}},
    {4, {kOnednnBf16, kWinogradF32, kOnednnF32, kHalideF32}},
};

const Row &row(Cpu cpu) {
    return kRows[static_cast<int>(cpu)];
}

bool built(const Method &method) {
#if ZSN2N_WITH_ONEDNN
    return method.backend == Backend::kHalide || onednn_has(method);
#else
    return method.backend == Backend::kHalide;
#endif
}

}  // namespace

const char *name(Backend backend) {
    return value_name(kBackendNames,
                      backend == Backend::kHalide ? ZSN2N_BACKEND_HALIDE : ZSN2N_BACKEND_ONEDNN);
}
const char *name(Storage storage) {
    return value_name(kPrecisionNames,
                      storage == Storage::kF32 ? ZSN2N_PRECISION_F32 : ZSN2N_PRECISION_BF16);
}
const char *name(Algorithm algorithm) {
    return algorithm == Algorithm::kDirect ? "direct" : "winograd";
}

bool backend_available(Backend backend) {
    return backend == Backend::kHalide || ZSN2N_WITH_ONEDNN;
}

bool method_available(const Method &method) {
    const std::vector<Method> methods = methods_of(this_cpu());
    return std::find(methods.begin(), methods.end(), method) != methods.end();
}

bool bf16_available() {
    return method_available(kOnednnBf16);
}

std::vector<Method> methods_of(Cpu cpu) {
    const Row &of = row(cpu);
    std::vector<Method> methods;
    std::copy_if(of.fastest_first, of.fastest_first + of.count, std::back_inserter(methods), built);
    return methods;
}

Method choose_method(Cpu cpu, const Backend *backend, const Storage *storage) {
    for (const Method &method : methods_of(cpu)) {
        if ((!backend || method.backend == *backend) && (!storage || method.storage == *storage)) {
            return method;
        }
    }
    if (backend && !backend_available(*backend)) {
        throw Error(ZSN2N_UNSUPPORTED,
                    "backend=onednn: this build has no oneDNN; use halide or auto");
    }
    if (backend && *backend == Backend::kHalide) {
        throw Error(ZSN2N_UNSUPPORTED,
                    "precision=bf16 needs backend=onednn; backend=halide takes f32 or auto");
    }
    if (!backend_available(Backend::kOnednn)) {
        throw Error(ZSN2N_UNSUPPORTED, "precision=bf16: this build has no oneDNN; use f32 or auto");
    }
    throw Error(ZSN2N_UNSUPPORTED,
                "precision=bf16: this CPU has no bf16 dot product; use f32 or auto");
}

}  // namespace zsn2n
