// SPDX-License-Identifier: GPL-3.0-or-later
// The float pixels of one layer, channel or mask, between GEGL and the engine.
#ifndef ZSN2N_GIMP_LAYER_PIXELS_H
#define ZSN2N_GIMP_LAYER_PIXELS_H

#include <gegl.h>
#include <zsn2n/zsn2n.h>

#include <vector>

// How the pixels of a drawable are handed to the engine.
struct PixelLayout {
    const Babl *format;   // interleaved float in the drawable's own colour space
    const Babl *display;  // what the same floats are to a viewer
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

    int width() const { return width_; }
    int height() const { return height_; }
    const PixelLayout &layout() const { return layout_; }

    // The interleaved samples from pixel (x, y) on; the next row is width() pixels on.
    const float *at(int x, int y) const { return samples_.data() + offset(x, y); }

    // False where a sample is NaN or infinite.
    bool finite() const;

    // The pixels as the engine takes them; alpha included, which keeps transparent pixels out.
    zsn2n_image image();

  private:
    size_t offset(int x, int y) const {
        return (static_cast<size_t>(y) * width_ + x) * layout_.channels();
    }

    const int width_, height_;
    const PixelLayout layout_;
    std::vector<float> samples_;
};

// Describes a layer of that size without any pixels, for zsn2n_image_supported().
zsn2n_image describe_layer(int width, int height, const PixelLayout &layout);

// The same for interleaved samples at `samples`, rows row_pixels pixels apart. The engine's images
// have one type for what it reads and what it writes.
zsn2n_image describe_samples(const float *samples, int width, int height, int row_pixels,
                             const PixelLayout &layout);

#endif
