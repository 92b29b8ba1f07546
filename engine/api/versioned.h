// SPDX-License-Identifier: BSD-2-Clause
// Structs of the C API that grow at their end. struct_size, their first field, says how much of one
// the caller's program was compiled with; nothing behind it is read or written.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "base/error.h"

namespace zsn2n {

// Names of a struct and of what sets its struct_size, and its size in version 0.1.0, the first. A
// later field must not lie in the padding at the end of the fields before it: nobody sets that.
template <typename T>
struct Versioned;
template <>
struct Versioned<zsn2n_params> {
    static constexpr const char *kName = "zsn2n_params", *kSetBy = "call zsn2n_params_default()";
    static constexpr size_t kFirst = offsetof(zsn2n_params, video);
};
template <>
struct Versioned<zsn2n_image> {
    static constexpr const char *kName = "zsn2n_image", *kSetBy = "call zsn2n_image_init()";
    static constexpr size_t kFirst = offsetof(zsn2n_image, byte_order);
};
template <>
struct Versioned<zsn2n_stats> {
    static constexpr const char *kName = "zsn2n_stats", *kSetBy = "set it to sizeof(zsn2n_stats)";
    static constexpr size_t kFirst = offsetof(zsn2n_stats, noise_luma);
};

// struct_size of a caller's struct; throws Error(INVALID_ARGUMENT) where nobody can have set it.
template <typename T>
size_t checked_size(const T *theirs) {
    constexpr size_t kLargest = 4096;  // a size that was never set must not make us read far
    size_t size;
    std::memcpy(&size, theirs, sizeof size);
    if (size >= Versioned<T>::kFirst && size <= kLargest) return size;
    throw Error(ZSN2N_INVALID_ARGUMENT, std::string(Versioned<T>::kName) + ".struct_size is " +
                                            std::to_string(size) + "; expected " +
                                            std::to_string(sizeof(T)) + ": " +
                                            Versioned<T>::kSetBy + " first");
}

// What the caller's struct says; fields that it lacks are those of `defaults`. struct_size is that
// of the fields which both have. Throws Error(INVALID_ARGUMENT), also where it has more to say than
// this library knows.
template <typename T>
T from_caller(const T *theirs, const T &defaults) {
    const size_t size = checked_size(theirs), known = std::min(size, sizeof(T));
    const auto *bytes = reinterpret_cast<const char *>(theirs);
    if (std::any_of(bytes + known, bytes + size, [](char byte) { return byte != 0; })) {
        throw Error(ZSN2N_INVALID_ARGUMENT,
                    std::string(Versioned<T>::kName) + " (" + std::to_string(size) +
                        " bytes) has fields set that this library (" + std::to_string(sizeof(T)) +
                        " bytes) does not know: the program is newer than the library");
    }
    T own = defaults;
    std::memcpy(&own, theirs, known);
    own.struct_size = known;
    return own;
}

// The caller's `size` bytes become what `own` says of them; fields that this library does not know
// become 0.
template <typename T>
void to_caller(const T &own, T *theirs, size_t size) {
    const size_t known = std::min(size, sizeof(T));
    std::memcpy(theirs, &own, known);
    std::memset(reinterpret_cast<char *>(theirs) + known, 0, size - known);
    std::memcpy(theirs, &size, sizeof size);
}

}  // namespace zsn2n
