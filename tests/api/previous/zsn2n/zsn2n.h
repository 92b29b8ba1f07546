/* SPDX-License-Identifier: BSD-2-Clause */
/* The comments stand in columns. */
/* clang-format off */
/*
 * zsn2n: zero-shot image and video denoising (Zero-Shot Noise2Noise, Mansour & Heckel, CVPR 2023,
 * arXiv 2303.11253). A small network learns the noise of one image from two half-size views of that
 * very image; no training data, no noise model.
 *
 * Use:
 *     zsn2n_params params;
 *     zsn2n_params_default(&params);
 *     zsn2n_params_parse(&params, "preset=medium:strength=0.9", message, sizeof message);
 *     zsn2n_context *context = NULL;
 *     zsn2n_create(&context, &params, &callbacks);
 *     zsn2n_process(context, &noisy, &denoised);   // again for the next frame: warm start
 *     zsn2n_destroy(&context);
 *
 * Errors: every call that can fail returns a zsn2n_status; no call aborts, exits, throws or prints.
 * Threads: a context is used by one thread at a time, any thread; only zsn2n_cancel() may be called
 * from another thread meanwhile. Contexts are independent of each other. The result has the same bits
 * for any number of threads.
 */
#ifndef ZSN2N_ZSN2N_H
#define ZSN2N_ZSN2N_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ZSN2N_API __attribute__((visibility("default")))
#else
#define ZSN2N_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ZSN2N_VERSION_MAJOR 0
#define ZSN2N_VERSION_MINOR 1
#define ZSN2N_VERSION_PATCH 0

/* Smallest side, in pixels, of an image that can be denoised: the pair's views are half its size. */
#define ZSN2N_MIN_SIDE 4
/* Largest side, in pixels. */
#define ZSN2N_MAX_SIDE 65535
/* How many pixels around it the blend of a pixel depends on (zsn2n_blend()). */
#define ZSN2N_BLEND_MARGIN 2

typedef enum zsn2n_status {
    ZSN2N_OK = 0,
    ZSN2N_INVALID_ARGUMENT = 1, /* a value out of range, an unknown option, NaN or infinite pixels */
    ZSN2N_UNSUPPORTED = 2,      /* a valid request that this build or CPU cannot serve */
    ZSN2N_OUT_OF_MEMORY = 3,    /* an allocation failed, or memory_cap is too small */
    ZSN2N_CANCELLED = 4,        /* zsn2n_cancel() or the progress callback asked for it */
    ZSN2N_BACKEND = 5,          /* a Halide kernel or a oneDNN primitive failed */
    ZSN2N_INTERNAL = 6          /* a defect of this library; please report it */
} zsn2n_status;

/* One sentence for a status, static storage, never NULL. */
ZSN2N_API const char *zsn2n_status_string(zsn2n_status status);

/* (major << 16) | (minor << 8) | patch of the library in use; compare with ZSN2N_VERSION_*. */
ZSN2N_API uint32_t zsn2n_version(void);

/* ------------------------------------------------------------------------------------ parameters */

typedef enum zsn2n_preset {
    ZSN2N_PRESET_MEDIUM = 0, /* the default: a pilot, corrected by a network that 300 steps train */
    ZSN2N_PRESET_PAPER = 1,  /* the published method: no pilot, whole image, consistency loss, 2000 Adam steps */
    ZSN2N_PRESET_FAST = 2,   /* the pilot alone; with guides none half the steps of medium on smaller crops */
    ZSN2N_PRESET_SLOW = 3    /* as medium with 2000 steps (guides none: 3000), lessons from more of the image and the
                                mean of eight turned and flipped results */
} zsn2n_preset;

typedef enum zsn2n_backend {
    ZSN2N_BACKEND_AUTO = 0,
    ZSN2N_BACKEND_HALIDE = 1,
    ZSN2N_BACKEND_ONEDNN = 2
} zsn2n_backend;

typedef enum zsn2n_precision {
    ZSN2N_PRECISION_AUTO = 0, /* bf16 where the CPU has bf16 dot products, else f32 */
    ZSN2N_PRECISION_F32 = 1,
    ZSN2N_PRECISION_BF16 = 2  /* bf16 activations, f32 sums, weights and optimiser */
} zsn2n_precision;

