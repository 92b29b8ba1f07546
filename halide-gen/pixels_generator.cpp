// SPDX-License-Identifier: BSD-2-Clause
// Host pixels to float planes and back, by sample type; any pixel stride.
#include "kernel_common.h"

namespace zsn2n_gen {

// dst(x, y) = src(x, y) * scale.
class ImportPlane : public Generator<ImportPlane> {
  public:
    GeneratorParam<Type> sample{"sample", UInt(8)};
    Input<Buffer<>> src{"src", 2};
    Input<float> scale{"scale"};
    Output<Buffer<float>> dst{"dst", 2};

    void configure() { src.set_type(sample); }

    void generate() { dst(x, y) = cast<float>(src(x, y)) * scale; }

    void schedule() {
        // Planar data (stride 1) streams; interleaved data is gathered.
        src.dim(0).set_stride(Expr());
        dst.specialize(src.dim(0).stride() == 1);
        dst.vectorize(x, register_tile(get_target()).lanes, TailStrategy::GuardWithIf);
    }

  private:
    Var x{"x"}, y{"y"};
};

// dst = (1 - strength) * noisy + strength * denoised, times `peak`; integers are rounded to nearest
// and clamped to 0..peak, floats kept as they are.
class ExportPlane : public Generator<ExportPlane> {
  public:
    GeneratorParam<Type> sample{"sample", UInt(8)};
    Input<Buffer<float>> noisy{"noisy", 2};
    Input<Buffer<float>> denoised{"denoised", 2};
    Input<float> strength{"strength"};
    Input<float> peak{"peak"};
    Output<Buffer<>> dst{"dst", 2};

    void configure() { dst.set_type(sample); }

    void generate() {
        // Strict: which of the products is fused with the sum would depend on the layout.
        const Expr blend =
            strict_float((noisy(x, y) * (1.0f - strength) + denoised(x, y) * strength) * peak);
        const Type type = sample;
        dst(x, y) = type.is_float() ? blend : cast(type, clamp(floor(blend + 0.5f), 0.0f, peak));
    }

    void schedule() {
        dst.dim(0).set_stride(Expr());
        dst.specialize(dst.dim(0).stride() == 1);
        dst.vectorize(x, register_tile(get_target()).lanes, TailStrategy::GuardWithIf);
    }

  private:
    Var x{"x"}, y{"y"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::ImportPlane, import_plane)
HALIDE_REGISTER_GENERATOR(zsn2n_gen::ExportPlane, export_plane)
