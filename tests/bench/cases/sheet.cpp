// SPDX-License-Identifier: BSD-2-Clause
#include "cases/sheet.h"

#include <cstdio>
#include <utility>

namespace bench {

Sheet::Sheet(std::vector<Image> photos, const zsn2n_params &params)
    : photos_(std::move(photos)), params_(params) {
    std::printf("case\tinput\tresult\tright\n");
}

Image Sheet::denoised(const Image &noisy) const {
    return denoised(noisy, noisy.channels == 3 ? "gbrp" : "gray");
}

Image Sheet::denoised(const Image &noisy, const std::string &format) const {
    Frame frame(parse_pixel_format(format), noisy.width, noisy.height);
    frame.store(noisy);
    Denoiser denoiser(params_, nullptr);
    denoiser.process(frame.describe(), frame.describe());
    return frame.load();
}

void Sheet::at_least(const std::string &name, double input, double result, double right) {
    print(name, {input, result, right}, true, result >= right);
}

void Sheet::at_most(const std::string &name, double input, double result, double right) {
    print(name, {input, result, right}, false, result <= right);
}

void Sheet::print(const std::string &name, const double (&figures)[3], bool least, bool good) {
    ++lines_;
    shorts_ += !good;
    std::printf("%s\t%.2f\t%.2f\t%s %.2f%s\n", name.c_str(), figures[0], figures[1],
                least ? ">=" : "<=", figures[2], good ? "" : "\tshort");
}

}  // namespace bench
