// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/saved_presets.h"

#include <glib.h>
#include <glib/gstdio.h>

#include <algorithm>
#include <memory>

#include "core/i18n.h"

namespace {

// [1] name=Portrait settings=strength=0.8: a group's own name takes no brackets, a value takes
// anything.
constexpr char kName[] = "name";
constexpr char kSettings[] = "settings";

struct Free {
    void operator()(GKeyFile *file) const { g_key_file_free(file); }
    void operator()(gchar *text) const { g_free(text); }
    void operator()(GError *error) const { g_error_free(error); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

std::string value_of(GKeyFile *file, const char *group, const char *key) {
    const Owned<gchar> text(g_key_file_get_string(file, group, key, nullptr));
    return text ? text.get() : "";
}

std::string problem_text(const char *format, const std::string &path, const GError *error) {
    const Owned<gchar> text(g_strdup_printf(format, path.c_str(), error->message));
    return text.get();
}

}  // namespace

SavedPresets::SavedPresets(const std::string &path) : path_(path) {
    const Owned<GKeyFile> file(g_key_file_new());
    GError *error = nullptr;
    if (!g_file_test(path.c_str(), G_FILE_TEST_EXISTS)) return;
    if (!g_key_file_load_from_file(file.get(), path.c_str(), G_KEY_FILE_NONE, &error)) {
        const Owned<GError> failed(error);
        problem_ = problem_text(_("The saved settings in %s cannot be read: %s"), path, error);
        return;
    }
    gchar **groups = g_key_file_get_groups(file.get(), nullptr);
    for (gchar **group = groups; *group; ++group) {
        const std::string name = value_of(file.get(), *group, kName);
        if (!name.empty()) list_.push_back({name, value_of(file.get(), *group, kSettings)});
    }
    g_strfreev(groups);
}

std::string SavedPresets::write(const std::vector<Preset> &list) {
    // What cannot be read is not overwritten either.
    if (!problem_.empty()) return problem_;
    const Owned<GKeyFile> file(g_key_file_new());
    for (size_t i = 0; i < list.size(); ++i) {
        const std::string group = std::to_string(i + 1);
        g_key_file_set_string(file.get(), group.c_str(), kName, list[i].name.c_str());
        g_key_file_set_string(file.get(), group.c_str(), kSettings, list[i].text.c_str());
    }
    gsize size = 0;
    const Owned<gchar> data(g_key_file_to_data(file.get(), &size, nullptr));
    const Owned<gchar> folder(g_path_get_dirname(path_.c_str()));
    g_mkdir_with_parents(folder.get(), 0700);
    GError *error = nullptr;
    if (!g_file_set_contents(path_.c_str(), data.get(), static_cast<gssize>(size), &error)) {
        const Owned<GError> failed(error);
        return problem_text(_("The settings could not be saved to %s: %s"), path_, error);
    }
    list_ = list;
    return "";
}

std::string SavedPresets::save(const std::string &name, const Settings &settings) {
    if (name.find_first_not_of(' ') == std::string::npos)
        return _("Give the settings a name to save them under.");
    std::vector<Preset> list = list_;
    const auto old = std::find_if(list.begin(), list.end(),
                                  [&](const Preset &preset) { return preset.name == name; });
    if (old == list.end())
        list.push_back({name, settings_text(settings)});
    else
        old->text = settings_text(settings);
    return write(list);
}

std::string SavedPresets::remove(const std::string &name) {
    std::vector<Preset> list = list_;
    list.erase(std::remove_if(list.begin(), list.end(),
                              [&](const Preset &preset) { return preset.name == name; }),
               list.end());
    return write(list);
}
