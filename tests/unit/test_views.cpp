// SPDX-License-Identifier: BSD-2-Clause
#include "network/views.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "denoiser/settings.h"

namespace {

using zsn2n::Planes;
using zsn2n::PlanesView;

constexpr int kWidth = 23, kHeight = 17, kChannels = 2;

Planes random_planes() {
    Planes planes(kWidth, kHeight, kChannels);
    zsn2n::Rng rng(5, 5);
    for (int i = 0; i < kWidth * kHeight * kChannels; ++i) planes.view().data[i] = rng.uniform();
    return planes;
}

// Bit 0 transposes, then bit 1 flips across and bit 2 down.
Planes turn(Planes &src, int how) {
    const PlanesView from = src.view();
    const bool transpose = (how & 1) != 0;
    Planes turned(transpose ? from.height : from.width, transpose ? from.width : from.height,
                  from.channels);
    const PlanesView to = turned.view();
    for (int c = 0; c < to.channels; ++c) {
        for (int y = 0; y < to.height; ++y) {
            for (int x = 0; x < to.width; ++x) {
                const int u = how & 2 ? to.width - 1 - x : x, v = how & 4 ? to.height - 1 - y : y;
                to.at(x, y, c) = transpose ? from.at(v, u, c) : from.at(u, v, c);
            }
        }
    }
    return turned;
}

Planes turn_back(Planes &turned, int how) {
    const int inverse = (how & 1) ? (how & 1) | (how & 2) << 1 | (how & 4) >> 1 : how;
    return turn(turned, inverse);
}

struct Network {
    zsn2n::ThreadScope scope;
    zsn2n::Layout layout{kChannels, kChannels};
    zsn2n::AlignedBuffer<float> theta;
    std::unique_ptr<zsn2n::Conv3x3> conv =
        zsn2n::make_conv3x3({zsn2n::Backend::kHalide, zsn2n::Storage::kF32}, 2);
    zsn2n::Arena arena{size_t{16} << 20};
    zsn2n::Team team{zsn2n::Pool::shared(2), 2};

    Network() { initialise_parameters(layout, 9, theta); }

    Planes denoise(Planes &noisy, const float *parameters) {
        const PlanesView from = noisy.view();
        Planes denoised(from.width, from.height, from.channels);
        conv->set_weights(parameters + layout.w2, parameters + layout.b2);
        infer(from, from, layout, parameters, *conv, zsn2n::Storage::kF32, team, arena,
              denoised.view());
        return denoised;
    }
};

double distance(Planes &a, Planes &b) {
    double largest = 0;
    for (int i = 0; i < kWidth * kHeight * kChannels; ++i) {
        largest = std::max(largest, std::abs(double{a.view().data[i]} - b.view().data[i]));
    }
    return largest;
}

TEST(ViewsTest, TurningTheKernelsIsTurningTheImage) {
    Network network;
    Planes image = random_planes();
    std::set<int> matched;
    for (int view = 0; view < zsn2n::kDihedralViews; ++view) {
        zsn2n::AlignedBuffer<float> turned(network.layout.size);
        turn_parameters(network.layout, network.theta.data(), view, 1.0f, turned.data());
        Planes result = network.denoise(image, turned.data());
        for (int how = 0; how < 8; ++how) {
            Planes turned_image = turn(image, how);
            Planes turned_result = network.denoise(turned_image, network.theta.data());
            Planes wanted = turn_back(turned_result, how);
            if (distance(result, wanted) < 1e-5) matched.insert(how);
        }
        EXPECT_EQ(matched.size(), view + 1u);
    }
}

TEST(ViewsTest, FirstViewsAreTurnsByHalvesAndQuarters) {
    Network network;
    Planes image = random_planes();
    const int half_turn = 2 | 4;
    Planes upside_down = turn(image, half_turn);
    Planes result = network.denoise(upside_down, network.theta.data());
    Planes wanted = turn_back(result, half_turn);
    zsn2n::AlignedBuffer<float> turned(network.layout.size);
    turn_parameters(network.layout, network.theta.data(), 1, 1.0f, turned.data());
    Planes second = network.denoise(image, turned.data());
    EXPECT_LT(distance(second, wanted), 1e-5);
}

TEST(ViewsTest, CountStaysWithinItsShareOfTraining) {
    EXPECT_EQ(zsn2n::view_count(0.25, 1000, 1000), 1);
    EXPECT_EQ(zsn2n::view_count(0.25, 1000, 126), 1);
    EXPECT_EQ(zsn2n::view_count(0.25, 1000, 125), 2);
    EXPECT_EQ(zsn2n::view_count(0.25, 1000, 62), 4);
    EXPECT_EQ(zsn2n::view_count(0.25, 1000, 1), 8);
    EXPECT_EQ(zsn2n::view_count(0, 1000, 1), 1);
}

TEST(ViewsTest, InferenceIsTheMeanOfTheViews) {
    Network network;
    zsn2n_params params{};
    params.backend = ZSN2N_BACKEND_HALIDE;
    zsn2n::Training how = zsn2n::resolve_settings(params).preset->training;
    how.steps = 1;
    zsn2n::Model model(kChannels, false);
    Planes image = random_planes(), mean(kWidth, kHeight, kChannels),
           denoised(kWidth, kHeight, kChannels);
    zsn2n::PlanesCrops crops({image.view(), {}});
    EXPECT_EQ(train_alone(how, crops, *network.conv, network.team, network.arena, model).steps, 1);
    const float *const theta = model.state.theta.data();
    std::fill_n(mean.view().data, kWidth * kHeight * kChannels, 0.0f);
    for (int view = 0; view < 4; ++view) {
        zsn2n::AlignedBuffer<float> turned(network.layout.size);
        turn_parameters(network.layout, theta, view, 1.0f, turned.data());
        Planes one = network.denoise(image, turned.data());
        for (int i = 0; i < kWidth * kHeight * kChannels; ++i) {
            mean.view().data[i] += one.view().data[i] / 4;
        }
    }
    infer_views(4, 1.0f, image.view(), image.view(), network.layout, theta, *network.conv,
                zsn2n::Storage::kF32, network.team, network.arena, denoised.view());
    EXPECT_LT(distance(denoised, mean), 1e-5);
}

}  // namespace
