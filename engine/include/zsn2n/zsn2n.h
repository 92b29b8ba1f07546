/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zsn2n: zero-shot image and video denoising. It learns from the image at hand alone: there is no
 * training data, no model file and no camera profile.
 *
 * How it denoises:
 * - The noise level function is read off the image: the noise's variance by brightness and plane.
 * - A pilot makes the initial estimate. It is a denoiser by formula that is told this noise: DCT
 *   shrinkage, then the second stage of BM3D.
 * - A still of up to 4 megapixels then trains a small network, which corrects the pilot
 *   (Zero-Shot Noise2Noise, Mansour & Heckel, CVPR 2023, arXiv 2303.11253). No network is trained
 *   above 4 megapixels (but with preset slow) and with preset fast.
 * - A frame of a video is fused with the last result, moved along a dense flow: each frequency of a
 *   patch comes from the noisy frame and the past by how far the two agree (a Kalman filter). Where
 *   nothing moves noisy frames are averaged before. Where the noise is not white a network learns
 *   from frame to frame to correct the result, and goes on from the weights of the frame before.
 * - With guides none, and with preset paper, there is no pilot: the network alone denoises.
 *
 * Use:
 *     zsn2n_params params;
 *     zsn2n_params_default(&params);
 *     zsn2n_params_parse(&params, "preset=medium:strength=0.9", message, sizeof message);
 *     zsn2n_context *context = NULL;
 *     zsn2n_create(&context, &params, &callbacks);
 *     zsn2n_process(context, &noisy, &denoised);   // again for the next frame
 *     zsn2n_destroy(&context);
 *
 * Errors: every call that can fail returns a zsn2n_status; no call aborts, exits, throws or prints.
 * Threads: a context is used by one thread at a time, any thread; only zsn2n_cancel() may be called
 * from another thread meanwhile. Contexts are independent of each other. The result of every call
 * has the same bits for any number of threads.
 * Versions: zsn2n_params, zsn2n_image and zsn2n_stats may grow at their end. Their struct_size says
 * which of their fields the program was compiled with; a library of any later version takes the
 * others at their defaults and leaves the memory behind the struct alone. It also takes structs of
 * a later version than its own, as long as the fields that it does not know are 0. zsn2n_plane and
 * zsn2n_callbacks have no struct_size: their layout is final.
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
#define ZSN2N_VERSION_MINOR 2
#define ZSN2N_VERSION_PATCH 0

/* Smallest side of an image, in pixels: the pair's views are half its size. */
#define ZSN2N_MIN_SIDE 4
/* Largest side, in pixels. */
#define ZSN2N_MAX_SIDE 65535
/* How many pixels around it the blend of a pixel depends on (zsn2n_blend()). */
#define ZSN2N_BLEND_MARGIN 2
/* So many brightnesses, evenly over 0..1, the noise is told at (zsn2n_stats.noise_curve). */
#define ZSN2N_NOISE_KNOTS 9
/* So many bands of spatial frequency (zsn2n_stats.noise_spectrum). */
#define ZSN2N_NOISE_BANDS 8

