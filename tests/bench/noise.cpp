// SPDX-License-Identifier: BSD-2-Clause
#include "noise.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace bench {
namespace {

// splitmix64; the standard library's distributions differ between implementations.
class Random {
  public:
    explicit Random(uint64_t seed) : state_(seed * 0xD1342543DE82EF95u + 1) {}

    // In (0, 1).
    double uniform() {
        uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return (static_cast<double>((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
    }

    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(6.283185307179586 * uniform());
    }

    // Knuth's product of uniforms, in parts whose exp() is far from underflow.
    int poisson(double mean) {
        int count = 0;
        while (mean > 0) {
            const double part = std::min(mean, 32.0);
            mean -= part;
            const double limit = std::exp(-part);
            for (double product = uniform(); product > limit; product *= uniform()) ++count;
        }
        return count;
    }

  private:
    uint64_t state_;
};

}  // namespace

Noise parse_noise(const std::string &text) {
    const size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    const std::string number = colon == std::string::npos ? "" : text.substr(colon + 1);
    char *end = nullptr;
    const double level = std::strtod(number.c_str(), &end);
    const bool known = name == "gauss" || name == "poisson";
    if (!known || number.empty() || *end != '\0' || !(level >= 0.01 && level <= 10000)) {
        throw std::runtime_error(
            "--noise: '" + text +
            "' is neither gauss:SIGMA (in 1/255) nor poisson:PHOTONS with a level "
            "from 0.01 to 10000");
    }
    return {name == "gauss" ? Noise::kGauss : Noise::kPoisson, level};
}

void add_noise(Image *image, const Noise &noise, uint64_t seed) {
    Random random(seed);
    for (float &sample : image->samples) {
        if (noise.kind == Noise::kGauss) {
            const double value = sample + noise.level / 255 * random.normal();
            sample = static_cast<float>(std::clamp(value, 0.0, 1.0));
        } else {
            sample = static_cast<float>(random.poisson(noise.level * sample) / noise.level);
        }
    }
}

}  // namespace bench
