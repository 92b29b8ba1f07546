// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_FIXTURE_H
#define ZSN2N_TESTS_GIMP_FIXTURE_H

#include <gegl.h>
#include <libgimp/gimp.h>

#include <vector>

using Bytes = std::vector<unsigned char>;

// An image of one layer with noise on smooth shapes; alpha with clear, half and full parts; in the
// float precisions some values beyond 0..1. Deleted at the end of its life.
class Fixture {
  public:
    Fixture(GimpPrecision precision, GimpImageType type, int width = 48, int height = 40);
    ~Fixture() {
        if (owned_) gimp_image_delete(image);
    }
    Fixture(const Fixture &) = delete;
    Fixture &operator=(const Fixture &) = delete;

    const gint32 image;
    const gint32 layer;

    // Once a display shows the image, it goes with the display.
    void release_image() { owned_ = false; }

  private:
    bool owned_ = true;
};

void fill_with_noise(gint32 drawable, bool beyond_range);

// The pixels exactly as GIMP stores them.
Bytes stored_bytes(gint32 drawable);

#endif
