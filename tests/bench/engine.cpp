// SPDX-License-Identifier: BSD-2-Clause
#include "engine.h"

#include <stdexcept>

namespace bench {

const Option kPresetOption = {"--preset", Option::kValue, "the engine's preset (default: its own)"};
const Option kSetOption = {"--set", Option::kValues, "engine options, name=value ..."};
const Option kThreadsOption = {"--threads", Option::kValue, "threads of the engine, 0 = all cores"};

void set_param(zsn2n_params *params, const std::string &name, const std::string &value) {
    char message[512];
    if (zsn2n_params_set(params, name.c_str(), value.c_str(), message, sizeof message) !=
        ZSN2N_OK) {
        throw std::runtime_error(message);
    }
}

std::vector<std::pair<std::string, std::string>> set_options(const Arguments &arguments) {
    std::vector<std::pair<std::string, std::string>> options;
    for (const std::string &word : arguments.list("--set")) {
        const size_t equals = word.find('=');
        if (equals == std::string::npos) {
            throw std::runtime_error("--set: '" + word + "' is no name=value");
        }
        options.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return options;
}

zsn2n_params params_from(const Arguments &arguments) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    if (arguments.has("--preset")) set_param(&params, "preset", arguments.text("--preset", ""));
    if (arguments.has("--threads")) set_param(&params, "threads", arguments.text("--threads", ""));
    for (const auto &option : set_options(arguments)) {
        set_param(&params, option.first, option.second);
    }
    return params;
}

zsn2n_image describe_float(Image *image) {
    zsn2n_image description;
    zsn2n_image_init(&description, image->width, image->height,
                     image->channels == 3 ? ZSN2N_COLOR_RGB : ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    for (int c = 0; c < image->channels; ++c) {
        description.plane[c] = {
            image->plane(c), static_cast<ptrdiff_t>(image->width * sizeof(float)), sizeof(float)};
    }
    return description;
}

Denoiser::Denoiser(const zsn2n_params &params, Progress *progress) : progress_(progress) {
    const zsn2n_callbacks callbacks = {this, nullptr, report};
    const zsn2n_status status = zsn2n_create(&context_, &params, &callbacks);
    if (status != ZSN2N_OK) throw std::runtime_error(zsn2n_status_string(status));
}

double Denoiser::process(const zsn2n_image &src, const std::vector<zsn2n_image> &next,
                         const zsn2n_image &dst) {
    std::vector<const zsn2n_image *> pointers;
    for (const zsn2n_image &image : next) pointers.push_back(&image);
    const Clock::time_point start = Clock::now();
    const zsn2n_status status = zsn2n_process_ahead(context_, &src, pointers.data(),
                                                    static_cast<int>(pointers.size()), &dst);
    const double seconds = seconds_since(start);
    if (status != ZSN2N_OK) {
        throw std::runtime_error(std::string(zsn2n_status_string(status)) + ": " +
                                 zsn2n_error_message(context_));
    }
    return seconds;
}

zsn2n_stats Denoiser::stats() const {
    zsn2n_stats stats{};
    stats.struct_size = sizeof stats;
    if (zsn2n_get_stats(context_, &stats) != ZSN2N_OK) {
        throw std::runtime_error(std::string("zsn2n_get_stats: ") + zsn2n_error_message(context_));
    }
    return stats;
}

Single denoise_single(const zsn2n_params &params, const std::string &what, Image *noisy) {
    Single single{Image(noisy->width, noisy->height, noisy->channels), {}, 0};
    Progress progress(what);
    const Clock::time_point start = Clock::now();
    {
        Denoiser denoiser(params, &progress);
        denoiser.process(describe_float(noisy), describe_float(&single.denoised));
        single.stats = denoiser.stats();
    }
    single.seconds = seconds_since(start);
    return single;
}

int Denoiser::report(void *self, double fraction) {
    const auto *denoiser = static_cast<Denoiser *>(self);
    if (denoiser->progress_)
        denoiser->progress_->show(denoiser->index_ + fraction, denoiser->total_);
    return 0;
}

}  // namespace bench
