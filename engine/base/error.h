// SPDX-License-Identifier: BSD-2-Clause
// The one exception type inside the engine; api/ turns it into a status and a message.
#pragma once

#include <stdexcept>
#include <string>

#include "zsn2n/zsn2n.h"

namespace zsn2n {

class Error : public std::runtime_error {
  public:
    Error(zsn2n_status status, const std::string &message)
        : std::runtime_error(message), status_(status) {}
    zsn2n_status status() const { return status_; }

  private:
    zsn2n_status status_;
};

}  // namespace zsn2n
