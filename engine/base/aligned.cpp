// SPDX-License-Identifier: BSD-2-Clause
#include "base/aligned.h"

#include <sys/mman.h>

namespace zsn2n {

void ask_for_huge_pages(void *memory, size_t bytes) {
    constexpr size_t kPage = 4096;
    const size_t before = -reinterpret_cast<uintptr_t>(memory) % kPage;
    const size_t pages = bytes > before ? (bytes - before) / kPage : 0;
    if (pages > 0) ::madvise(static_cast<uint8_t *>(memory) + before, pages * kPage, MADV_HUGEPAGE);
}

}  // namespace zsn2n
