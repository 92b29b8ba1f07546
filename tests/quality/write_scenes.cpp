// SPDX-License-Identifier: BSD-2-Clause
// write_scenes FOLDER: a few scenes as PNG files, input for the bench's own test.
#include <cstdio>
#include <exception>

#include "files.h"
#include "image_io.h"
#include "scene.h"

int main(int count, char **words) {
    if (count != 2) {
        std::fprintf(stderr, "usage: write_scenes FOLDER\n");
        return 1;
    }
    try {
        const std::string folder = words[1];
        for (const char *name : {"/rgb", "/gray"}) bench::make_folder(folder + name);
        for (int i = 0; i < 3; ++i) {
            const std::string file = "/scene" + std::to_string(i) + ".png";
            bench::write_png(folder + "/rgb" + file, make_scene(70, 62, 3, i));
            bench::write_png(folder + "/gray" + file, make_scene(62, 70, 1, i));
        }
    } catch (const std::exception &error) {
        std::fprintf(stderr, "write_scenes: %s\n", error.what());
        return 1;
    }
    return 0;
}
