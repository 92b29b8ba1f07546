// SPDX-License-Identifier: BSD-2-Clause
// Samples of 2 and 4 bytes as the host has them, and as the processor does: in its byte order, in
// the low bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "zsn2n/zsn2n.h"

namespace zsn2n {

constexpr zsn2n_byte_order kForeignOrder =
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ZSN2N_BYTE_ORDER_BIG : ZSN2N_BYTE_ORDER_LITTLE;

inline uint16_t swapped(uint16_t value) {
    return __builtin_bswap16(value);
}
inline uint32_t swapped(uint32_t value) {
    return __builtin_bswap32(value);
}

// How an image's samples differ from the processor's.
class SampleOrder {
  public:
    explicit SampleOrder(const zsn2n_image &image)
        : swaps_(image.sample != ZSN2N_SAMPLE_U8 && image.byte_order == kForeignOrder),
          shift_(image.shift) {}

    // They do not.
    bool plain() const { return !swaps_ && shift_ == 0; }

    uint16_t read_u16(const uint8_t *from) const {
        uint16_t value;
        std::memcpy(&value, from, sizeof value);
        return static_cast<uint16_t>((swaps_ ? swapped(value) : value) >> shift_);
    }
    float read_f32(const uint8_t *from) const {
        uint32_t bits;
        std::memcpy(&bits, from, sizeof bits);
        if (swaps_) bits = swapped(bits);
        float value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }

    // `count` samples, `stride` bytes apart, to or from a dense row. T: their bits.
    template <typename T>
    void read(const uint8_t *from, ptrdiff_t stride, int count, T *row) const {
        if (stride == sizeof(T)) {
            std::memcpy(row, from, sizeof(T) * count);
        } else {
            for (int i = 0; i < count; ++i) std::memcpy(row + i, from + i * stride, sizeof(T));
        }
        if (swaps_) {
            for (int i = 0; i < count; ++i) row[i] = swapped(row[i]);
        }
        if (shift_) {
            for (int i = 0; i < count; ++i) row[i] = static_cast<T>(row[i] >> shift_);
        }
    }
    // Changes the row.
    template <typename T>
    void write(T *row, int count, uint8_t *to, ptrdiff_t stride) const {
        if (shift_) {
            for (int i = 0; i < count; ++i) row[i] = static_cast<T>(row[i] << shift_);
        }
        if (swaps_) {
            for (int i = 0; i < count; ++i) row[i] = swapped(row[i]);
        }
        if (stride == sizeof(T)) {
            std::memcpy(to, row, sizeof(T) * count);
        } else {
            for (int i = 0; i < count; ++i) std::memcpy(to + i * stride, row + i, sizeof(T));
        }
    }

  private:
    bool swaps_;
    int shift_;
};

}  // namespace zsn2n
