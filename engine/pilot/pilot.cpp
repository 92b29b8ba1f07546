// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/pilot.h"

#include "image/bands.h"
#include "image/strips.h"

namespace zsn2n {

namespace {

// The least rows of a strip without its halo.
constexpr int kStripRows = 960;

class InStrips : public Pilot {
  public:
    InStrips(std::unique_ptr<Pilot> pilot, int pixels)
        : pilot_(std::move(pilot)), pixels_(pixels) {}

    Cost cost(const Shape &shape, int threads) const override {
        // Where a coarser scale has no image, either.
        if (shape.height <= kStripRows) return pilot_->cost(shape, threads);
        const Strips strips = cut(shape, threads);
        const Shape strip{shape.width, strips.rows(), shape.channels};
        Cost cost = pilot_->cost(strip, threads);
        if (strips.count() == 1) return cost;
        Arena count;
        take_planes(count, strip);
        count.visit(cost.bytes);
        cost.bytes = count.peak();
        cost.work = 0;
        for (int i = 0; i < strips.count(); ++i) {
            const int rows = strips.bottom(i) - strips.top(i);
            cost.work += pilot_->cost({shape.width, rows, shape.channels}, threads).work;
        }
        return cost;
    }

    void run(const ConstPlanesView &noisy, const Noise &noise, const Team &team, Arena &arena,
             const PlanesView &estimate) const override {
        const Strips strips = cut(noisy.shape(), team.threads());
        if (strips.count() == 1) return pilot_->run(noisy, noise, team, arena, estimate);
        const Arena::Scope scope(arena);
        const PlanesView held = take_planes(arena, {noisy.width, strips.rows(), noisy.channels});
        for (int i = 0; i < strips.count(); ++i) {
            const Region rows = noisy.region().rows(strips.top(i), strips.bottom(i));
            const PlanesView own = held.part(rows.from(rows));
            pilot_->run(noisy.part(rows), noise.part(rows), team, arena, own);
            const Region kept = noisy.region().rows(strips.begin(i), strips.end(i));
            copy_planes(own.part(kept.from(rows)), estimate.part(kept), team);
        }
    }

  private:
    // One strip, where the whole is not much taller.
    Strips cut(const Shape &shape, int threads) const {
        const Cost cost = pilot_->cost({shape.width, 1, shape.channels}, threads);
        const int rows = std::max(kStripRows, pixels_ / std::max(shape.width, 1));
        const int count = (shape.height - 2 * cost.halo + rows - 1) / rows;
        return {shape.height, std::max(count, 1), cost.halo, cost.grid};
    }

    std::unique_ptr<Pilot> pilot_;
    int pixels_;
};

}  // namespace

const PilotKind *pilot_kind(int guides) {
    for (const PilotKind &kind : kPilots) {
        if (kind.guides == guides) return &kind;
    }
    return nullptr;
}

std::unique_ptr<Pilot> make_pilot(const PilotKind &kind, bool rgb, bool coarser, int strip) {
    std::unique_ptr<Pilot> pilot = std::make_unique<InStrips>(kind.make(rgb), strip);
    // Each scale has strips of its own, which have half the halo of strips with both: 6 % less of
    // 12 megapixels is done twice. A second scale is worth 0.15 dB for a phone's photo, and twice
    // the halo: by `memory_cap` an image of 320x1024 would take 42 MiB at least, not 27.
    if (coarser) pilot = make_coarser_scale(std::move(pilot), {1, 1});
    return pilot;
}

}  // namespace zsn2n