typedef enum zsn2n_status {
    ZSN2N_OK = 0,
    ZSN2N_INVALID_ARGUMENT = 1, /* a bad value, unknown option, NaN or infinite pixels */
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

/* ----------------------------------------------------------------------------------- parameters */

typedef enum zsn2n_preset {
    /* The default: the pilot, corrected by a network in 300 training steps. */
    ZSN2N_PRESET_MEDIUM = 0,
    /* The published method: no pilot, whole image, consistency loss, 2000 steps of Adam. */
    ZSN2N_PRESET_PAPER = 1,
    /* The pilot alone. With guides none: half the steps of medium, on smaller crops. */
    ZSN2N_PRESET_FAST = 2,
    /*
     * As medium, for images of any size, in 2000 steps (guides none: 3000) on more of the image;
     * the result is the mean of eight turned and flipped ones.
     */
    ZSN2N_PRESET_SLOW = 3
} zsn2n_preset;

typedef enum zsn2n_backend {
    ZSN2N_BACKEND_AUTO = 0,
    ZSN2N_BACKEND_HALIDE = 1,
    ZSN2N_BACKEND_ONEDNN = 2
} zsn2n_backend;

typedef enum zsn2n_precision {
    ZSN2N_PRECISION_AUTO = 0, /* bf16 where its dot products are faster than f32, else f32 */
    ZSN2N_PRECISION_F32 = 1,
    ZSN2N_PRECISION_BF16 = 2 /* bf16 activations, f32 sums, weights and optimiser */
} zsn2n_precision;

typedef enum zsn2n_guides {
    /*
     * As the preset has it. paper: none. slow, medium: pilot. fast: pilot up to 4 megapixels, dct
     * above. Above there is no network, but with slow, unless steps says otherwise. In video
     * (zsn2n_params_video()) medium: quick up to 4 megapixels, dct above; fast: dct.
     */
    ZSN2N_GUIDES_AUTO = 0,
    /* No pilot: the network alone. */
    ZSN2N_GUIDES_NONE = 1,
    /* The full pilot: DCT shrinkage makes the basic estimate for a BM3D second stage. */
    ZSN2N_GUIDES_PILOT = 2,
    /* The light pilot: DCT shrinkage of fewer patches. A fifth of the time, 0.3 to 0.4 dB less. */
    ZSN2N_GUIDES_DCT = 3,
    /*
     * As the full pilot, with a third of the groups. Twice the light one's time, and two thirds of
     * the way to the full one's quality.
     */
    ZSN2N_GUIDES_QUICK = 4
} zsn2n_guides;

typedef enum zsn2n_noise {
    ZSN2N_NOISE_AUTO = 0, /* as it is found: white, or with more at low spatial frequencies */
    ZSN2N_NOISE_WHITE = 1 /* taken for white: of one variance at all spatial frequencies */
} zsn2n_noise;

/* Smallest side of a region that noise is measured in (zsn2n_params.noise_from), in pixels. */
#define ZSN2N_MIN_NOISE_SIDE 32
/* So many images after one can be used for it (zsn2n_params.lookahead). */
#define ZSN2N_MAX_LOOKAHEAD 8

/*
 * Settings. Call zsn2n_params_default() first: it sets struct_size and every default. Each field is
 * also an option by its own name (zsn2n_option_get() states type, range, default and help).
 */
typedef struct zsn2n_params {
    /* sizeof(zsn2n_params), set by zsn2n_params_default() */
    size_t struct_size;
    /* zsn2n_preset; default medium */
    int preset;
    /*
     * Training steps of the first image where a network is trained, exactly so many. 0 (default):
     * the preset's own. With a pilot medium 300, slow 2000, fast none; without one fast 450, medium
     * up to 800, slow up to 3000 (see zsn2n_process()), paper 2000. With a pilot and temporal above
     * 0 a network is trained where the noise is not white alone, so many steps on the second image.
     */
    int steps;
    /*
     * Training steps of each later image of the same shape, where it is trained; default 20. With a
     * pilot and temporal above 0 none is trained at all where it is 0.
     */
    int warm_steps;
    /* 0..1, blend from noisy (0: bit-exact copy) to denoised (1, default) */
    double strength;
    /*
     * 0..1, share of the change kept in brightness and in colour, times strength; default 1. Y,
     * grey, and a plane of R, G, B whose others are not denoised are brightness; U and V are
     * colour. Of R, G and B together the mean is brightness and the rest is colour.
     */
    double luma, chroma;
    /*
     * 0..1, default 0 (none): share of what was taken that is given back where it has more energy
     * in 5x5 pixels than the noise explains
     */
    double detail;
    /*
     * 0..1, default 0.4: an image with this score or more (zsn2n_stats) shows a new scene and
     * starts afresh, as a first image; 1: never
     */
    double scene;
    /*
     * -1..64. 0: no earlier image plays a part. Above 0 each image's estimate is fused with the
     * last result of the same shape, moved along the motion; and where nothing moves at most so
     * many earlier images are averaged into it before it is denoised. -1 (default): 0, in video 16
     * (zsn2n_params_video())
     */
    int temporal;
    /* 0..2^32-1, of the initial weights and the crops; default 0 */
    uint64_t seed;
    /* 0 (default): all cores; else 1..256 */
    int threads;
    /* bit mask of the planes to denoise, the others are copied; default 7 */
    int planes;
    /* zsn2n_backend; default auto */
    int backend;
    /* zsn2n_precision; default auto */
    int precision;
    /* zsn2n_guides; default auto */
    int guides;
    /*
     * Bytes the library may hold for one call; 0 (default): no bound. An image that takes more is
     * worked on in strips, with the same result (see zsn2n_process())
     */
    uint64_t memory_cap;
    /* 0 (default): images by themselves; 1: frames of a video, as zsn2n_params_video() sets it */
    int video;
    /*
     * 0.25..4, default 1: factor on the standard deviation of the noise that was found; above 1
     * more is removed, below 1 less. strength blends afterwards, this says what is noise.
     */
    double noise_level;
    /* zsn2n_noise; default auto */
    int noise;
    /*
     * x, y, width, height in pixels of plane 0: the noise is measured there alone, best where the
     * picture is flat. All 0 (default): wherever it shows. What lies outside the image counts for
     * nothing; zsn2n_process() refuses a region of which less than ZSN2N_MIN_NOISE_SIDE in either
     * direction is left (or as many as the image has).
     */
    int noise_from[4];
    /*
     * -1..8: so many images after each, where zsn2n_process_ahead() is given them, are fused with
     * it as the last result is. 0 where temporal is 0 or there is no pilot. -1 (default): 0, in
     * video 2 with preset slow. zsn2n_lookahead() tells what it comes to.
     */
    int lookahead;
} zsn2n_params;

/* zsn2n_params_default() of a struct of struct_size bytes. */
ZSN2N_API void zsn2n_params_init(zsn2n_params *params, size_t struct_size);

static inline void zsn2n_params_default(zsn2n_params *params) {
    zsn2n_params_init(params, sizeof *params);
}

/*
 * Says that the images are frames of a video: sets video to 1. What the other fields leave open
 * then suits frames: guides auto is quick (preset fast: dct, slow: pilot, paper: none), temporal -1
 * is 16 (preset paper: 0). In a struct of version 0.1.0, which has no field video, it sets guides
 * and temporal themselves.
 */
ZSN2N_API void zsn2n_params_video(zsn2n_params *params);

/*
 * Sets one option from text ("steps", "500"); enumerations by name ("preset", "paper"), memory_cap
 * with an optional suffix KiB, MiB or GiB, noise_from as "x:y:width:height". On failure *params is
 * unchanged and, where message != NULL, up to message_size bytes of it say what was wrong and what
 * is accepted (always terminated).
 */
ZSN2N_API zsn2n_status zsn2n_params_set(zsn2n_params *params, const char *name, const char *value,
                                        char *message, size_t message_size);

/*
 * Sets options from "name=value:name=value". Empty text changes nothing. Blanks around names and
 * values are ignored. All or nothing: on failure *params is unchanged.
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
    ZSN2N_OPTION_ENUM = 3,   /* int, one of `names` */
    ZSN2N_OPTION_REGION = 4 /* int[4]: x, y, width, height; all 0: none. Text: "x:y:width:height" */
} zsn2n_option_type;

