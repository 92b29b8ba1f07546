// SPDX-License-Identifier: BSD-2-Clause
#include "train/loss.h"

#include <vector>

#include "network/map_buffer.h"
#include "zsn2n_consistency_loss_view.h"
#include "zsn2n_consistency_loss_whole.h"
#include "zsn2n_residual_loss.h"

namespace zsn2n {

namespace {

Region rows(const ConstPlanesView &planes, int begin, int end) {
    return {0, begin, planes.width, end};
}

// Adds the rows' sums in double, in the order of rows.
class RowLoss {
  public:
    RowLoss(int begin, int end) : begin_(begin), sums_(end - begin) {}
    KernelBuffer buffer() {
        return KernelBuffer(sums_.data(), {{begin_, static_cast<int>(sums_.size()), 1}});
    }
    double total() const {
        double sum = 0;
        for (float row : sums_) sum += row;
        return sum;
    }

  private:
    int begin_;
    std::vector<float> sums_;
};

}  // namespace

double residual_loss(const ConstPlanesView &denoised, const ConstPlanesView &other,
                     const ConstPlanesView &weight, float scale, int begin, int end,
                     const PlanesView &diff_noise) {
    const Region band = rows(denoised, begin, end);
    RowLoss loss(begin, end);
    check_kernel(zsn2n_residual_loss(RegionBuffer(denoised, band), RegionBuffer(other, band),
                                     PlaneBuffer(weight, begin, end), scale,
                                     RegionBuffer(diff_noise, band), loss.buffer()),
                 "residual_loss");
    return loss.total();
}

double consistency_loss_view(const ConstPlanesView &denoised, const ConstPlanesView &other,
                             const ConstPlanesView &whole, const ConstPlanesView &weight,
                             bool diagonal, float scale, int begin, int end,
                             const PlanesView &diff_noise) {
    const Region band = rows(denoised, begin, end);
    RowLoss loss(begin, end);
    check_kernel(
        zsn2n_consistency_loss_view(RegionBuffer(denoised, band), RegionBuffer(other, band),
                                    PlanesBuffer(whole), PlaneBuffer(weight, begin, end), diagonal,
                                    scale, RegionBuffer(diff_noise, band), loss.buffer()),
        "consistency_loss_view");
    return loss.total();
}

void consistency_loss_whole(const ConstPlanesView &first, const ConstPlanesView &second,
                            const ConstPlanesView &whole, const ConstPlanesView &weight,
                            float scale, int begin, int end, const PlanesView &diff_noise) {
    check_kernel(
        zsn2n_consistency_loss_whole(PlanesBuffer(first), PlanesBuffer(second), PlanesBuffer(whole),
                                     PlaneBuffer(weight, 0, weight.height), scale,
                                     RegionBuffer(diff_noise, rows(diff_noise, begin, end))),
        "consistency_loss_whole");
}

}  // namespace zsn2n
