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
    enum class Cursor { kMove, kSplit, kDraw };

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

    // While another result is computed the last one stays in view, if it is drawn and not moved.
    void keep_last(bool keep) { keeps_last_ = keep; }

    // With `on` the mouse draws the region that the noise is measured in.
    void measure(bool on) { measuring_ = on; }
    // In pixels of the layer; without a width there is none. True where the widget is to be
    // redrawn.
    bool show_region(const GeglRectangle &region);
    const GeglRectangle &region() const { return region_; }

    // Paints the whole widget. Throws std::bad_alloc, std::runtime_error.
    void draw(cairo_t *cairo);

    // What the mouse does; true where the widget is to be redrawn. Coordinates are the widget's.
    bool press(double x, double y);
    bool drag(double x, double y);
    bool release();                  // true where the region is drawn
    bool pan(double dx, double dy);  // the picture moves by so many pixels
    bool show_original(bool original);
    bool set_split(double share);  // of the width, 0..1
    double split() const { return split_; }
    Cursor cursor_at(double x, double y) const;

    // The layer's pixel at the widget's left upper corner; negative where the layer is smaller.
    int left() const { return left_; }
    int top() const { return top_; }

  private:
    enum class Grip { kNone, kPicture, kSplit, kRegion };
    void clamp();
    bool is_split() const;
    bool draw_region(double x, double y);
    void draw_outline(cairo_t *cairo) const;
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
    bool after_drawn_ = false;  // after_ has some result of what is visible
    bool keeps_last_ = false, measuring_ = false;
    GeglRectangle region_ = {0, 0, 0, 0};
    std::vector<float> scratch_;
};

#endif
