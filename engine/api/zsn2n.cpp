// SPDX-License-Identifier: BSD-2-Clause
// The C API: the only extern "C" and the only place where exceptions end.
#include "zsn2n/zsn2n.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "api/options.h"
#include "api/versioned.h"
#include "base/kernel.h"
#include "blend/blend_images.h"
#include "denoiser/denoiser.h"
#include "noise/noise.h"

struct zsn2n_context {
    zsn2n_callbacks callbacks{};
    std::unique_ptr<zsn2n::Denoiser> denoiser;
    char message[512] = "";
};

namespace {

using zsn2n::Error;

void say(char *message, size_t size, const char *text) {
    if (message && size) std::snprintf(message, size, "%s", text);
}

// Runs call(); its status, and what it said of a failure in message[size].
template <typename Call>
zsn2n_status guarded(char *message, size_t size, const Call &call) {
    try {
        call();
        return ZSN2N_OK;
    } catch (const Error &error) {
        say(message, size, error.what());
        return error.status();
    } catch (const std::bad_alloc &) {
        say(message, size, "out of memory");
        return ZSN2N_OUT_OF_MEMORY;
    } catch (const std::exception &error) {
        say(message, size, error.what());
        return ZSN2N_INTERNAL;
    } catch (...) {
        say(message, size, "unknown failure");
        return ZSN2N_INTERNAL;
    }
}

void require(bool condition, const char *message) {
    if (!condition) throw Error(ZSN2N_INVALID_ARGUMENT, message);
}

zsn2n_params settings_of(const zsn2n_params *params) {
    require(params, "params must not be NULL");
    zsn2n_params own = zsn2n::from_caller(params, zsn2n::default_params());
    zsn2n::validate_params(own);
    return own;
}

zsn2n_image image_of(const zsn2n_image *image) {
    require(image, "images must not be NULL");
    return zsn2n::from_caller(image, zsn2n_image{});
}

// Into the context's message and its log.
template <typename Call>
zsn2n_status guarded(zsn2n_context *context, const Call &call) {
    const zsn2n_status status = guarded(context->message, sizeof context->message, call);
    if (status != ZSN2N_OK && status != ZSN2N_CANCELLED && context->callbacks.log) {
        context->callbacks.log(context->callbacks.user, ZSN2N_LOG_ERROR, context->message);
    }
    return status;
}

}  // namespace

extern "C" {

const char *zsn2n_status_string(zsn2n_status status) {
    switch (status) {
        case ZSN2N_OK:
            return "success";
        case ZSN2N_INVALID_ARGUMENT:
            return "invalid argument";
        case ZSN2N_UNSUPPORTED:
            return "not supported by this build or CPU";
        case ZSN2N_OUT_OF_MEMORY:
            return "out of memory";
        case ZSN2N_CANCELLED:
            return "cancelled";
        case ZSN2N_BACKEND:
            return "a compute kernel failed";
        case ZSN2N_INTERNAL:
            return "internal error";
    }
    return "unknown status";
}

uint32_t zsn2n_version(void) {
    return ZSN2N_VERSION_MAJOR << 16 | ZSN2N_VERSION_MINOR << 8 | ZSN2N_VERSION_PATCH;
}

void zsn2n_params_init(zsn2n_params *params, size_t struct_size) {
    if (!params || struct_size < sizeof struct_size) return;
    zsn2n::to_caller(zsn2n::default_params(), params, struct_size);
}

void zsn2n_params_video(zsn2n_params *params) {
    guarded(nullptr, 0, [&] {
        require(params, "params must not be NULL");
        zsn2n_params own = zsn2n::from_caller(params, zsn2n::default_params());
        if (own.struct_size > offsetof(zsn2n_params, video)) {
            own.video = 1;
        } else {
            zsn2n::first_version_video(own);
        }
        zsn2n::to_caller(own, params, zsn2n::checked_size(params));
    });
}

zsn2n_status zsn2n_params_set(zsn2n_params *params, const char *name, const char *value,
                              char *message, size_t message_size) {
    return guarded(message, message_size, [&] {
        require(params && name && value, "params, name and value must not be NULL");
        zsn2n_params own = zsn2n::from_caller(params, zsn2n::default_params());
        zsn2n::set_param(own, name, value);
        zsn2n::to_caller(own, params, zsn2n::checked_size(params));
    });
}

zsn2n_status zsn2n_params_parse(zsn2n_params *params, const char *text, char *message,
                                size_t message_size) {
    return guarded(message, message_size, [&] {
        require(params && text, "params and text must not be NULL");
        zsn2n_params own = zsn2n::from_caller(params, zsn2n::default_params());
        zsn2n::parse_params(own, text);
        zsn2n::to_caller(own, params, zsn2n::checked_size(params));
    });
}

zsn2n_status zsn2n_params_validate(const zsn2n_params *params, char *message, size_t message_size) {
    return guarded(message, message_size, [&] { settings_of(params); });
}

const zsn2n_option *zsn2n_option_within(size_t struct_size, int index) {
    return zsn2n::option_at(struct_size, index);
}

void zsn2n_image_describe(zsn2n_image *image, size_t struct_size, int width, int height,
                          zsn2n_color color, zsn2n_sample sample) {
    if (!image || struct_size < sizeof struct_size) return;
    zsn2n_image own{};
    own.width = width;
    own.height = height;
    own.color = color;
    own.sample = sample;
    own.bits = sample == ZSN2N_SAMPLE_U8 ? 8 : sample == ZSN2N_SAMPLE_U16 ? 16 : 32;
    zsn2n::to_caller(own, image, struct_size);
}

zsn2n_status zsn2n_image_supported(const zsn2n_image *image, char *message, size_t message_size) {
    return guarded(message, message_size, [&] { zsn2n::check_description(image_of(image)); });
}

zsn2n_status zsn2n_create_with_message(zsn2n_context **context, const zsn2n_params *params,
                                       const zsn2n_callbacks *callbacks, char *message,
                                       size_t message_size) {
    std::unique_ptr<zsn2n_context> created;
    zsn2n_status status = guarded(message, message_size, [&] {
        require(context, "context must not be NULL");
        *context = nullptr;
        created = std::make_unique<zsn2n_context>();
    });
    if (status != ZSN2N_OK) return status;
    if (callbacks) created->callbacks = *callbacks;
    const zsn2n_callbacks *host = &created->callbacks;
    status = guarded(created.get(), [&] {
        created->denoiser = std::make_unique<zsn2n::Denoiser>(
            settings_of(params),
            [host](zsn2n_log_level level, const std::string &text) {
                if (host->log) host->log(host->user, level, text.c_str());
            },
            [host](double fraction) {
                return host->progress && host->progress(host->user, fraction) != 0;
            });
    });
    if (status == ZSN2N_OK) {
        *context = created.release();
    } else {
        say(message, message_size, created->message);
    }
    return status;
}

zsn2n_status zsn2n_create(zsn2n_context **context, const zsn2n_params *params,
                          const zsn2n_callbacks *callbacks) {
    return zsn2n_create_with_message(context, params, callbacks, nullptr, 0);
}

void zsn2n_destroy(zsn2n_context **context) {
    if (!context) return;
    delete *context;
    *context = nullptr;
}

zsn2n_status zsn2n_set_params(zsn2n_context *context, const zsn2n_params *params) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    return guarded(context, [&] { context->denoiser->set_params(settings_of(params)); });
}

