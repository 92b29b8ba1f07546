// SPDX-License-Identifier: BSD-2-Clause
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
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

// Where a symbolic link leads, also where nothing is there yet.
std::string behind_links(std::filesystem::path path) {
    constexpr int kMostLinks = 40;  // as the kernel follows
    std::error_code none;
    for (int links = 0; std::filesystem::is_symlink(path, none); ++links) {
        if (links == kMostLinks) fail(path, ELOOP);
        path = path.parent_path() / std::filesystem::read_symlink(path, none);
    }
    return path;
}

std::string folder_of(const std::string &path) {
    const std::string folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder;
}

// Tries names beside path until one is free; what `make` returns for the last, which `part` is
// then.
template <typename Make>
int make_beside(const std::string &path, std::string &part, const Make &make) {
    static std::atomic<unsigned> made{0};
    int result;
    do {
        part = path + "." + std::to_string(::getpid()) + "-" + std::to_string(made++);
        result = make(part.c_str());
    } while (result < 0 && errno == EEXIST);
    return result;
}

constexpr const char *kOpenFiles = "/proc/self/fd";

// Opens a new file beside path. Where the system can, it has no name and goes with the process,
// whatever ends that; else `part` is its name. -1 on failure.
int open_part(const std::string &path, mode_t mode, std::string &part) {
    if (::access(kOpenFiles, X_OK) == 0) {
        const int unnamed = ::open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
        if (unnamed >= 0) return unnamed;
    }
    return make_beside(path, part, [&](const char *name) {
        return ::open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    });
}

// Gives a whole file without a name one, beside path. 0, or errno.
int name_part(int descriptor, const std::string &path, std::string &part) {
    const std::string open_file = std::string(kOpenFiles) + "/" + std::to_string(descriptor);
    const int failed = make_beside(path, part, [&](const char *name) {
        return ::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW);
    });
    return failed ? errno : 0;
}

// So that a crash of the system does not undo the rename. Some file systems cannot; the file itself
// is whole in any case.
void flush_folder_of(const std::string &path) {
    const Descriptor in(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (in.value >= 0) ::fsync(in.value);
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

void write_file(const std::string &name, const std::string &bytes) {
    const std::string path = behind_links(name);
    struct stat found;
    const bool exists = ::stat(path.c_str(), &found) == 0;
    if (exists && S_ISDIR(found.st_mode)) fail(path, EISDIR);
    if (exists && !S_ISREG(found.st_mode)) return write_special(path, bytes);
    std::string part;
    Descriptor out(open_part(path, exists ? 0600 : 0666, part));
    if (out.value < 0) fail(path, errno);
    int error = write_all(out.value, bytes);
    if (!error && exists && ::fchmod(out.value, found.st_mode & 07777) != 0) error = errno;
    if (!error && ::fsync(out.value) != 0) error = errno;
    // What is written and flushed is whole; between these two a kill would leave it beside path.
    if (!error && part.empty()) error = name_part(out.value, path, part);
    if (!error && ::rename(part.c_str(), path.c_str()) != 0) error = errno;
    if (!error) return flush_folder_of(path);
    if (!part.empty()) ::unlink(part.c_str());
    fail(path, error);
}

}  // namespace zsn2n
