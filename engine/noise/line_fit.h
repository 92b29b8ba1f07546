// SPDX-License-Identifier: BSD-2-Clause
// Least squares for a line.
#pragma once

#include <algorithm>

namespace zsn2n {

struct Line {
    double a = 0, b = 0;
};

// Normal matrix (aa, ab, bb) and right side.
struct Normal {
    double aa = 0, ab = 0, bb = 0, ra = 0, rb = 0;

    void add(double ja, double jb, double value, double weight) {
        aa += weight * ja * ja;
        ab += weight * ja * jb;
        bb += weight * jb * jb;
        ra += weight * ja * value;
        rb += weight * jb * value;
    }
    void add(const Normal &other) {
        aa += other.aa;
        ab += other.ab;
        bb += other.bb;
        ra += other.ra;
        rb += other.rb;
    }
    Line constant() const { return {0, bb > 0 ? rb / bb : 0}; }
    // Falls back to the constant where all samples have one brightness.
    Line solve() const {
        const double determinant = aa * bb - ab * ab;
        if (!(determinant > 1e-6 * aa * bb)) return constant();
        return {(ra * bb - rb * ab) / determinant, (rb * aa - ra * ab) / determinant};
    }
    // By how much `other` fits worse than `line`, the solution.
    double distance(const Line &line, const Line &other) const {
        const double da = line.a - other.a, db = line.b - other.b;
        return aa * da * da + 2 * ab * da * db + bb * db * db;
    }
};

// Goes from `simple` to `full` as far as `distance` exceeds what chance explains. This is the
// positive-part James-Stein estimate; `chance` also allows for what is not chance.
inline Line shrink(const Line &full, const Line &simple, double distance, double chance) {
    const double keep = distance > 0 ? std::max(0.0, 1 - chance / distance) : 0;
    return {simple.a + keep * (full.a - simple.a), simple.b + keep * (full.b - simple.b)};
}

}  // namespace zsn2n
