// SPDX-License-Identifier: BSD-2-Clause
// What holds for any image and any settings: cases drawn at random, the same in every run. A case
// that fails is told in words, by which it can be made again.
#include <gtest/gtest.h>

#include <cstdio>

#include "frames.h"

namespace {

constexpr int kCases = 48;

// Numbers of one case.
class Draw {
  public:
    explicit Draw(uint64_t seed) : seed_(seed) {}
    // 0 to most.
    int upto(int most) { return static_cast<int>(uniform(seed_, count_++) * (most + 1)); }
    bool one_of(int n) { return upto(n - 1) == 0; }
    double share() { return upto(8) / 8.0; }

  private:
    uint64_t seed_, count_ = 0;
};

struct Case {
    Shape shape;
    std::string options;
    bool video;
    int frames;
    double sigma;
    bool cut;  // the last frame shows another scene
};

Shape draw_shape(Draw &draw) {
    Shape shape =
        shape_of(4 + draw.upto(100), 4 + draw.upto(80), static_cast<zsn2n_color>(draw.upto(2)),
                 static_cast<zsn2n_sample>(draw.upto(2)));
    if (shape.color == ZSN2N_COLOR_YUV) {
        shape.shift_x = draw.upto(2);
        shape.shift_y = draw.upto(2);
    }
    if (shape.sample == ZSN2N_SAMPLE_U16) {
        shape.bits = 9 + draw.upto(7);
        shape.unused_bits = draw.upto(16 - shape.bits);
    }
    shape.alpha = draw.one_of(4);
    shape.interleaved = draw.one_of(3) && shape.shift_x == 0 && shape.shift_y == 0;
    shape.flipped = draw.one_of(3);
    shape.big_endian = draw.one_of(3) && shape.sample != ZSN2N_SAMPLE_U8;
    return shape;
}

Case draw_case(uint64_t seed) {
    Draw draw(seed);
    constexpr const char *kWays[] = {"preset=fast",
                                     "preset=medium:steps=3:warm_steps=2",
                                     "preset=slow:steps=3:warm_steps=2",
                                     "preset=paper:steps=2:warm_steps=1",
                                     "guides=none:steps=3:warm_steps=2",
                                     "preset=fast:guides=quick",
                                     "preset=fast:noise=white"};
    Case drawn{draw_shape(draw), kWays[draw.upto(6)],       draw.one_of(2),
               1 + draw.upto(2), 0.02 + 0.1 * draw.share(), draw.one_of(5)};
    const auto add = [&](const char *name, double value) {
        char text[64];
        std::snprintf(text, sizeof text, ":%s=%g", name, value);
        drawn.options += text;
    };
    if (draw.one_of(3)) add("strength", 0.125 + 0.875 * draw.share());
    if (draw.one_of(3)) add("luma", draw.share());
    if (draw.one_of(3)) add("chroma", draw.share());
    if (draw.one_of(3)) add("detail", draw.share());
    if (draw.one_of(4)) add("noise_level", 0.5 + 2 * draw.share());
    if (draw.one_of(4)) add("planes", 1 + draw.upto(6));
    if (draw.one_of(4)) add("temporal", draw.upto(3));
    if (draw.one_of(4)) add("lookahead", draw.upto(2));
    if (draw.one_of(4)) add("seed", draw.upto(9));
    return drawn;
}

Picture frame_of(const Case &c, const Shape &shape, int i) {
    Picture picture = c.cut && i > 0 && i + 1 == c.frames
                          ? other_scene(shape, 3)
                          : moving_frame(shape, i, c.sigma, 1 + 2 * (c.frames % 2));
    if (!shape.alpha) return picture;
    // A hole, an opaque rest.
    const int alpha = picture.planes() - 1;
    for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x)
            picture.set(alpha, x, y,
                        x > shape.width / 2 && y < shape.height / 3 ? 0 : picture.peak());
    }
    return picture;
}

zsn2n_params settings_of(const Case &c, const std::string &more = "") {
    return c.video ? video_of(c.options + more) : params_of(c.options + more);
}

