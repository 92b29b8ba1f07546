// SPDX-License-Identifier: BSD-2-Clause
// Watches the held-out loss of weights averaged over the last steps. The mean lies where the decay
// of the rate will lead. The loss of the weights themselves swings by more than is left to gain.
#pragma once

#include "train/held_out_loss.h"
#include "train/stop_rule.h"

namespace zsn2n {

class EarlyStop {
  public:
    // For a plan of `steps`. Copies what it needs of the image.
    EarlyStop(CropSource &image, const std::vector<HeldOutBlock> &blocks, const Layout &layout,
              Storage storage, int steps, const Team &team, Arena &arena);

    // Call it after every step; `step` of them are done. True where more steps at this rate are not
    // worth it. It may leave `conv` with other weights than theta's, and allocates nothing after
    // its first check.
    bool stalled(int step, const float *theta, Conv3x3 &conv, const Team &team);

    static Cost cost(const Layout &layout, Storage storage);

  private:
    Layout layout_;
    int interval_;  // steps between checks
    HeldOutLoss loss_;
    StopRule rule_;
    float *mean_;
    float weight_ = 0;  // of all terms of the mean
};

}  // namespace zsn2n