/* One line of the option table; all pointers to static storage. It may grow at its end. */
typedef struct zsn2n_option {
    const char *name;
    const char *help; /* one sentence, English */
    const char *unit; /* "" where there is none */
    zsn2n_option_type type;
    double min, max, default_value; /* for ENUM: indices into names */
    const char *const *names;       /* ENUM: NULL-terminated value names in order; else NULL */
    size_t offset;                  /* of the field in zsn2n_params */
} zsn2n_option;

/* zsn2n_option_get() for a zsn2n_params of struct_size bytes. */
ZSN2N_API const zsn2n_option *zsn2n_option_within(size_t struct_size, int index);

/* The option table, in the order of the struct. zsn2n_option_get() gives NULL past the end. */
static inline const zsn2n_option *zsn2n_option_get(int index) {
    return zsn2n_option_within(sizeof(zsn2n_params), index);
}
static inline int zsn2n_option_count(void) { /* NOLINT(modernize-redundant-void-arg): C needs it */
    int count = 0;
    while (zsn2n_option_get(count)) ++count;
    return count;
}

/* --------------------------------------------------------------------------------------- images */

typedef enum zsn2n_color {
    ZSN2N_COLOR_GRAY = 0, /* plane 0 */
    ZSN2N_COLOR_RGB = 1,  /* planes R, G, B, any non-linear or linear transfer */
    ZSN2N_COLOR_YUV = 2   /* planes Y, U, V; U and V may be subsampled */
} zsn2n_color;

