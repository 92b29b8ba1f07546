// SPDX-License-Identifier: BSD-2-Clause
// The DCT pilot told the true noise, at several densities of its blocks; and the whole pilot, told
// the true noise and left to find it.
#include "pilot/dct_pilot.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include <zsn2n/zsn2n.h>

#include "base/thread_scope.h"
#include "files.h"
#include "image_io.h"
#include "metrics.h"
#include "noise.h"
#include "pilot/pilot.h"
#include "progress.h"
#include "verbs.h"

namespace bench {
namespace {

struct Variant {
    zsn2n::BlockSparsity thresholded, filtered;
    double psnr = 0, seconds = 0;
};

zsn2n::NoiseCurve true_curve(const Noise &noise) {
    zsn2n::NoiseCurve curve;
    std::fill_n(curve.a, 3, noise.a);
    std::fill_n(curve.b, 3, noise.b);
    return curve;
}

zsn2n::PlanesView view_of(Image *image) {
    return {image->samples.data(), image->width, image->height,
            image->channels,       image->width, static_cast<ptrdiff_t>(image->plane_size())};
}

// PSNR of what the default corrects.
double whole_pilot(Image *noisy, const Image &clean, const zsn2n::NoiseModel &model,
                   const zsn2n::Team &team) {
    Image denoised(noisy->width, noisy->height, noisy->channels);
    const zsn2n::Noise found(model);
    const zsn2n::PilotKind &kind = *zsn2n::pilot_kind(ZSN2N_GUIDES_PILOT);
    const auto pilot = make_pilot(kind, noisy->channels == 3, kind.coarser);
    zsn2n::Arena arena(pilot->cost(view_of(noisy).shape(), team.threads()).bytes);
    pilot->run(view_of(noisy), found, team, arena, view_of(&denoised));
    found.undo_clipping(team, view_of(&denoised));
    return psnr(denoised, clean);
}

// PSNR of the whole pilot, mean over images.
struct Knowledge {
    double told = 0, blind = 0;
    double largest_loss = -1e9;  // of one image

    void add(Image *noisy, const Image &clean, const Noise &noise, const zsn2n::Team &team,
             int total) {
        const auto texture = noisy->channels == 3 ? zsn2n::ChannelTexture::kShared
                                                  : zsn2n::ChannelTexture::kSeparate;
        zsn2n::NoiseModel model = zsn2n::fit_noise(view_of(noisy), {}, texture, team);
        const double own = whole_pilot(noisy, clean, model, team);
        model.curve = true_curve(noise);
        const double best = whole_pilot(noisy, clean, model, team);
        told += best / total;
        blind += own / total;
        largest_loss = std::max(largest_loss, best - own);
    }
};

void run(const Arguments &arguments) {
    const std::string data = arguments.required("--data");
    const Noise noise = parse_noise(arguments.required("--noise"));
    const int crop = arguments.integer("--crop", 0, ZSN2N_MIN_SIDE, ZSN2N_MAX_SIDE);
    const int threads = arguments.integer("--threads", 1, 1, 256);
    const std::vector<std::string> names = first_images(arguments, data);
    const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
    const zsn2n::ThreadScope scope;
    const zsn2n::DctPilotSettings defaults;
    zsn2n::NoiseModel model;
    model.curve = true_curve(noise);
    const zsn2n::Noise told(model);
    std::vector<Variant> variants;
    for (const zsn2n::BlockSparsity both :
         {zsn2n::BlockSparsity{1, 1}, {2, 8}, {4, 8}, {8, 8}, {8, 16}, {8, 32}, {16, 64}}) {
        variants.push_back({both, both});
    }
    for (const zsn2n::DctPilotSettings &known : {defaults, zsn2n::light_dct_settings(true)}) {
        variants.push_back({known.thresholded, known.filtered});
    }
    double psnr_noisy = 0;
    Knowledge knowledge;
    const int total = static_cast<int>(names.size());
    for (int index = 0; index < total; ++index) {
        Image clean = read_image(data + "/" + names[index]);
        if (crop) clean = center_crop(clean, crop);
        Image noisy = clean, pilot = clean;
        add_noise(&noisy, noise, index);
        psnr_noisy += psnr(noisy, clean) / total;
        knowledge.add(&noisy, clean, noise, team, total);
        for (Variant &variant : variants) {
            zsn2n::DctPilotSettings settings;
            settings.thresholded = variant.thresholded;
            settings.filtered = variant.filtered;
            const zsn2n::DctPilot dct(settings);
            zsn2n::Arena arena(dct.cost(view_of(&noisy).shape(), threads).bytes);
            double best = 1e9;
            for (int repeat = 0; repeat < 2; ++repeat) {
                const auto start = Clock::now();
                dct.run(view_of(&noisy), told, team, arena, view_of(&pilot));
                best = std::min(best, seconds_since(start));
            }
            variant.psnr += psnr(pilot, clean) / total;
            variant.seconds += best / total;
        }
    }
    std::printf("threshold8\tthreshold16\twiener8\twiener16\tpsnr\tms\n");
    for (const Variant &variant : variants) {
        std::printf("%d\t%d\t%d\t%d\t%.3f\t%.2f\n", variant.thresholded.of8,
                    variant.thresholded.of16, variant.filtered.of8, variant.filtered.of16,
                    variant.psnr, variant.seconds * 1e3);
    }
    // The light one is the last, the default before it.
    const Variant &whole = variants[variants.size() - 2];
    std::printf(
        "images=%d psnr_noisy=%.3f psnr=%.3f ms=%.2f told=%.3f blind=%.3f largest_loss=%.3f\n",
        total, psnr_noisy, whole.psnr, whole.seconds * 1e3, knowledge.told, knowledge.blind,
        knowledge.largest_loss);
}

}  // namespace

const Verb kPilot = {
    "pilot",
    "PSNR and time of the DCT pilot; the whole pilot told the noise and blind",
    {{"--data", Option::kValue, "folder of clean images; sorted by name, seed = index"},
     {"--noise", Option::kValue, kNoiseForms},
     {"--crop", Option::kValue, "use the centre N x N pixels"},
     {"--threads", Option::kValue, "threads (default 1)"},
     {"--images", Option::kValue, "only the first N images"}},
    run};

}  // namespace bench