typedef enum zsn2n_guides {
    ZSN2N_GUIDES_AUTO = 0,  /* as the preset has it: paper none, slow pilot, the others pilot up to 4 megapixels
                               and above dct, uncorrected unless steps says otherwise */
    ZSN2N_GUIDES_NONE = 1,  /* the network alone */
    ZSN2N_GUIDES_PILOT = 2, /* a denoiser by formula (overlapping DCT, then groups of similar blocks) with the
                               noise read from the image, which the network corrects as far as that serves */
    ZSN2N_GUIDES_DCT = 3    /* the same without the groups, with fewer blocks: a fifth of the time, 0.3 to 0.4 dB less */
} zsn2n_guides;

/*
 * Settings. Call zsn2n_params_default() first: it sets struct_size and every default. Each field is
 * also an option by its own name (zsn2n_option_get() states type, range, default and help).
 */
typedef struct zsn2n_params {
    size_t struct_size;  /* sizeof(zsn2n_params), set by zsn2n_params_default() */
    int preset;          /* zsn2n_preset; default medium */
    int steps;           /* training steps of the first image, exactly; 0 (default) = the preset's own: paper 2000; without a
                            pilot fast 450, medium up to 800, slow up to 3000 (see zsn2n_process()); with one none,
                            300 and 2000 */
    int warm_steps;      /* training steps of each later image of the same shape; default 20 */
    double strength;     /* 0..1, blend from noisy (0: bit-exact copy) to denoised (1, default) */
    double luma, chroma; /* 0..1, share of the change kept in brightness and in colour, times strength; default 1.
                            Y, grey, and a plane of R, G, B whose others are not denoised are brightness, U and V
                            colour; R, G and B together have their mean as brightness, what is left as colour */
    double detail;       /* 0..1, default 0 (none): share given back of what the denoiser took, where that has more
                            energy in 5x5 pixels than the noise found explains */
    double scene;        /* 0..1, default 0.4: a later image whose score (zsn2n_stats) is this or more shows another
                            scene and is trained on afresh, as a first one; 1: never */
    int temporal;        /* -1..64: at most so many images before are averaged, along their motion, into each
                            later one of the same shape before it is denoised; a pilot is then not corrected. -1 (default) = 0, or what
                            zsn2n_params_video() says */
    uint64_t seed;       /* 0..2^32-1, of the initial weights and the crops; default 0 */
    int threads;         /* 0 (default) = all cores, else 1..256 */
    int planes;          /* bit mask of the planes to denoise, the others are copied; default 7 */
    int backend;         /* zsn2n_backend; default auto */
    int precision;       /* zsn2n_precision; default auto */
    int guides;          /* zsn2n_guides; default auto */
    uint64_t memory_cap; /* bytes the library may hold for one call; an image over it is worked on in strips, with
                            the same result (see zsn2n_process()); 0 (default) = no bound */
} zsn2n_params;

ZSN2N_API void zsn2n_params_default(zsn2n_params *params);

/*
 * Makes of params what suits frames of a video, where they leave it open: guides auto becomes dct (preset slow:
 * stays, paper: none), temporal -1 becomes 16 (presets fast and paper: 0).
 */
ZSN2N_API void zsn2n_params_video(zsn2n_params *params);

/*
 * Sets one option from text ("steps", "500"); enumerations by name ("preset", "paper"), memory_cap with
 * an optional suffix KiB, MiB or GiB. On failure *params is unchanged and, where message != NULL, up to
 * message_size bytes of it say what was wrong and what is accepted (always terminated).
 */
ZSN2N_API zsn2n_status zsn2n_params_set(zsn2n_params *params, const char *name, const char *value,
                                        char *message, size_t message_size);

/*
 * Sets options from "name=value:name=value". Empty text changes nothing. Blanks around names and values
 * are ignored. All or nothing: on failure *params is unchanged.
 */
ZSN2N_API zsn2n_status zsn2n_params_parse(zsn2n_params *params, const char *text, char *message,
                                          size_t message_size);

