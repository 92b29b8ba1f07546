// SPDX-License-Identifier: BSD-2-Clause
#include "network/onednn_convolution.h"

#include <cstdlib>
#include <mutex>
#include <new>

namespace zsn2n {

namespace {

using dnnl::memory;
using Forward = dnnl::convolution_forward;
using BackwardWeights = dnnl::convolution_backward_weights;

// The part that every version of oneDNN asks for.
struct Description {
    dnnl::algorithm algorithm;
    memory::desc src, weights, diff_weights, dst;
    memory::dims near, far;
    dnnl::primitive_attr attributes;
};

const memory::dims kStrides{1, 1};

// oneDNN 2.6 ends the process where an allocation fails as it makes a primitive, or a mapping for
// its code: better one of ours does. Under a limit on address space (two threads) 24 MiB were too
// little and 32 enough on Zen 5; other CPUs have other code. The room is never touched. Volatile,
// since compilers leave out what is only freed. One at a time, for as long as the lock is held, or
// each would take the room that another one has seen.
std::unique_lock<std::mutex> require_room() {
    static std::mutex making;
    std::unique_lock<std::mutex> alone(making);
    void *volatile room = std::malloc(size_t{96} << 20);
    if (!room) throw std::bad_alloc();
    std::free(room);
    return alone;
}

#if DNNL_VERSION_MAJOR >= 3
// oneDNN 3 has no operation descriptors.
Forward::primitive_desc describe(const dnnl::engine &engine, const Description &d) {
    return {engine,      dnnl::prop_kind::forward_training,
            d.algorithm, d.src,
            d.weights,   onednn_bias_desc(),
            d.dst,       kStrides,
            d.near,      d.far,
            d.attributes};
}
BackwardWeights::primitive_desc describe(const dnnl::engine &engine, const Description &d,
                                         const Forward::primitive_desc &forward) {
    return {engine,   d.algorithm, d.src, d.diff_weights, onednn_bias_desc(), d.dst,
            kStrides, d.near,      d.far, forward,        d.attributes};
}
void append_activation(dnnl::post_ops &operations) {
    operations.append_eltwise(dnnl::algorithm::eltwise_relu, kLeakySlope, 0.0f);
}
#else
Forward::primitive_desc describe(const dnnl::engine &engine, const Description &d) {
    return {{dnnl::prop_kind::forward_training, d.algorithm, d.src, d.weights, onednn_bias_desc(),
             d.dst, kStrides, d.near, d.far},
            d.attributes,
            engine};
}
BackwardWeights::primitive_desc describe(const dnnl::engine &engine, const Description &d,
                                         const Forward::primitive_desc &forward) {
    return {
        {d.algorithm, d.src, d.diff_weights, onednn_bias_desc(), d.dst, kStrides, d.near, d.far},
        d.attributes,
        engine,
        forward};
}
void append_activation(dnnl::post_ops &operations) {
    operations.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, kLeakySlope, 0.0f);
}
#endif

Description description(const Method &method, ConvolutionPass pass, const ConvolutionGeometry &g) {
    const bool winograd = method.algorithm == Algorithm::kWinograd;
    const auto type =
        method.storage == Storage::kF32 ? memory::data_type::f32 : memory::data_type::bf16;
    const auto layout = winograd ? memory::format_tag::nChw16c : memory::format_tag::nhwc;
    const memory::dims kernel{kWidth, kWidth, 3, 3};
    Description d;
    d.algorithm =
        winograd ? dnnl::algorithm::convolution_winograd : dnnl::algorithm::convolution_direct;
    d.src = {{1, kWidth, g.src_height, g.src_width}, type, layout};
    d.dst = {{1, kWidth, g.dst_height, g.dst_width}, type, layout};
    d.weights = {kernel, type, memory::format_tag::any};
    d.diff_weights = {kernel, memory::data_type::f32, memory::format_tag::any};
    d.near = {g.pad_top, g.pad_left};
    d.far = {g.dst_height + 2 - g.src_height - g.pad_top,
             g.dst_width + 2 - g.src_width - g.pad_left};
    // The default scratchpad belongs to the thread that made the primitive; hosts change threads.
    d.attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (pass == ConvolutionPass::kForward && !winograd) {
        dnnl::post_ops activation;
        append_activation(activation);
        d.attributes.set_post_ops(activation);
    }
    return d;
}

}  // namespace

memory::desc onednn_weights_desc() {
    return {{kWidth, kWidth, 3, 3}, memory::data_type::f32, memory::format_tag::hwio};
}

memory::desc onednn_bias_desc() {
    return {{kWidth}, memory::data_type::f32, memory::format_tag::a};
}

void check_onednn_convolution(const dnnl::engine &engine, const Method &method,
                              ConvolutionPass pass, const ConvolutionGeometry &geometry) {
    const auto alone = require_room();
    const Description d = description(method, pass, geometry);
    const Forward::primitive_desc forward = describe(engine, d);
    if (pass == ConvolutionPass::kBackwardWeights) describe(engine, d, forward);
}

OnednnConvolution make_onednn_convolution(const dnnl::engine &engine, const Method &method,
                                          ConvolutionPass pass,
                                          const ConvolutionGeometry &geometry) {
    const auto alone = require_room();
    const Description d = description(method, pass, geometry);
    const Forward::primitive_desc forward = describe(engine, d);
    if (pass != ConvolutionPass::kBackwardWeights) {
        return {Forward(forward), d.src, d.dst, forward.weights_desc(), forward.scratchpad_desc()};
    }
    const BackwardWeights::primitive_desc backward = describe(engine, d, forward);
    return {BackwardWeights(backward), d.src, d.dst, backward.diff_weights_desc(),
            backward.scratchpad_desc()};
}

}  // namespace zsn2n
