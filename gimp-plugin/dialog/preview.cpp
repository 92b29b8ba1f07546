// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/preview.h"

#include <glib.h>

#include <algorithm>
#include <cmath>

#include "core/i18n.h"
#include "core/settings.h"
#include "core/trace.h"

namespace {

constexpr int kNearSplit = 8;               // pixels: so far from the line the mouse still takes it
constexpr int kCheck = 8;                   // pixels a square under transparent parts
constexpr int kLight = 0x99, kDark = 0x66;  // GIMP's own squares
constexpr double kDesk = 0.33;              // gray around a layer smaller than the widget
constexpr int kPixelBytes = 4;              // of a display pixel, R'G'B'A u8 and cairo's RGB24

unsigned over(unsigned color, unsigned alpha, unsigned ground) {
    return (color * alpha + ground * (255 - alpha) + 127) / 255;
}

// R'G'B'A bytes onto the checkerboard, as cairo's RGB24 has them.
void composite_row(const guint8 *rgba, int count, int x, int y, guint32 *dst) {
    for (int i = 0; i < count; ++i, rgba += kPixelBytes) {
        const unsigned ground = ((x + i) / kCheck + y / kCheck) % 2 ? kDark : kLight;
        const unsigned red = over(rgba[0], rgba[3], ground);
        const unsigned green = over(rgba[1], rgba[3], ground);
        const unsigned blue = over(rgba[2], rgba[3], ground);
        dst[i] = red << 16 | green << 8 | blue;
    }
}

cairo_surface_t *new_surface(int width, int height) {
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
}

void draw_caption(cairo_t *cairo, const char *text, double x, double y) {
    cairo_text_extents_t extents;
    cairo_text_extents(cairo, text, &extents);
    cairo_set_source_rgba(cairo, 0, 0, 0, 0.6);
    cairo_rectangle(cairo, x, y, extents.x_advance + 12, 20);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_move_to(cairo, x + 6, y + 14);
    cairo_show_text(cairo, text);
}

double caption_width(cairo_t *cairo, const char *text) {
    cairo_text_extents_t extents;
    cairo_text_extents(cairo, text, &extents);
    return extents.x_advance + 12;
}

}  // namespace

Preview::Preview(const LayerPixels &noisy, const Session &session)
    : noisy_(noisy), session_(session), params_(default_settings().params) {}

Preview::~Preview() {
    if (before_) cairo_surface_destroy(before_);
    if (after_) cairo_surface_destroy(after_);
}

void Preview::resize(int width, int height) {
    if (width == width_ && height == height_) return;
    if (!placed_) {
        left_ = (noisy_.width() - width) / 2;
        top_ = (noisy_.height() - height) / 2;
        placed_ = true;
    }
    width_ = width;
    height_ = height;
    if (before_) cairo_surface_destroy(before_);
    if (after_) cairo_surface_destroy(after_);
    before_ = new_surface(width, height);
    after_ = new_surface(width, height);
    clamp();
    before_stale_ = after_stale_ = true;
    after_drawn_ = false;
}

// A layer smaller than the widget lies in its middle, a larger one fills it.
void Preview::clamp() {
    const int wide = noisy_.width() - width_, high = noisy_.height() - height_;
    left_ = wide < 0 ? wide / 2 : std::min(std::max(left_, 0), wide);
    top_ = high < 0 ? high / 2 : std::min(std::max(top_, 0), high);
}

GeglRectangle Preview::visible() const {
    const int left = std::max(left_, 0), top = std::max(top_, 0);
    return {left, top, std::min(left_ + width_, noisy_.width()) - left,
            std::min(top_ + height_, noisy_.height()) - top};
}

void Preview::set_amounts(const zsn2n_params &params) {
    params_ = params;
    after_stale_ = true;
}

// `pixels` are the interleaved samples of `rectangle`, of which `part` is shown.
void Preview::render(const float *pixels, const GeglRectangle &rectangle, const GeglRectangle &part,
                     cairo_surface_t *surface) const {
    const size_t channels = noisy_.layout().channels();
    const Babl *fish = babl_fish(noisy_.layout().display, babl_format("R'G'B'A u8"));
    std::vector<guint8> bytes(static_cast<size_t>(part.width) * kPixelBytes);
    cairo_surface_flush(surface);
    guint8 *first = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = part.y; y < part.y + part.height; ++y) {
        const size_t from =
            static_cast<size_t>(y - rectangle.y) * rectangle.width + part.x - rectangle.x;
        babl_process(fish, pixels + from * channels, bytes.data(), part.width);
        guint8 *row = first + static_cast<ptrdiff_t>(y - top_) * stride;
        composite_row(bytes.data(), part.width, part.x, y,
                      reinterpret_cast<guint32 *>(row) + (part.x - left_));
    }
    cairo_surface_mark_dirty(surface);
}

void Preview::render_noisy() {
    const GeglRectangle all = {0, 0, noisy_.width(), noisy_.height()};
    render(noisy_.at(0, 0), all, visible(), before_);
    before_stale_ = false;
}

void Preview::render_denoised() {
    const GeglRectangle part = visible();
    const gint64 begun = g_get_monotonic_time();
    scratch_.resize(static_cast<size_t>(part.width) * part.height * noisy_.layout().channels());
    session_.blend(params_, part, scratch_.data());
    render(scratch_.data(), part, part, after_);
    after_stale_ = false;
    after_drawn_ = true;
    trace("preview of %d x %d pixels: %.1f ms", part.width, part.height,
          double(g_get_monotonic_time() - begun) / 1000);
}

