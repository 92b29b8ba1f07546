// SPDX-License-Identifier: BSD-2-Clause
#include "gimp3_call.h"

#include <sstream>
#include <stdexcept>

namespace {

std::string trimmed(const std::string &text) {
    const size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

}  // namespace

GimpProcedure *Call::procedure() {
    GimpProcedure *found = gimp_pdb_lookup_procedure(gimp_get_pdb(), "plug-in-zsn2n");
    if (!found) throw std::runtime_error("GIMP knows no procedure plug-in-zsn2n");
    return found;
}

Call::Call(host::Mode mode, GimpImage *image) : config_(gimp_procedure_create_config(procedure())) {
    g_object_set(config_, "run-mode", GimpRunMode(mode), "image", image, nullptr);
}

void Call::set_drawables(std::vector<GimpDrawable *> *drawables) {
    if (drawables->empty()) return;  // which is the default, but no value that can be set
    gimp_procedure_config_set_core_object_array(
        config_, "drawables", reinterpret_cast<GObject **>(drawables->data()), drawables->size());
}

void Call::set_options(const std::string &options) {
    std::istringstream stream(options);
    std::string name, value;
    for (std::string item; std::getline(stream, item, ':');) {
        const size_t equals = item.find('=');
        if (equals == std::string::npos) {
            value += ":" + item;  // of a region
            continue;
        }
        if (!name.empty()) set_option(name, value);
        name = trimmed(item.substr(0, equals));
        value = trimmed(item.substr(equals + 1));
    }
    if (!name.empty()) set_option(name, value);
}

void Call::set_option(const std::string &name, const std::string &value) {
    GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(config_), name.c_str());
    if (!spec) throw std::runtime_error("plug-in-zsn2n has no argument " + name);
    if (G_IS_PARAM_SPEC_DOUBLE(spec))
        g_object_set(config_, name.c_str(), std::stod(value), nullptr);
    else if (G_IS_PARAM_SPEC_INT(spec))
        g_object_set(config_, name.c_str(), std::stoi(value), nullptr);
    else
        g_object_set(config_, name.c_str(), value.c_str(), nullptr);
}

host::CallResult Call::run() {
    GimpValueArray *values = gimp_procedure_run_config(procedure(), config_);
    host::CallResult result = {GIMP_VALUES_GET_ENUM(values, 0), ""};
    if (gimp_value_array_length(values) > 1 &&
        G_VALUE_HOLDS_STRING(gimp_value_array_index(values, 1)))
        result.message = GIMP_VALUES_GET_STRING(values, 1) ? GIMP_VALUES_GET_STRING(values, 1) : "";
    gimp_value_array_unref(values);
    return result;
}
