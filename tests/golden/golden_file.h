// SPDX-License-Identifier: BSD-2-Clause
// golden.txt: comment lines, then a line of column names, then one line for each case.
#pragma once

#include <map>
#include <string>
#include <vector>

// A table of words: a column for each kind of result, a row for each case. What is not known is
// "-".
class GoldenFile {
  public:
    // Throws std::runtime_error where the file cannot be read.
    explicit GoldenFile(const std::string &path);

    // "-" where the file has no such column or row.
    std::string get(const std::string &row, const std::string &column) const;
    void set(const std::string &row, const std::string &column, const std::string &value);

    // Keeps the comments and the rows of `order`, in that order; throws as the constructor does.
    void write(const std::vector<std::string> &order) const;

  private:
    std::string path_, comments_;
    std::vector<std::string> columns_;
    std::map<std::string, std::map<std::string, std::string>> rows_;
};
