# SPDX-License-Identifier: GPL-3.0-or-later
"""Denoises every image of a folder with GIMP 3 and the plug-in, in one run of GIMP:

    IN=photos OUT=denoised OPTIONS=preset=medium:strength=0.9 gimp-console-3 -n -i -d -f \
        --batch-interpreter python-fu-eval --quit -b "exec(open('denoise_folder_gimp3.py').read())"

Each file of IN is written to OUT under its own name and format. GIMP's exit status is 0 where all were, and
another where one failed; the others are written all the same, and each failure is told in a line.
"""
import os
import sys

import gi
gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio


def check(result, what):
    """The values a procedure returned; an exception with its message where it failed."""
    if result.index(0) != Gimp.PDBStatusType.SUCCESS:
        reason = result.index(1) if result.length() > 1 else "no reason was given"
        raise RuntimeError(f"{what}: {reason}")
    return result


def denoise(image, layer, options):
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-zsn2n")
    if procedure is None:
        raise RuntimeError("GIMP does not know plug-in-zsn2n; is the plug-in installed?")
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer])
    for name, value in options.items():
        argument = procedure.find_argument(name)
        if argument is None:
            raise RuntimeError(f"plug-in-zsn2n has no argument {name}")
        kind = {"gint": int, "gdouble": float}.get(argument.value_type.name, str)
        config.set_property(name, kind(value))
        if config.get_property(name) != kind(value):
            raise RuntimeError(f"plug-in-zsn2n does not take {name}={value}")
    check(procedure.run(config), "plug-in-zsn2n")


def denoise_file(source, target, options):
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(source))
    if image is None:
        raise RuntimeError("GIMP cannot read it")
    try:
        layers = image.get_layers()
        layer = layers[0] if len(layers) == 1 else image.merge_visible_layers(Gimp.MergeType.CLIP_TO_IMAGE)
        denoise(image, layer, options)
        # Under another name first: what has its own name is whole.
        part = os.path.join(os.path.dirname(target), ".part-" + os.path.basename(target))
        if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(part), None):
            raise RuntimeError("GIMP cannot write it")
        os.replace(part, target)
    finally:
        image.delete()


def denoise_folder(source, target, options):
    os.makedirs(target, exist_ok=True)
    failed = 0
    for name in sorted(os.listdir(source)):
        if name.startswith(".") or not os.path.isfile(os.path.join(source, name)):
            continue
        try:
            denoise_file(os.path.join(source, name), os.path.join(target, name), options)
            print(f"{name}: denoised", flush=True)
        except Exception as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr, flush=True)
    if failed:
        raise RuntimeError(f"{failed} files were not denoised")


def parsed(text):
    options, name = {}, None
    for item in text.split(":"):
        if "=" in item:
            name, value = item.split("=", 1)
            name = name.replace("_", "-")
            options[name] = value
        elif item:
            options[name] += ":" + item  # of a region
    return options


denoise_folder(os.environ["IN"], os.environ["OUT"], parsed(os.environ.get("OPTIONS", "")))
