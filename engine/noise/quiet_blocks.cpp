// SPDX-License-Identifier: BSD-2-Clause
#include "noise/quiet_blocks.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"

namespace zsn2n {

namespace {

constexpr int kSide = BlockSpectra::kSide, kPixels = BlockSpectra::kPixels;
constexpr int kRounds = 3;
constexpr double kShare = 0.1;     // of the blocks is chosen
constexpr int kLeast = 80;         // blocks are chosen at least
constexpr double kOwnShare = 0.8;  // a block among the loudest others is no quiet one
constexpr double kCode = 1.0 / 255;
constexpr float kNever = 1e30f;
constexpr int kPart = 1024;  // blocks of one task

// The mean energy of a block's coefficients over their variances.
void normalised_energies(const BlockSpectra &blocks, const Tables &variances, const Team &team,
                         std::vector<float> &own) {
    std::array<float, kPixels> inverse[3];
    for (int c = 0; c < blocks.mixtures; ++c) {
        const double mean = ac_mean(variances.mixture[c]);
        for (int k = 0; k < kPixels; ++k) {
            const double variance = variances.mixture[c][k] + 0.02 * mean + 0.02 * kCode * kCode;
            inverse[c][k] =
                k ? static_cast<float>(1 / (variance * (kPixels - 1) * blocks.mixtures)) : 0.0f;
        }
    }
    own.resize(blocks.size());
    team.run(blocks.rows, [&](int row, int) {
        for (int i = row * blocks.columns; i < (row + 1) * blocks.columns; ++i) {
            float lanes[8] = {};
            for (int c = 0; c < blocks.mixtures; ++c) {
                const float *const x = blocks.block(c, i);
                for (int k = 0; k < kPixels; k += 8) {
                    for (int l = 0; l < 8; ++l) lanes[l] += x[k + l] * x[k + l] * inverse[c][k + l];
                }
            }
            float sum = 0;
            for (const float lane : lanes) sum += lane;
            own[i] = blocks.usable[i] ? sum : kNever;
        }
    });
}

// The mean of the three quietest quarters of the neighbours that do not overlap; at least three.
float neighbours_energy(const BlockSpectra &blocks, const std::vector<float> &own, int column,
                        int row) {
    constexpr int kApart = BlockSpectra::kApart;
    float found[8];
    int count = 0;
    for (int dy = -kApart; dy <= kApart; dy += kApart) {
        for (int dx = -kApart; dx <= kApart; dx += kApart) {
            const int x = column + dx, y = row + dy;
            if ((!dx && !dy) || x < 0 || y < 0 || x >= blocks.columns || y >= blocks.rows) continue;
            if (!blocks.usable[y * blocks.columns + x]) continue;
            const float energy = own[y * blocks.columns + x];
            int at = count++;
            for (; at > 0 && found[at - 1] > energy; --at) found[at] = found[at - 1];
            found[at] = energy;
        }
    }
    if (count < 3) return kNever;
    const int used = std::max(3, count * 3 / 4);
    float sum = 0;
    for (int i = 0; i < used; ++i) sum += found[i];
    return sum / static_cast<float>(used);
}

float quantile(std::vector<float> values, double q) {
    const auto at =
        values.begin() + static_cast<ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace

std::vector<int> quietest(const QuietBlocks &quiet, const std::vector<int> &among, size_t least) {
    std::vector<int> chosen;
    if (among.empty()) return chosen;
    std::vector<float> own;
    own.reserve(among.size());
    for (const int i : among) own.push_back(quiet.own[i]);
    const float loud = quantile(std::move(own), kOwnShare);
    for (const int i : among) {
        if (quiet.own[i] < loud && quiet.rank[i] < kNever) chosen.push_back(i);
    }
    const size_t wanted =
        std::max(least, static_cast<size_t>(kShare * static_cast<double>(among.size())));
    if (chosen.size() > wanted) {
        std::nth_element(chosen.begin(), chosen.begin() + static_cast<ptrdiff_t>(wanted),
                         chosen.end(), [&](int a, int b) {
                             return quiet.rank[a] != quiet.rank[b] ? quiet.rank[a] < quiet.rank[b]
                                                                   : a < b;
                         });
        chosen.resize(wanted);
        std::sort(chosen.begin(), chosen.end());
    }
    return chosen;
}

BlockEnergy energy_of(const BlockSpectra &blocks, const Table &variances,
                      const std::vector<int> &chosen, int c) {
    double sum = 0, squares = 0;
    for (const int i : chosen) {
        double energy = 0;
        for (int k = 1; k < kPixels; ++k) {
            const double x = blocks.block(c, i)[k];
            energy += x * x / variances[k];
        }
        sum += energy;
        squares += energy * energy;
    }
    const double count = static_cast<double>(chosen.size());
    return {sum / (count * (kPixels - 1)), std::max(0.0, squares * count / (sum * sum) - 1)};
}

QuietBlocks find_quiet_blocks(const BlockSpectra &blocks, const Team &team) {
    QuietBlocks quiet;
    std::vector<int> usable;
    for (int i = 0; i < blocks.size(); ++i) {
        if (blocks.usable[i]) usable.push_back(i);
    }
    if (usable.size() < kLeast) return quiet;

    // At first all coefficients alike: the energy that 30 % of the blocks stay below.
    for (int c = 0; c < blocks.mixtures; ++c) {
        std::vector<float> energies(usable.size());
        const int count = static_cast<int>(usable.size());
        team.run(ceil_divide(count, kPart), [&](int part, int) {
            for (int n = part * kPart; n < std::min(count, (part + 1) * kPart); ++n) {
                const float *const x = blocks.block(c, usable[n]);
                float lanes[8] = {};
                for (int k = 0; k < kPixels; k += 8) {
                    for (int l = 0; l < 8; ++l) lanes[l] += x[k + l] * x[k + l];
                }
                float sum = -x[0] * x[0];
                for (const float lane : lanes) sum += lane;
                energies[n] = std::max(sum, 0.0f) / (kPixels - 1);
            }
        });
        quiet.variances.mixture[c].fill(
            std::max<double>(quantile(energies, 0.3), 0.05 * kCode * kCode));
    }
    quiet.rank.assign(blocks.size(), kNever);
    for (int round = 0; round < kRounds; ++round) {
        normalised_energies(blocks, quiet.variances, team, quiet.own);
        team.run(blocks.rows, [&](int row, int) {
            for (int x = 0; x < blocks.columns; ++x) {
                quiet.rank[row * blocks.columns + x] = neighbours_energy(blocks, quiet.own, x, row);
            }
        });
        quiet.chosen = quietest(quiet, usable, kLeast);
        const std::vector<int> &chosen = quiet.chosen;
        if (chosen.empty()) return quiet;
        for (int c = 0; c < blocks.mixtures; ++c) {
            Table &table = quiet.variances.mixture[c];
            table.fill(0);
            for (const int i : chosen) {
                const float *const x = blocks.block(c, i);
                for (int k = 0; k < kPixels; ++k) table[k] += static_cast<double>(x[k]) * x[k];
            }
            for (double &v : table) {
                v = std::max(v / static_cast<double>(chosen.size()), 0.02 * kCode * kCode);
            }
            table[0] = std::max(table[1], table[kSide]);
        }
    }
    return quiet;
}

}  // namespace zsn2n
