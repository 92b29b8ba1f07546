// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialog shows of a layer: a part of it at 1:1, which is the only honest scale for noise,
// the original left of a line and the denoised right of it. Draws with cairo; the widget
// (preview_view.h) tells its size and what the mouse does. Only what is visible is ever blended.
#ifndef ZSN2N_GIMP_PREVIEW_H
#define ZSN2N_GIMP_PREVIEW_H

#include <cairo.h>

#include <vector>

#include "core/layer_pixels.h"
#include "core/session.h"

class Preview {
  public:
    enum class Cursor { kMove, kSplit };

    // Both outlive the preview.
    Preview(const LayerPixels &noisy, const Session &session);
    ~Preview();
    Preview(const Preview &) = delete;
    Preview &operator=(const Preview &) = delete;

    // Of the widget, in pixels.
    void resize(int width, int height);

    // What the denoised side shows from now on. Call it when amounts moved or the session's state
    // changed.
    void set_amounts(const zsn2n_params &params);

    // Paints the whole widget. Throws std::bad_alloc, std::runtime_error.
    void draw(cairo_t *cairo);

    // What the mouse does; true where the widget is to be redrawn. Coordinates are the widget's.
    bool press(double x, double y);
    bool drag(double x, double y);
    void release() { grip_ = Grip::kNone; }
    bool pan(double dx, double dy);  // the picture moves by so many pixels
    bool show_original(bool original);
    bool set_split(double share);  // of the width, 0..1
    double split() const { return split_; }
    Cursor cursor_at(double x, double y) const;

    // The layer's pixel at the widget's left upper corner; negative where the layer is smaller.
    int left() const { return left_; }
    int top() const { return top_; }

  private:
    enum class Grip { kNone, kPicture, kSplit };
    void clamp();
    GeglRectangle visible() const;
    void render(const float *pixels, const GeglRectangle &rectangle, const GeglRectangle &part,
                cairo_surface_t *surface) const;
    void render_noisy();
    void render_denoised();
    void draw_captions(cairo_t *cairo, double line) const;

    const LayerPixels &noisy_;
    const Session &session_;
    zsn2n_params params_;
    int width_ = 0, height_ = 0, left_ = 0, top_ = 0;
    bool placed_ = false;  // the first size centres the view
    double split_ = 0.5, grip_x_ = 0, grip_y_ = 0;
    bool original_ = false;
    Grip grip_ = Grip::kNone;
    cairo_surface_t *before_ = nullptr, *after_ = nullptr;
    bool before_stale_ = true, after_stale_ = true;
    std::vector<float> scratch_;
};

#endif
