// SPDX-License-Identifier: BSD-2-Clause
#include <glib.h>
#include <gtest/gtest.h>

#include <cmath>

#include "dialog/preview.h"
#include "noisy_layer.h"

namespace {

constexpr int kWidth = 50, kHeight = 40;

// The widget's pixels, 0xRRGGBB.
std::vector<guint32> drawn(Preview *preview, int width = kWidth, int height = kHeight) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    preview->draw(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    const auto *first = reinterpret_cast<const guint32 *>(cairo_image_surface_get_data(surface));
    const int stride = cairo_image_surface_get_stride(surface) / 4;
    std::vector<guint32> pixels;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) pixels.push_back(first[y * stride + x] & 0xffffff);
    cairo_surface_destroy(surface);
    return pixels;
}

guint32 byte_of(float sample) {
    return static_cast<guint32>(std::lround(std::min(std::max(sample, 0.0f), 1.0f) * 255));
}

guint32 color_of(const float *pixel) {
    return byte_of(pixel[0]) << 16 | byte_of(pixel[1]) << 8 | byte_of(pixel[2]);
}

void train(Session *session) {
    session->want(quick_settings().params, 0);
    for (int i = 0; i < 60000 && session->state() == Session::State::kTraining; ++i) {
        session->poll();
        g_usleep(1000);
    }
    ASSERT_EQ(session->state(), Session::State::kReady);
}

class PreviewTest : public testing::Test {
  protected:
    PreviewTest() : noisy_(noisy_layer()), session_(noisy_), preview_(noisy_, session_) {
        preview_.resize(kWidth, kHeight);
    }

    // The layer's pixel under one of the widget's.
    guint32 original(int x, int y) const {
        return color_of(noisy_.at(preview_.left() + x, preview_.top() + y));
    }

    LayerPixels noisy_;
    Session session_;
    Preview preview_;
};

TEST_F(PreviewTest, ShowsTheOriginalBeforeThereIsAResult) {
    EXPECT_EQ(preview_.left(), (kLayerWidth - kWidth) / 2);
    const std::vector<guint32> pixels = drawn(&preview_);
    EXPECT_EQ(pixels[35 * kWidth + 10], original(10, 35));
    EXPECT_EQ(pixels[35 * kWidth + 40], original(40, 35));
}

TEST_F(PreviewTest, ShowsOriginalAndResultOnTheirSides) {
    train(&session_);
    preview_.set_amounts(quick_settings().params);
    const std::vector<float> result = denoised_at_once(quick_settings().params);
    const auto denoised = [&](int x, int y) {
        return color_of(
            &result[(size_t(preview_.top() + y) * kLayerWidth + preview_.left() + x) * 4]);
    };
    std::vector<guint32> pixels = drawn(&preview_);
    EXPECT_EQ(pixels[35 * kWidth + 10], original(10, 35));
    EXPECT_EQ(pixels[35 * kWidth + 40], denoised(40, 35));
    EXPECT_NE(denoised(40, 35), original(40, 35));

    ASSERT_TRUE(preview_.set_split(0.1));
    EXPECT_EQ(drawn(&preview_)[35 * kWidth + 10], denoised(10, 35));
    ASSERT_TRUE(preview_.show_original(true));
    EXPECT_EQ(drawn(&preview_)[35 * kWidth + 40], original(40, 35));
    ASSERT_TRUE(preview_.show_original(false));

    preview_.set_amounts(quick_settings(":strength=0").params);
    EXPECT_EQ(drawn(&preview_)[35 * kWidth + 40], original(40, 35));
}

TEST_F(PreviewTest, PansToTheEdgesAndNoFurther) {
    EXPECT_TRUE(preview_.pan(-10, -5));
    EXPECT_EQ(preview_.left(), 33);
    EXPECT_EQ(drawn(&preview_)[35 * kWidth + 40], original(40, 35));
    EXPECT_TRUE(preview_.pan(-1000, -1000));
    EXPECT_EQ(preview_.left(), kLayerWidth - kWidth);
    EXPECT_EQ(preview_.top(), kLayerHeight - kHeight);
    EXPECT_FALSE(preview_.pan(-1, -1));
    preview_.resize(200, 200);
    EXPECT_EQ(preview_.left(), (kLayerWidth - 200) / 2) << "a small layer lies in the middle";
    EXPECT_FALSE(preview_.pan(5, 5));
}

TEST_F(PreviewTest, DrawsTheRegionToMeasureIn) {
    preview_.measure(true);
    EXPECT_EQ(preview_.cursor_at(10, 5), Preview::Cursor::kDraw);
    preview_.press(45, 38);
    EXPECT_TRUE(preview_.drag(5, 3));
    EXPECT_TRUE(preview_.release());
    EXPECT_EQ(preview_.region().x, preview_.left() + 5);
    EXPECT_EQ(preview_.region().y, preview_.top() + 3);
    EXPECT_EQ(preview_.region().width, 40);
    EXPECT_EQ(preview_.region().height, 35);
    EXPECT_NE(drawn(&preview_)[20 * kWidth + 5], original(5, 20)) << "its outline is not drawn";
    EXPECT_EQ(drawn(&preview_)[20 * kWidth + 6], original(6, 20));
    // No smaller than the engine takes, and within the layer.
    preview_.press(49, 39);
    preview_.drag(1000, 1000);
    preview_.release();
    EXPECT_EQ(preview_.region().x + preview_.region().width, kLayerWidth);
    EXPECT_EQ(preview_.region().y + preview_.region().height, kLayerHeight);
    EXPECT_GE(preview_.region().width, ZSN2N_MIN_NOISE_SIDE);
    EXPECT_GE(preview_.region().height, ZSN2N_MIN_NOISE_SIDE);
    preview_.measure(false);
    preview_.press(10, 20);
    EXPECT_FALSE(preview_.release());
}

TEST_F(PreviewTest, KeepsTheLastResultWhileTheNextIsComputed) {
    train(&session_);
    preview_.set_amounts(quick_settings().params);
    const guint32 denoised = drawn(&preview_)[35 * kWidth + 40];
    for (const bool keeps : {true, false}) {
        session_.want(parse_settings("guides=none:steps=100000").params, 0);
        preview_.keep_last(keeps);
        preview_.set_amounts(quick_settings().params);
        ASSERT_EQ(session_.state(), Session::State::kTraining);
        EXPECT_EQ(drawn(&preview_)[35 * kWidth + 40], keeps ? denoised : original(40, 35));
    }
    preview_.keep_last(true);
    preview_.pan(-3, 0);
    EXPECT_EQ(drawn(&preview_)[35 * kWidth + 40], original(40, 35)) << "it shows another part";
}

TEST_F(PreviewTest, DragsThePictureOrTheLine) {
    train(&session_);
    preview_.press(10, 20);
    EXPECT_TRUE(preview_.drag(14, 20));
    preview_.release();
    EXPECT_EQ(preview_.left(), (kLayerWidth - kWidth) / 2 - 4);
    EXPECT_EQ(preview_.cursor_at(26, 20), Preview::Cursor::kSplit);
    preview_.press(26, 20);
    EXPECT_TRUE(preview_.drag(40, 20));
    preview_.release();
    EXPECT_DOUBLE_EQ(preview_.split(), 0.8);
    EXPECT_FALSE(preview_.drag(10, 20));
}

}  // namespace
