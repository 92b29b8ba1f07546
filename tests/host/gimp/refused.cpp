// SPDX-License-Identifier: BSD-2-Clause
#include "refused.h"

std::string not_successful(const host::CallResult &result) {
    if (result.status == host::kSuccess) return "";
    return "status " + std::to_string(result.status) + ", \"" + result.message + "\"";
}

std::string refused(const Fixture &fixture, const std::vector<host::Id> &drawables,
                    const std::string &options, const char *word) {
    std::vector<Bytes> before;
    before.reserve(drawables.size());
    for (const host::Id drawable : drawables) before.push_back(stored_bytes(drawable));
    const host::CallResult result =
        host::call_zsn2n(host::kNonInteractive, fixture.image, drawables, options);
    if (result.status != host::kExecutionError && result.status != host::kCallingError)
        return "no error, status " + std::to_string(result.status);
    if (result.message.find(word) == std::string::npos)
        return "the message \"" + result.message + "\" lacks \"" + word + "\"";
    for (size_t i = 0; i < drawables.size(); ++i)
        if (stored_bytes(drawables[i]) != before[i]) return "pixels changed";
    return "";
}

std::string refused(const Fixture &fixture, host::Id drawable, const std::string &options,
                    const char *word) {
    return refused(fixture, std::vector<host::Id>{drawable}, options, word);
}
