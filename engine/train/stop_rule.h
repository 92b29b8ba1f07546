// SPDX-License-Identifier: BSD-2-Clause
// When a falling loss has stopped falling.
#pragma once

namespace zsn2n {

class StopRule {
  public:
    // Losses are looked at over this many intervals between checks.
    static constexpr int kWindow = 4;
    // Share of the loss by which it must fall meanwhile. A loss is mostly the target's noise: 0.1 %
    // of it are about 0.03 dB of the result.
    static constexpr double kLeastFall = 0.001;

    // Takes the next check's loss; true where it has fallen less than that.
    bool stalled(double loss);

  private:
    double last_[kWindow] = {};
    int count_ = 0;
};

}  // namespace zsn2n
