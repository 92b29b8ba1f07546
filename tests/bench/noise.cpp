// SPDX-License-Identifier: BSD-2-Clause
#include "noise.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "random.h"

namespace bench {
namespace {

// "0.02,0.0004" to its numbers; fewer where a part is no number.
std::vector<double> numbers(const std::string &text) {
    std::vector<double> found;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        char *rest = nullptr;
        const double value = std::strtod(part.c_str(), &rest);
        if (part.empty() || *rest != '\0' || !(value >= 0)) return {};
        found.push_back(value);
        begin = end + 1;
    }
    return found;
}

}  // namespace

Noise parse_noise(const std::string &text) {
    const size_t colon = std::min(text.find(':'), text.size());
    const std::string name = text.substr(0, colon);
    const std::vector<double> values = numbers(text.substr(std::min(colon + 1, text.size())));
    const bool level = values.size() == 1 && values[0] >= 0.01 && values[0] <= 10000;
    if (name == "gauss" && level) return {Noise::kGauss, 0, values[0] * values[0] / (255 * 255)};
    if (name == "poisson" && level) return {Noise::kPoisson, 1 / values[0], 0};
    if (name == "curve" && values.size() == 2 && values[0] + values[1] > 0 && values[0] <= 1 &&
        values[1] <= 1) {
        return {Noise::kGauss, values[0], values[1]};
    }
    throw std::runtime_error("--noise: '" + text + "' is neither " + kNoiseForms +
                             "; a level is 0.01 to 10000, A and B 0 to 1 and not both 0");
}

void add_noise(Image *image, const Noise &noise, uint64_t seed) {
    Random random(seed);
    for (float &sample : image->samples) {
        if (noise.kind == Noise::kGauss) {
            const double value = sample + std::sqrt(noise.variance(sample)) * random.normal();
            sample = static_cast<float>(std::clamp(value, 0.0, 1.0));
        } else {
            sample = static_cast<float>(random.poisson(sample / noise.a) * noise.a);
        }
    }
}

}  // namespace bench
