// SPDX-License-Identifier: BSD-2-Clause
// One Adam step (Kingma & Ba, ICLR 2015, algorithm 1), in place over the flat parameter vector.
#include "kernel_common.h"

namespace zsn2n_gen {

// g = sum of the gradient shards in their order; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 -
// beta2) g^2; theta -= rate * m / (sqrt(v) * root + epsilon), with rate = lr / (1 - beta1^t) and
// root = 1 / sqrt(1 - beta2^t). Outputs may alias the inputs of the same name.
class Adam : public Generator<Adam> {
  public:
    Input<Buffer<float>> shards{"shards", 2};
    Input<Buffer<float>> theta{"theta", 1};
    Input<Buffer<float>> first_moment{"first_moment", 1};
    Input<Buffer<float>> second_moment{"second_moment", 1};
    Input<float> rate{"rate"}, root{"root"};
    Input<float> beta1{"beta1"}, beta2{"beta2"}, epsilon{"epsilon"};
    Output<Func> updated{"updated", {Float(32), Float(32), Float(32)}, 1};

    void generate() {
        r = RDom(0, shards.dim(1).extent());
        gradient(i) = 0.0f;
        gradient(i) += shards(i, r);
        const Expr m = beta1 * first_moment(i) + (1.0f - beta1) * gradient(i);
        const Expr v = beta2 * second_moment(i) + (1.0f - beta2) * gradient(i) * gradient(i);
        updated(i) = Tuple(theta(i) - rate * m / (sqrt(v) * root + epsilon), m, v);
    }

    void schedule() {
        const int lanes = register_tile(get_target()).lanes;
        shards.dim(1).set_min(0);
        Func f(updated);
        f.vectorize(i, lanes, TailStrategy::GuardWithIf);
        gradient.compute_at(f, i).vectorize(i, lanes);
        gradient.update().reorder(i, r).vectorize(i, lanes);
    }

  private:
    Var i{"i"};
    RDom r;
    Func gradient{"gradient"};
};

}  // namespace zsn2n_gen

HALIDE_REGISTER_GENERATOR(zsn2n_gen::Adam, adam)
