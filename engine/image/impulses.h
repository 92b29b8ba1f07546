// SPDX-License-Identifier: BSD-2-Clause
// Impulses: hot and dead pixels, salt and pepper. They are no noise that a variance describes, and
// are taken out before anything is measured.
#pragma once

#include <memory>
#include <vector>

#include "base/team.h"
#include "image/flat_map.h"
#include "image/host_image.h"

namespace zsn2n {

// By plane of a group: the samples that are impulses, and what takes their place.
class Impulses {
  public:
    struct Impulse {
        int x, y;
        float instead;
    };

    explicit Impulses(size_t planes) : planes_(planes) {}
    void set(int c, std::vector<Impulse> impulses) { planes_[c] = std::move(impulses); }

    size_t count() const;
    // Replaces those of plane c in rows `begin` to `end` of `plane`, which is `region` of it.
    void replace(int c, const Region &region, int begin, int end, const PlanesView &plane) const;

  private:
    std::vector<std::vector<Impulse>> planes_;  // in order of their places
};

// Null where there are none. A plane has impulses where some of its samples stand alone, far from
// all that is round them, and next to none stand half as far: tails of noise have no such gap. What
// shows in the samples beside it, as a star does, is no impulse, and neither is what lies in `flat`
// (null: nothing does), or on constant ground: a drawing has dots. The result depends on the
// samples alone, not on the team.
std::shared_ptr<const Impulses> find_impulses(const zsn2n_image &image, const PlaneGroup &group,
                                              const FlatMap *flat, const Team &team);

}  // namespace zsn2n
