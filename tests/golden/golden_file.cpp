// SPDX-License-Identifier: BSD-2-Clause
#include "golden_file.h"

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace {

constexpr int kNameWidth = 24;

int width(const std::string &column) {
    return column == "psnr" ? 8 : 16;  // 64 bits in hexadecimal
}

}  // namespace

GoldenFile::GoldenFile(const std::string &path) : path_(path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    for (std::string line, word; std::getline(file, line);) {
        std::istringstream words(line);
        if (line.rfind("# ", 0) == 0) {
            comments_ += line + "\n";
        } else if (columns_.empty()) {
            words >> word;  // "name"
            while (words >> word) columns_.push_back(word);
        } else if (words >> word) {
            auto &row = rows_[word];
            for (const std::string &column : columns_) words >> row[column];
        }
    }
}

std::string GoldenFile::get(const std::string &row, const std::string &column) const {
    const auto found = rows_.find(row);
    if (found == rows_.end() || !found->second.count(column)) return "-";
    return found->second.at(column);
}

void GoldenFile::set(const std::string &row, const std::string &column, const std::string &value) {
    if (std::find(columns_.begin(), columns_.end(), column) == columns_.end()) {
        columns_.push_back(column);
    }
    rows_[row][column] = value;
}

void GoldenFile::write(const std::vector<std::string> &order) const {
    std::ofstream file(path_);
    file << comments_ << std::left << std::setw(kNameWidth) << "name";
    for (const std::string &column : columns_) file << ' ' << std::setw(width(column)) << column;
    for (const std::string &name : order) {
        file << '\n' << std::setw(kNameWidth) << name;
        for (const std::string &column : columns_) {
            file << ' ' << std::setw(width(column)) << get(name, column);
        }
    }
    file << '\n';
    if (!file.flush()) throw std::runtime_error("cannot write " + path_);
}
