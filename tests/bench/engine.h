// SPDX-License-Identifier: BSD-2-Clause
// The C API as the bench uses it: errors become exceptions, contexts destroy themselves.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <zsn2n/zsn2n.h>

#include "arguments.h"
#include "image.h"
#include "progress.h"

namespace bench {

// --preset, --set and --threads; shared by the verbs.
extern const Option kPresetOption, kSetOption, kThreadsOption;

// Defaults, then --preset, --threads and each --set name=value in order.
zsn2n_params params_from(const Arguments &arguments);
void set_param(zsn2n_params *params, const std::string &name, const std::string &value);

// The words of --set as pairs; throws where one is no name=value.
std::vector<std::pair<std::string, std::string>> set_options(const Arguments &arguments);

// Planar float, grey or RGB.
zsn2n_image describe_float(Image *image);

class Denoiser {
  public:
    // `progress` may be null; else it is shown while an image is processed.
    Denoiser(const zsn2n_params &params, Progress *progress);
    ~Denoiser() { zsn2n_destroy(&context_); }
    Denoiser(const Denoiser &) = delete;
    Denoiser &operator=(const Denoiser &) = delete;

    // Position of the next image among `total`, for the progress line.
    void next(int index, int total) {
        index_ = index;
        total_ = total;
    }
    // In place is fine. Returns wall seconds.
    double process(const zsn2n_image &src, const zsn2n_image &dst) { return process(src, {}, dst); }
    // `next` come after src.
    double process(const zsn2n_image &src, const std::vector<zsn2n_image> &next,
                   const zsn2n_image &dst);
    void reset() { zsn2n_reset(context_); }
    zsn2n_stats stats() const;

  private:
    static int report(void *self, double fraction);

    zsn2n_context *context_ = nullptr;
    Progress *progress_;
    int index_ = 0, total_ = 1;
};

// One image through a context of its own.
struct Single {
    Image denoised;
    zsn2n_stats stats;
    double seconds;  // with the context's making and its end: what one image costs a host
};
Single denoise_single(const zsn2n_params &params, const std::string &what, Image *noisy);

}  // namespace bench
