// SPDX-License-Identifier: BSD-2-Clause
#include "base/arena.h"

#include <sys/mman.h>

namespace zsn2n {

// Fresh pages of 4 KiB were a tenth of the time of an image of 12 megapixels; where the system has
// huge ones to give, it is asked for them.
Arena::Arena(size_t bytes) : memory_(bytes) {
    constexpr size_t kPage = 4096;
    const size_t before = -reinterpret_cast<uintptr_t>(memory_.data()) % kPage;
    const size_t pages = bytes > before ? (bytes - before) / kPage : 0;
    if (pages > 0) ::madvise(memory_.data() + before, pages * kPage, MADV_HUGEPAGE);
    close(0, bytes);
}

}  // namespace zsn2n
