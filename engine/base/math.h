// SPDX-License-Identifier: BSD-2-Clause
#pragma once

namespace zsn2n {

// a / b rounded up, for a >= 0 and b > 0.
constexpr int ceil_divide(int a, int b) {
    return (a + b - 1) / b;
}

}  // namespace zsn2n
