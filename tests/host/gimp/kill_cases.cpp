// SPDX-License-Identifier: BSD-2-Clause
// GIMP's own Cancel kills the plug-in 10 ms after it has asked it to quit: wherever that hits, the
// image must stay as it was.
#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "host.h"

namespace {

constexpr int kMoments = 50;
constexpr char kOptions[] = "steps=10:guides=none";

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

double seconds_of_a_run() {
    Fixture fixture(host::kU16, host::kRgba, 700, 500);
    const auto begun = std::chrono::steady_clock::now();
    host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer}, kOptions);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

void run_kill_cases(Report *report) {
    std::mt19937 random{std::random_device()()};
    std::uniform_real_distribution<double> share(0.0, 1.0);
    int killed = 0;
    const double whole = seconds_of_a_run();
    for (int i = 0; i < kMoments; ++i) {
        const std::string options = std::string(kOptions) + (i % 2 ? ":output=new-layer" : "");
        const double moment = whole * (i + share(random)) / kMoments;
        Fixture fixture(host::kU16, host::kRgba, 700, 500);
        const Bytes noisy = stored_bytes(fixture.layer);
        host::CallResult result = {};
        {
            const Killer killer(moment);
            result =
                host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer}, options);
        }
        const std::string name = "killed after " + std::to_string(moment) + " of " +
                                 std::to_string(whole) + " s, " + options;
        if (result.status == host::kSuccess) {
            report->add(name + ": it was done before", "");
            continue;
        }
        ++killed;
        const bool intact =
            stored_bytes(fixture.layer) == noisy && host::layers(fixture.image).size() == 1;
        report->add(name, intact ? "" : "the image changed");
    }
    report->add("most runs were hit", killed > kMoments / 2 ? "" : std::to_string(killed));
}
