// SPDX-License-Identifier: BSD-2-Clause
// State files: edits of a real one, and anything. What is taken denoises; what is not changes
// nothing. The input: which settings, how long the file is, then edits of four bytes of place and
// one of value; or, with the last bit of the first byte, the file itself.
#include <unistd.h>
#include <zsn2n/zsn2n.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz.h"

namespace {

constexpr const char *kSettings[] = {"guides=none:preset=fast:steps=2:warm_steps=1:threads=1",
                                     "preset=medium:steps=2:threads=1",
                                     "preset=paper:steps=1:warm_steps=1:threads=1"};
constexpr int kCount = 3, kSide = 32;

struct Image {
    Image() {
        zsn2n_image_init(&image, kSide, kSide, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
        image.plane[0] = {samples, kSide, 1};
        uint32_t seed = 1;
        for (uint8_t &sample : samples) {
            seed = seed * 1664525u + 1013904223u;
            sample = static_cast<uint8_t>(100 + (seed >> 27));
        }
    }
    Image(const Image &) = delete;
    Image &operator=(const Image &) = delete;
    zsn2n_image image;
    uint8_t samples[kSide * kSide];
};

zsn2n_context *make(int which) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    require(zsn2n_params_parse(&params, kSettings[which], nullptr, 0) == ZSN2N_OK, "settings");
    zsn2n_context *context = nullptr;
    require(zsn2n_create(&context, &params, nullptr) == ZSN2N_OK, "create");
    return context;
}

const std::string &path() {
    static const std::string name = "/tmp/zsn2n_fuzz_" + std::to_string(getpid()) + ".state";
    return name;
}

std::string real_state(int which) {
    zsn2n_context *context = make(which);
    Image image;
    require(zsn2n_process(context, &image.image, &image.image) == ZSN2N_OK, "process");
    require(zsn2n_state_save(context, path().c_str()) == ZSN2N_OK, "save");
    zsn2n_destroy(&context);
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const std::vector<std::string> real = {real_state(0), real_state(1), real_state(2)};
    Bytes bytes(data, size);
    const uint8_t first = bytes.next();
    const int which = first / 2 % kCount;
    std::string file = real[which];
    if (first & 1) {
        file.assign(reinterpret_cast<const char *>(data), size);
    } else {
        const uint32_t length = bytes.next32();
        if (length < file.size()) file.resize(length);
        while (bytes.left() >= 5 && !file.empty()) {
            const uint32_t place = bytes.next32();
            // As often within the first bytes, which describe the rest.
            file[(place & 1 ? place / 2 : place / 2 % 256) % file.size()] =
                static_cast<char>(bytes.next());
        }
    }
    std::ofstream(path(), std::ios::binary) << file;
    zsn2n_context *context = make(which);
    const zsn2n_status status = zsn2n_state_load(context, path().c_str());
    require(status == ZSN2N_OK || status == ZSN2N_INVALID_ARGUMENT, "a status of another kind");
    Image image;
    require(zsn2n_process(context, &image.image, &image.image) != ZSN2N_INTERNAL, "process");
    zsn2n_destroy(&context);
    unlink(path().c_str());
    return 0;
}
