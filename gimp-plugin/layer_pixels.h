// SPDX-License-Identifier: GPL-3.0-or-later
// The float pixels of one layer, channel or mask, between GEGL and the engine.
#ifndef ZSN2N_GIMP_LAYER_PIXELS_H
#define ZSN2N_GIMP_LAYER_PIXELS_H

#include <gegl.h>
#include <zsn2n/zsn2n.h>

#include <vector>

// How the pixels of a drawable are handed to the engine.
struct PixelLayout {
    const Babl *format;  // interleaved float in the drawable's own colour space
    zsn2n_color color;
    bool alpha;

    int channels() const { return (color == ZSN2N_COLOR_GRAY ? 1 : 3) + (alpha ? 1 : 0); }
};

// For a drawable stored as `native`. Colours are denoised in their non-linear encoding, where noise
// is most even; the values of a channel or mask (`opacity`) are no colours and are taken as they
// are.
PixelLayout pixel_layout(const Babl *native, bool gray, bool alpha, bool opacity);

class LayerPixels {
  public:
    // Throws std::bad_alloc where the layer does not fit into memory.
    LayerPixels(int width, int height, const PixelLayout &layout);

    void read(GeglBuffer *buffer);
    void write(GeglBuffer *buffer, const GeglRectangle &rectangle) const;

    // The pixels as the engine takes them; alpha included, which keeps transparent pixels out.
    zsn2n_image image();

  private:
    const int width_, height_;
    const PixelLayout layout_;
    std::vector<float> samples_;
};

// Describes a layer of that size without any pixels, for zsn2n_image_supported().
zsn2n_image describe_layer(int width, int height, const PixelLayout &layout);

#endif