/* Checks every field against the option table. */
ZSN2N_API zsn2n_status zsn2n_params_validate(const zsn2n_params *params, char *message,
                                             size_t message_size);

typedef enum zsn2n_option_type {
    ZSN2N_OPTION_INT = 0,    /* int */
    ZSN2N_OPTION_UINT64 = 1, /* uint64_t */
    ZSN2N_OPTION_DOUBLE = 2, /* double */
    ZSN2N_OPTION_ENUM = 3    /* int, one of `names` */
} zsn2n_option_type;

/* One line of the option table; all pointers to static storage. */
typedef struct zsn2n_option {
    const char *name;
    const char *help; /* one sentence, English */
    const char *unit; /* "" where there is none */
    zsn2n_option_type type;
    double min, max, default_value; /* for ENUM: indices into names */
    const char *const *names;       /* ENUM: NULL-terminated value names in order; else NULL */
    size_t offset;                  /* of the field in zsn2n_params */
} zsn2n_option;

/* The option table, in the order of the struct. zsn2n_option_get() gives NULL past the end. */
ZSN2N_API int zsn2n_option_count(void);
ZSN2N_API const zsn2n_option *zsn2n_option_get(int index);

/* ---------------------------------------------------------------------------------------- images */

typedef enum zsn2n_color {
    ZSN2N_COLOR_GRAY = 0, /* plane 0 */
    ZSN2N_COLOR_RGB = 1,  /* planes R, G, B, any non-linear or linear transfer */
    ZSN2N_COLOR_YUV = 2   /* planes Y, U, V; U and V may be subsampled */
} zsn2n_color;

typedef enum zsn2n_sample {
    ZSN2N_SAMPLE_U8 = 0,
    ZSN2N_SAMPLE_U16 = 1, /* native byte order, `bits` significant low bits */
    ZSN2N_SAMPLE_F32 = 2  /* nominal range 0..1 (chroma of YUV: -0.5..0.5); values beyond it are kept */
} zsn2n_sample;

/*
 * One plane in the caller's memory. Planar data has pixel_stride = sample size, interleaved data the
 * pixel's size. Strides are in bytes, multiples of the sample's size; row_stride may be negative (data
 * then points at the first row in picture order). data is aligned to the sample's size.
 */
typedef struct zsn2n_plane {
    void *data;
    ptrdiff_t row_stride;
    ptrdiff_t pixel_stride;
} zsn2n_plane;

/*
 * An image, described, never owned: nothing is kept after a call returns. Integer samples are scaled by
 * 1/(2^bits - 1), limited and full range alike; results are rounded to nearest and clamped to the code
 * range. Float results are not clamped.
 * Planes of one grid form a group with one network: all three, or luma apart from subsampled chroma.
 * A group with a side below ZSN2N_MIN_SIDE (chroma of the smallest frames) is copied.
 * `alpha` (data = NULL: none) has the same sample type and full size. It is copied, and pixels whose
 * alpha is 0 are kept out of training and copied.
 */
typedef struct zsn2n_image {
    size_t struct_size;      /* sizeof(zsn2n_image), set by zsn2n_image_init() */
    int width, height;       /* pixels of plane 0 and alpha, ZSN2N_MIN_SIDE..ZSN2N_MAX_SIDE */
    zsn2n_color color;
    zsn2n_sample sample;
    int bits;                /* U8: 8; U16: 9..16; F32: 32 */
    int chroma_shift_x;      /* YUV: log2 of horizontal subsampling, 0..2; U, V are ceil(width / 2^x) wide */
    int chroma_shift_y;      /* YUV: log2 of vertical subsampling, 0..2 */
    zsn2n_plane plane[3];
    zsn2n_plane alpha;
} zsn2n_image;

/* Zeroes *image, then sets the fields named and bits (8, 16 or 32 by sample). */
ZSN2N_API void zsn2n_image_init(zsn2n_image *image, int width, int height, zsn2n_color color,
                                zsn2n_sample sample);

/*
 * Whether zsn2n_process() takes images of this description (plane pointers and strides are not looked
 * at): OK, or INVALID_ARGUMENT with a message that says what is accepted.
 */