typedef enum zsn2n_sample {
    ZSN2N_SAMPLE_U8 = 0,
    ZSN2N_SAMPLE_U16 = 1, /* `bits` significant bits, the low ones but for `shift` */
    ZSN2N_SAMPLE_F32 = 2  /* nominally 0..1 (U and V: -0.5..0.5); values beyond it are kept */
} zsn2n_sample;

/* Of samples of more than one byte. */
typedef enum zsn2n_byte_order {
    ZSN2N_BYTE_ORDER_NATIVE = 0, /* the processor's */
    ZSN2N_BYTE_ORDER_LITTLE = 1,
    ZSN2N_BYTE_ORDER_BIG = 2
} zsn2n_byte_order;

/*
 * One plane in the caller's memory. Planar data has pixel_stride = sample size, interleaved data
 * the pixel's size; planes of one image may be interleaved in any way (NV12, YUYV, AYUV). Strides
 * are in bytes, multiples of the sample's size and below 2^31 samples; row_stride may be negative
 * (data then points at the first row in picture order). data is aligned to the sample's size.
 */
typedef struct zsn2n_plane {
    void *data;
    ptrdiff_t row_stride;
    ptrdiff_t pixel_stride;
} zsn2n_plane;

/*
 * An image, described, never owned: nothing is kept after a call returns. Integer samples are
 * scaled by 1/(2^bits - 1), limited and full range alike; results are rounded to nearest and
 * clamped to the code range. Float results are not clamped.
 *
 * Planes of one grid form a group, denoised together: all three, or luma apart from subsampled
 * chroma. A group with a side below ZSN2N_MIN_SIDE (chroma of the smallest frames) is copied.
 *
 * `alpha` (data = NULL: none) has the same sample type and full size. It is copied. Pixels whose
 * alpha is 0 are copied, and no other pixel's result depends on them.
 */
typedef struct zsn2n_image {
    size_t struct_size; /* sizeof(zsn2n_image), set by zsn2n_image_init() */
    int width, height;  /* pixels of plane 0 and alpha, ZSN2N_MIN_SIDE..ZSN2N_MAX_SIDE */
    zsn2n_color color;
    zsn2n_sample sample;
    int bits;           /* U8: 8; U16: 9..16; F32: 32 */
    int chroma_shift_x; /* YUV: log2 of subsampling, 0..2; U, V are ceil(width / 2^x) wide */
    int chroma_shift_y; /* YUV: log2 of vertical subsampling, 0..2 */
    zsn2n_plane plane[3];
    zsn2n_plane alpha;
    int byte_order; /* zsn2n_byte_order of U16 and F32; default native */
    int shift;      /* U16: unused bits below the significant ones, bits + shift <= 16; default 0.
                       They are not looked at and written as 0 (P010: bits 10, shift 6) */
} zsn2n_image;

/* zsn2n_image_init() of a struct of struct_size bytes. */
ZSN2N_API void zsn2n_image_describe(zsn2n_image *image, size_t struct_size, int width, int height,
                                    zsn2n_color color, zsn2n_sample sample);

/* Zeroes *image, then sets the fields named and bits (8, 16 or 32 by sample). */
static inline void zsn2n_image_init(zsn2n_image *image, int width, int height, zsn2n_color color,
                                    zsn2n_sample sample) {
    zsn2n_image_describe(image, sizeof *image, width, height, color, sample);
}

/* Whether zsn2n_process() takes images of this description (plane pointers and strides are not
   looked at): OK, or INVALID_ARGUMENT with a message that says what is accepted. */
ZSN2N_API zsn2n_status zsn2n_image_supported(const zsn2n_image *image, char *message,
                                             size_t message_size);

/* ------------------------------------------------------------------------------------ denoising */

typedef struct zsn2n_context zsn2n_context;

