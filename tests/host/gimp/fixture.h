// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_FIXTURE_H
#define ZSN2N_TESTS_GIMP_FIXTURE_H

#include <vector>

#include "host.h"

// Pixels exactly as GIMP stores them.
struct Bytes : std::vector<unsigned char> {
    using vector::vector;
    const Babl *format = nullptr;
};

// An image of one layer with noise on smooth shapes; alpha with clear, half and full parts; in the
// float precisions some values beyond 0..1. Deleted at the end of its life.
class Fixture {
  public:
    Fixture(host::Precision precision, host::LayerType type, int width = 48, int height = 40);
    ~Fixture() {
        if (owned_) host::delete_image(image);
    }
    Fixture(const Fixture &) = delete;
    Fixture &operator=(const Fixture &) = delete;

    const host::Id image;
    const host::Id layer;

    // Once a display shows the image, it goes with the display.
    void release_image() { owned_ = false; }

  private:
    bool owned_ = true;
};

void fill_with_noise(host::Id drawable, bool beyond_range);

Bytes stored_bytes(host::Id drawable);

#endif
