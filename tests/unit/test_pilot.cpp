// SPDX-License-Identifier: BSD-2-Clause
// Every kind of pilot and one made here: strips of an image give the bits of the whole, and the
// noise goes.
#include "pilot/pilot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/rng.h"
#include "image/bands.h"
#include "image/strips.h"
#include "made_noise.h"

namespace {

using zsn2n::Arena;
using zsn2n::ConstPlanesView;
using zsn2n::Noise;
using zsn2n::Pilot;
using zsn2n::PilotKind;
using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::Region;
using zsn2n::Shape;
using zsn2n::Team;

constexpr float kSigma = 0.1f;

float scene(int x, int y, int c) {
    return 0.5f + 0.2f * std::sin(0.07f * static_cast<float>(x + c)) +
           0.2f * std::cos(0.05f * static_cast<float>(y));
}

Planes noisy_scene(int width, int height) {
    Planes planes(width, height, 3);
    zsn2n::Rng rng(6, 6);
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                planes.view().at(x, y, c) = scene(x, y, c) + kSigma * rng.normal();
            }
        }
    }
    return planes;
}

void expect_same(const ConstPlanesView &a, const ConstPlanesView &b) {
    for (int c = 0; c < a.channels; ++c) {
        for (int y = 0; y < a.height; ++y) {
            ASSERT_EQ(0, std::memcmp(&a.at(0, y, c), &b.at(0, y, c), a.width * sizeof(float)))
                << "row " << y << " plane " << c;
        }
    }
}

const Noise &white_noise() {
    static const Noise noise = made::white_noise(kSigma);
    return noise;
}
const Noise &coloured_noise() {
    static const Noise noise = made::coloured_noise(kSigma, 3);
    return noise;
}

const Team &team() {
    static const Team shared(zsn2n::Pool::shared(2), 2);
    return shared;
}

void run(const Pilot &pilot, const ConstPlanesView &noisy, const Noise &noise,
         const PlanesView &estimate) {
    Arena arena(pilot.cost(noisy.shape(), team().threads()).bytes);
    pilot.run(noisy, noise, team(), arena, estimate);
}

// A pilot is one file like this, one line of the table, and a line of the instantiation below.
class Median : public Pilot {
  public:
    zsn2n::Cost cost(const Shape &shape, int) const override {
        zsn2n::Cost cost;
        cost.work = shape.pixels();
        cost.halo = 1;
        return cost;
    }
    void run(const ConstPlanesView &noisy, const Noise &, const Team &team, Arena &,
             const PlanesView &estimate) const override {
        zsn2n::each_band(team, noisy.width, noisy.height, [&](int begin, int end, int) {
            for (int c = 0; c < noisy.channels; ++c) {
                for (int y = begin; y < end; ++y) {
                    for (int x = 0; x < noisy.width; ++x)
                        estimate.at(x, y, c) = middle(noisy, x, y, c);
                }
            }
        });
    }

  private:
    static float middle(const ConstPlanesView &planes, int x, int y, int c) {
        std::array<float, 9> near;
        for (int i = 0; i < 9; ++i) {
            near[i] = planes.at(std::clamp(x + i % 3 - 1, 0, planes.width - 1),
                                std::clamp(y + i / 3 - 1, 0, planes.height - 1), c);
        }
        std::nth_element(near.begin(), near.begin() + 4, near.end());
        return near[4];
    }
};

constexpr PilotKind kMedian{
    [](bool) -> std::unique_ptr<Pilot> { return std::make_unique<Median>(); }, true, 0};

struct Case {
    const char *name;
    const PilotKind *kind;
    bool coarser;
    double left;  // of the noise, at most
};

class PilotTest : public testing::TestWithParam<Case> {
  protected:
    std::unique_ptr<Pilot> pilot() const {
        return make_pilot(*GetParam().kind, true, GetParam().coarser);
    }
};

