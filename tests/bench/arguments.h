// SPDX-License-Identifier: BSD-2-Clause
// Command line of one verb: `--name value [value ...]`, checked against what the verb takes.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace bench {

struct Option {
    enum Kind { kFlag, kValue, kValues };
    const char *name;
    Kind kind;
    const char *help;
};

class Arguments {
  public:
    // Throws Usage naming the offending word and what is accepted.
    Arguments(int count, char **words, std::vector<Option> options);

    bool has(const std::string &name) const { return values_.count(name) != 0; }
    std::string text(const std::string &name, const std::string &fallback) const;
    std::string required(const std::string &name) const;
    std::vector<std::string> list(const std::string &name) const;
    int integer(const std::string &name, int fallback, int min, int max) const;

  private:
    std::map<std::string, std::vector<std::string>> values_;
};

std::string describe(const std::vector<Option> &options);

// A whole decimal integer in [min, max]; `what` names it in the error.
int parse_integer(const std::string &text, const std::string &what, int min, int max);

}  // namespace bench
