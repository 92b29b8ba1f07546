// SPDX-License-Identifier: BSD-2-Clause
// GIMP's own Cancel kills the plug-in 10 ms after it has asked it to quit: wherever that hits, the
// image must stay as it was or be denoised whole, as where GIMP has it all and only the plug-in's
// word of success is missing.
#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "host.h"

namespace {

constexpr int kMoments = 50;

// GIMP's child of the name zsn2n, 0 where there is none.
pid_t plug_in() {
    pid_t found = 0;
    DIR *processes = opendir("/proc");
    while (const dirent *entry = processes ? readdir(processes) : nullptr) {
        std::ifstream stat(std::string("/proc/") + entry->d_name + "/stat");
        pid_t id = 0, parent = 0;
        std::string name, state;
        if (stat >> id >> name >> state >> parent && name == "(zsn2n)" && parent == getppid())
            found = id;
    }
    if (processes) closedir(processes);
    return found;
}

// Kills the plug-in so many seconds after it has started; the process that it kills is certain to
// be that of the call under way.
class Killer {
  public:
    explicit Killer(double seconds) : thread_([this, seconds] { work(seconds); }) {}
    ~Killer() {
        stop_ = true;
        thread_.join();
    }
    Killer(const Killer &) = delete;
    Killer &operator=(const Killer &) = delete;

  private:
    void work(double seconds) {
        pid_t id = 0;
        while (!stop_ && (id = plug_in()) == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        if (!stop_ && id != 0) kill(id, SIGKILL);
    }

    std::atomic<bool> stop_{false};
    std::thread thread_;
};

const char *options_of(int moment) {
    return moment % 2 ? "steps=10:guides=none:output=new-layer" : "steps=10:guides=none";
}

Fixture fixture_of() {
    return {host::kU16, host::kRgba, 700, 500};
}

// A call, and what it took of a run's time where it came to its end.
host::CallResult denoise(const Fixture &fixture, int moment, double *whole) {
    const auto begun = std::chrono::steady_clock::now();
    host::CallResult result =
        host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer}, options_of(moment));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    if (result.status == host::kSuccess) *whole = std::min(*whole, took.count());
    return result;
}

std::vector<Bytes> contents(const Fixture &fixture) {
    std::vector<Bytes> all;
    for (const auto &layer : host::layers(fixture.image)) all.push_back(stored_bytes(layer));
    return all;
}

}  // namespace

void run_kill_cases(Report *report) {
    std::mt19937 random{std::random_device()()};
    std::uniform_real_distribution<double> share(0.0, 1.0);
    int killed = 0;
    std::vector<Bytes> denoised[2];
    double whole = 1e9;
    for (int i = 0; i < 2; ++i) {
        const Fixture fixture = fixture_of();
        if (denoise(fixture, i, &whole).status != host::kSuccess)
            return report->add("a whole run", "it failed");
        denoised[i] = contents(fixture);
    }
    for (int i = 0; i < kMoments; ++i) {
        const double moment = whole * (i + share(random)) / kMoments;
        const Fixture fixture = fixture_of();
        const std::vector<Bytes> noisy = contents(fixture);
        host::CallResult result = {};
        {
            const Killer killer(moment);
            result = denoise(fixture, i, &whole);
        }
        const std::string name = "killed after " + std::to_string(moment) + " s, " + options_of(i);
        const std::vector<Bytes> left = contents(fixture);
        const bool done = left == denoised[i % 2];
        if (result.status == host::kSuccess) {
            report->add(name + ": it was done before", done ? "" : "not denoised whole");
            continue;
        }
        ++killed;
        report->add(name, done || left == noisy ? "" : "the image changed");
    }
    report->add("most runs were hit", killed > kMoments / 2 ? "" : std::to_string(killed));
}
