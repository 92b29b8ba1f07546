// SPDX-License-Identifier: BSD-2-Clause
#include "pairs.h"

#include <stdexcept>

#include <zsn2n/zsn2n.h>

#include "files.h"
#include "image_io.h"

namespace bench {
namespace {

// The clean image's partner of the same name; a JPEG may stand beside a PNG.
const std::string &partner(const std::vector<std::string> &names, const std::string &name) {
    const auto stem = [](const std::string &n) { return n.substr(0, n.rfind('.')); };
    for (const std::string &candidate : names) {
        if (candidate == name) return candidate;
    }
    for (const std::string &candidate : names) {
        if (stem(candidate) == stem(name)) return candidate;
    }
    throw std::runtime_error("--noisy-dir has no image named " + name);
}

}  // namespace

const Option kDataOption = {"--data", Option::kValue,
                            "folder of clean images; sorted by name, seed = index"};
const Option kNoisyDirOption = {"--noisy-dir", Option::kValue,
                                "folder of noisy partners of the same names, instead of --noise"};
const Option kNoiseOption = {"--noise", Option::kValue, kNoiseForms};
const Option kCropOption = {"--crop", Option::kValue, "use the centre N x N pixels"};
const Option kImagesOption = {"--images", Option::kValue, "only the first N images"};

ImagePairs::ImagePairs(const Arguments &arguments)
    : data_(arguments.required("--data")),
      noisy_dir_(arguments.text("--noisy-dir", "")),
      crop_(arguments.integer("--crop", 0, ZSN2N_MIN_SIDE, ZSN2N_MAX_SIDE)) {
    if (arguments.has("--noisy-dir") == arguments.has("--noise")) {
        throw std::runtime_error("one of --noise and --noisy-dir is needed, not both");
    }
    if (noisy_dir_.empty()) {
        noise_ = parse_noise(arguments.text("--noise", ""));
    } else {
        noisy_names_ = list_images(noisy_dir_);
    }
    names_ = first_images(arguments, data_);
}

Image ImagePairs::read(const std::string &path) const {
    Image image = read_image(path);
    return crop_ ? center_crop(image, crop_) : image;
}

ImagePair ImagePairs::load(int index) const {
    ImagePair pair{names_[index], read(data_ + "/" + names_[index]), {}};
    if (added_noise()) {
        pair.noisy = pair.clean;
        add_noise(&pair.noisy, noise_, index);
    } else {
        pair.noisy = read(noisy_dir_ + "/" + partner(noisy_names_, pair.name));
    }
    return pair;
}

}  // namespace bench
