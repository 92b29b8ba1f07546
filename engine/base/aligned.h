// SPDX-License-Identifier: BSD-2-Clause
// Uninitialised memory on cache-line boundaries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>

namespace zsn2n {

constexpr size_t kAlignment = 64;

// Fresh pages of 4 KiB were a tenth of the time of an image of 12 megapixels. The system is asked
// for huge ones, where it has such to give.
void ask_for_huge_pages(void *memory, size_t bytes);

// Owns `size` trivially copyable elements. Throws std::bad_alloc, also where the size overflows.
template <typename T>
class AlignedBuffer {
  public:
    AlignedBuffer() = default;
    explicit AlignedBuffer(size_t size) { resize(size); }

    // Keeps nothing of the old contents.
    void resize(size_t size) {
        if (size == size_) return;
        data_.reset();
        size_ = 0;
        if (size == 0) return;
        if (size > (std::numeric_limits<size_t>::max() - kAlignment) / sizeof(T))
            throw std::bad_alloc();
        // Not aligned_alloc(): the C library (glibc 2.36) asks for more than that frees, so that
        // one image's planes would not fit where the last one's were.
        size_t space = size * sizeof(T) + kAlignment;
        void *memory = std::malloc(space), *aligned = memory;
        if (!memory) throw std::bad_alloc();
        std::align(kAlignment, size * sizeof(T), aligned, space);
        ask_for_huge_pages(aligned, size * sizeof(T));
        data_ = {static_cast<T *>(aligned), Free{memory}};
        size_ = size;
    }

    void grow(size_t size) {
        if (size > size_) resize(size);
    }

    T *data() { return data_.get(); }
    const T *data() const { return data_.get(); }
    size_t size() const { return size_; }
    T &operator[](size_t i) { return data_.get()[i]; }
    const T &operator[](size_t i) const { return data_.get()[i]; }

  private:
    struct Free {
        void *memory;
        void operator()(T *) const { std::free(memory); }
    };
    std::unique_ptr<T, Free> data_{nullptr, Free{nullptr}};
    size_t size_ = 0;
};

}  // namespace zsn2n
