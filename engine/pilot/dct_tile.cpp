// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/dct_tile.h"

namespace zsn2n {

namespace {

// The kernels finish a vector of blocks. So they read and write up to 15 more blocks, each of which
// reaches one cell further along and down.
constexpr int kSpareBlocks = 15;

int phase_stride(int columns, int rows) {
    const int pitch = columns + 2;
    // With an odd number of cache lines the phases spread over all sets of the cache.
    return ((rows + 2) * pitch + kSpareBlocks + pitch + 1 + 15) / 16 * 16 | 16;
}

}  // namespace

DctTile::DctTile(int left, int top, int columns, int rows)
    : left_(left),
      top_(top),
      columns_(columns),
      rows_(rows),
      pitch_(columns + 2),
      phase_stride_(phase_stride(columns, rows)) {}

size_t DctTile::max_span() {
    return static_cast<size_t>(kCell) * kCell * phase_stride(kMaxColumns, kMaxRows);
}

void DctTile::put_row(const float *row, int y, float *buffer) const {
    float *dst = buffer + y % kCell * kCell * phase_stride_ + y / kCell * pitch_;
    for (int cell = 0; cell < pitch_; ++cell, ++dst, row += kCell) {
        for (int x = 0; x < kCell; ++x) dst[x * phase_stride_] = row[x];
    }
}

void DctTile::get_row(const float *buffer, int y, float *row) const {
    const float *src = buffer + y % kCell * kCell * phase_stride_ + y / kCell * pitch_;
    for (int cell = 0; cell < pitch_; ++cell, ++src, row += kCell) {
        for (int x = 0; x < kCell; ++x) row[x] = src[x * phase_stride_];
    }
}

DctTile::Blocks DctTile::blocks(int size, const BlockShift &shift) const {
    Blocks blocks;
    // A block that starts in the cell above or left of the inner ones may end before them.
    const int first_column = shift.x + size > kCell ? 0 : 1;
    const int first_row = shift.y + size > kCell ? 0 : 1;
    blocks.first = first_row * pitch_ + first_column;
    blocks.count = rows_ * pitch_ + columns_ + 1 - blocks.first;
    for (int i = 0; i < size; ++i) {
        const int x = shift.x + i, y = shift.y + i;
        blocks.columns[i] = x % kCell * phase_stride_ + x / kCell;
        blocks.rows[i] = y % kCell * kCell * phase_stride_ + y / kCell * pitch_;
    }
    return blocks;
}

}  // namespace zsn2n
