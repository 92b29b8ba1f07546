// SPDX-License-Identifier: BSD-2-Clause
// Structs of another size than this header's: those of older programs, and of newer ones.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <string>

#include "picture.h"

namespace {

// zsn2n_params as version 0.1.0 had it.
constexpr size_t kFirstParams = offsetof(zsn2n_params, memory_cap) + sizeof(uint64_t);
// And the second, whose last field is video; the bytes that pad it are nobody's.
constexpr size_t kSecondParams = offsetof(zsn2n_params, noise_level);
constexpr size_t kFirstStats = offsetof(zsn2n_stats, noise_luma);
constexpr size_t kFirstImage = offsetof(zsn2n_image, byte_order);
constexpr size_t kMore = 40;

// A caller's struct of any size, with bytes behind it that must stay as they are.
template <typename T>
class Sized {
  public:
    explicit Sized(size_t size) : size_(size) { std::memset(bytes_, kGuard, sizeof bytes_); }
    T *get() { return reinterpret_cast<T *>(bytes_); }
    T *operator->() { return get(); }
    unsigned char &at(size_t i) { return bytes_[i]; }
    bool guarded() const {
        for (size_t i = size_; i < sizeof bytes_; ++i) {
            if (bytes_[i] != kGuard) return false;
        }
        return true;
    }

  private:
    static constexpr unsigned char kGuard = 0xA5;
    size_t size_;
    alignas(T) unsigned char bytes_[sizeof(T) + 2 * kMore];
};

using Params = Sized<zsn2n_params>;
using Image = Sized<zsn2n_image>;
using Stats = Sized<zsn2n_stats>;

Params params_of(size_t size) {
    Params params(size);
    zsn2n_params_init(params.get(), size);
    return params;
}

Image image_of(size_t size, const zsn2n_image &from) {
    Image image(size);
    zsn2n_image_describe(image.get(), size, from.width, from.height, from.color, from.sample);
    std::memcpy(image->plane, from.plane, sizeof from.plane);
    return image;
}

const size_t kParamsSizes[] = {kFirstParams, kSecondParams, sizeof(zsn2n_params),
                               sizeof(zsn2n_params) + kMore};

}  // namespace

TEST(Versions, params_are_written_as_far_as_the_caller_has_them) {
    for (const size_t size : kParamsSizes) {
        Params params = params_of(size);
        EXPECT_EQ(params->struct_size, size);
        EXPECT_EQ(params->warm_steps, 20);
        EXPECT_EQ(zsn2n_params_set(params.get(), "steps", "7", nullptr, 0), ZSN2N_OK);
        EXPECT_EQ(zsn2n_params_parse(params.get(), "steps=8:seed=3", nullptr, 0), ZSN2N_OK);
        EXPECT_EQ(params->steps, 8);
        EXPECT_EQ(params->seed, 3u);
        EXPECT_EQ(params->struct_size, size);
        zsn2n_params_video(params.get());
        EXPECT_EQ(zsn2n_params_validate(params.get(), nullptr, 0), ZSN2N_OK);
        EXPECT_EQ(params->struct_size, size);
        EXPECT_TRUE(params.guarded()) << size;
        EXPECT_EQ(params->temporal, size == kFirstParams ? 16 : -1);
        if (size > kFirstParams) {
            EXPECT_EQ(params->video, 1);
        }
    }
}

