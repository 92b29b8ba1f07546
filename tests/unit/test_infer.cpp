// SPDX-License-Identifier: BSD-2-Clause
// Tiled inference gives the bits of one pass over the whole image.
#include <gtest/gtest.h>

#include <cstring>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "network/infer.h"
#include "train/image_pass.h"

namespace {

using zsn2n::Method;

void expect_seamless(int width, int height, int channels, const Method &method) {
    const zsn2n::ThreadScope scope;
    const zsn2n::Layout layout(channels, channels);
    zsn2n::AlignedBuffer<float> theta;
    zsn2n::initialise_parameters(layout, 4, theta);
    const auto conv = make_conv3x3(method, 3);
    conv->set_weights(theta.data() + layout.w2, theta.data() + layout.b2);
    zsn2n::Arena whole(size_t{32} << 20), arena(size_t{4} << 20);
    zsn2n::ImagePass untiled(layout, method.storage, width, height, whole);
    zsn2n::Rng rng(8, 8);
    const size_t size = static_cast<size_t>(width) * height * channels;
    for (size_t i = 0; i < size; ++i) untiled.noisy().data[i] = rng.uniform();
    untiled.forward_in(theta.data(), 0, height);
    untiled.forward_out(theta.data(), *conv, 0, height, 0);

    zsn2n::Planes tiled(width, height, channels);
    const zsn2n::Team team(zsn2n::Pool::shared(3), 3);
    infer(untiled.noisy(), untiled.noisy(), layout, theta.data(), *conv, method.storage, team,
          arena, tiled.view());
    EXPECT_NEAR(team.done(), width * height, 1e-6 * width * height);
    EXPECT_EQ(0, std::memcmp(tiled.view().data, untiled.denoised().data, size * sizeof(float)))
        << channels << "x" << height << "x" << width;
}

TEST(InferTest, HasNoSeams) {
    for (const auto &size : {std::pair<int, int>{201, 133}, {4, 4}, {65, 5}, {64, 128}}) {
        for (int channels : {1, 3}) {
            for (const Method &method : zsn2n::methods_of(zsn2n::this_cpu())) {
                expect_seamless(size.first, size.second, channels, method);
            }
        }
    }
}

}  // namespace
