// SPDX-License-Identifier: BSD-2-Clause
// oneDNN primitives, one per geometry, made when first met. Activations are channels-last; weights
// are in the layout the primitive prefers, repacked once after set_weights(). Backward data is the
// forward convolution with the flipped, transposed kernel: the same speed, and bands need only one
// rule for padding.
#include <oneapi/dnnl/dnnl.hpp>

#include <map>
#include <mutex>
#include <tuple>
#include <vector>

#include "base/error.h"
#include "network/conv3x3.h"

namespace zsn2n {

namespace {

using dnnl::memory;

// Sizes and padding of one call; the padding on the far sides follows.
struct Geometry {
    int src_width, src_height, dst_width, dst_height, pad_left, pad_top;

    Geometry(const Region &src, const Region &dst)
        : src_width(src.width()),
          src_height(src.height()),
          dst_width(dst.width()),
          dst_height(dst.height()),
          pad_left(src.left - dst.left + 1),
          pad_top(src.top - dst.top + 1) {}

    bool operator<(const Geometry &other) const { return key() < other.key(); }
    memory::dims near() const { return {pad_top, pad_left}; }
    memory::dims far() const {
        return {dst_height + 2 - src_height - pad_top, dst_width + 2 - src_width - pad_left};
    }

  private:
    std::tuple<int, int, int, int, int, int> key() const {
        return {src_width, src_height, dst_width, dst_height, pad_left, pad_top};
    }
};

enum Pass { kForward, kBackwardData, kBackwardWeights };

// A primitive, and for the first two passes the copy of the weights it reads.
struct Primitive {
    dnnl::primitive primitive;
    memory::desc src, dst, weights, scratchpad;
    size_t packed = 0;
};

// Weights in one primitive's layout.
struct Packed {
    Pass pass;
    memory weights;
    uint64_t version = 0;
};

class Conv3x3Onednn : public Conv3x3 {
  public:
    Conv3x3Onednn(Storage storage, int slots)
        : engine_(dnnl::engine::kind::cpu, 0),
          stream_(engine_),
          type_(storage == Storage::kF32 ? memory::data_type::f32 : memory::data_type::bf16) {
        for (int i = 0; i < slots; ++i) scratch_.emplace_back(engine_);
    }

    void forward(const FeatureMap &src, const FeatureMap &dst, int slot) const override {
        convolve(kForward, src, dst, bias_, slot);
    }

    void backward_data(const FeatureMap &diff_dst, const FeatureMap &diff_src,
                       int slot) const override {
        convolve(kBackwardData, diff_dst, diff_src, no_bias_.data(), slot);
    }

    void backward_weights(const FeatureMap &src, const FeatureMap &diff_dst, float *diff_weights,
                          float *diff_bias, int slot) const override {
        guarded([&] {
            const Primitive &p = find(kBackwardWeights, Geometry(src.region, diff_dst.region));
            Scratch &scratch = scratch_[slot];
            scratch.pad.grow(p.scratchpad.get_size());
            const bool direct = p.weights == weights_desc();
            if (!direct) scratch.gradient.grow(p.weights.get_size());
            memory gradient = wrap(
                p.weights, direct ? static_cast<void *>(diff_weights) : scratch.gradient.data());
            p.primitive.execute(scratch.stream,
                                {{DNNL_ARG_SRC, wrap(p.src, src.data)},
                                 {DNNL_ARG_DIFF_DST, wrap(p.dst, diff_dst.data)},
                                 {DNNL_ARG_DIFF_WEIGHTS, gradient},
                                 {DNNL_ARG_DIFF_BIAS, wrap(bias_desc(), diff_bias)},
                                 {DNNL_ARG_SCRATCHPAD, wrap(p.scratchpad, scratch.pad.data())}});
            if (!direct) reorder(scratch.stream, gradient, wrap(weights_desc(), diff_weights));
        });
    }

  private:
    // What one concurrent call has for itself.
    struct Scratch {
        explicit Scratch(const dnnl::engine &engine) : stream(engine) {}
        dnnl::stream stream;
        AlignedBuffer<uint8_t> pad, gradient;
    };

    static memory::desc weights_desc() {
        return {{kWidth, kWidth, 3, 3}, memory::data_type::f32, memory::format_tag::hwio};
    }
    static memory::desc bias_desc() {
        return {{kWidth}, memory::data_type::f32, memory::format_tag::a};
    }
    memory wrap(const memory::desc &desc, const void *data) const {
        return memory(desc, engine_, const_cast<void *>(data));
    }

    template <typename Call>
    static void guarded(const Call &call) {
        try {
            call();
        } catch (const dnnl::error &error) {
            if (error.status == dnnl_out_of_memory) throw std::bad_alloc();
            throw Error(ZSN2N_BACKEND, std::string("oneDNN: ") + error.what());
        }
    }

