// SPDX-License-Identifier: BSD-2-Clause
// Refuses one allocation, or threads, of all that runs in this process.
#pragma once

#include <cstddef>

// From begin() on the nth allocation fails, from 1; 0: none does. All threads' allocations count.
// end() gives how many there were.
void refuse_allocation(size_t nth);
size_t end_refusing();

// Blocks that were allocated and not freed.
long live_blocks();

// From now on so many threads can be created, and no more; negative: any number.
void allow_threads(int count);
// How often one was refused since.
int refused_threads();
