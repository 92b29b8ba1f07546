// SPDX-License-Identifier: BSD-2-Clause
#include "files.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace bench {

namespace fs = std::filesystem;

std::vector<std::string> list_images(const std::string &folder) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::string extension = it->path().extension().string();
        std::transform(extension.begin(), extension.end(), extension.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (extension == ".png" || extension == ".jpg" || extension == ".jpeg") {
            names.push_back(it->path().filename().string());
        }
    }
    if (error) throw std::runtime_error(folder + ": " + error.message());
    if (names.empty()) throw std::runtime_error(folder + ": no PNG or JPEG file in it");
    std::sort(names.begin(), names.end());
    return names;
}

void write_whole_file(const std::string &path,
                      const std::function<void(const std::string &)> &write) {
    const std::string part = path + ".part";
    std::error_code error;
    try {
        write(part);
    } catch (...) {
        fs::remove(part, error);
        throw;
    }
    fs::rename(part, path, error);
    if (error) throw std::runtime_error(path + ": " + error.message());
}

std::vector<std::string> first_images(const Arguments &arguments, const std::string &folder) {
    std::vector<std::string> names = list_images(folder);
    const int limit = arguments.integer("--images", 1 << 30, 1, 1 << 30);
    names.resize(std::min(names.size(), static_cast<size_t>(limit)));
    return names;
}

void make_folder(const std::string &path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) throw std::runtime_error(path + ": " + error.message());
}

TemporaryFolder::TemporaryFolder() {
    path_ = (fs::temp_directory_path() / "zsn2n-bench-XXXXXX").string();
    if (!mkdtemp(path_.data())) throw std::runtime_error(path_ + ": " + std::strerror(errno));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void write_floats(const std::string &path, const std::vector<float> &values) {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(float));
    if (!out.flush()) throw std::runtime_error(path + ": " + std::strerror(errno));
}

std::vector<float> read_floats(const std::string &path, size_t count) {
    std::vector<float> values(count);
    std::ifstream in(path, std::ios::binary);
    in.read(reinterpret_cast<char *>(values.data()), count * sizeof(float));
    if (!in)
        throw std::runtime_error(path + ": fewer than " + std::to_string(count) + " floats in it");
    return values;
}

}  // namespace bench
