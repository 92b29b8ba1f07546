// SPDX-License-Identifier: BSD-2-Clause
// The inputs on which denoisers fail, each with what is right, and what came of them.
#pragma once

#include <string>
#include <vector>

#include "color.h"
#include "engine.h"

namespace bench {

class Sheet {
  public:
    // `photos`: clean RGB images of one size, of even sides.
    Sheet(std::vector<Image> photos, const zsn2n_params &params);

    const std::vector<Image> &photos() const { return photos_; }
    const zsn2n_params &params() const { return params_; }

    // In 8 bit, as a host hands it: grey or R, G and B, or in `format`, and back.
    Image denoised(const Image &noisy) const;
    Image denoised(const Image &noisy, const std::string &format) const;

    // Prints a line; the result is short where it is below, or above, what is right.
    void at_least(const std::string &name, double input, double result, double right);
    void at_most(const std::string &name, double input, double result, double right);

    int lines() const { return lines_; }
    int shorts() const { return shorts_; }

  private:
    void print(const std::string &name, const double (&figures)[3], bool least, bool good);

    std::vector<Image> photos_;
    zsn2n_params params_;
    int lines_ = 0, shorts_ = 0;
};

// Means over photos.
class Mean {
  public:
    void add(double value) {
        sum_ += value;
        ++count_;
    }
    operator double() const { return sum_ / count_; }

  private:
    double sum_ = 0;
    int count_ = 0;
};

// Each room of cases: 1 and 3; 5 to 7; 2 and 8 to 10; 4, 15 and 16; 13 and clips through x264.
// Numbers are those of tests/bench/README.md.
void places(Sheet *sheet);
void specks(Sheet *sheet);
void spectra(Sheet *sheet);
void extremes(Sheet *sheet);
// `frames`: a clean clip, RGB.
void clips(Sheet *sheet, const std::vector<Image> &frames);

}  // namespace bench
