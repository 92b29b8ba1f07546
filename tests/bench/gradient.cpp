// SPDX-License-Identifier: BSD-2-Clause
#include "gradient.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "engine_gradient.h"
#include "files.h"
#include "process.h"

namespace bench {
namespace {

// float64: the loss, then the six tensors.
std::vector<double> torch_gradient(const gradient_fixture::Fixture &data) {
    const TemporaryFolder folder;
    write_floats(folder.file("image"), gradient_fixture::image(data));
    std::vector<float> flat;
    for (const auto &tensor : gradient_fixture::weights(data)) {
        flat.insert(flat.end(), tensor.begin(), tensor.end());
    }
    write_floats(folder.file("weights"), flat);
    const std::string shape = std::to_string(data.channels) + "x" + std::to_string(data.height) +
                              "x" + std::to_string(data.width);
    run_process({kPython, ZSN2N_TORCH_SCRIPT, "gradient", "--input", folder.file("image"),
                 "--weights", folder.file("weights"), "--output", folder.file("gradient"),
                 "--shape", shape, "--loss", data.consistency ? "full" : "residual"});
    std::vector<double> values(1 + flat.size());
    std::ifstream in(folder.file("gradient"), std::ios::binary);
    in.read(reinterpret_cast<char *>(values.data()), values.size() * sizeof(double));
    if (!in) throw std::runtime_error("PyTorch's gradient could not be read");
    return values;
}

}  // namespace

void compare_gradients(const Arguments &arguments) {
    const int threads = std::max(1, arguments.integer("--threads", 2, 0, 256));
    double worst_loss = 0, worst_gradient = 0, worst_bf16 = 0;
    std::printf("method\tshape\tloss_terms\tloss_error\tgradient_error\n");
    for (const auto &data : gradient_fixture::all()) {
        const std::vector<double> torch = torch_gradient(data);
        for (const zsn2n::Method &method : zsn2n::methods_of(zsn2n::this_cpu())) {
            zsn2n_test::EngineGradient engine(data, method, threads);
            zsn2n_test::Floats flat;
            const double loss = engine.evaluate(threads, &flat);
            double error = 0, norm = 0;
            size_t at = 1;
            for (const auto &tensor : engine.tensors(flat)) {
                for (const float value : tensor) {
                    error += (value - torch[at]) * (value - torch[at]);
                    norm += torch[at] * torch[at];
                    ++at;
                }
            }
            const double loss_error = std::abs(loss / torch[0] - 1),
                         relative = std::sqrt(error / norm);
            if (method.storage == zsn2n::Storage::kBf16) {
                worst_bf16 = std::max(worst_bf16, relative);
            } else {
                worst_loss = std::max(worst_loss, loss_error);
                worst_gradient = std::max(worst_gradient, relative);
            }
            std::printf("%s %s %s\t%dx%dx%d\t%s\t%.2e\t%.2e\n", name(method.backend),
                        name(method.storage), name(method.algorithm), data.channels, data.height,
                        data.width, data.consistency ? "full" : "residual", loss_error, relative);
        }
    }
    std::printf("loss_error=%.3e gradient_error=%.3e bf16_gradient_error=%.3e\n", worst_loss,
                worst_gradient, worst_bf16);
    if (worst_loss > 1e-5 || worst_gradient > 1e-4) {
        throw std::runtime_error(
            "f32 gradients differ from PyTorch's by more than 1e-5 (loss) or 1e-4");
    }
}

}  // namespace bench
