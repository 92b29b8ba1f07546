// SPDX-License-Identifier: BSD-2-Clause
// Memory of one call in one piece, handed out as a stack. What an operation takes is counted by
// laying it out in an arena that has none.
#pragma once

#include <algorithm>
#include <type_traits>

#include "base/aligned.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace zsn2n {

class Arena {
  public:
    // Only counts: what is taken is null and must not be touched.
    Arena() = default;
    explicit Arena(size_t bytes) : memory_(bytes) { close(0, bytes); }

    // `count` elements on a cache line, uninitialised. Throws std::bad_alloc where fewer are left.
    template <typename T>
    T *take(size_t count) {
        static_assert(std::is_trivially_destructible_v<T>, "nothing is destroyed");
        if (count > (std::numeric_limits<size_t>::max() / 2 - used_) / sizeof(T))
            throw std::bad_alloc();
        const size_t begin = used_, bytes = count * sizeof(T);
        const size_t end = begin + (bytes + kAlignment - 1) / kAlignment * kAlignment + kGuard;
        if (memory_.size() && end > memory_.size()) throw std::bad_alloc();
        used_ = end;
        peak_ = std::max(peak_, used_);
        if (!memory_.size()) return nullptr;
        open(begin, bytes);
        return reinterpret_cast<T *>(memory_.data() + begin);
    }
    // As if so many bytes had been taken and given back.
    void visit(size_t bytes) { peak_ = std::max(peak_, used_ + bytes); }

    size_t size() const { return memory_.size(); }
    size_t peak() const { return peak_; }

    // Gives back, at its end, what was taken after its beginning.
    class Scope {
      public:
        explicit Scope(Arena &arena) : arena_(arena), used_(arena.used_) {}
        ~Scope() {
            arena_.close(used_, arena_.used_);
            arena_.used_ = used_;
        }
        Scope(const Scope &) = delete;
        Scope &operator=(const Scope &) = delete;

      private:
        Arena &arena_;
        size_t used_;
    };

  private:
    // AddressSanitizer sees what is touched behind what was taken, and what is touched after it was
    // given back.
#ifdef __SANITIZE_ADDRESS__
    static constexpr size_t kGuard = 2 * kAlignment;
    void open(size_t begin, size_t bytes) {
        __asan_unpoison_memory_region(memory_.data() + begin, bytes);
    }
    void close(size_t begin, size_t end) {
        if (memory_.size()) __asan_poison_memory_region(memory_.data() + begin, end - begin);
    }
#else
    static constexpr size_t kGuard = 0;
    void open(size_t, size_t) {}
    void close(size_t, size_t) {}
#endif

    AlignedBuffer<uint8_t> memory_;
    size_t used_ = 0, peak_ = 0;
};

// What an operation declares of itself before it runs.
struct Cost {
    size_t bytes = 0;  // that it takes from the arena, at its peak
    double work = 0;   // in what inference of one pixel takes: 85 ns of two Zen 5 cores
    // A strip of an image that begins at a multiple of `grid` rows gives the image's bits in all
    // rows that lie `halo` rows inside of it.
    int halo = 0, grid = 1;
};

}  // namespace zsn2n
