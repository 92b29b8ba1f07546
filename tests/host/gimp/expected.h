// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_EXPECTED_H
#define ZSN2N_TESTS_GIMP_EXPECTED_H

#include <string>

#include "fixture.h"

// What the C API makes of the drawable's float pixels with these options, as GIMP would store it:
// read here with formats of its own choice, in separate planes. Throws std::runtime_error where the
// API refuses.
Bytes denoised_bytes(host::Id drawable, const std::string &options);

// How `result` departs from `expected`, "" where it does not; a fixture that the filter leaves as
// it was proves nothing and is an error too.
std::string compare_denoised(const Bytes &noisy, const Bytes &expected, const Bytes &result);

// The same where only the selection was to be written: untouched where it is empty, denoised where
// it is full, between the two where it is feathered. Asks for some pixels of each kind.
std::string compare_selected(host::Id image, host::Id drawable, bool feathered, const Bytes &noisy,
                             const Bytes &expected, const Bytes &result);

#endif