void Preview::draw(cairo_t *cairo) {
    if (!before_) return;
    if (before_stale_) render_noisy();
    const bool split = is_split();
    if (split && after_stale_ && session_.state() == Session::State::kReady) render_denoised();
    const GeglRectangle part = visible();
    const double line = std::round(split_ * width_);

    cairo_save(cairo);
    cairo_set_source_rgb(cairo, kDesk, kDesk, kDesk);
    cairo_paint(cairo);
    cairo_rectangle(cairo, part.x - left_, part.y - top_, part.width, part.height);
    cairo_clip(cairo);
    cairo_set_source_surface(cairo, before_, 0, 0);
    cairo_paint(cairo);
    if (split) {
        cairo_rectangle(cairo, line, 0, width_ - line, height_);
        cairo_clip(cairo);
        cairo_set_source_surface(cairo, after_, 0, 0);
        cairo_paint(cairo);
    }
    cairo_restore(cairo);
    draw_outline(cairo);
    draw_captions(cairo, split ? line : width_);
}

bool Preview::is_split() const {
    if (original_) return false;
    return session_.state() == Session::State::kReady ||
           (keeps_last_ && after_drawn_ && session_.state() == Session::State::kTraining);
}

// Dark and light dashes in turn: seen on any picture.
void Preview::draw_outline(cairo_t *cairo) const {
    if (region_.width <= 0) return;
    cairo_save(cairo);
    cairo_set_line_width(cairo, 1.0);
    const double dash = 4.0;
    for (const double shade : {0.0, 1.0}) {
        cairo_set_source_rgb(cairo, shade, shade, shade);
        cairo_set_dash(cairo, &dash, 1, dash * shade);
        cairo_rectangle(cairo, region_.x - left_ + 0.5, region_.y - top_ + 0.5, region_.width - 1,
                        region_.height - 1);
        cairo_stroke(cairo);
    }
    cairo_restore(cairo);
}

void Preview::draw_captions(cairo_t *cairo, double line) const {
    cairo_save(cairo);
    cairo_select_font_face(cairo, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, 12.0);
    if (line < width_ && line > 0) {
        // Dark beside light: seen on any picture.
        cairo_set_line_width(cairo, 1.0);
        for (const double shade : {0.0, 1.0}) {
            cairo_set_source_rgb(cairo, shade, shade, shade);
            cairo_move_to(cairo, line - 0.5 + shade, 0);
            cairo_line_to(cairo, line - 0.5 + shade, height_);
            cairo_stroke(cairo);
        }
    }
    const char *before = _("Original"), *after = _("Denoised");
    if (caption_width(cairo, before) + 12 < line) draw_caption(cairo, before, 6, 6);
    const double width = caption_width(cairo, after);
    if (width_ - line > width + 12) draw_caption(cairo, after, width_ - width - 6, 6);
    cairo_restore(cairo);
}

Preview::Cursor Preview::cursor_at(double x, double) const {
    if (measuring_) return Cursor::kDraw;
    return is_split() && std::abs(x - split_ * width_) <= kNearSplit ? Cursor::kSplit
                                                                     : Cursor::kMove;
}

bool Preview::press(double x, double y) {
    const Cursor cursor = cursor_at(x, y);
    grip_ = cursor == Cursor::kDraw    ? Grip::kRegion
            : cursor == Cursor::kSplit ? Grip::kSplit
                                       : Grip::kPicture;
    grip_x_ = x;
    grip_y_ = y;
    return false;
}

bool Preview::drag(double x, double y) {
    if (grip_ == Grip::kSplit) return set_split(x / std::max(width_, 1));
    if (grip_ == Grip::kRegion) return draw_region(x, y);
    if (grip_ == Grip::kNone) return false;
    const double dx = std::round(x - grip_x_), dy = std::round(y - grip_y_);
    grip_x_ += dx;
    grip_y_ += dy;
    return pan(dx, dy);
}

bool Preview::pan(double dx, double dy) {
    const int left = left_, top = top_;
    left_ -= static_cast<int>(dx);
    top_ -= static_cast<int>(dy);
    clamp();
    if (left == left_ && top == top_) return false;
    before_stale_ = after_stale_ = true;
    after_drawn_ = false;
    return true;
}

bool Preview::show_region(const GeglRectangle &region) {
    if (region.x == region_.x && region.y == region_.y && region.width == region_.width &&
        region.height == region_.height)
        return false;
    region_ = region;
    return true;
}

// From where the mouse was pressed to where it is: at least what the engine needs, as far as the
// layer has it.
bool Preview::draw_region(double x, double y) {
    const auto side = [](double from, double to, int offset, int size, int *begin, int *length) {
        const int least = std::min(ZSN2N_MIN_NOISE_SIDE, size);
        const int a = static_cast<int>(std::floor(std::min(from, to))) + offset;
        const int b = static_cast<int>(std::ceil(std::max(from, to))) + offset;
        *begin = std::min(std::max(a, 0), size - least);
        *length = std::max(std::min(b, size) - *begin, least);
    };
    GeglRectangle region;
    side(grip_x_, x, left_, noisy_.width(), &region.x, &region.width);
    side(grip_y_, y, top_, noisy_.height(), &region.y, &region.height);
    return show_region(region);
}

bool Preview::release() {
    const bool drawn = grip_ == Grip::kRegion;
    if (drawn && region_.width == 0) draw_region(grip_x_, grip_y_);
    grip_ = Grip::kNone;
    return drawn;
}

bool Preview::show_original(bool original) {
    if (original == original_) return false;
    original_ = original;
    return true;
}

bool Preview::set_split(double share) {
    const double clamped = std::min(std::max(share, 0.0), 1.0);
    if (clamped == split_) return false;
    split_ = clamped;
    return true;
}
