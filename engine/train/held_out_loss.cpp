// SPDX-License-Identifier: BSD-2-Clause
#include "train/held_out_loss.h"

#include <algorithm>

namespace zsn2n {

namespace {

// A cell is a view of a block with what the network sees around it. Cells stand side by side in one
// map; pixels that a neighbour spoils are not counted.
constexpr int kReach = 2;
constexpr int kCell = kHeldOutSide / 2 + 2 * kReach;

// Few blocks are seen on several grids of pairs each. The samples then depend on each other, and
// still lower the noise.
constexpr int kCells = kHeldOutBlocks;
struct Grid {
    int x, y;
};
constexpr Grid kGrids[] = {{0, 0}, {1, 1}, {1, 0}, {0, 1}};

int cell_count(size_t blocks) {
    const int count = static_cast<int>(blocks);
    return count * std::min(kCells / count, 4);
}

PlanesView cell(const PlanesView &planes, int i) {
    PlanesView view = planes;
    view.data += i * kCell;
    view.width = kCell;
    return view;
}

}  // namespace

HeldOutLoss::HeldOutLoss(CropSource &image, const std::vector<HeldOutBlock> &blocks,
                         const Layout &layout, Storage storage, const Team &team, Arena &arena)
    : blocks_(blocks.size()),
      cells_(cell_count(blocks_)),
      layout_(layout),
      views_{{layout, storage, kCell * cells_, kCell, arena},
             {layout, storage, kCell * cells_, kCell, arena}} {
    for (int i = 0; i < cells_; ++i) {
        const HeldOutBlock &block = blocks[i % blocks_];
        const Grid &grid = kGrids[i / blocks_];
        const Crop crop{block.left + grid.x - 2 * kReach,
                        block.top + grid.y - 2 * kReach,
                        kCell,
                        kCell,
                        false,
                        false,
                        false};
        downsample_pair(image.crop(crop.region(), team).noisy, crop.within_region(),
                        cell(views_[0].noisy(), i), cell(views_[1].noisy(), i));
    }
}

// The mean is over the pairs that lie wholly in their block.
double HeldOutLoss::squared_error(const PlanesView &denoised, const PlanesView &other) const {
    double sum = 0;
    size_t count = 0;
    for (int i = 0; i < cells_; ++i) {
        const PlanesView a = cell(denoised, i), b = cell(other, i);
        const Grid &grid = kGrids[i / blocks_];
        for (int c = 0; c < layout_.out; ++c) {
            for (int y = kReach; y < kCell - kReach - grid.y; ++y) {
                for (int x = kReach; x < kCell - kReach - grid.x; ++x, ++count) {
                    const double error = a.at(x, y, c) - b.at(x, y, c);
                    sum += error * error;
                }
            }
        }
    }
    return sum / static_cast<double>(count);
}

double HeldOutLoss::evaluate(const float *theta, const Conv3x3 &conv, const Team &team) {
    double loss[2];
    team.run(2, [&](int i, int slot) {
        ImagePass &view = views_[i];
        view.forward_in(theta, 0, kCell);
        view.forward_out(theta, conv, 0, kCell, slot);
        loss[i] = squared_error(view.denoised(), views_[1 - i].noisy());
    });
    return 0.5 * (loss[0] + loss[1]);
}

Cost HeldOutLoss::cost(const Layout &layout, Storage storage) {
    Arena count;
    for (int view = 0; view < 2; ++view) ImagePass(layout, storage, kCell * kCells, kCell, count);
    return {count.peak()};
}

}  // namespace zsn2n