    static void reorder(dnnl::stream &stream, const memory &from, const memory &to) {
        memory source = from, target = to;
        dnnl::reorder(source, target).execute(stream, source, target);
    }

    void convolve(Pass pass, const FeatureMap &src, const FeatureMap &dst, const float *bias,
                  int slot) const {
        guarded([&] {
            memory weights;
            const Primitive &p = find(pass, Geometry(src.region, dst.region), &weights);
            Scratch &scratch = scratch_[slot];
            scratch.pad.grow(p.scratchpad.get_size());
            p.primitive.execute(scratch.stream,
                                {{DNNL_ARG_SRC, wrap(p.src, src.data)},
                                 {DNNL_ARG_WEIGHTS, weights},
                                 {DNNL_ARG_BIAS, wrap(bias_desc(), bias)},
                                 {DNNL_ARG_DST, wrap(p.dst, dst.data)},
                                 {DNNL_ARG_SCRATCHPAD, wrap(p.scratchpad, scratch.pad.data())}});
        });
    }

    // Also packs the weights where they are stale, into *weights.
    const Primitive &find(Pass pass, const Geometry &geometry, memory *weights = nullptr) const {
        std::lock_guard<std::mutex> lock(mutex_);
        auto found = primitives_.find({pass, geometry});
        if (found == primitives_.end()) {
            found = primitives_.emplace(std::make_pair(pass, geometry), make(pass, geometry)).first;
        }
        if (weights) {
            Packed &packed = packed_[found->second.packed];
            if (packed.version != version_) {
                reorder(stream_,
                        wrap(weights_desc(), pass == kForward ? weights_ : flipped_.data()),
                        packed.weights);
                packed.version = version_;
            }
            *weights = packed.weights;
        }
        return found->second;
    }

    Primitive make(Pass pass, const Geometry &g) const {
        const memory::desc src({1, kWidth, g.src_height, g.src_width}, type_,
                               memory::format_tag::nhwc);
        const memory::desc dst({1, kWidth, g.dst_height, g.dst_width}, type_,
                               memory::format_tag::nhwc);
        const memory::desc any({kWidth, kWidth, 3, 3}, type_, memory::format_tag::any);
        const memory::dims strides{1, 1};
        const auto algorithm = dnnl::algorithm::convolution_direct;
        dnnl::primitive_attr attr;
        // The default scratchpad belongs to the thread that made the primitive; hosts change
        // threads.
        attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        if (pass == kForward) {
            dnnl::post_ops activation;
            activation.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, kLeakySlope, 0.0f);
            attr.set_post_ops(activation);
        }
        const dnnl::convolution_forward::primitive_desc forward(
            {dnnl::prop_kind::forward_training, algorithm, src, any, bias_desc(), dst, strides,
             g.near(), g.far()},
            attr, engine_);
        Primitive p;
        p.src = src;
        p.dst = dst;
        if (pass == kBackwardWeights) {
            const memory::desc any_f32({kWidth, kWidth, 3, 3}, memory::data_type::f32,
                                       memory::format_tag::any);
            const dnnl::convolution_backward_weights::primitive_desc backward(
                {algorithm, src, any_f32, bias_desc(), dst, strides, g.near(), g.far()}, attr,
                engine_, forward);
            p.primitive = dnnl::convolution_backward_weights(backward);
            p.weights = backward.diff_weights_desc();
            p.scratchpad = backward.scratchpad_desc();
            return p;
        }
        p.primitive = dnnl::convolution_forward(forward);
        p.weights = forward.weights_desc();
        p.scratchpad = forward.scratchpad_desc();
        for (p.packed = 0; p.packed < packed_.size(); ++p.packed) {
            const Packed &packed = packed_[p.packed];
            if (packed.pass == pass && packed.weights.get_desc() == p.weights) return p;
        }
        packed_.push_back({pass, memory(p.weights, engine_), 0});
        return p;
    }

    dnnl::engine engine_;
    mutable dnnl::stream stream_;  // of packing, under mutex_
    memory::data_type type_;
    mutable std::vector<Scratch> scratch_;
    mutable std::mutex mutex_;  // of the two below
    mutable std::map<std::pair<Pass, Geometry>, Primitive> primitives_;
    mutable std::vector<Packed> packed_;
};

}  // namespace

std::unique_ptr<Conv3x3> make_conv3x3_onednn(Storage storage, int slots) {
    try {
        return std::make_unique<Conv3x3Onednn>(storage, slots);
    } catch (const dnnl::error &error) {
        throw Error(ZSN2N_BACKEND, std::string("oneDNN: ") + error.what());
    }
}

}  // namespace zsn2n
