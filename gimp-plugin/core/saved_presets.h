// SPDX-License-Identifier: GPL-3.0-or-later
// Settings that the user gave a name, kept in one file, which is replaced whole or not at all.
#ifndef ZSN2N_GIMP_SAVED_PRESETS_H
#define ZSN2N_GIMP_SAVED_PRESETS_H

#include <string>
#include <vector>

#include "core/settings.h"

class SavedPresets {
  public:
    struct Preset {
        std::string name;
        std::string text;  // parse_settings() takes it
    };

    // A missing file is an empty list; one that cannot be read says so by problem().
    explicit SavedPresets(const std::string &path);

    const std::vector<Preset> &list() const { return list_; }
    const std::string &problem() const { return problem_; }

    // Replaces the one of that name. Each returns why it could not be kept, "" after success.
    std::string save(const std::string &name, const Settings &settings);
    std::string remove(const std::string &name);

  private:
    std::string write(const std::vector<Preset> &list);

    std::string path_, problem_;
    std::vector<Preset> list_;
};

#endif