zsn2n_status zsn2n_process(zsn2n_context *context, const zsn2n_image *src, const zsn2n_image *dst) {
    return zsn2n_process_ahead(context, src, nullptr, 0, dst);
}

zsn2n_status zsn2n_process_ahead(zsn2n_context *context, const zsn2n_image *src,
                                 const zsn2n_image *const *next, int count,
                                 const zsn2n_image *dst) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    const zsn2n_status status = guarded(context, [&] {
        require(count >= 0 && (next || count == 0), "next must have `count` images, 0 or more");
        std::vector<zsn2n_image> images;
        for (int i = 0; i < std::min(count, ZSN2N_MAX_LOOKAHEAD); ++i)
            images.push_back(image_of(next[i]));
        context->denoiser->process(image_of(src), images, image_of(dst));
    });
    if (status == ZSN2N_CANCELLED) context->denoiser->cancel_answered();
    return status;
}

void zsn2n_reset(zsn2n_context *context) {
    if (!context) return;
    context->denoiser->reset();
    context->denoiser->cancel_answered();
}

zsn2n_status zsn2n_state_save(zsn2n_context *context, const char *path) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    return guarded(context, [&] {
        require(path, "path must not be NULL");
        context->denoiser->save_state(path);
    });
}

zsn2n_status zsn2n_state_load(zsn2n_context *context, const char *path) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    return guarded(context, [&] {
        require(path, "path must not be NULL");
        context->denoiser->load_state(path);
    });
}

void zsn2n_cancel(zsn2n_context *context) {
    if (context) context->denoiser->cancel();
}

zsn2n_status zsn2n_get_stats(const zsn2n_context *context, zsn2n_stats *stats) {
    return guarded(nullptr, 0, [&] {
        require(context && stats, "context and stats must not be NULL");
        zsn2n::to_caller(context->denoiser->stats(), stats, zsn2n::checked_size(stats));
    });
}

double zsn2n_noise_variance(const zsn2n_stats *stats, int plane, double sample) {
    double variance = 0;
    guarded(nullptr, 0, [&] {
        require(stats && plane >= 0 && plane < 3 && std::isfinite(sample), "");
        variance = zsn2n::told_variance(zsn2n::from_caller(stats, zsn2n_stats{}), plane, sample);
    });
    return variance;
}

const char *zsn2n_error_message(const zsn2n_context *context) {
    return context ? context->message : "";
}

zsn2n_status zsn2n_blend(const zsn2n_params *params, const zsn2n_stats *stats,
                         const zsn2n_image *noisy, const zsn2n_image *denoised,
                         const zsn2n_image *dst, char *message, size_t message_size) {
    return guarded(message, message_size, [&] {
        require(stats, "stats must not be NULL");
        const zsn2n_params own = settings_of(params);
        const zsn2n_stats found = zsn2n::from_caller(stats, zsn2n_stats{});
        const int threads = own.threads ? own.threads : zsn2n::available_cores();
        const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
        zsn2n::prepare_kernels();
        zsn2n::blend_images(image_of(noisy), image_of(denoised), image_of(dst), own.planes,
                            zsn2n::blend_amounts(own), found, team);
    });
}

int zsn2n_lookahead(const zsn2n_params *params) {
    int count = 0;
    guarded(nullptr, 0, [&] { count = zsn2n::resolve_settings(settings_of(params)).lookahead(); });
    return count;
}

uint64_t zsn2n_memory_required(const zsn2n_params *params, const zsn2n_image *image) {
    uint64_t bytes = 0;
    guarded(nullptr, 0, [&] {
        const zsn2n_params own = settings_of(params);
        const zsn2n_image described = image_of(image);
        zsn2n::check_description(described);
        bytes = zsn2n::Denoiser::memory_required(own, described);
    });
    return bytes;
}

}  // extern "C"