// All frames, each with those after it.
std::vector<Picture> results_of(const Case &c, const zsn2n_params &params, const Shape &shape,
                                bool in_place = false) {
    Context context(params);
    std::vector<Picture> frames, results;
    for (int i = 0; i < c.frames; ++i) frames.push_back(frame_of(c, shape, i));
    for (int i = 0; i < c.frames; ++i) {
        std::vector<const Picture *> next;
        for (int k = i + 1; k < c.frames; ++k) next.push_back(&frames[k]);
        Picture apart(shape);
        EXPECT_EQ(context.process(frames[i], next, in_place ? &frames[i] : &apart), ZSN2N_OK)
            << context.message();
        const Picture &result = in_place ? frames[i] : apart;
        EXPECT_TRUE(result.padding_untouched());
        EXPECT_TRUE(finite(result));
        results.emplace_back(result);
    }
    return results;
}

void expect_same(const std::vector<Picture> &a, const std::vector<Picture> &b, const char *what) {
    for (size_t i = 0; i < a.size(); ++i)
        EXPECT_TRUE(same_samples(a[i], b[i])) << what << ", " << i;
}

class Properties : public testing::TestWithParam<int> {};

TEST_P(Properties, Hold) {
    const Case c = draw_case(GetParam());
    SCOPED_TRACE(to_text(c.shape) + " " + c.options + (c.video ? " video, " : ", ") +
                 std::to_string(c.frames) + " frames, sigma " + std::to_string(c.sigma));
    const zsn2n_params params = settings_of(c, ":threads=2");
    const std::vector<Picture> results = results_of(c, params, c.shape);
    expect_same(results, results_of(c, settings_of(c, ":threads=1"), c.shape), "one thread");
    expect_same(results, results_of(c, settings_of(c, ":threads=5"), c.shape), "five threads");
    expect_same(results, results_of(c, params, c.shape, true), "in place");
    Shape plain = c.shape;
    plain.interleaved = plain.flipped = plain.big_endian = false;
    plain.unused_bits = 0;
    expect_same(results, results_of(c, params, plain), "another layout");
    Shape other = plain;
    other.flipped = true;
    other.interleaved = plain.shift_x == 0 && plain.shift_y == 0;
    expect_same(results, results_of(c, params, other), "a third layout");
    // Strips, where there can be some.
    zsn2n_params capped = params;
    capped.memory_cap = required(params, frame_of(c, c.shape, 0), 1);
    Context context(capped);
    Picture strips(c.shape);
    if (context.process(frame_of(c, c.shape, 0), &strips) == ZSN2N_OK && c.frames == 1)
        expect_same(results, {strips}, "strips");
}

INSTANTIATE_TEST_SUITE_P(Drawn, Properties, testing::Range(1, kCases + 1));

// A context that starts from a state file goes on as one that never stopped.
TEST(PropertiesOfStates, GoOn) {
    const std::string path = testing::TempDir() + "zsn2n_properties.state";
    for (int seed = 1; seed <= 8; ++seed) {
        Case c = draw_case(1000 + seed);
        c.options = "guides=none:steps=3:warm_steps=2:preset=fast";
        SCOPED_TRACE(to_text(c.shape));
        const zsn2n_params params = params_of(c.options);
        Context whole(params), first(params), second(params);
        Picture a(c.shape), b(c.shape);
        ASSERT_EQ(whole.process(frame_of(c, c.shape, 0), &a), ZSN2N_OK) << whole.message();
        ASSERT_EQ(first.process(frame_of(c, c.shape, 0), &a), ZSN2N_OK);
        ASSERT_EQ(zsn2n_state_save(first.get(), path.c_str()), ZSN2N_OK);
        ASSERT_EQ(zsn2n_state_load(second.get(), path.c_str()), ZSN2N_OK);
        const Picture next = moving_frame(c.shape, 1, c.sigma);
        ASSERT_EQ(whole.process(next, &a), ZSN2N_OK);
        ASSERT_EQ(second.process(next, &b), ZSN2N_OK);
        EXPECT_TRUE(same_samples(a, b));
    }
    std::remove(path.c_str());
}

}  // namespace
