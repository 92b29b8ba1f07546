// SPDX-License-Identifier: BSD-2-Clause
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

#include "verbs.h"

namespace {

const bench::Verb *const kVerbs[] = {&bench::kQuality,     &bench::kVideo,     &bench::kVideoStages,
                                     &bench::kNoise,       &bench::kPilot,     &bench::kSpeed,
                                     &bench::kMemory,      &bench::kReference, &bench::kBackends,
                                     &bench::kPresetTable, &bench::kCases};

void print_usage(FILE *out) {
    std::fprintf(out, "usage: zsn2n-bench VERB [OPTIONS]\n");
    for (const bench::Verb *verb : kVerbs) {
        std::fprintf(out, "\n%s: %s\n%s", verb->name, verb->summary,
                     bench::describe(verb->options).c_str());
    }
}

}  // namespace

int main(int count, char **words) {
    const std::string name = count > 1 ? words[1] : "";
    if (name == "help" || name == "--help" || name == "-h") {
        print_usage(stdout);
        return 0;
    }
    for (const bench::Verb *verb : kVerbs) {
        if (name != verb->name) continue;
        try {
            std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
            verb->run(bench::Arguments(count - 2, words + 2, verb->options));
            if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
                std::fprintf(stderr, "zsn2n-bench %s: the output could not be written\n",
                             verb->name);
                return 1;
            }
            return 0;
        } catch (const std::exception &error) {
            std::fprintf(stderr, "zsn2n-bench %s: %s\n", verb->name, error.what());
            return 1;
        }
    }
    if (!name.empty()) std::fprintf(stderr, "zsn2n-bench: unknown verb '%s'\n", name.c_str());
    print_usage(stderr);
    return 1;
}
