// SPDX-License-Identifier: BSD-2-Clause
// Descriptions that are refused, each with a message, before anything is written.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "picture.h"

namespace {

struct Outcome {
    zsn2n_status status;
    std::string message;
};

Outcome supported(const zsn2n_image &image) {
    char message[512] = "";
    const zsn2n_status status = zsn2n_image_supported(&image, message, sizeof message);
    return {status, message};
}

zsn2n_image describe(int width, int height, zsn2n_color color = ZSN2N_COLOR_RGB,
                     zsn2n_sample sample = ZSN2N_SAMPLE_U8) {
    zsn2n_image image;
    zsn2n_image_init(&image, width, height, color, sample);
    return image;
}

// process() of a 12x10 RGB float picture after `spoil` had its way with the descriptions.
void expect_refused(const char *what,
                    const std::function<void(zsn2n_image *src, zsn2n_image *dst)> &spoil,
                    const char *needle = "") {
    Picture noisy(shape_of(12, 10, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    noisy.fill_noisy(1);
    const Picture result(noisy.shape());
    const auto src_bytes = noisy.bytes(), dst_bytes = result.bytes();
    zsn2n_image src = noisy.image(), dst = result.image();
    spoil(&src, &dst);
    Context context(quick_params(1));
    EXPECT_EQ(zsn2n_process(context.get(), &src, &dst), ZSN2N_INVALID_ARGUMENT) << what;
    EXPECT_FALSE(context.message().empty()) << what;
    EXPECT_NE(context.message().find(needle), std::string::npos)
        << what << ": " << context.message();
    EXPECT_EQ(result.bytes(), dst_bytes) << what;
    EXPECT_EQ(noisy.bytes(), src_bytes) << what;
    // The context stays usable.
    Picture again(noisy.shape());
    EXPECT_EQ(context.process(noisy, &again), ZSN2N_OK) << what << ": " << context.message();
}

}  // namespace

TEST(ImageSupported, sides) {
    for (const auto &size : {std::pair{1, 1},
                             {3, 5000},
                             {5000, 3},
                             {0, 10},
                             {10, 0},
                             {-5, 10},
                             {10, -5},
                             {65536, 4},
                             {4, 65536},
                             {2147483647, 2147483647}}) {
        const Outcome outcome = supported(describe(size.first, size.second));
        EXPECT_EQ(outcome.status, ZSN2N_INVALID_ARGUMENT) << size.first << "x" << size.second;
        EXPECT_NE(outcome.message.find("4"), std::string::npos) << outcome.message;
        EXPECT_NE(outcome.message.find("65535"), std::string::npos) << outcome.message;
    }
    for (const auto &size : {std::pair{4, 4}, {4, 65535}, {65535, 4}, {33, 47}}) {
        EXPECT_EQ(supported(describe(size.first, size.second)).status, ZSN2N_OK)
            << size.first << "x" << size.second;
    }
}

TEST(ImageSupported, bits_and_subsampling) {
    const auto with_bits = [](zsn2n_sample sample, int bits) {
        zsn2n_image image = describe(16, 16, ZSN2N_COLOR_GRAY, sample);
        image.bits = bits;
        return supported(image);
    };
    EXPECT_EQ(with_bits(ZSN2N_SAMPLE_U8, 8).status, ZSN2N_OK);
    EXPECT_EQ(with_bits(ZSN2N_SAMPLE_F32, 32).status, ZSN2N_OK);
    for (int bits = 9; bits <= 16; ++bits)
        EXPECT_EQ(with_bits(ZSN2N_SAMPLE_U16, bits).status, ZSN2N_OK);
    for (const int bits : {0, 7, 9, 16}) {
        EXPECT_EQ(with_bits(ZSN2N_SAMPLE_U8, bits).status, ZSN2N_INVALID_ARGUMENT) << bits;
    }
    for (const int bits : {0, 8, 17, -1}) {
        const Outcome outcome = with_bits(ZSN2N_SAMPLE_U16, bits);
        EXPECT_EQ(outcome.status, ZSN2N_INVALID_ARGUMENT) << bits;
        EXPECT_NE(outcome.message.find("16"), std::string::npos) << outcome.message;
    }
    for (const int bits : {0, 16, 64}) {
        EXPECT_EQ(with_bits(ZSN2N_SAMPLE_F32, bits).status, ZSN2N_INVALID_ARGUMENT) << bits;
    }
    for (const int shift : {-1, 0, 1, 2, 3}) {
        zsn2n_image image = describe(16, 16, ZSN2N_COLOR_YUV);
        image.chroma_shift_x = shift;
        const zsn2n_status expected = shift >= 0 && shift <= 2 ? ZSN2N_OK : ZSN2N_INVALID_ARGUMENT;
        EXPECT_EQ(supported(image).status, expected) << shift;
        image.chroma_shift_x = 0;
        image.chroma_shift_y = shift;
        EXPECT_EQ(supported(image).status, expected) << shift;
    }
}

TEST(ImageSupported, byte_order_and_unused_bits) {
    for (const int order : {-1, 0, 1, 2, 3}) {
        zsn2n_image image = describe(16, 16);
        image.byte_order = order;
        EXPECT_EQ(supported(image).status,
                  order >= 0 && order <= 2 ? ZSN2N_OK : ZSN2N_INVALID_ARGUMENT)
            << order;
    }
    for (const int shift : {-1, 0, 1, 6, 7, 16}) {
        for (const zsn2n_sample sample : {ZSN2N_SAMPLE_U8, ZSN2N_SAMPLE_U16, ZSN2N_SAMPLE_F32}) {
            zsn2n_image image = describe(16, 16, ZSN2N_COLOR_GRAY, sample);
            if (sample == ZSN2N_SAMPLE_U16) image.bits = 10;
            image.shift = shift;
            const int most = sample == ZSN2N_SAMPLE_U16 ? 6 : 0;
            EXPECT_EQ(supported(image).status,
                      shift >= 0 && shift <= most ? ZSN2N_OK : ZSN2N_INVALID_ARGUMENT)
                << shift;
        }
    }
}

TEST(ImageSupported, kinds_and_struct) {
    zsn2n_image image = describe(16, 16);
    image.color = static_cast<zsn2n_color>(3);
    EXPECT_EQ(supported(image).status, ZSN2N_INVALID_ARGUMENT);
    image = describe(16, 16);
    image.sample = static_cast<zsn2n_sample>(7);
    EXPECT_EQ(supported(image).status, ZSN2N_INVALID_ARGUMENT);
    image = describe(16, 16);
    image.struct_size = 8;
    EXPECT_EQ(supported(image).status, ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_image_supported(nullptr, nullptr, 0), ZSN2N_INVALID_ARGUMENT);
}

TEST(ImageInit, sets_what_it_says) {
    zsn2n_image image;
    for (const auto &kind :
         {std::pair{ZSN2N_SAMPLE_U8, 8}, {ZSN2N_SAMPLE_U16, 16}, {ZSN2N_SAMPLE_F32, 32}}) {
        zsn2n_image_init(&image, 7, 9, ZSN2N_COLOR_YUV, kind.first);
        EXPECT_EQ(image.struct_size, sizeof image);
        EXPECT_EQ(image.width, 7);
        EXPECT_EQ(image.height, 9);
        EXPECT_EQ(image.color, ZSN2N_COLOR_YUV);
        EXPECT_EQ(image.sample, kind.first);
        EXPECT_EQ(image.bits, kind.second);
        EXPECT_EQ(image.chroma_shift_x, 0);
        EXPECT_EQ(image.alpha.data, nullptr);
        EXPECT_EQ(image.plane[0].data, nullptr);
    }
}

TEST(Process, refuses_missing_planes) {
    expect_refused("src plane",
                   [](zsn2n_image *src, zsn2n_image *) { src->plane[1].data = nullptr; });
    expect_refused("dst plane",
                   [](zsn2n_image *, zsn2n_image *dst) { dst->plane[2].data = nullptr; });
    Context context(quick_params(1));
    Picture noisy(shape_of(8, 8, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8));
    noisy.fill_noisy(1);
    const zsn2n_image image = noisy.image();
    EXPECT_EQ(zsn2n_process(context.get(), nullptr, &image), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_process(context.get(), &image, nullptr), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_process(nullptr, &image, &image), ZSN2N_INVALID_ARGUMENT);
}

TEST(Process, refuses_bad_strides) {
    expect_refused(
        "row stride", [](zsn2n_image *src, zsn2n_image *) { src->plane[0].row_stride += 2; },
        "stride");
    expect_refused(
        "pixel stride", [](zsn2n_image *, zsn2n_image *dst) { dst->plane[0].pixel_stride = 6; },
        "stride");
    expect_refused(
        "no row stride", [](zsn2n_image *, zsn2n_image *dst) { dst->plane[0].row_stride = 0; },
        "stride");
    expect_refused(
        "no pixel stride", [](zsn2n_image *, zsn2n_image *dst) { dst->plane[0].pixel_stride = 0; },
        "stride");
    expect_refused(
        "rows that overlap", [](zsn2n_image *, zsn2n_image *dst) { dst->plane[0].row_stride = 16; },
        "stride");
    // Products of them overflow.
    for (const ptrdiff_t stride : {PTRDIFF_MIN, PTRDIFF_MAX - 3, ptrdiff_t{1} << 62}) {
        expect_refused(
            "an endless row",
            [=](zsn2n_image *, zsn2n_image *dst) { dst->plane[0].row_stride = stride; },
            "2^31 samples");
    }
    expect_refused(
        "an endless pixel",
        [](zsn2n_image *src, zsn2n_image *) { src->plane[0].pixel_stride = ptrdiff_t{1} << 62; },
        "2^31 samples");
    expect_refused("misaligned", [](zsn2n_image *src, zsn2n_image *) {
        src->plane[0].data = static_cast<char *>(src->plane[0].data) + 1;
    });
}

TEST(Process, refuses_descriptions_that_differ) {
    const auto differ = [](const char *what, const std::function<void(zsn2n_image *)> &change) {
        expect_refused(what, [&](zsn2n_image *, zsn2n_image *dst) { change(dst); });
    };
    differ("width", [](zsn2n_image *dst) { dst->width -= 1; });
    differ("height", [](zsn2n_image *dst) { dst->height -= 1; });
    differ("colour", [](zsn2n_image *dst) { dst->color = ZSN2N_COLOR_YUV; });
    differ("alpha", [](zsn2n_image *dst) { dst->alpha = dst->plane[0]; });
    differ("struct", [](zsn2n_image *dst) { dst->struct_size = 0; });
}

TEST(Process, refuses_partial_overlap) {
    expect_refused(
        "dst one row below src",
        [](zsn2n_image *src, zsn2n_image *dst) {
            *dst = *src;
            for (int p = 0; p < 3; ++p) {
                src->height = dst->height = 9;
                dst->plane[p].data =
                    static_cast<char *>(src->plane[p].data) + src->plane[p].row_stride;
            }
        },
        "overlap");
    expect_refused(
        "dst's planes in another order",
        [](zsn2n_image *src, zsn2n_image *dst) {
            *dst = *src;
            std::swap(dst->plane[0], dst->plane[1]);
        },
        "overlap");
    expect_refused(
        "in place with another stride",
        [](zsn2n_image *src, zsn2n_image *dst) {
            *dst = *src;
            src->height = dst->height = 5;
            for (auto &plane : dst->plane) plane.row_stride *= 2;
        },
        "overlap");
}