typedef enum zsn2n_log_level {
    ZSN2N_LOG_ERROR = 0,
    ZSN2N_LOG_WARNING = 1, /* no noise was found, once per shape */
    ZSN2N_LOG_INFO = 2,    /* the settings in force, and the noise found, once per shape */
    ZSN2N_LOG_DEBUG = 3
} zsn2n_log_level;

/*
 * Both are called on the thread inside zsn2n_create() or zsn2n_process() only. Either may be NULL.
 * The layout is final.
 */
typedef struct zsn2n_callbacks {
    void *user;
    void (*log)(void *user, zsn2n_log_level level, const char *text);
    /* fraction 0..1, monotone in one zsn2n_process(), at least every 0.2 s; non-zero cancels. */
    int (*progress)(void *user, double fraction);
} zsn2n_callbacks;

/* callbacks may be NULL; the struct is copied. *context is NULL after failure. */
ZSN2N_API zsn2n_status zsn2n_create(zsn2n_context **context, const zsn2n_params *params,
                                    const zsn2n_callbacks *callbacks);

/* The same; on failure up to message_size bytes of message (not NULL) say what was wrong. */
ZSN2N_API zsn2n_status zsn2n_create_with_message(zsn2n_context **context,
                                                 const zsn2n_params *params,
                                                 const zsn2n_callbacks *callbacks, char *message,
                                                 size_t message_size);

/*
 * Frees the context, joins the threads that it alone uses and sets *context to NULL. NULL and
 * *context == NULL are fine.
 */
ZSN2N_API void zsn2n_destroy(zsn2n_context **context);

/*
 * Replaces the settings. strength, luma, chroma, detail, scene, temporal, steps, warm_steps,
 * threads and memory_cap keep the warm state (what earlier images left for the next); planes keeps
 * that of plane groups (see zsn2n_image) whose planes stay the same; noise_level, noise and
 * noise_from keep it but for a network that corrects a pilot, which was taught another noise;
 * preset, seed, guides, backend and precision drop it when they change. On failure all stays as it
 * was.
 */
ZSN2N_API zsn2n_status zsn2n_set_params(zsn2n_context *context, const zsn2n_params *params);

/*
 * Denoises src into dst. dst has the same description as src; it may be src (same data and strides,
 * in place) but must not overlap it otherwise, nor may dst's planes be the same.
 *
 * First image: so is one whose description differs from the last, or that shows another scene.
 * Where a network is trained, it trains `steps` steps from fresh weights.
 * Later images: with a pilot they take the first image's correction and train nothing. Without one
 * they train `warm_steps` steps from the weights and the optimiser state that the last image left.
 * With temporal above 0 each goes on from the last result. With a pilot, preset medium or slow and
 * noise that is not white, the second image trains `steps` steps on the first one and itself, and
 * each later one `warm_steps`; as long as that gains, as it measures on each image beforehand.
 *
 * With guides none and steps = 0, presets medium and slow stop early. They keep up to a fortieth of
 * a first image's pixels, 3456 at most, out of training and watch the loss there. Once it has
 * stopped falling the learning rate decays, with all pixels, and training ends after fewer steps
 * than the preset has. Plane groups of fewer than 46,080 pixels (215 x 215) have too few to spare
 * and train all steps. zsn2n_stats tells how many were run; like the result they do not depend on
 * time or threads.
 *
 * On failure dst is unchanged, the warm state is as before the call, and the context stays usable.
 *
 * An image that takes more than params.memory_cap as a whole is denoised in horizontal strips, to
 * the same bits. This needs a dst apart from src, and a preset other than paper, which trains on
 * the whole image; else, or where even the thinnest strips take more, the call is refused with
 * OUT_OF_MEMORY and a message that says what it takes. In strips dst is written before all is
 * computed: after CANCELLED, and with a pilot after OUT_OF_MEMORY, its contents are undefined (src
 * is never written); every other failure leaves it unchanged.
 */
ZSN2N_API zsn2n_status zsn2n_process(zsn2n_context *context, const zsn2n_image *src,
                                     const zsn2n_image *dst);

