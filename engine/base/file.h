// SPDX-License-Identifier: BSD-2-Clause
// Small files, whole. Failures throw Error(INVALID_ARGUMENT) with the path and the system's reason.
#pragma once

#include <cstddef>
#include <string>

namespace zsn2n {

// Refuses files of more than `most` bytes.
std::string read_file(const std::string &path, size_t most);

// The file has the old contents or the new ones at any time, and on failure the old ones: they are
// written to a file beside it, flushed to the disk, and renamed. A symbolic link stays: what it
// leads to is written. A device or pipe is written to as it is.
void write_file(const std::string &path, const std::string &bytes);

}  // namespace zsn2n