TEST(Versions, an_option_that_the_struct_lacks_is_unknown) {
    Params params = params_of(kFirstParams);
    char message[256] = "";
    EXPECT_EQ(zsn2n_params_set(params.get(), "video", "1", message, sizeof message),
              ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(std::string(message).find("unknown option 'video'"), std::string::npos) << message;
    int count = 0;
    while (zsn2n_option_within(kFirstParams, count)) ++count;
    EXPECT_EQ(count, 16);
    while (zsn2n_option_within(kSecondParams, count)) ++count;
    EXPECT_EQ(count, 17);
}

TEST(Versions, all_sizes_give_the_same_result) {
    Picture noisy(shape_of(64, 48, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32));
    noisy.fill_noisy(5);
    zsn2n_params own;
    zsn2n_params_default(&own);
    own.threads = 2;
    zsn2n_params_video(&own);
    const Picture expected = denoised(noisy, own);
    for (const size_t image_size :
         {kFirstImage, sizeof(zsn2n_image), sizeof(zsn2n_image) + kMore}) {
        for (const size_t size : kParamsSizes) {
            Params params = params_of(size);
            params->threads = own.threads;
            zsn2n_params_video(params.get());
            Picture dst(noisy.shape()), blended(noisy.shape());
            Image src_image = image_of(image_size, noisy.image());
            Image dst_image = image_of(image_size, dst.image());
            Image blended_image = image_of(image_size, blended.image());
            EXPECT_EQ(zsn2n_memory_required(params.get(), src_image.get()),
                      zsn2n_memory_required(&own, src_image.get()));
            zsn2n_context *context = nullptr;
            ASSERT_EQ(zsn2n_create(&context, params.get(), nullptr), ZSN2N_OK);
            EXPECT_EQ(zsn2n_process(context, src_image.get(), dst_image.get()), ZSN2N_OK);
            EXPECT_TRUE(same_samples(dst, expected)) << size << " " << image_size;
            Stats stats(sizeof(zsn2n_stats) + kMore);
            stats->struct_size = sizeof(zsn2n_stats) + kMore;
            EXPECT_EQ(zsn2n_get_stats(context, stats.get()), ZSN2N_OK);
            EXPECT_EQ(stats->struct_size, sizeof(zsn2n_stats) + kMore);
            EXPECT_GT(stats->noise_sigma, 0);
            EXPECT_EQ(stats->noise_luma, stats->noise_sigma);
            EXPECT_EQ(stats->noise_kind, ZSN2N_NOISE_KIND_WHITE);
            Stats first(kFirstStats);
            first->struct_size = kFirstStats;
            EXPECT_EQ(zsn2n_get_stats(context, first.get()), ZSN2N_OK);
            EXPECT_EQ(first->noise_sigma, stats->noise_sigma);
            EXPECT_TRUE(first.guarded());
            EXPECT_EQ(zsn2n_set_params(context, params.get()), ZSN2N_OK);
            zsn2n_destroy(&context);
            EXPECT_EQ(zsn2n_blend(params.get(), stats.get(), src_image.get(), dst_image.get(),
                                  blended_image.get(), nullptr, 0),
                      ZSN2N_OK);
            EXPECT_TRUE(same_samples(blended, expected));
            EXPECT_TRUE(params.guarded() && src_image.guarded() && stats.guarded());
        }
    }
}

// Nothing that this library does not understand is taken for granted.
TEST(Versions, a_newer_programs_fields_must_be_0) {
    const size_t size = sizeof(zsn2n_params) + kMore;
    for (const size_t at : {sizeof(zsn2n_params), size - 1}) {
        Params params = params_of(size);
        params.at(at) = 1;
        char message[256] = "";
        for (const zsn2n_status status :
             {zsn2n_params_validate(params.get(), message, sizeof message),
              zsn2n_params_set(params.get(), "steps", "3", message, sizeof message)}) {
            EXPECT_EQ(status, ZSN2N_INVALID_ARGUMENT);
            EXPECT_NE(std::string(message).find("newer than the library"), std::string::npos);
        }
        EXPECT_EQ(params->steps, 0);
    }
    Picture picture(shape_of(16, 16, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32));
    Image image = image_of(sizeof(zsn2n_image) + kMore, picture.image());
    EXPECT_EQ(zsn2n_image_supported(image.get(), nullptr, 0), ZSN2N_OK);
    image.at(sizeof(zsn2n_image) + 3) = 1;
    EXPECT_EQ(zsn2n_image_supported(image.get(), nullptr, 0), ZSN2N_INVALID_ARGUMENT);
}

TEST(Versions, sizes_that_no_version_had_are_refused) {
    for (const size_t size : {size_t{0}, size_t{8}, kFirstParams - 1, size_t{0xA5A5A5A5A5A5A5A5}}) {
        Params params = params_of(sizeof(zsn2n_params));
        params->struct_size = size;
        EXPECT_EQ(zsn2n_params_validate(params.get(), nullptr, 0), ZSN2N_INVALID_ARGUMENT);
        EXPECT_EQ(zsn2n_params_set(params.get(), "steps", "3", nullptr, 0), ZSN2N_INVALID_ARGUMENT);
        zsn2n_params_video(params.get());
        EXPECT_EQ(params->steps, 0);
        EXPECT_EQ(params->video, 0);
    }
}

TEST(Create, says_why_it_failed) {
    zsn2n_params params = quick_params();
    params.strength = 2;
    zsn2n_context *context = nullptr;
    char message[256] = "";
    EXPECT_EQ(zsn2n_create_with_message(&context, &params, nullptr, message, sizeof message),
              ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(std::string(message).find("strength=2"), std::string::npos) << message;
    EXPECT_EQ(context, nullptr);
    EXPECT_EQ(zsn2n_create_with_message(&context, &params, nullptr, nullptr, 0),
              ZSN2N_INVALID_ARGUMENT);
    params.strength = 1;
    EXPECT_EQ(zsn2n_create_with_message(&context, &params, nullptr, message, sizeof message),
              ZSN2N_OK);
    zsn2n_destroy(&context);
}