/*
 * The same, where images that come after src are known already: `count` of them in `next`, in
 * order. Of these the first zsn2n_lookahead() are used, as far as they have src's description and
 * show its scene. They are fused with src from the last one back to the first, as the last result
 * is: +0.4 dB for one, +0.6 for two (tractor, sigma 30), none after four. An image is to be given
 * as src after it was in `next`: what was found of it then is used again. They are read alone; dst
 * must not overlap them. The images that a stream ends with have fewer after them.
 */
ZSN2N_API zsn2n_status zsn2n_process_ahead(zsn2n_context *context, const zsn2n_image *src,
                                           const zsn2n_image *const *next, int count,
                                           const zsn2n_image *dst);

/* How many images after src zsn2n_process_ahead() makes use of with these settings; 0 on failure.
 */
ZSN2N_API int zsn2n_lookahead(const zsn2n_params *params);

/* Forgets what earlier images left: the next is a first one. Withdraws a pending cancel. */
ZSN2N_API void zsn2n_reset(zsn2n_context *context);

/*
 * Writes what was learnt so far, the networks and their optimiser's state, to a file of some
 * megabytes at most: all of it or, on failure, none, and a file that was there stays. A symbolic
 * link stays one: the file that it names is written. Images processed later do not change it.
 * INVALID_ARGUMENT where nothing was processed yet or the file cannot be written; the message says
 * why.
 */
ZSN2N_API zsn2n_status zsn2n_state_save(zsn2n_context *context, const char *path);

/*
 * Goes on from such a file, of any machine: the next image, if it has the colour and the
 * subsampling of those that the state is of, is a later one, whatever its size; so a film can be
 * cut into parts that look alike. preset and guides must be those that the file was written with.
 * INVALID_ARGUMENT, with the message that says why and the context as it was, where the file cannot
 * be read, is damaged, or does not fit.
 */
ZSN2N_API zsn2n_status zsn2n_state_load(zsn2n_context *context, const char *path);

/*
 * From any thread: a running zsn2n_process() returns CANCELLED within 0.2 s. A cancel is never
 * lost: without a call running, or where a running one has computed all and is writing dst (not in
 * strips) and returns OK, the next zsn2n_process() returns CANCELLED. The call that does so has
 * answered it; the one after it runs. zsn2n_reset() withdraws it.
 */
ZSN2N_API void zsn2n_cancel(zsn2n_context *context);

typedef enum zsn2n_noise_kind {
    ZSN2N_NOISE_KIND_NONE = 0,   /* none found */
    ZSN2N_NOISE_KIND_WHITE = 1,  /* independent from pixel to pixel, or taken for it */
    ZSN2N_NOISE_KIND_COLORED = 2 /* spans pixels, with more of it at low spatial frequencies, or is
                                    not independent in R, G and B */
} zsn2n_noise_kind;

