// SPDX-License-Identifier: BSD-2-Clause
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/error.h"
#include "base/file.h"

namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
  protected:
    FileTest() {
        std::string pattern = (fs::temp_directory_path() / "zsn2n-file-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~FileTest() override { fs::remove_all(folder_); }

    std::string path(const std::string &name) const { return folder_ + "/" + name; }
    static std::string read(const std::string &path) { return zsn2n::read_file(path, 1000); }
    static mode_t mode(const std::string &path) {
        struct stat found = {};
        ::stat(path.c_str(), &found);
        return found.st_mode & 07777;
    }

    std::string folder_;
};

TEST_F(FileTest, HasTheModeOfANewFileOrKeepsItsOwn) {
    const mode_t mask = ::umask(027);
    zsn2n::write_file(path("new"), "a");
    ::umask(mask);
    EXPECT_EQ(mode(path("new")), 0640u);
    ::chmod(path("new").c_str(), 0604);
    zsn2n::write_file(path("new"), "b");
    EXPECT_EQ(mode(path("new")), 0604u);
    EXPECT_EQ(read(path("new")), "b");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

// The mask is the process's: a file that another thread makes meanwhile must have it, too.
TEST_F(FileTest, LeavesTheMaskOfOtherThreadsAlone) {
    const mode_t mask = ::umask(077);
    std::atomic<bool> done{false}, open_to_all{false};
    std::thread other([&] {
        while (!done) {
            const mode_t found = ::umask(077);
            if (found != 077) open_to_all = true;
        }
    });
    for (int i = 0; i < 300; ++i) zsn2n::write_file(path(std::to_string(i)), "");
    done = true;
    other.join();
    ::umask(mask);
    EXPECT_FALSE(open_to_all);
}

TEST_F(FileTest, WritesBehindALinkAndKeepsIt) {
    fs::create_directory(path("folder"));
    zsn2n::write_file(path("folder/file"), "old");
    fs::create_symlink("folder/file", path("link"));
    fs::create_symlink(path("link"), path("link to the link"));
    fs::create_symlink("folder/none yet", path("dangling"));
    zsn2n::write_file(path("link to the link"), "new");
    EXPECT_TRUE(fs::is_symlink(path("link")) && fs::is_symlink(path("link to the link")));
    EXPECT_EQ(read(path("folder/file")), "new");
    zsn2n::write_file(path("dangling"), "made");
    EXPECT_TRUE(fs::is_symlink(path("dangling")));
    EXPECT_EQ(read(path("folder/none yet")), "made");
    fs::create_symlink("b", path("a"));
    fs::create_symlink("a", path("b"));
    EXPECT_THROW(zsn2n::write_file(path("a"), "round"), zsn2n::Error);
}

}  // namespace
