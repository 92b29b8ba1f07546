// SPDX-License-Identifier: BSD-2-Clause
#include "refusals.h"

#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

// The C library's own, under the names by which it knows them itself.
extern "C" {
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);
}

namespace {

std::atomic<bool> counting{false};
std::atomic<size_t> allocations{0}, refused{0};
std::atomic<long> blocks{0};
std::atomic<int> threads_left{-1}, threads_refused{0};

bool refuses() {
    return counting && ++allocations == refused;
}

void *count(void *block) {
    if (block) ++blocks;
    return block;
}

}  // namespace

void refuse_allocation(size_t nth) {
    allocations = 0;
    refused = nth;
    counting = true;
}

size_t end_refusing() {
    counting = false;
    return allocations;
}

long live_blocks() {
    return blocks;
}

void allow_threads(int count) {
    threads_refused = 0;
    threads_left = count;
}

int refused_threads() {
    return threads_refused;
}

// Seen by the libraries, in the place of their own.
#pragma GCC visibility push(default)

extern "C" {

void *malloc(size_t size) {
    return refuses() ? nullptr : count(__libc_malloc(size));
}
void *calloc(size_t number, size_t size) {
    return refuses() ? nullptr : count(__libc_calloc(number, size));
}
void *realloc(void *block, size_t size) {
    if (refuses()) return nullptr;
    void *const moved = __libc_realloc(block, size);
    if (!block && moved) ++blocks;
    return moved;
}
void *memalign(size_t alignment, size_t size) {
    return refuses() ? nullptr : count(__libc_memalign(alignment, size));
}
void *aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}
int posix_memalign(void **block, size_t alignment, size_t size) {
    void *const got = memalign(alignment, size);
    if (!got) return ENOMEM;
    *block = got;
    return 0;
}
void free(void *block) {
    if (block) --blocks;
    __libc_free(block);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *argument) {
    using Create = int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    static const Create create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
    if (threads_left == 0) {
        ++threads_refused;
        return EAGAIN;
    }
    if (threads_left > 0) --threads_left;
    return create(thread, attributes, run, argument);
}

}  // extern "C"

#pragma GCC visibility pop