/* Facts about the last successful zsn2n_process(). */
typedef struct zsn2n_stats {
    size_t struct_size;    /* set it to sizeof(zsn2n_stats) before the call */
    int warm;              /* 1 where it went on from the image before */
    int steps;             /* training steps run, the largest of all plane groups */
    double loss;           /* mean of the last steps' pair loss, plane 0's group; 0 without steps */
    double train_seconds;  /* noise, temporal averaging and training, all plane groups */
    double infer_seconds;  /* pilot, inference, fusion with the past and export */
    uint64_t memory_bytes; /* held by the library at its peak, estimate; within memory_cap if set */
    int threads;           /* in use */
    int backend, precision; /* in use: never AUTO */
    /*
     * The noise level function found, float scale 0..1 (integer samples over their peak): in plane
     * i the variance of a sample that is x without noise is noise_a[i] x + noise_b[i], not below 0
     * and before clipping; 0 for planes that are not denoised. noise_sigma: root of its mean over
     * the samples of plane 0's group. noise_coarseness, of that group: the noise's variance at low
     * spatial frequencies over that at high ones, about 1 where it is independent from pixel to
     * pixel, above 2 where it spans pixels (the rest then describes its high frequencies). All 0
     * with strength 0.
     */
    double noise_sigma;
    double noise_a[3], noise_b[3];
    double noise_coarseness;
    /*
     * How little the image has in common with the last one, 0..1: 1 less the correlation of their
     * brightness in coarse blocks, from 0.6 on for unrelated pictures, below 0.2 for frames of a
     * moving camera. Changes of brightness and contrast do not count. 0 for a first image, and
     * where there is nothing to be seen.
     */
    double scene;
    /*
     * What the noise is taken for, times noise_level: its standard deviation on the 0..1 scale in
     * brightness (Y, grey, or (R + G + B) / sqrt(3)) and in colour (mean of U and V, or of
     * (R - B) / sqrt(2) and (R - 2 G + B) / sqrt(6)), 0 where there is none or it is not denoised;
     * the share of pixels, 0..1, that were found to have no noise; in video the share, 0..1, that
     * stays the same from frame to frame where nothing moves; and its kind.
     */
    double noise_luma, noise_chroma;
    double noise_excluded, noise_frozen;
    int noise_kind; /* zsn2n_noise_kind, of plane 0's group */
    /*
     * The share of samples, 0..1, that were impulses (hot and dead pixels, salt and pepper): they
     * were replaced by what is round them before anything else was done.
     */
    double noise_impulses;
    /*
     * Where the noise has a spectrum (noise_kind COLORED; the group of plane i decides), all
     * frequencies together: noise_curve[i][k] is the variance, before clipping, of a sample of
     * plane i where the plane is k / (ZSN2N_NOISE_KNOTS - 1) without noise; linear between.
     * All 0 where noise_a and noise_b tell it.
     */
    double noise_curve[3][ZSN2N_NOISE_KNOTS];
    /*
     * The variance by spatial frequency: [0] where noise_luma, [1] where noise_chroma tells the
     * deviation of all. Band k has the coefficients (u, v) of an orthonormal DCT of 8x8 pixels with
     * k <= sqrt(u^2 + v^2) < k + 1, the last one those above it, too; (k + 0.5) / 16 periods a
     * pixel. Alike in all bands where the noise is white.
     */
    double noise_spectrum[2][ZSN2N_NOISE_BANDS];
} zsn2n_stats;

/* Fields that only a newer library knows become 0. INVALID_ARGUMENT for a wrong struct_size. */
ZSN2N_API zsn2n_status zsn2n_get_stats(const zsn2n_context *context, zsn2n_stats *stats);

/* The variance, before clipping, of a sample of that plane that is `sample` without noise, by
   noise_curve or by noise_a and noise_b. 0 for no such plane, sample or stats. From any thread. */
ZSN2N_API double zsn2n_noise_variance(const zsn2n_stats *stats, int plane, double sample);

/*
 * The blend that zsn2n_process() ends with, by itself: where noisy was denoised to `denoised` with
 * strength, luma and chroma 1 and detail 0, and stats are that run's, dst becomes what params'
 * strength, luma, chroma, detail and planes would have made of it (for F32 the same bits), without
 * any training. The other params count for nothing but threads. noisy and dst have one description,
 * denoised the same size, colour and subsampling and any sample type; its alpha is not looked at.
 * dst may be noisy. A rectangle cut out of noisy and denoised, at even pixels where chroma is
 * subsampled, gives the pixels of the whole from ZSN2N_BLEND_MARGIN pixels inside its edges on. On
 * failure dst is unchanged and message says what was wrong. From any thread.
 */
ZSN2N_API zsn2n_status zsn2n_blend(const zsn2n_params *params, const zsn2n_stats *stats,
                                   const zsn2n_image *noisy, const zsn2n_image *denoised,
                                   const zsn2n_image *dst, char *message, size_t message_size);

/* What the last failed call on this context said; "" if none failed. Valid until the next call. */
ZSN2N_API const char *zsn2n_error_message(const zsn2n_context *context);

/*
 * Bytes zsn2n_process() will hold for such an image with these settings (an upper estimate, without
 * the caller's own buffers): as a whole where that is within params->memory_cap, else in strips,
 * into a dst apart from src; more than memory_cap where not even that is within it. 0 for an image
 * it does not take.
 */
ZSN2N_API uint64_t zsn2n_memory_required(const zsn2n_params *params, const zsn2n_image *image);

#ifdef __cplusplus
}
#endif

#endif /* ZSN2N_ZSN2N_H */
