// SPDX-License-Identifier: BSD-2-Clause
#include "base/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <new>

namespace {

using zsn2n::Arena;

// As an operation lays out its memory.
struct Layout {
    explicit Layout(Arena &arena) : bytes(arena.take<uint8_t>(3)), floats(arena.take<float>(100)) {}
    uint8_t *bytes;
    float *floats;
};

TEST(ArenaTest, CountingIsTaking) {
    Arena count;
    const Layout nothing(count);
    EXPECT_EQ(nothing.bytes, nullptr);
    EXPECT_EQ(nothing.floats, nullptr);
    Arena arena(count.peak());
    const Layout layout(arena);
    EXPECT_EQ(arena.peak(), count.peak());
    EXPECT_EQ(arena.peak(), arena.size());
    for (const void *at : {static_cast<void *>(layout.bytes), static_cast<void *>(layout.floats)})
        EXPECT_EQ(reinterpret_cast<uintptr_t>(at) % zsn2n::kAlignment, 0u);
    EXPECT_GE(reinterpret_cast<uint8_t *>(layout.floats) - layout.bytes, 3);
}

// With guards behind each piece all sizes are others.
#ifndef __SANITIZE_ADDRESS__

TEST(ArenaTest, ScopeGivesBack) {
    Arena arena(1000);
    const float *held = arena.take<float>(10), *inner;
    {
        const Arena::Scope scope(arena);
        inner = arena.take<float>(100);
        EXPECT_THROW(arena.take<float>(200), std::bad_alloc);
    }
    EXPECT_EQ(arena.take<float>(200), inner);
    EXPECT_NE(inner, held);
    EXPECT_EQ(arena.peak(), 64 + 832u);
}

TEST(ArenaTest, VisitsCountAtThePeakAlone) {
    Arena count;
    count.take<uint8_t>(64);
    count.visit(1000);
    count.take<uint8_t>(640);
    EXPECT_EQ(count.peak(), 1064u);
    count.take<uint8_t>(640);
    EXPECT_EQ(count.peak(), 1344u);
}

TEST(ArenaTest, TooLittleThrowsAndChangesNothing) {
    Arena arena(256);
    arena.take<uint8_t>(128);
    EXPECT_THROW(arena.take<uint8_t>(129), std::bad_alloc);
    EXPECT_THROW(arena.take<double>(SIZE_MAX / 8), std::bad_alloc);
    EXPECT_THROW(arena.take<double>(SIZE_MAX), std::bad_alloc);
    EXPECT_EQ(arena.peak(), 128u);
    EXPECT_NE(arena.take<uint8_t>(128), nullptr);
    Arena count;
    EXPECT_THROW(count.take<double>(SIZE_MAX), std::bad_alloc);
}

#endif

}  // namespace
