// SPDX-License-Identifier: BSD-2-Clause
// Folders of images, temporary folders, files that appear whole.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "arguments.h"

namespace bench {

// Names (without the folder) of the PNG and JPEG files in `folder`, sorted; throws if there is
// none.
std::vector<std::string> list_images(const std::string &folder);
// The same, no more than --images says.
std::vector<std::string> first_images(const Arguments &arguments, const std::string &folder);

// Has `write` make a file beside `path` and renames it to `path` when done.
void write_whole_file(const std::string &path,
                      const std::function<void(const std::string &)> &write);

void make_folder(const std::string &path);

// A folder of our own under $TMPDIR, removed with what is in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    std::string file(const std::string &name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

// Native float32, as zsn2n_torch.py exchanges them.
void write_floats(const std::string &path, const std::vector<float> &values);
std::vector<float> read_floats(const std::string &path, size_t count);

}  // namespace bench
