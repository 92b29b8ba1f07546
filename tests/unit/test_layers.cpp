// SPDX-License-Identifier: BSD-2-Clause
// The layers over planes whose samples 31 bits do not count: the bits of a small copy.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>

#include "base/rng.h"
#include "network/layers.h"

namespace {

using namespace zsn2n;

constexpr int kSide = 20000;

// Six planes of 400 megapixels, of which only the pages written to take memory.
class LargePlanes {
  public:
    LargePlanes() {
        memory_ = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    ~LargePlanes() {
        if (there()) munmap(memory_, kBytes);
    }
    LargePlanes(const LargePlanes &) = delete;
    LargePlanes &operator=(const LargePlanes &) = delete;
    bool there() const { return memory_ != MAP_FAILED; }
    // `apart`: every which plane.
    PlanesView view(int channels, int apart) const {
        PlanesView view = dense_planes(static_cast<float *>(memory_), kSide, kSide, channels);
        view.plane_stride *= apart;
        return view;
    }

  private:
    static constexpr size_t kBytes = size_t{kSide} * kSide * 6 * sizeof(float);
    void *memory_;
};

void fill(const PlanesView &planes, uint64_t seed) {
    Rng rng(seed, seed);
    for (int c = 0; c < planes.channels; ++c) {
        for (int y = 0; y < planes.height; ++y) {
            for (int x = 0; x < planes.width; ++x) planes.at(x, y, c) = rng.uniform();
        }
    }
}

Planes copy_of(const PlanesView &planes) {
    Planes copy(planes.width, planes.height, planes.channels);
    copy_planes(planes, copy.view());
    return copy;
}

struct Map {
    Map(const Region &region, Storage storage)
        : data(region.pixels() * kWidth * storage_size(storage)),
          map{data.data(), region, storage} {
        std::memset(data.data(), 0, map.bytes());
    }
    AlignedBuffer<uint8_t> data;
    FeatureMap map;
};

bool same(const Map &a, const Map &b) {
    return std::memcmp(a.data.data(), b.data.data(), a.map.bytes()) == 0;
}

// A tile inside the image, and two at its corners.
const Region kTiles[] = {
    {6400, 12800, 6464, 12864}, {0, 0, 64, 64}, {kSide - 64, kSide - 40, kSide, kSide}};

class LargeLayers : public testing::Test {
  protected:
    void SetUp() override {
        if (!large_.there()) GTEST_SKIP() << "no 9.6 GB of address space";
    }
    LargePlanes large_;
};

TEST_F(LargeLayers, FirstLayerReadsSixFarPlanes) {
    const Layout layout(6, 3);
    AlignedBuffer<float> theta;
    initialise_parameters(layout, 4, theta);
    const PlanesView planes = large_.view(6, 1);
    for (const Region &tile : kTiles) {
        const Region around = tile.grown(1).clipped(planes.region());
        fill(planes.part(around), 5);
        Planes small = copy_of(planes.part(around));
        for (const Storage storage : {Storage::kF32, Storage::kBf16}) {
            const Map far(tile, storage), near(tile.from(around), storage);
            conv_in(planes, layout, theta.data(), far.map);
            conv_in(small.view(), layout, theta.data(), near.map);
            EXPECT_TRUE(same(far, near)) << tile.left;
            AlignedBuffer<float> of_far(layout.size), of_near(layout.size);
            conv_in_backward_weights(planes, far.map, layout, of_far.data());
            conv_in_backward_weights(small.view(), near.map, layout, of_near.data());
            EXPECT_EQ(0, std::memcmp(of_far.data(), of_near.data(), layout.w2 * sizeof(float)));
        }
    }
}

TEST_F(LargeLayers, LastLayerWritesThreeFarPlanes) {
    const Layout layout(3, 3);
    AlignedBuffer<float> theta;
    initialise_parameters(layout, 4, theta);
    const PlanesView planes = large_.view(3, 2);
    for (const Region &tile : kTiles) {
        fill(planes.part(tile), 6);
        Planes small = copy_of(planes.part(tile));
        for (const Storage storage : {Storage::kF32, Storage::kBf16}) {
            const Region corner = tile.from(tile);
            const Map far(tile, storage), near(corner, storage);
            conv_in(small.view(), layout, theta.data(), near.map);
            std::memcpy(far.map.data, near.map.data, near.map.bytes());
            conv_out(far.map, layout, theta.data(), planes, planes);
            conv_out(near.map, layout, theta.data(), small.view(), small.view());
            const Planes written = copy_of(planes.part(tile));
            EXPECT_EQ(0, std::memcmp(written.view().data, small.view().data,
                                     tile.pixels() * 3 * sizeof(float)))
                << tile.left;
        }
    }
}

}  // namespace
