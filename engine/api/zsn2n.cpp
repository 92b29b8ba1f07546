// SPDX-License-Identifier: BSD-2-Clause
// The C API: the only extern "C" and the only place where exceptions end.
#include "zsn2n/zsn2n.h"

#include <cstdio>
#include <cstring>
#include <new>
#include <string>

#include "api/options.h"
#include "base/kernel.h"
#include "blend/blend_images.h"
#include "denoiser/denoiser.h"

struct zsn2n_context {
    zsn2n_callbacks callbacks{};
    std::unique_ptr<zsn2n::Denoiser> denoiser;
    char message[512] = "";
};

namespace {

using zsn2n::Error;

// Runs call(); its status, and what it said of a failure in message[size].
template <typename Call>
zsn2n_status guarded(char *message, size_t size, const Call &call) {
    const auto say = [&](const char *text) {
        if (message && size) std::snprintf(message, size, "%s", text);
    };
    try {
        call();
        return ZSN2N_OK;
    } catch (const Error &error) {
        say(error.what());
        return error.status();
    } catch (const std::bad_alloc &) {
        say("out of memory");
        return ZSN2N_OUT_OF_MEMORY;
    } catch (const std::exception &error) {
        say(error.what());
        return ZSN2N_INTERNAL;
    } catch (...) {
        say("unknown failure");
        return ZSN2N_INTERNAL;
    }
}

void require(bool condition, const char *message) {
    if (!condition) throw Error(ZSN2N_INVALID_ARGUMENT, message);
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

void zsn2n_params_default(zsn2n_params *params) {
    if (params) zsn2n::default_params(*params);
}

void zsn2n_params_video(zsn2n_params *params) {
    if (params) zsn2n::video_params(*params);
}

zsn2n_status zsn2n_params_set(zsn2n_params *params, const char *name, const char *value,
                              char *message, size_t message_size) {
    return guarded(message, message_size, [&] {
        require(params && name && value, "params, name and value must not be NULL");
        zsn2n::set_param(*params, name, value);
    });
}

zsn2n_status zsn2n_params_parse(zsn2n_params *params, const char *text, char *message,
                                size_t message_size) {
    return guarded(message, message_size, [&] {
        require(params && text, "params and text must not be NULL");
        zsn2n_params parsed = *params;
        zsn2n::parse_params(parsed, text);
        *params = parsed;
    });
}

zsn2n_status zsn2n_params_validate(const zsn2n_params *params, char *message, size_t message_size) {
    return guarded(message, message_size, [&] {
        require(params, "params must not be NULL");
        zsn2n::validate_params(*params);
    });
}

int zsn2n_option_count(void) {
    return zsn2n::option_count();
}

const zsn2n_option *zsn2n_option_get(int index) {
    return zsn2n::option_at(index);
}

void zsn2n_image_init(zsn2n_image *image, int width, int height, zsn2n_color color,
                      zsn2n_sample sample) {
    if (!image) return;
    std::memset(image, 0, sizeof *image);
    image->struct_size = sizeof *image;
    image->width = width;
    image->height = height;
    image->color = color;
    image->sample = sample;
    image->bits = sample == ZSN2N_SAMPLE_U8 ? 8 : sample == ZSN2N_SAMPLE_U16 ? 16 : 32;
}

zsn2n_status zsn2n_image_supported(const zsn2n_image *image, char *message, size_t message_size) {
    return guarded(message, message_size, [&] {
        require(image, "image must not be NULL");
        zsn2n::check_description(*image);
    });
}

zsn2n_status zsn2n_create(zsn2n_context **context, const zsn2n_params *params,
                          const zsn2n_callbacks *callbacks) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    *context = nullptr;
    std::unique_ptr<zsn2n_context> created(new (std::nothrow) zsn2n_context);
    if (!created) return ZSN2N_OUT_OF_MEMORY;
    if (callbacks) created->callbacks = *callbacks;
    const zsn2n_callbacks *host = &created->callbacks;
    const zsn2n_status status = guarded(created.get(), [&] {
        require(params, "params must not be NULL");
        zsn2n::validate_params(*params);
        created->denoiser = std::make_unique<zsn2n::Denoiser>(
            *params,
            [host](zsn2n_log_level level, const std::string &text) {
                if (host->log) host->log(host->user, level, text.c_str());
            },
            [host](double fraction) {
                return host->progress && host->progress(host->user, fraction) != 0;
            });
    });
    if (status == ZSN2N_OK) *context = created.release();
    return status;
}

void zsn2n_destroy(zsn2n_context **context) {
    if (!context) return;
    delete *context;
    *context = nullptr;
}

zsn2n_status zsn2n_set_params(zsn2n_context *context, const zsn2n_params *params) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    return guarded(context, [&] {
        require(params, "params must not be NULL");
        zsn2n::validate_params(*params);
        context->denoiser->set_params(*params);
    });
}

zsn2n_status zsn2n_process(zsn2n_context *context, const zsn2n_image *src, const zsn2n_image *dst) {
    if (!context) return ZSN2N_INVALID_ARGUMENT;
    return guarded(context, [&] {
        require(src && dst, "src and dst must not be NULL");
        context->denoiser->process(*src, *dst);
    });
}

void zsn2n_reset(zsn2n_context *context) {
    if (context) context->denoiser->reset();
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
    if (!context || !stats || stats->struct_size != sizeof *stats) return ZSN2N_INVALID_ARGUMENT;
    *stats = context->denoiser->stats();
    stats->struct_size = sizeof *stats;
    return ZSN2N_OK;
}

const char *zsn2n_error_message(const zsn2n_context *context) {
    return context ? context->message : "";
}

zsn2n_status zsn2n_blend(const zsn2n_params *params, const zsn2n_stats *stats,
                         const zsn2n_image *noisy, const zsn2n_image *denoised,
                         const zsn2n_image *dst, char *message, size_t message_size) {
    return guarded(message, message_size, [&] {
        require(params && stats && noisy && denoised && dst,
                "params, stats, noisy, denoised and dst must not be NULL");
        require(stats->struct_size == sizeof *stats, "stats are not those of zsn2n_get_stats()");
        zsn2n::validate_params(*params);
        const int threads = params->threads ? params->threads : zsn2n::available_cores();
        const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
        zsn2n::prepare_kernels();
        zsn2n::blend_images(*noisy, *denoised, *dst, params->planes, zsn2n::blend_amounts(*params),
                            stats->noise_a, stats->noise_b, team);
    });
}

uint64_t zsn2n_memory_required(const zsn2n_params *params, const zsn2n_image *image) {
    uint64_t bytes = 0;
    guarded(nullptr, 0, [&] {
        require(params && image, "params and image must not be NULL");
        zsn2n::validate_params(*params);
        zsn2n::check_description(*image);
        bytes = zsn2n::Denoiser::memory_required(*params, *image);
    });
    return bytes;
}

}  // extern "C"
