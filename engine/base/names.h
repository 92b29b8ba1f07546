// SPDX-License-Identifier: BSD-2-Clause
// Names of the values of zsn2n.h's enumerations, as options have them.
#pragma once

namespace zsn2n {

// In the order of the enumeration, nullptr at the end.
extern const char *const kPresetNames[];
extern const char *const kGuidesNames[];
extern const char *const kBackendNames[];
extern const char *const kPrecisionNames[];
extern const char *const kNoiseNames[];

// "unknown" past the names.
const char *value_name(const char *const *names, int value);

}  // namespace zsn2n
