// SPDX-License-Identifier: BSD-2-Clause
// oneDNN primitives, one for each geometry, made at its first call. Weights are in the layout that
// the primitive prefers, repacked once after set_weights(). Backward data is the forward
// convolution with the flipped, transposed kernel. It is as fast, and bands need only one rule for
// padding.
#include <map>
#include <mutex>
#include <vector>

#include "base/error.h"
#include "base/thread_scope.h"
#include "network/blocks.h"
#include "network/conv3x3.h"
#include "network/onednn_convolution.h"

namespace zsn2n {

namespace {

using dnnl::memory;
using Geometry = ConvolutionGeometry;
using Pass = ConvolutionPass;

// A primitive, and the copy of the weights that it reads in the first two passes.
struct Primitive {
    OnednnConvolution convolution;
    size_t packed = 0;
};

// Weights in the layout of one primitive.
struct Packed {
    Pass pass;
    memory weights;
    uint64_t version = 0;
};

class Conv3x3Onednn : public Conv3x3 {
  public:
    Conv3x3Onednn(const Method &method, int slots)
        : engine_(dnnl::engine::kind::cpu, 0), stream_(engine_), method_(method) {
        for (int i = 0; i < slots; ++i) scratch_.emplace_back(engine_);
    }

    void forward(const FeatureMap &src, const FeatureMap &dst, int slot) const override {
        convolve(Pass::kForward, src, dst, bias_, slot);
    }

    void backward_data(const FeatureMap &diff_dst, const FeatureMap &diff_src,
                       int slot) const override {
        convolve(Pass::kBackwardData, diff_dst, diff_src, no_bias_.data(), slot);
    }

    void backward_weights(const FeatureMap &src, const FeatureMap &diff_dst, float *diff_weights,
                          float *diff_bias, int slot) const override {
        guarded([&] {
            const OnednnConvolution &p =
                find(Pass::kBackwardWeights, Geometry(src.region, diff_dst.region)).convolution;
            Scratch &scratch = scratch_[slot];
            scratch.pad.grow(p.scratchpad.get_size());
            const bool own_layout = p.weights == onednn_weights_desc();
            if (!own_layout) scratch.gradient.grow(p.weights.get_size());
            memory gradient = wrap(p.weights, own_layout ? static_cast<void *>(diff_weights)
                                                         : scratch.gradient.data());
            p.primitive.execute(scratch.stream,
                                {{DNNL_ARG_SRC, wrap(p.src, input(src, scratch.src))},
                                 {DNNL_ARG_DIFF_DST, wrap(p.dst, input(diff_dst, scratch.dst))},
                                 {DNNL_ARG_DIFF_WEIGHTS, gradient},
                                 {DNNL_ARG_DIFF_BIAS, wrap(onednn_bias_desc(), diff_bias)},
                                 {DNNL_ARG_SCRATCHPAD, wrap(p.scratchpad, scratch.pad.data())}});
            if (!own_layout) {
                reorder(scratch.stream, gradient, wrap(onednn_weights_desc(), diff_weights));
            }
        });
    }

  private:
    // The own memory of a concurrent call; src and dst are the maps in Winograd's layout.
    struct Scratch {
        explicit Scratch(const dnnl::engine &engine) : stream(engine) {}
        dnnl::stream stream;
        AlignedBuffer<uint8_t> pad, gradient;
        AlignedBuffer<float> src, dst;
    };

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

    bool winograd() const { return method_.algorithm == Algorithm::kWinograd; }

    // The map in the layout that the primitive reads.
    const void *input(const FeatureMap &map, AlignedBuffer<float> &blocks) const {
        if (!winograd()) return map.data;
        blocks.grow(map.region.pixels() * kWidth);
        to_blocks(map, blocks.data());
        return blocks.data();
    }

    void convolve(Pass pass, const FeatureMap &src, const FeatureMap &dst, const float *bias,
                  int slot) const {
        guarded([&] {
            memory weights;
            const OnednnConvolution &p =
                find(pass, Geometry(src.region, dst.region), &weights).convolution;
            Scratch &scratch = scratch_[slot];
            scratch.pad.grow(p.scratchpad.get_size());
            if (winograd()) scratch.dst.grow(dst.region.pixels() * kWidth);
            p.primitive.execute(
                scratch.stream,
                {{DNNL_ARG_SRC, wrap(p.src, input(src, scratch.src))},
                 {DNNL_ARG_WEIGHTS, weights},
                 {DNNL_ARG_BIAS, wrap(onednn_bias_desc(), bias)},
                 {DNNL_ARG_DST, wrap(p.dst, winograd() ? scratch.dst.data() : dst.data)},
                 {DNNL_ARG_SCRATCHPAD, wrap(p.scratchpad, scratch.pad.data())}});
            if (winograd()) {
                from_blocks(scratch.dst.data(), pass == Pass::kForward ? kLeakySlope : 1.0f, dst);
            }
        });
    }

    // Packs the weights into *weights, too, where they are stale.
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
                        wrap(onednn_weights_desc(),
                             pass == Pass::kForward ? weights_ : flipped_.data()),
                        packed.weights);
                packed.version = version_;
            }
            *weights = packed.weights;
        }
        return found->second;
    }

    Primitive make(Pass pass, const Geometry &geometry) const {
        Primitive p{make_onednn_convolution(engine_, method_, pass, geometry)};
        if (pass == Pass::kBackwardWeights) return p;
        const memory::desc &layout = p.convolution.weights;
        for (p.packed = 0; p.packed < packed_.size(); ++p.packed) {
            const Packed &packed = packed_[p.packed];
            if (packed.pass == pass && packed.weights.get_desc() == layout) return p;
        }
        packed_.push_back({pass, memory(layout, engine_), 0});
        return p;
    }

    dnnl::engine engine_;
    mutable dnnl::stream stream_;  // of packing, under mutex_
    Method method_;
    mutable std::vector<Scratch> scratch_;
    mutable std::mutex mutex_;  // of the two below
    mutable std::map<std::pair<Pass, Geometry>, Primitive> primitives_;
    mutable std::vector<Packed> packed_;
};

bool has_all_passes(const Method &method) {
    const ThreadScope scope;
    const Geometry view({0, 0, 32, 32}, {0, 0, 32, 32});
    try {
        const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
        for (Pass pass : {Pass::kForward, Pass::kBackwardData, Pass::kBackwardWeights}) {
            check_onednn_convolution(engine, method, pass, view);
        }
        return true;
    } catch (const dnnl::error &) {
        return false;
    }
}

}  // namespace

bool onednn_has(const Method &method) {
    // oneDNN 2 has Winograd for AVX-512, oneDNN 3 has it for no x86.
    static const bool winograd =
        has_all_passes({Backend::kOnednn, Storage::kF32, Algorithm::kWinograd});
    static const bool bf16 = has_all_passes({Backend::kOnednn, Storage::kBf16});
    if (method.algorithm == Algorithm::kWinograd) return winograd;
    return method.storage == Storage::kF32 || bf16;
}

std::unique_ptr<Conv3x3> make_conv3x3_onednn(const Method &method, int slots) {
    try {
        return std::make_unique<Conv3x3Onednn>(method, slots);
    } catch (const dnnl::error &error) {
        throw Error(ZSN2N_BACKEND, std::string("oneDNN: ") + error.what());
    }
}

}  // namespace zsn2n
