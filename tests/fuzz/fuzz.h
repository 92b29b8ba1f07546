// SPDX-License-Identifier: BSD-2-Clause
// What libFuzzer calls with made-up bytes, and how targets read them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Ends the process where what is promised does not hold.
inline void require(bool condition, const char *what) {
    if (condition) return;
    std::fprintf(stderr, "fuzz: %s\n", what);
    std::abort();
}

// Bytes one after the other; 0 past the end.
class Bytes {
  public:
    Bytes(const uint8_t *data, size_t size) : data_(data), size_(size) {}
    uint8_t next() { return at_ < size_ ? data_[at_++] : 0; }
    uint32_t next32() {
        uint32_t value = 0;
        for (int i = 0; i < 4; ++i) value = value << 8 | next();
        return value;
    }
    // From 0 to most.
    int upto(int most) { return static_cast<int>(next32() % (static_cast<uint32_t>(most) + 1)); }
    bool flag() { return (next() & 1) != 0; }
    size_t left() const { return size_ - at_; }

  private:
    const uint8_t *data_;
    size_t size_, at_ = 0;
};
