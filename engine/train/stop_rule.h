// SPDX-License-Identifier: BSD-2-Clause
// Tells when a falling loss has stopped falling.
#pragma once

namespace zsn2n {

class StopRule {
  public:
    // A loss is compared with the one so many checks before.
    static constexpr int kWindow = 4;
    // The share of the loss by which it must fall in that time. A loss is mostly the target's
    // noise: 0.1 % of it is about 0.03 dB of the result.
    static constexpr double kLeastFall = 0.001;

    // Takes the next check's loss; true where it has fallen less than that.
    bool stalled(double loss);

  private:
    double last_[kWindow] = {};
    int count_ = 0;
};

}  // namespace zsn2n
