// SPDX-License-Identifier: BSD-2-Clause
// Images: descriptions of any kind, and small ones of every kind, with any samples, through the
// presets. What is taken comes out, finite where it went in finite, and nothing else is touched.
#include <zsn2n/zsn2n.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "fuzz.h"

namespace {

void describe_anything(Bytes &bytes) {
    zsn2n_image image;
    zsn2n_image_init(&image, 16, 16, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    image.width = static_cast<int>(bytes.next32());
    image.height = static_cast<int>(bytes.next32());
    image.bits = static_cast<int>(bytes.next32());
    image.chroma_shift_x = static_cast<int>(bytes.next32());
    image.chroma_shift_y = static_cast<int>(bytes.next32());
    image.byte_order = static_cast<int>(bytes.next32());
    image.shift = static_cast<int>(bytes.next32());
    const uint32_t color = bytes.next32(), sample = bytes.next32();
    std::memcpy(&image.color, &color, sizeof color);
    std::memcpy(&image.sample, &sample, sizeof sample);
    char message[128];
    const bool taken = zsn2n_image_supported(&image, message, sizeof message) == ZSN2N_OK;
    zsn2n_params params;
    zsn2n_params_default(&params);
    const uint64_t needed = zsn2n_memory_required(&params, &image);
    require(taken == (needed > 0), "supported and memory_required do not agree");
}

// Planes in one buffer each, with a margin that is watched.
struct Picture {
    static constexpr size_t kMargin = 64;

    Picture(const zsn2n_image &like, int sample_size, bool interleaved, bool flipped)
        : image(like) {
        const int planes = like.color == ZSN2N_COLOR_GRAY ? 1 : 3;
        const int count = planes + (like.alpha.data ? 1 : 0);
        const bool packed = interleaved && !like.chroma_shift_x && !like.chroma_shift_y;
        for (int i = 0; i < count; ++i) {
            const bool chroma = i > 0 && i < planes;
            const int width =
                chroma ? (like.width + (1 << like.chroma_shift_x) - 1) >> like.chroma_shift_x
                       : like.width;
            const int height =
                chroma ? (like.height + (1 << like.chroma_shift_y) - 1) >> like.chroma_shift_y
                       : like.height;
            if (i == 0 || !packed) {
                const size_t pixel = static_cast<size_t>(sample_size) * (packed ? count : 1);
                stores.emplace_back(2 * kMargin + pixel * width * height, uint8_t{0xA5});
            }
            std::vector<uint8_t> &store = stores.back();
            const ptrdiff_t pixel =
                packed ? static_cast<ptrdiff_t>(count) * sample_size : sample_size;
            const ptrdiff_t row = pixel * width;
            uint8_t *const first = store.data() + kMargin + (packed ? i * sample_size : 0);
            zsn2n_plane plane{first, row, pixel};
            if (flipped) plane = {first + row * (height - 1), -row, pixel};
            (i == planes ? image.alpha : image.plane[i]) = plane;
        }
    }
    bool margins_stand() const {
        for (const auto &store : stores) {
            for (size_t i = 0; i < kMargin; ++i) {
                if (store[i] != 0xA5 || store[store.size() - 1 - i] != 0xA5) return false;
            }
        }
        return true;
    }

    zsn2n_image image;
    std::vector<std::vector<uint8_t>> stores;
};

// Whether all float samples are finite; none are integers.
bool finite(const Picture &picture) {
    if (picture.image.sample != ZSN2N_SAMPLE_F32) return true;
    for (const auto &store : picture.stores) {
        for (size_t i = Picture::kMargin; i + Picture::kMargin < store.size(); i += 4) {
            float value;
            uint8_t bytes[4];
            std::memcpy(bytes, &store[i], 4);
            if (picture.image.byte_order == ZSN2N_BYTE_ORDER_BIG) {
                std::swap(bytes[0], bytes[3]);
                std::swap(bytes[1], bytes[2]);
            }
            std::memcpy(&value, bytes, 4);
            if (!std::isfinite(value)) return false;
        }
    }
    return true;
}

constexpr const char *kSettings[] = {"preset=fast:threads=1",
                                     "preset=medium:steps=2:threads=2",
                                     "preset=slow:steps=2:threads=1",
                                     "preset=paper:steps=2:warm_steps=1:threads=1",
                                     "guides=none:steps=2:warm_steps=1:threads=2",
                                     "guides=quick:preset=fast:threads=1",
                                     "preset=fast:noise=white:detail=0.5:luma=0.5:threads=1",
                                     "preset=fast:noise_level=3:strength=0.7:planes=5:threads=1",
                                     "preset=medium:steps=2:warm_steps=2:video=1:threads=1",
                                     "preset=fast:video=1:lookahead=2:threads=2",
                                     "preset=slow:steps=2:warm_steps=1:video=1:threads=1",
                                     "preset=fast:memory_cap=300KiB:threads=1"};

zsn2n_image any_description(Bytes &bytes) {
    zsn2n_image image;
    const auto color = static_cast<zsn2n_color>(bytes.upto(2));
    const auto sample = static_cast<zsn2n_sample>(bytes.upto(2));
    zsn2n_image_init(&image, 4 + bytes.upto(60), 4 + bytes.upto(60), color, sample);
    if (sample == ZSN2N_SAMPLE_U16) {
        image.bits = 9 + bytes.upto(7);
        image.shift = bytes.upto(16 - image.bits);
    }
    image.byte_order = bytes.upto(2);
    if (color == ZSN2N_COLOR_YUV) {
        image.chroma_shift_x = bytes.upto(2);
        image.chroma_shift_y = bytes.upto(2);
    }
    if (bytes.flag()) image.alpha.data = &image;  // there is one
    return image;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Bytes bytes(data, size);
    describe_anything(bytes);
    zsn2n_params params;
    zsn2n_params_default(&params);
    const int which = bytes.upto(static_cast<int>(sizeof kSettings / sizeof *kSettings) - 1);
    require(zsn2n_params_parse(&params, kSettings[which], nullptr, 0) == ZSN2N_OK, "settings");
    zsn2n_context *context = nullptr;
    require(zsn2n_create(&context, &params, nullptr) == ZSN2N_OK, "create");
    const zsn2n_image like = any_description(bytes);
    const int sample_size = like.sample == ZSN2N_SAMPLE_U8    ? 1
                            : like.sample == ZSN2N_SAMPLE_U16 ? 2
                                                              : 4;
    const int frames = 1 + bytes.upto(2);
    const uint8_t first = bytes.next();
    const bool smooth = (first & 1) != 0, interleaved = (first & 2) != 0,
               flipped = (first & 4) != 0;
    const bool in_place = (first & 8) != 0;
    uint32_t seed = bytes.next32();
    std::vector<Picture> pictures;
    for (int i = 0; i < frames; ++i) {
        pictures.emplace_back(like, sample_size, interleaved, flipped);
        for (auto &store : pictures.back().stores) {
            for (size_t k = Picture::kMargin; k + Picture::kMargin < store.size(); ++k) {
                seed = seed * 1664525u + 1013904223u;
                // Bytes as they come, and then noise, weak or of any kind.
                store[k] = bytes.left() > 0 ? bytes.next()
                           : smooth         ? static_cast<uint8_t>(100 + (seed >> 28))
                                            : static_cast<uint8_t>(seed >> 24);
            }
        }
        // Floats of any bits are mostly wild: as often plain ones.
        if (like.sample == ZSN2N_SAMPLE_F32 && smooth) {
            for (auto &store : pictures.back().stores) {
                for (size_t k = Picture::kMargin; k + Picture::kMargin < store.size(); k += 4) {
                    const float value = static_cast<float>(store[k]) / 255;
                    std::memcpy(&store[k], &value, 4);
                }
            }
        }
    }
    for (int i = 0; i < frames; ++i) {
        Picture result(like, sample_size, interleaved, flipped);
        Picture &dst = in_place ? pictures[i] : result;
        const bool clean = finite(pictures[i]);
        std::vector<const zsn2n_image *> next;
        for (int k = i + 1; k < frames; ++k) next.push_back(&pictures[k].image);
        const auto before = dst.stores;
        const zsn2n_status status = zsn2n_process_ahead(context, &pictures[i].image, next.data(),
                                                        static_cast<int>(next.size()), &dst.image);
        require(dst.margins_stand() && pictures[i].margins_stand(), "written beside the image");
        if (status == ZSN2N_OK) {
            // What is transparent may be anything, and stays.
            require(!clean || finite(dst), "finite in, not finite out");
        } else {
            require(status == ZSN2N_INVALID_ARGUMENT || status == ZSN2N_OUT_OF_MEMORY,
                    "a status of another kind");
            require(!clean || status == ZSN2N_OUT_OF_MEMORY, "finite samples were refused");
            if (status == ZSN2N_INVALID_ARGUMENT)
                require(dst.stores == before, "refused, yet written");
        }
    }
    zsn2n_destroy(&context);
    return 0;
}
