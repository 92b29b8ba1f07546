// SPDX-License-Identifier: BSD-2-Clause
#include "peak.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include "progress.h"

namespace bench {
namespace {

// Runs `rounds` rounds of kUnroll independent multiply-adds; returns a value that depends on them
// all.
using Kernel = float (*)(long rounds);

struct Measured {
    Kernel kernel;
    double flops_per_round;
};

#if defined(__x86_64__)

// Latency 4..6 cycles times 2 units asks for 8..12 chains at least. More than 12 would spill the 16
// registers of AVX2; AVX-512 has 32.
constexpr int kUnroll = 12, kUnroll512 = 24;

__attribute__((target("avx512f"))) float fma_avx512(long rounds) {
    __m512 sums[kUnroll512];
    for (__m512 &sum : sums) sum = _mm512_set1_ps(1.f);
    const __m512 scale = _mm512_set1_ps(0.999f), add = _mm512_set1_ps(0.001f);
    for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 24
        for (int i = 0; i < kUnroll512; ++i) sums[i] = _mm512_fmadd_ps(sums[i], scale, add);
    }
    for (int i = 1; i < kUnroll512; ++i) sums[0] = _mm512_add_ps(sums[0], sums[i]);
    return _mm512_cvtss_f32(sums[0]);
}

__attribute__((target("avx512f,avx512bf16"))) float dot_avx512_bf16(long rounds) {
    __m512 sums[kUnroll512];
    for (__m512 &sum : sums) sum = _mm512_setzero_ps();
    const __m512bh a = _mm512_cvtne2ps_pbh(_mm512_set1_ps(1e-3f), _mm512_set1_ps(-1e-3f));
    const __m512bh b = _mm512_cvtne2ps_pbh(_mm512_set1_ps(0.5f), _mm512_set1_ps(0.25f));
    for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 24
        for (int i = 0; i < kUnroll512; ++i) sums[i] = _mm512_dpbf16_ps(sums[i], a, b);
    }
    for (int i = 1; i < kUnroll512; ++i) sums[0] = _mm512_add_ps(sums[0], sums[i]);
    return _mm512_cvtss_f32(sums[0]);
}

// Four sums of 16x16 floats, each of a 16x32 by a 32x16 product a round.
constexpr double kTileFlops = 4 * 2.0 * 16 * 16 * 32;

__attribute__((target("amx-tile,amx-bf16"))) float dot_amx(long rounds) {
    struct {
        uint8_t palette = 1, start_row = 0, reserved[14] = {};
        uint16_t row_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
        uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
    } const shapes;
    _tile_loadconfig(&shapes);
    alignas(64) static const uint16_t zeros[16 * 32] = {};
    alignas(64) float sums[16 * 16];
    _tile_loadd(4, zeros, 64);
    _tile_loadd(5, zeros, 64);
    _tile_loadd(6, zeros, 64);
    _tile_loadd(7, zeros, 64);
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (long r = 0; r < rounds; ++r) {
        _tile_dpbf16ps(0, 4, 5);
        _tile_dpbf16ps(1, 4, 6);
        _tile_dpbf16ps(2, 7, 5);
        _tile_dpbf16ps(3, 7, 6);
    }
    _tile_stored(0, sums, 64);
    _tile_release();
    return sums[0];
}

// The CPU has tiles of bf16 and the system grants them to this process.
bool amx_granted() {
    unsigned a, b, c, d;
    constexpr unsigned kBf16 = 1u << 22, kTile = 1u << 24;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (d & (kBf16 | kTile)) != (kBf16 | kTile))
        return false;
    constexpr long kRequestPermission = 0x1023, kTileData = 18;  // Linux, asm/prctl.h
    return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

__attribute__((target("avx2,fma"))) float fma_avx2(long rounds) {
    __m256 sums[kUnroll];
    for (__m256 &sum : sums) sum = _mm256_set1_ps(1.f);
    const __m256 scale = _mm256_set1_ps(0.999f), add = _mm256_set1_ps(0.001f);
    for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 12
        for (int i = 0; i < kUnroll; ++i) sums[i] = _mm256_fmadd_ps(sums[i], scale, add);
    }
    for (int i = 1; i < kUnroll; ++i) sums[0] = _mm256_add_ps(sums[0], sums[i]);
    return _mm256_cvtss_f32(sums[0]);
}

float multiply_add_sse(long rounds) {
    __m128 sums[kUnroll];
    for (__m128 &sum : sums) sum = _mm_set1_ps(1.f);
    const __m128 scale = _mm_set1_ps(0.999f), add = _mm_set1_ps(0.001f);
    for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 12
        for (int i = 0; i < kUnroll; ++i) sums[i] = _mm_add_ps(_mm_mul_ps(sums[i], scale), add);
    }
    for (int i = 1; i < kUnroll; ++i) sums[0] = _mm_add_ps(sums[0], sums[i]);
    return _mm_cvtss_f32(sums[0]);
}

Measured f32_kernel() {
    if (__builtin_cpu_supports("avx512f")) return {fma_avx512, 2.0 * 16 * kUnroll512};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return {fma_avx2, 2.0 * 8 * kUnroll};
    }
    return {multiply_add_sse, 2.0 * 4 * kUnroll};
}

Measured bf16_kernel() {
    if (amx_granted()) return {dot_amx, kTileFlops};
    if (__builtin_cpu_supports("avx512bf16")) return {dot_avx512_bf16, 4.0 * 16 * kUnroll512};
    return {nullptr, 0};
}

#else

constexpr int kUnroll = 12;

float multiply_add_vector(long rounds) {
    typedef float Vector __attribute__((vector_size(16)));
    Vector sums[kUnroll];
    for (Vector &sum : sums) sum = Vector{1, 1, 1, 1};
    const Vector scale = {0.999f, 0.999f, 0.999f, 0.999f}, add = {0.001f, 0.001f, 0.001f, 0.001f};
    for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 12
        for (int i = 0; i < kUnroll; ++i) sums[i] = sums[i] * scale + add;
    }
    for (int i = 1; i < kUnroll; ++i) sums[0] += sums[i];
    return sums[0][0];
}

Measured f32_kernel() {
    return {multiply_add_vector, 2.0 * 4 * kUnroll};
}
Measured bf16_kernel() {
    return {nullptr, 0};
}

#endif

double run_once(const Measured &measured, int threads, long rounds) {
    std::atomic<int> ready{0};
    std::atomic<bool> go{false};
    std::vector<float> results(threads);  // kept, so that no kernel is optimised away
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            ++ready;
            while (!go) std::this_thread::yield();
            results[t] = measured.kernel(rounds);
        });
    }
    while (ready < threads) std::this_thread::yield();
    const Clock::time_point start = Clock::now();
    go = true;
    for (std::thread &worker : workers) worker.join();
    volatile float sink = 0;
    for (const float result : results) sink = result;
    static_cast<void>(sink);
    return seconds_since(start);
}

double measure(const Measured &measured, int threads) {
    if (!measured.kernel) return 0;
    long rounds = 1 << 16;
    while (run_once(measured, threads, rounds) < 0.02) rounds *= 2;
    double best = 1e30;
    for (int repeat = 0; repeat < 16; ++repeat) {
        best = std::min(best, run_once(measured, threads, rounds));
    }
    return measured.flops_per_round * static_cast<double>(rounds) * threads / best * 1e-9;
}

}  // namespace

double measure_f32_peak(int threads) {
    return measure(f32_kernel(), threads);
}
double measure_bf16_peak(int threads) {
    return measure(bf16_kernel(), threads);
}

}  // namespace bench
