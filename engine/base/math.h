// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <algorithm>

namespace zsn2n {

// a / b rounded up, for a >= 0 and b > 0.
constexpr int ceil_divide(int a, int b) {
    return (a + b - 1) / b;
}

// 0 at `from`, 1 at `to`, linear between; `from` may be the larger.
template <typename Value>
Value ramp(Value value, Value from, Value to) {
    return std::clamp((value - from) / (to - from), Value{0}, Value{1});
}

// a at a share of 0, b at 1, linear between.
template <typename Value>
Value between(Value a, Value b, Value share) {
    return a + share * (b - a);
}

}  // namespace zsn2n
