// SPDX-License-Identifier: BSD-2-Clause
#include "train/image_pass.h"

#include <algorithm>

#include "train/loss.h"

namespace zsn2n {

ImagePass::ImagePass(const Layout &layout, Storage storage, int width, int height, Arena &arena)
    : layout_(layout),
      storage_(storage),
      region_{0, 0, width, height},
      noisy_(take_planes(arena, {width, height, layout.in})),
      denoised_(take_planes(arena, {width, height, layout.out})),
      diff_noise_(take_planes(arena, {width, height, layout.out})) {
    for (uint8_t **map : {&first_, &second_, &diff_first_})
        *map = arena.take<uint8_t>(region_.pixels() * kWidth * storage_size(storage));
}

void ImagePass::forward_in(const float *theta, int begin, int end) {
    conv_in(noisy_, layout_, theta, map(first_).rows(begin, end));
}

void ImagePass::forward_out(const float *theta, const Conv3x3 &conv, int begin, int end, int slot) {
    const FeatureMap second = map(second_).rows(begin, end);
    const int above = std::max(begin - 1, 0), below = std::min(end + 1, height());
    conv.forward(map(first_).rows(above, below), second, slot);
    PlanesView residual_of = noisy_;
    residual_of.channels = layout_.out;
    conv_out(second, layout_, theta, residual_of, denoised_);
}

void ImagePass::backward_out(const float *theta, int begin, int end, float *gradient) {
    const FeatureMap second = map(second_).rows(begin, end);
    conv_out_backward_weights(second, diff_noise_, layout_, gradient);
    conv_out_backward_data(second, layout_, theta, diff_noise_, second);
}

void ImagePass::backward_in(const Conv3x3 &conv, int begin, int end, float *gradient, int slot) {
    const int above = std::max(begin - 1, 0), below = std::min(end + 1, height());
    const FeatureMap diff_first = map(diff_first_).rows(begin, end);
    conv.backward_weights(map(first_).rows(above, below), map(second_).rows(begin, end),
                          gradient + layout_.w2, gradient + layout_.b2, slot);
    conv.backward_data(map(second_).rows(above, below), diff_first, slot);
    leaky_relu_backward(map(first_).rows(begin, end), diff_first);
    conv_in_backward_weights(noisy_, diff_first, layout_, gradient);
}

double residual_pass(ImagePass &image, const ConstPlanesView &target, const ConstPlanesView &weight,
                     float scale, const float *theta, const Conv3x3 &conv, int slot,
                     float *gradient) {
    const int rows = image.height();
    image.forward_in(theta, 0, rows);
    image.forward_out(theta, conv, 0, rows, slot);
    const double sum =
        residual_loss(image.denoised(), target, weight, scale, 0, rows, image.diff_noise());
    image.backward_out(theta, 0, rows, gradient);
    image.backward_in(conv, 0, rows, gradient, slot);
    return sum;
}

}  // namespace zsn2n
