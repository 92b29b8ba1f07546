// SPDX-License-Identifier: BSD-2-Clause
// What zsn2n_params come to on this machine.
#pragma once

#include "network/conv3x3.h"
#include "train/train.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

struct Settings {
    const char *preset;
    bool whole_image;  // published objective; else crops
    int crop_size;
    int steps, warm_steps;
    bool early_stop;  // a first image may take fewer steps
    bool all_views;   // inference is the mean over the eight dihedral views
    Schedule schedule;
    bool second_order;  // SOAP, else Adam
    MomentSettings moments;
    uint64_t seed;
    int threads;
    Backend backend;
    Storage storage;
};

// For valid params; whether the backend is to be had is require_backend()'s question.
Settings resolve_settings(const zsn2n_params &params);

}  // namespace zsn2n