// Strips that begin on its grid give the whole's bits but for its halo, wherever they are cut.
TEST_P(PilotTest, HaloAndGridAreWhatItDependsOn) {
    for (const int width : {40, 65}) {
        constexpr int kHeight = 1400, kRows = 75;
        const zsn2n::Cost reach = pilot()->cost({width, 1, 3}, 2);
        const Planes image = noisy_scene(width, kHeight);
        const zsn2n::Strips strips(kHeight, kHeight / kRows, reach.halo, reach.grid);
        ASSERT_GT(strips.count(), 2);
        for (const Noise *noise : {&white_noise(), &coloured_noise()}) {
            Planes whole(width, kHeight, 3);
            run(*pilot(), image.view(), *noise, whole.view());
            for (int i = 0; i < strips.count(); ++i) {
                const Region held = whole.view().region().rows(strips.top(i), strips.bottom(i));
                const Region own = whole.view().region().rows(strips.begin(i), strips.end(i));
                Planes part(width, held.height(), 3);
                run(*pilot(), image.view().part(held), *noise, part.view());
                expect_same(part.view().part(own.from(held)), whole.view().part(own));
            }
        }
    }
}

// Taller than what is worked on at once.
TEST_P(PilotTest, ATallImageInItsOwnStripsIsSeamless) {
    constexpr int kWidth = 40, kHeight = 2500;
    const Planes image = noisy_scene(kWidth, kHeight);
    Planes in_strips(kWidth, kHeight, 3), whole(kWidth, kHeight, 3);
    std::unique_ptr<Pilot> bare = GetParam().kind->make(true);
    if (GetParam().coarser) bare = make_coarser_scale(std::move(bare), {1, 1});
    const auto in_parts = make_pilot(*GetParam().kind, true, GetParam().coarser, 1);
    const Shape shape = whole.view().shape();
    ASSERT_GT(in_parts->cost(shape, 2).work, bare->cost(shape, 2).work) << "halos are done twice";
    run(*in_parts, image.view(), coloured_noise(), in_strips.view());
    run(*bare, image.view(), coloured_noise(), whole.view());
    expect_same(in_strips.view(), whole.view());
    run(*in_parts, image.view(), white_noise(), in_strips.view());
    run(*bare, image.view(), white_noise(), whole.view());
    expect_same(in_strips.view(), whole.view());
    double square = 0;
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x)
                square += std::pow(whole.view().at(x, y, c) - scene(x, y, c), 2);
        }
    }
    EXPECT_LT(std::sqrt(square / (3.0 * kWidth * kHeight)), GetParam().left * kSigma);
}

TEST_P(PilotTest, TakesAnySize) {
    for (const auto &size : {std::pair<int, int>{4, 4}, {5, 70}, {33, 9}, {32, 32}, {130, 67}}) {
        const Planes image = noisy_scene(size.first, size.second);
        for (const Noise *noise : {&white_noise(), &coloured_noise()}) {
            Planes result(size.first, size.second, 3);
            run(*pilot(), image.view(), *noise, result.view());
            for (int i = 0; i < 3 * size.first * size.second; ++i) {
                ASSERT_TRUE(std::isfinite(result.view().data[i]));
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, PilotTest,
    testing::Values(Case{"Bm3d", zsn2n::pilot_kind(ZSN2N_GUIDES_PILOT), false, 0.25},
                    Case{"Bm3dCoarser", zsn2n::pilot_kind(ZSN2N_GUIDES_PILOT), true, 0.2},
                    Case{"Quick", zsn2n::pilot_kind(ZSN2N_GUIDES_QUICK), false, 0.25},
                    Case{"Dct", zsn2n::pilot_kind(ZSN2N_GUIDES_DCT), false, 0.3},
                    Case{"DctCoarser", zsn2n::pilot_kind(ZSN2N_GUIDES_DCT), true, 0.25},
                    Case{"Median", &kMedian, false, 0.45},
                    Case{"MedianCoarser", &kMedian, true, 0.42}),
    [](const auto &test) { return test.param.name; });

TEST(PilotKindTest, IsOfPilotsAlone) {
    for (const int guides :
         std::initializer_list<int>{ZSN2N_GUIDES_AUTO, ZSN2N_GUIDES_NONE, ZSN2N_GUIDES_QUICK + 1})
        EXPECT_EQ(zsn2n::pilot_kind(guides), nullptr);
}

}  // namespace
