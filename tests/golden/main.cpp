// SPDX-License-Identifier: BSD-2-Clause
// golden                         prints name, PSNR and hash of every case
// golden --check WHAT FILE       compares; WHAT is psnr (any machine) or bits (of the level
// ZSN2N_CPU) golden --update WHAT FILE      puts what was found into the file golden --update FILE
// the PSNR and the bits of all levels that this machine has FILE says what it holds. The variable
// GOLDEN_CASES, a part of a name, leaves the other cases out.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iterator>
#include <stdexcept>
#include <string>

#include "cases.h"
#include "golden_file.h"

namespace {

constexpr int kSkipped = 77;  // as CMakeLists.txt has it

// What Halide generates does not depend on the machine.
constexpr const char *kSameEverywhere = "backend=halide:precision=f32";

constexpr const char *kLevels[] = {"baseline", "avx2", "avx512"};

// As the kernels are dispatched.
bool machine_has(const std::string &level) {
#if defined(__x86_64__)
    if (level == "avx512") {
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
    }
    return level == "baseline" || (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"));
#else
    (void)level;
    return false;
#endif
}

std::string format(const char *form, double value) {
    char text[32];
    std::snprintf(text, sizeof text, form, value);
    return text;
}

std::string hex(uint64_t hash) {
    char text[32];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

std::string column_of(const std::string &what, const std::string &level) {
    return what == "psnr" ? what : "halide" + std::to_string(ZSN2N_HALIDE_MAJOR) + ":" + level;
}

// What is wrong with an outcome; empty where nothing is.
std::string difference(const Case &of, const Outcome &found, const std::string &what,
                       const std::string &golden) {
    if (what == "bits") return hex(found.hash) == golden ? "" : "bits " + hex(found.hash);
    const bool near = std::abs(found.psnr - std::strtod(golden.c_str(), nullptr)) <= of.tolerance;
    return near ? "" : format("PSNR %.4f dB", found.psnr);
}

struct Arguments {
    bool update;
    std::string what, level, path;
};

int compare(const Arguments &arguments) {
    const std::string column = column_of(arguments.what, arguments.level);
    if (arguments.what == "bits" &&
        std::find(std::begin(kLevels), std::end(kLevels), arguments.level) == std::end(kLevels)) {
        throw std::runtime_error("ZSN2N_CPU must be baseline, avx2 or avx512");
    }
    if (arguments.what == "bits" && !machine_has(arguments.level)) {
        std::printf("left out: this machine cannot run as %s\n", arguments.level.c_str());
        return kSkipped;
    }
    GoldenFile file(arguments.path);
    const char *only = std::getenv("GOLDEN_CASES");
    std::vector<std::string> names;
    int passed = 0, failed = 0, missing = 0;
    for (const Case &of : cases()) {
        names.push_back(of.name);
        if (only && !std::strstr(of.name, only)) continue;
        const Outcome found = run(of, arguments.what == "bits" ? kSameEverywhere : "");
        const std::string golden = file.get(of.name, column);
        const std::string wrong =
            golden == "-" ? "" : difference(of, found, arguments.what, golden);
        if (arguments.update) {
            // A PSNR that passes stays: it may be another machine's.
            if (golden != "-" && wrong.empty()) continue;
            file.set(of.name, column,
                     arguments.what == "bits" ? hex(found.hash) : format("%.4f", found.psnr));
            continue;
        }
        if (golden == "-") {
            std::printf("missing: %s has no %s of %s\n", arguments.path.c_str(), column.c_str(),
                        of.name);
            ++missing;
        } else if (wrong.empty()) {
            ++passed;
        } else {
            std::printf("%s: %s, golden %s\n", of.name, wrong.c_str(), golden.c_str());
            ++failed;
        }
    }
    if (arguments.update) {
        file.write(names);
    } else {
        std::printf("%s: %d passed, %d failed, %d missing\n", column.c_str(), passed, failed,
                    missing);
    }
    return failed ? 1 : missing ? kSkipped : 0;
}

// The engine looks at ZSN2N_CPU once a process.
void update_in_child(const std::string &what, const std::string &level, const std::string &path) {
    const pid_t child = fork();
    if (child == 0) {
        if (!level.empty()) setenv("ZSN2N_CPU", level.c_str(), 1);
        _exit(compare({true, what, level, path}));
    }
    int status = 1;
    waitpid(child, &status, 0);
    if (status != 0 && WEXITSTATUS(status) != kSkipped)
        throw std::runtime_error("no update of " + what + " " + level);
}

int print() {
    for (const Case &of : cases()) {
        const Outcome found = run(of, "");
        std::printf("%-24s %8.4f %s\n", of.name, found.psnr, hex(found.hash).c_str());
    }
    return 0;
}

int update_all(const std::string &path) {
    update_in_child("psnr", "", path);
    for (const char *level : kLevels) update_in_child("bits", level, path);
    return 0;
}

}  // namespace

int main(int argc, char **argv) {
    const std::string verb = argc > 1 ? argv[1] : "", what = argc > 2 ? argv[2] : "";
    try {
        if (argc == 1) return print();
        if (argc == 3 && verb == "--update") return update_all(what);
        if (argc == 4 && (verb == "--check" || verb == "--update") &&
            (what == "psnr" || what == "bits")) {
            const char *level = std::getenv("ZSN2N_CPU");
            return compare({verb == "--update", what, level ? level : "", argv[3]});
        }
        std::fprintf(stderr, "usage: golden [--check|--update] [psnr|bits] [FILE]\n");
    } catch (const std::exception &error) {
        std::fprintf(stderr, "golden: %s\n", error.what());
    }
    return 2;
}
