// SPDX-License-Identifier: BSD-2-Clause
#include <glib.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/saved_presets.h"

namespace {

class SavedPresetsTest : public testing::Test {
  protected:
    SavedPresetsTest() {
        gchar *folder = g_dir_make_tmp("zsn2n-presets-XXXXXX", nullptr);
        folder_ = folder;
        path_ = folder_ + "/zsn2n/presets";
        g_free(folder);
    }
    ~SavedPresetsTest() override {
        g_unlink(path_.c_str());
        g_rmdir((folder_ + "/zsn2n").c_str());
        EXPECT_EQ(g_rmdir(folder_.c_str()), 0) << "a file was left";
    }

    std::string folder_, path_;
};

TEST_F(SavedPresetsTest, KeepsWhatItIsGiven) {
    SavedPresets presets(path_);
    EXPECT_TRUE(presets.list().empty());
    EXPECT_EQ(presets.save("Portrait [1] = \"a\"", parse_settings("strength=0.7:output=new-layer")),
              "");
    EXPECT_EQ(presets.save("Nacht ü", parse_settings("preset=slow:seed=9")), "");
    EXPECT_EQ(presets.save("Nacht ü", parse_settings("preset=slow:seed=10")), "");

    const SavedPresets again(path_);
    ASSERT_EQ(again.list().size(), 2u);
    EXPECT_EQ(again.list()[0].name, "Portrait [1] = \"a\"");
    EXPECT_EQ(again.list()[0].text, "strength=0.7:output=new-layer");
    EXPECT_EQ(parse_settings(again.list()[1].text).params.seed, 10u);

    EXPECT_EQ(presets.remove("Portrait [1] = \"a\""), "");
    EXPECT_EQ(SavedPresets(path_).list().size(), 1u);
}

TEST_F(SavedPresetsTest, LeavesAloneWhatItCannotRead) {
    ASSERT_EQ(g_mkdir((folder_ + "/zsn2n").c_str(), 0700), 0);
    std::ofstream(path_) << "no key file";
    SavedPresets presets(path_);
    EXPECT_NE(presets.problem().find(path_), std::string::npos);
    EXPECT_NE(presets.save("name", default_settings()), "");
    std::string line;
    std::getline(std::ifstream(path_) >> std::ws, line);
    EXPECT_EQ(line, "no key file");
}

TEST_F(SavedPresetsTest, AsksForAName) {
    SavedPresets presets(path_);
    EXPECT_NE(presets.save("  ", default_settings()), "");
    EXPECT_FALSE(g_file_test(path_.c_str(), G_FILE_TEST_EXISTS));
}

TEST_F(SavedPresetsTest, SaysWhereItCannotWrite) {
    SavedPresets presets("/proc/zsn2n/presets");
    EXPECT_NE(presets.save("name", default_settings()).find("/proc/zsn2n/presets"),
              std::string::npos);
    EXPECT_TRUE(presets.list().empty());
}

}  // namespace
