#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Zero-Shot Noise2Noise as published (Mansour & Heckel, CVPR 2023), in PyTorch.

The yardstick of the engine: speed, quality and gradients are compared with this file. Images are raw
native float32 files, planes one after the other (channels x height x width).

  zsn2n_torch.py denoise  --input F --output F --shape 3x256x256 [--steps 2000] ...
  zsn2n_torch.py gradient --input F --weights F --output F --shape 3x64x64 [--loss full|residual]
  zsn2n_torch.py fixtures --output F

README.md beside this file states the layout of weights, gradients and fixtures.
"""
import argparse
import sys
import time

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError as error:
    sys.exit(f"zsn2n_torch.py: {error}; install Debian's python3-torch and python3-numpy "
             "and run with /usr/bin/python3")

WIDTH = 48
SLOPE = 0.2
TENSORS = ("conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "conv3.weight", "conv3.bias")


def tensor_shapes(channels):
    return ((WIDTH, channels, 3, 3), (WIDTH,), (WIDTH, WIDTH, 3, 3), (WIDTH,),
            (channels, WIDTH, 1, 1), (channels,))


def fan_ins(channels):
    return (9 * channels, 9 * channels, 9 * WIDTH, 9 * WIDTH, WIDTH, WIDTH)


def initial_weights(channels, generator):
    weights = []
    for shape, fan_in in zip(tensor_shapes(channels), fan_ins(channels)):
        bound = fan_in ** -0.5
        weight = torch.empty(shape).uniform_(-bound, bound, generator=generator)
        weights.append(weight.requires_grad_())
    return weights


def predict_noise(weights, image):
    x = F.leaky_relu(F.conv2d(image, weights[0], weights[1], padding=1), SLOPE)
    x = F.leaky_relu(F.conv2d(x, weights[2], weights[3], padding=1), SLOPE)
    return F.conv2d(x, weights[4], weights[5])


def pair_downsample(image):
    height, width = image.shape[-2] // 2 * 2, image.shape[-1] // 2 * 2
    a = image[..., 0:height:2, 0:width:2]
    b = image[..., 0:height:2, 1:width:2]
    c = image[..., 1:height:2, 0:width:2]
    d = image[..., 1:height:2, 1:width:2]
    return (b + c) / 2, (a + d) / 2


def pair_loss(weights, noisy, consistency=True):
    """The published loss; consistency=False leaves the symmetric residual term alone."""
    first, second = pair_downsample(noisy)
    denoised_first = first - predict_noise(weights, first)
    denoised_second = second - predict_noise(weights, second)
    loss = (F.mse_loss(denoised_first, second) + F.mse_loss(denoised_second, first)) / 2
    if consistency:
        whole_first, whole_second = pair_downsample(noisy - predict_noise(weights, noisy))
        loss = loss + (F.mse_loss(denoised_first, whole_first)
                       + F.mse_loss(denoised_second, whole_second)) / 2
    return loss


# ------------------------------------------------------------------------- deterministic test data

GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
CASES = ((3, 64, 64), (1, 33, 47), (3, 31, 64))
PROJECTIONS = 24


def splitmix64(seed, count):
    """The first `count` outputs of splitmix64 started at `seed`."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed & MASK) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniform(seed, count):
    """Multiples of 2^-24 in [0, 1): exact in float32."""
    return (splitmix64(seed, count) >> np.uint64(40)).astype(np.float64) * 2.0 ** -24


def case_data(index):
    """Image and weights of fixture case `index`, as float32."""
    channels, height, width = CASES[index]
    base = 1000 * (index + 1)
    image = uniform(base, channels * height * width).astype(np.float32)
    weights = []
    for tensor, (shape, fan_in) in enumerate(zip(tensor_shapes(channels), fan_ins(channels))):
        values = (2.0 * uniform(base + 1 + tensor, int(np.prod(shape))) - 1.0) / np.sqrt(float(fan_in))
        weights.append(values.astype(np.float32).reshape(shape))
    return image.reshape(1, channels, height, width), weights


def signs(index, tensor, projection, count):
    seed = 1000 * (index + 1) + 100 + 32 * tensor + projection
    return 1.0 - 2.0 * (splitmix64(seed, count) >> np.uint64(63)).astype(np.float64)


def gradient(image, weights, consistency, dtype=torch.float64):
    noisy = torch.tensor(image, dtype=dtype)
    leaves = [torch.tensor(w, dtype=dtype, requires_grad=True) for w in weights]
    loss = pair_loss(leaves, noisy, consistency)
    loss.backward()
    return loss.item(), [leaf.grad.double().numpy().ravel() for leaf in leaves]


# ------------------------------------------------------------------------------------------- verbs

