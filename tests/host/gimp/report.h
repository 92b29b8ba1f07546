// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_REPORT_H
#define ZSN2N_TESTS_GIMP_REPORT_H

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

// One line a case: "ok NAME" or "FAIL NAME: why". The script that started GIMP reads it while it
// grows.
class Report {
  public:
    explicit Report(const std::string &path) : path_(path), out_(path, std::ios::app) {}

    // An empty reason means that the case passed.
    void add(const std::string &name, const std::string &reason) {
        if (reason.empty())
            out_ << "ok " << name << std::endl;
        else
            out_ << "FAIL " << name << ": " << reason << std::endl;
    }
    void begin(const std::string &name) { out_ << "begin " << name << std::endl; }
    void end() { out_ << "end" << std::endl; }

    // Until the script has made the file PATH.NAME, for so long at most.
    void wait_for(const std::string &name, int milliseconds) const {
        for (; milliseconds > 0 && !std::ifstream(path_ + "." + name); milliseconds -= 50)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }

  private:
    const std::string path_;
    std::ofstream out_;
};

#endif
