// SPDX-License-Identifier: BSD-2-Clause
// One call of plug-in-zsn2n in GIMP 3 with arguments by name.
#ifndef ZSN2N_TESTS_GIMP_GIMP3_CALL_H
#define ZSN2N_TESTS_GIMP_GIMP3_CALL_H

#include <libgimp/gimp.h>

#include <string>
#include <vector>

#include "host.h"

class Call {
  public:
    Call(host::Mode mode, GimpImage *image);
    ~Call() { g_object_unref(config_); }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

    void set_drawables(std::vector<GimpDrawable *> *drawables);

    // "name=value:name=value" as GIMP 2.10 takes it; each value in its argument's own type.
    void set_options(const std::string &options);

    host::CallResult run();

    static GimpProcedure *procedure();  // plug-in-zsn2n; throws where GIMP does not know it

  private:
    void set_option(const std::string &name, const std::string &value);

    GimpProcedureConfig *config_;
};

#endif
