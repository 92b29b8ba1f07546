// SPDX-License-Identifier: BSD-2-Clause
#include "arguments.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace bench {

Arguments::Arguments(int count, char **words, std::vector<Option> options) {
    for (int i = 0; i < count;) {
        const std::string word = words[i++];
        const auto option = std::find_if(options.begin(), options.end(),
                                         [&](const Option &o) { return word == o.name; });
        if (option == options.end()) {
            throw std::runtime_error("unknown option '" + word + "'; accepted are\n" +
                                     describe(options));
        }
        if (has(word) && option->kind != Option::kValues) {
            throw std::runtime_error(word + " is given twice");
        }
        std::vector<std::string> &values = values_[word];
        if (option->kind == Option::kFlag) continue;
        const size_t before = values.size();
        do {
            if (i == count || std::string(words[i]).rfind("--", 0) == 0) break;
            values.emplace_back(words[i++]);
        } while (option->kind == Option::kValues);
        if (values.size() == before)
            throw std::runtime_error(word + " needs a value: " + option->help);
    }
}

std::string Arguments::text(const std::string &name, const std::string &fallback) const {
    const auto found = values_.find(name);
    return found == values_.end() ? fallback : found->second.at(0);
}

std::string Arguments::required(const std::string &name) const {
    if (!has(name)) throw std::runtime_error(name + " is needed");
    return text(name, "");
}

std::vector<std::string> Arguments::list(const std::string &name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
}

int Arguments::integer(const std::string &name, int fallback, int min, int max) const {
    return has(name) ? parse_integer(text(name, ""), name, min, max) : fallback;
}

std::string describe(const std::vector<Option> &options) {
    std::string text;
    for (const Option &option : options) {
        std::string line = std::string("  ") + option.name;
        line.resize(std::max<size_t>(line.size() + 1, 16), ' ');
        text += line + option.help + "\n";
    }
    return text;
}

int parse_integer(const std::string &text, const std::string &what, int min, int max) {
    char *end = nullptr;
    errno = 0;
    const long value = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || errno != 0 || value < min || value > max) {
        throw std::runtime_error(what + ": '" + text + "' is no whole number from " +
                                 std::to_string(min) + " to " + std::to_string(max));
    }
    return static_cast<int>(value);
}

}  // namespace bench