ZSN2N_API zsn2n_status zsn2n_image_supported(const zsn2n_image *image, char *message,
                                             size_t message_size);

/* -------------------------------------------------------------------------------------- denoising */

typedef struct zsn2n_context zsn2n_context;

typedef enum zsn2n_log_level {
    ZSN2N_LOG_ERROR = 0,
    ZSN2N_LOG_WARNING = 1,
    ZSN2N_LOG_INFO = 2,  /* the settings in force, once per shape */
    ZSN2N_LOG_DEBUG = 3
} zsn2n_log_level;

/* Both are called on the thread inside zsn2n_create() or zsn2n_process() only. Either may be NULL. */
typedef struct zsn2n_callbacks {
    void *user;
    void (*log)(void *user, zsn2n_log_level level, const char *text);
    /* fraction 0..1, monotone within one zsn2n_process(), at least every 0.2 s; non-zero cancels. */
    int (*progress)(void *user, double fraction);
} zsn2n_callbacks;

/* callbacks may be NULL; the struct is copied. *context is NULL after failure. */
ZSN2N_API zsn2n_status zsn2n_create(zsn2n_context **context, const zsn2n_params *params,
                                    const zsn2n_callbacks *callbacks);

/* Joins the context's threads, frees it and sets *context to NULL. NULL and *context == NULL are fine. */
ZSN2N_API void zsn2n_destroy(zsn2n_context **context);

/*
 * Replaces the settings. strength, luma, chroma, detail, scene, temporal, steps, warm_steps, threads and memory_cap keep the warm state; planes
 * keeps that of plane groups (see zsn2n_image) whose planes stay the same; preset, seed, guides, backend
 * and precision drop it when they change.
 */
ZSN2N_API zsn2n_status zsn2n_set_params(zsn2n_context *context, const zsn2n_params *params);

/*
 * Trains on src and writes the denoised image to dst. dst has the same description as src; it may be src
 * (same data and strides, in place) but must not overlap it otherwise, nor may dst's planes be the same.
 * The first image, and any whose description differs from the last or that shows another scene, trains `steps` steps from fresh
 * weights; every later one trains `warm_steps` from the weights and the optimiser state left by the last.
 * With guides, the noise is read off each image and a pilot made of it; the first image trains the network
 * to correct the pilot, later ones take that correction and train nothing.
 * With guides none and steps = 0, medium and slow keep up to a fortieth of a first image's pixels, 3456 at most, out of
 * training and watch the loss there: once it has stopped falling the learning rate decays, with all
 * pixels, and training ends after fewer steps than the preset has. An easy image takes less time so.
 * Plane groups of fewer than 46,080 pixels (215 x 215) have too few to spare and train all steps.
 * zsn2n_stats tells how many were run; like the result they do not depend on time or threads.
 * On failure dst is unchanged, the warm state is as before the call, and the context stays usable.
 * An image that takes more than params.memory_cap as a whole is denoised in horizontal strips, to the same
 * bits. This needs a dst apart from src, and a preset other than paper, which trains on the whole image;
 * else, or where even the thinnest strips take more, the call is refused with OUT_OF_MEMORY and a message
 * that says what it takes. In strips dst is written before all is computed: after CANCELLED, and with guides
 * after OUT_OF_MEMORY, its contents are undefined (src is never written); every other failure leaves it
 * unchanged.
 */
ZSN2N_API zsn2n_status zsn2n_process(zsn2n_context *context, const zsn2n_image *src,
                                     const zsn2n_image *dst);

/* Forgets weights and optimiser state: the next image is a first one. */
ZSN2N_API void zsn2n_reset(zsn2n_context *context);

/*
 * Writes what was learnt so far, the networks and their optimiser's state, to a file of some megabytes at most:
 * all of it or, on failure, none, and a file that was there stays. Images processed later do not change it.
 * INVALID_ARGUMENT where nothing was processed yet or the file cannot be written; the message says why.
 */
ZSN2N_API zsn2n_status zsn2n_state_save(zsn2n_context *context, const char *path);

