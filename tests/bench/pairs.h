// SPDX-License-Identifier: BSD-2-Clause
// Clean images of a folder with noise added, or with noisy partners from another folder.
#pragma once

#include <string>
#include <vector>

#include "arguments.h"
#include "image.h"
#include "noise.h"

namespace bench {

extern const Option kDataOption, kNoisyDirOption, kNoiseOption, kCropOption, kImagesOption;

struct ImagePair {
    std::string name;
    Image clean, noisy;
};

class ImagePairs {
  public:
    // From the options above; throws where --noise and --noisy-dir are both there or both missing.
    explicit ImagePairs(const Arguments &arguments);

    int size() const { return static_cast<int>(names_.size()); }
    // The noise's seed is the index.
    ImagePair load(int index) const;
    // What load() adds; null where the noisy images are files.
    const Noise *added_noise() const { return noisy_dir_.empty() ? &noise_ : nullptr; }

  private:
    Image read(const std::string &path) const;

    std::string data_, noisy_dir_;
    Noise noise_;
    int crop_;
    std::vector<std::string> names_, noisy_names_;
};

}  // namespace bench