def parse_shape(text):
    try:
        channels, height, width = (int(part) for part in text.split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no CHANNELSxHEIGHTxWIDTH, e.g. 3x256x256")
    if channels not in (1, 3) or height < 4 or width < 4:
        raise argparse.ArgumentTypeError(f"'{text}': 1 or 3 channels and sides from 4 are accepted")
    return channels, height, width


def read_floats(path, count):
    try:
        data = np.fromfile(path, dtype=np.float32)
    except OSError as error:
        sys.exit(f"zsn2n_torch.py: {path}: {error.strerror}")
    if data.size != count:
        sys.exit(f"zsn2n_torch.py: {path} holds {data.size} floats, {count} expected")
    return data


def denoise(args):
    shape = args.shape
    noisy = torch.from_numpy(read_floats(args.input, int(np.prod(shape))).reshape(1, *shape))
    weights = initial_weights(shape[0], torch.Generator().manual_seed(args.seed))
    adam = torch.optim.Adam(weights, lr=args.lr)
    schedule = torch.optim.lr_scheduler.StepLR(adam, args.halve_at, gamma=0.5)
    # The first steps make oneDNN's primitives and fill caches; they are trained but not timed.
    untimed = min(5, args.steps // 2)
    log = open(args.loss_log, "w") if args.loss_log else None
    started = time.perf_counter()
    for step in range(args.steps):
        if step == untimed:
            started = time.perf_counter()
        adam.zero_grad()
        loss = pair_loss(weights, noisy)
        loss.backward()
        adam.step()
        schedule.step()
        if log:
            log.write(f"{step}\t{loss.item():.9g}\n")
        if args.progress and (step + 1) % 50 == 0:
            each = (time.perf_counter() - started) / max(1, step + 1 - untimed)
            print(f"\rtorch: step {step + 1} of {args.steps}, {1e3 * each:.1f} ms a step, "
                  f"{each * (args.steps - step - 1):.0f} s left ", end="", file=sys.stderr, flush=True)
    step_ms = 1e3 * (time.perf_counter() - started) / (args.steps - untimed)
    if args.progress:
        print(file=sys.stderr)
    if log:
        log.close()
    with torch.no_grad():
        denoised = noisy - predict_noise(weights, noisy)
    if args.output:
        denoised.clamp(0, 1).numpy().astype(np.float32).tofile(args.output)
    print(f"steps={args.steps} step_ms={step_ms:.3f} loss={loss.item():.9g} "
          f"threads={torch.get_num_threads()} torch={torch.__version__}")


def write_gradient(args):
    channels, height, width = args.shape
    image = read_floats(args.input, channels * height * width).reshape(1, channels, height, width)
    shapes = tensor_shapes(channels)
    sizes = [int(np.prod(shape)) for shape in shapes]
    flat = read_floats(args.weights, sum(sizes))
    weights = [part.reshape(shape) for part, shape in
               zip(np.split(flat, np.cumsum(sizes)[:-1]), shapes)]
    dtype = torch.float64 if args.dtype == "f64" else torch.float32
    loss, grads = gradient(image, weights, args.loss == "full", dtype)
    np.concatenate([[loss], *grads]).astype(np.float64).tofile(args.output)
    print(f"loss={loss:.17g} gradient_norm={np.sqrt(sum((g * g).sum() for g in grads)):.17g}")


def write_fixtures(args):
    lines = ["// SPDX-License-Identifier: BSD-2-Clause",
             "// Made by `zsn2n_torch.py fixtures` in float64; README.md states how to read it."]
    for index, (channels, height, width) in enumerate(CASES):
        image, weights = case_data(index)
        for consistency in (True, False):
            loss, grads = gradient(image, weights, consistency)
            lines.append(f"{{{index}, {channels}, {height}, {width}, {str(consistency).lower()}, "
                         f"{loss:.12e}, {{{{")
            for tensor, grad in enumerate(grads):
                values = [f"{(grad * signs(index, tensor, k, grad.size)).sum():.9e}"
                          for k in range(PROJECTIONS)]
                lines.append(f"  // {TENSORS[tensor]}")
                lines.append(f"  {{{np.sqrt((grad * grad).sum()):.12e}, {{")
                lines += ["   " + ", ".join(values[i:i + 6]) + "," for i in range(0, PROJECTIONS, 6)]
                lines.append("  }},")
            lines.append("}}},")
    with open(args.output, "w") as out:
        out.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=0, help="torch's threads, 0 = its default")
    verbs = parser.add_subparsers(dest="verb", required=True)

    verb = verbs.add_parser("denoise", help="train on one image and denoise it")
    verb.add_argument("--input", required=True)
    verb.add_argument("--output", help="denoised floats, clamped to [0, 1]")
    verb.add_argument("--shape", type=parse_shape, required=True)
    verb.add_argument("--steps", type=int, default=2000)
    verb.add_argument("--seed", type=int, default=0)
    verb.add_argument("--lr", type=float, default=1e-3)
    verb.add_argument("--halve-at", type=int, default=1500, help="the rate halves every N steps")
    verb.add_argument("--loss-log", help="TSV of step and loss")
    verb.add_argument("--progress", action="store_true")
    verb.set_defaults(run=denoise)

    verb = verbs.add_parser("gradient", help="loss and gradient for given weights")
    verb.add_argument("--input", required=True)
    verb.add_argument("--weights", required=True)
    verb.add_argument("--output", required=True, help="float64: loss, then the gradient")
    verb.add_argument("--shape", type=parse_shape, required=True)
    verb.add_argument("--loss", choices=("full", "residual"), default="full")
    verb.add_argument("--dtype", choices=("f32", "f64"), default="f64")
    verb.set_defaults(run=write_gradient)

    verb = verbs.add_parser("fixtures", help="make gradient_fixtures.inc")
    verb.add_argument("--output", required=True)
    verb.set_defaults(run=write_fixtures)

    args = parser.parse_args()
    if args.verb == "denoise" and args.steps < 2:
        parser.error("--steps: 2 or more")
    if args.threads < 0:
        parser.error("--threads: 0 or more")
    if args.threads:
        torch.set_num_threads(args.threads)
    args.run(args)


if __name__ == "__main__":
    main()
