// SPDX-License-Identifier: BSD-2-Clause
// write_scenes FOLDER [SIDE]: a few scenes as PNG files, input for the bench's own tests.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "files.h"
#include "image_io.h"
#include "scene.h"

int main(int count, char **words) {
    const int side = count == 3 ? std::atoi(words[2]) : 70;
    if (count < 2 || count > 3 || side < 16) {
        std::fprintf(stderr, "usage: write_scenes FOLDER [SIDE, from 16]\n");
        return 1;
    }
    try {
        const std::string folder = words[1];
        for (const char *name : {"/rgb", "/gray"}) bench::make_folder(folder + name);
        for (int i = 0; i < 3; ++i) {
            const std::string file = "/scene" + std::to_string(i) + ".png";
            bench::write_png(folder + "/rgb" + file, make_scene(side, side - 8, 3, i));
            bench::write_png(folder + "/gray" + file, make_scene(side - 8, side, 1, i));
        }
    } catch (const std::exception &error) {
        std::fprintf(stderr, "write_scenes: %s\n", error.what());
        return 1;
    }
    return 0;
}
