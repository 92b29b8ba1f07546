// SPDX-License-Identifier: BSD-2-Clause
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "base/error.h"

namespace zsn2n {

namespace {

[[noreturn]] void fail(const std::string &path, int error) {
    throw Error(ZSN2N_INVALID_ARGUMENT, path + ": " + std::generic_category().message(error));
}

struct Descriptor {
    int value;
    explicit Descriptor(int descriptor) : value(descriptor) {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() {
        if (value >= 0) ::close(value);
    }
    bool close() {
        const int closing = value;
        value = -1;
        return ::close(closing) == 0;
    }
};

// 0, or errno.
int write_all(int descriptor, const std::string &bytes) {
    for (size_t done = 0; done < bytes.size();) {
        const ssize_t wrote = ::write(descriptor, bytes.data() + done, bytes.size() - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return errno;
        done += static_cast<size_t>(wrote);
    }
    return 0;
}

void write_special(const std::string &path, const std::string &bytes) {
    Descriptor out(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (out.value < 0) fail(path, errno);
    if (const int error = write_all(out.value, bytes)) fail(path, error);
    if (!out.close()) fail(path, errno);
}

// As open() would make it: of umask() and the default 0666.
mode_t new_file_mode() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

}  // namespace

std::string read_file(const std::string &path, size_t most) {
    Descriptor in(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.value < 0) fail(path, errno);
    std::string bytes(most + 1, '\0');
    size_t size = 0;
    while (size < bytes.size()) {
        const ssize_t got = ::read(in.value, bytes.data() + size, bytes.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(path, errno);
        if (got == 0) break;
        size += static_cast<size_t>(got);
    }
    if (size > most) fail(path, EFBIG);
    bytes.resize(size);
    return bytes;
}

void write_file(const std::string &path, const std::string &bytes) {
    struct stat found;
    const bool exists = ::stat(path.c_str(), &found) == 0;
    if (exists && S_ISDIR(found.st_mode)) fail(path, EISDIR);
    if (exists && !S_ISREG(found.st_mode)) return write_special(path, bytes);
    std::string part = path + ".XXXXXX";
    Descriptor out(::mkostemp(part.data(), O_CLOEXEC));
    if (out.value < 0) fail(path, errno);
    int error = write_all(out.value, bytes);
    if (!error && ::fchmod(out.value, exists ? found.st_mode & 07777 : new_file_mode()) != 0)
        error = errno;
    if (!error && ::fsync(out.value) != 0) error = errno;
    if (!out.close() && !error) error = errno;
    if (!error && ::rename(part.c_str(), path.c_str()) != 0) error = errno;
    if (!error) return;
    ::unlink(part.c_str());
    fail(path, error);
}

}  // namespace zsn2n