/*
 * Goes on from such a file, of any machine: the next image, if it has the colour and the subsampling of those
 * that the state is of, is a later one, whatever its size; so a film can be cut into parts that look alike. preset
 * and guides must be those that the file was written with. INVALID_ARGUMENT, with the message that says why
 * and the context as it was, where the file cannot be read, is damaged, or does not fit.
 */
ZSN2N_API zsn2n_status zsn2n_state_load(zsn2n_context *context, const char *path);

/*
 * From any thread: a running zsn2n_process() returns CANCELLED within 0.2 s, or OK where all is computed
 * and dst, not in strips, is being written. Without one running, the next call is not affected.
 */
ZSN2N_API void zsn2n_cancel(zsn2n_context *context);

/* Facts about the last successful zsn2n_process(). */
typedef struct zsn2n_stats {
    size_t struct_size;      /* set it to sizeof(zsn2n_stats) before the call */
    int warm;                /* 1 where it started from the image before */
    int steps;               /* training steps run, the largest of all plane groups */
    double loss;             /* mean of the last steps' pair loss, plane 0's group */
    double train_seconds;    /* training, all plane groups */
    double infer_seconds;    /* inference and export */
    uint64_t memory_bytes;   /* held by the library at its peak, estimate; at most memory_cap where there is one */
    int threads;             /* in use */
    int backend, precision;  /* in use: never AUTO */
    /*
     * The noise found, float scale 0..1 (integer samples over their peak): in plane i the variance of a
     * sample that is x without noise is noise_a[i] x + noise_b[i], not below 0 and before clipping; 0 for
     * planes that are not denoised. noise_sigma: root of its mean over the samples of plane 0's group.
     * noise_coarseness, of that group: the noise's variance at low spatial frequencies over that at high ones,
     * about 1 where it is independent from pixel to pixel, above 2 where it spans pixels (the rest then
     * describes its high frequencies). All 0 with strength 0.
     */
    double noise_sigma;
    double noise_a[3], noise_b[3];
    double noise_coarseness;
    /*
     * How little the image has in common with the last one, 0..1: 1 less the correlation of their brightness in
     * coarse blocks, from 0.6 on for unrelated pictures, below 0.2 for frames of a moving camera. Changes of
     * brightness and contrast do not count. 0 for a first image, and where there is nothing to be seen.
     */
    double scene;
} zsn2n_stats;

ZSN2N_API zsn2n_status zsn2n_get_stats(const zsn2n_context *context, zsn2n_stats *stats);

/*
 * The blend that zsn2n_process() ends with, by itself: where noisy was denoised to `denoised` with strength,
 * luma and chroma 1 and detail 0, and stats are that run's, dst becomes what params' strength, luma, chroma,
 * detail and planes would have made of it (for F32 the same bits), without any training. The other params
 * count for nothing but threads. noisy and dst have one description, denoised the same size, colour and
 * subsampling and any sample type; its alpha is not looked at. dst may be noisy. A rectangle cut out of noisy
 * and denoised, at even pixels where chroma is subsampled, gives the pixels of the whole from ZSN2N_BLEND_MARGIN
 * pixels inside its edges on. On failure dst is unchanged and message says what was wrong. From any thread.
 */
ZSN2N_API zsn2n_status zsn2n_blend(const zsn2n_params *params, const zsn2n_stats *stats,
                                   const zsn2n_image *noisy, const zsn2n_image *denoised,
                                   const zsn2n_image *dst, char *message, size_t message_size);

/* What the last failed call on this context said; "" if none failed. Valid until the next call. */
ZSN2N_API const char *zsn2n_error_message(const zsn2n_context *context);

/*
 * Bytes zsn2n_process() will hold for such an image with these settings (an upper estimate, without the
 * caller's own buffers): as a whole where that is within params->memory_cap, else in strips, into a dst apart
 * from src; more than memory_cap where not even that is within it. 0 for an image it does not take.
 */
ZSN2N_API uint64_t zsn2n_memory_required(const zsn2n_params *params, const zsn2n_image *image);

#ifdef __cplusplus
}
#endif

#endif /* ZSN2N_ZSN2N_H */
