// SPDX-License-Identifier: BSD-2-Clause
// Pictures of every kind the C API takes, in memory whose padding is watched, and contexts that
// destroy themselves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <zsn2n/zsn2n.h>

struct Shape {
    int width = 0, height = 0;
    zsn2n_color color = ZSN2N_COLOR_RGB;
    zsn2n_sample sample = ZSN2N_SAMPLE_F32;
    int bits = 32;
    int shift_x = 0, shift_y = 0;
    bool alpha = false;
    bool interleaved = false;  // full-size planes only
    bool flipped = false;      // negative row strides
    bool big_endian = false;
    int unused_bits = 0;  // below those of U16 samples; set() writes rubbish there
};

Shape shape_of(int width, int height, zsn2n_color color, zsn2n_sample sample);
Shape yuv420(int width, int height, zsn2n_sample sample = ZSN2N_SAMPLE_U8);
std::string to_text(const Shape &shape);

// splitmix64 as a counter, in [0, 1).
double uniform(uint64_t seed, uint64_t i);

class Picture {
  public:
    explicit Picture(const Shape &shape);
    Picture(const Picture &other);
    Picture(Picture &&) = default;
    Picture &operator=(const Picture &) = delete;

    const Shape &shape() const { return shape_; }
    zsn2n_image image() const { return image_; }
    int planes() const { return static_cast<int>(planes_.size()); }  // alpha, if any, is the last
    int plane_width(int plane) const { return planes_[plane].width; }
    int plane_height(int plane) const { return planes_[plane].height; }

    // Sample values: codes for integers, the float itself for F32.
    double get(int plane, int x, int y) const;
    void set(int plane, int x, int y, double value);

    // Waves with edges plus noise of sigma about 0.1; alpha opaque. Same samples for every layout.
    void fill_noisy(uint64_t seed);
    void fill_alpha(double fraction_of_peak);

    // All memory, padding included.
    const std::vector<uint8_t> &bytes() const { return bytes_; }
    bool padding_untouched() const;
    double peak() const;

  private:
    struct Plane {
        int width, height;
        zsn2n_plane view;
    };

    size_t sample_size() const;
    uint8_t *at(int plane, int x, int y) const;
    // A sample of 2 or 4 bytes, in the processor's order.
    void load(const uint8_t *from, void *sample) const;
    void store(const void *sample, uint8_t *to) const;

    Shape shape_;
    std::vector<uint8_t> bytes_;
    std::vector<uint8_t> is_sample_;  // per byte; the rest is padding
    std::vector<Plane> planes_;
    zsn2n_image image_;
};

// The same samples in every plane, whatever the layouts.
bool same_samples(const Picture &a, const Picture &b);
bool same_plane(const Picture &a, const Picture &b, int plane);

// Few steps of the network alone; of the pilot and few steps to correct it.
zsn2n_params quick_params(int steps = 6);
zsn2n_params guided_params(int steps = 6);

class Context {
  public:
    explicit Context(const zsn2n_params &params, const zsn2n_callbacks *callbacks = nullptr);
    ~Context() { zsn2n_destroy(&context_); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;

    zsn2n_context *get() const { return context_; }
    zsn2n_status process(const Picture &src, Picture *dst) { return process(src, {}, dst); }
    // `next` come after src.
    zsn2n_status process(const Picture &src, const std::vector<const Picture *> &next,
                         Picture *dst);
    zsn2n_stats stats() const;
    std::string message() const { return zsn2n_error_message(context_); }

  private:
    zsn2n_context *context_ = nullptr;
};

// Denoised by a context of its own; fails the test if that fails.
Picture denoised(const Picture &noisy, const zsn2n_params &params);
