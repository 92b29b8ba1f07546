// SPDX-License-Identifier: BSD-2-Clause
#include "base/pool.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/thread_scope.h"

namespace zsn2n {

namespace {

// A training step takes 0.3 to 2 ms, so a worker that waits this long before it sleeps meets the
// next one awake; beside a busy encoder it costs at most this much per pause.
constexpr auto kSpin = std::chrono::microseconds(60);

struct Job {
    const Pool::Task *task;
    int count;
    int max_helpers;
    int helpers = 0;  // ever joined: the slot of the last
    int inside = 0;   // helpers at work
    std::atomic<int> next{0};
    std::exception_ptr error;
};

template <typename Predicate>
bool spin_until(const Predicate &done) {
    const auto end = std::chrono::steady_clock::now() + kSpin;
    do {
        for (int i = 0; i < 32; ++i) {
            if (done()) return true;
#if defined(__x86_64__)
            __builtin_ia32_pause();
#endif
        }
    } while (std::chrono::steady_clock::now() < end);
    return done();
}

}  // namespace

int available_cores() {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
    return std::max(1u, std::thread::hardware_concurrency());
}

struct Pool::Shared {
    std::mutex mutex;
    std::condition_variable wake, left;
    std::vector<Job *> jobs;
    std::vector<std::thread> workers;
    std::atomic<unsigned> epoch{0};  // changes when a job arrives or the pool ends
    bool stop = false;

    void work_on(Job &job, int slot) {
        try {
            for (int i; (i = job.next.fetch_add(1, std::memory_order_relaxed)) < job.count;) {
                (*job.task)(i, slot);
            }
        } catch (...) {
            job.next = job.count;
            std::lock_guard<std::mutex> lock(mutex);
            if (!job.error) job.error = std::current_exception();
        }
    }

    Job *join_a_job() {
        for (Job *job : jobs) {
            if (job->helpers < job->max_helpers && job->next < job->count) {
                ++job->helpers;
                ++job->inside;
                return job;
            }
        }
        return nullptr;
    }

    void worker() {
        const ThreadScope scope;
        std::unique_lock<std::mutex> lock(mutex);
        while (!stop) {
            if (Job *job = join_a_job()) {
                const int slot = job->helpers;
                lock.unlock();
                work_on(*job, slot);
                lock.lock();
                if (--job->inside == 0) left.notify_all();
                continue;
            }
            const unsigned seen = epoch;
            lock.unlock();
            spin_until([&] { return epoch != seen; });
            lock.lock();
            wake.wait(lock, [&] { return stop || epoch != seen; });
        }
    }
};

Pool::Pool() : shared_(new Shared) {}

std::shared_ptr<Pool> Pool::shared(int threads) {
    static std::mutex mutex;
    static std::weak_ptr<Pool> existing;
    std::lock_guard<std::mutex> lock(mutex);
    std::shared_ptr<Pool> pool = existing.lock();
    if (!pool) existing = pool = std::shared_ptr<Pool>(new Pool);
    Shared &shared = *pool->shared_;
    try {
        while (static_cast<int>(shared.workers.size()) < threads - 1) {
            shared.workers.emplace_back([&shared] { shared.worker(); });
        }
    } catch (const std::system_error &) {
        // The system gives no more threads. Those that there are do all tasks, to the same bits.
    }
    return pool;
}

Pool::~Pool() {
    {
        std::lock_guard<std::mutex> lock(shared_->mutex);
        shared_->stop = true;
        ++shared_->epoch;
    }
    shared_->wake.notify_all();
    for (std::thread &worker : shared_->workers) worker.join();
}

void Pool::run(int count, int threads, const Task &task) {
    Job job;
    job.task = &task;
    job.count = count;
    job.max_helpers = std::min(threads, count) - 1;
    if (job.max_helpers <= 0) {
        for (int i = 0; i < count; ++i) task(i, 0);
        return;
    }
    {
        std::lock_guard<std::mutex> lock(shared_->mutex);
        shared_->jobs.push_back(&job);
        ++shared_->epoch;
    }
    shared_->wake.notify_all();
    shared_->work_on(job, 0);
    // No helper can join a job whose indices are used up; wait for those inside.
    std::unique_lock<std::mutex> lock(shared_->mutex);
    shared_->jobs.erase(std::find(shared_->jobs.begin(), shared_->jobs.end(), &job));
    shared_->left.wait(lock, [&] { return job.inside == 0; });
    if (job.error) std::rethrow_exception(job.error);
}

}  // namespace zsn2n
