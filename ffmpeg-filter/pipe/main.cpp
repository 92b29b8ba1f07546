// SPDX-License-Identifier: LGPL-2.1-or-later
// zsn2n-pipe, the y4m pipe: a YUV4MPEG2 stream from stdin, denoised, to stdout. Status 0: all of
// it; 1: what was wrong is on stderr, and whole frames were written up to there; 2: bad options.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "settings.h"
#include "y4m.h"

namespace {

void say(const std::string &text) {
    std::fprintf(stderr, "zsn2n-pipe: %s\n", text.c_str());
}

void log_line(void *, zsn2n_log_level level, const char *text) {
    if (level == ZSN2N_LOG_INFO || level == ZSN2N_LOG_WARNING) say(text);
}

struct Destroy {
    void operator()(zsn2n_context *context) const { zsn2n_destroy(&context); }
};
using Context = std::unique_ptr<zsn2n_context, Destroy>;

void check(zsn2n_status status, const Context &context) {
    if (status == ZSN2N_OK) return;
    const std::string why = context ? zsn2n_error_message(context.get()) : "";
    throw StreamError(why.empty() ? zsn2n_status_string(status) : why);
}

Context start(const PipeSettings &settings) {
    const zsn2n_callbacks callbacks = {nullptr, log_line, nullptr};
    zsn2n_context *created = nullptr;
    const zsn2n_status status = zsn2n_create(&created, &settings.params, &callbacks);
    Context context(created);
    check(status, context);
    if (!settings.state_in.empty())
        check(zsn2n_state_load(context.get(), settings.state_in.c_str()), context);
    return context;
}

// Whoever reads may have had enough: nothing to tell then.
struct Closed {};

void write(const void *data, size_t size) {
    if (std::fwrite(data, 1, size, stdout) == size) return;
    if (errno == EPIPE) throw Closed();
    throw StreamError(std::string("the output cannot be written: ") + std::strerror(errno));
}

void write_line(const std::string &line) {
    write((line + "\n").data(), line.size() + 1);
}

void flush() {
    if (std::fflush(stdout) == 0) return;
    if (errno == EPIPE) throw Closed();
    throw StreamError(std::string("the output cannot be written: ") + std::strerror(errno));
}

// The frame at hand and those after it, as many as are looked at. What is wrong with the stream is
// told when the frames before it are written.
class Frames {
  public:
    Frames(const Y4mHeader &header, int lookahead)
        : header_(header), frames_(lookahead + 1), count_(0) {}

    // False at the end.
    bool advance() {
        if (count_ > 0) {
            std::rotate(frames_.begin(), frames_.begin() + 1, frames_.end());
            --count_;
        }
        while (!ended_ && count_ < frames_.size()) {
            try {
                ended_ = !read_frame(stdin, header_, frames_[count_]);
            } catch (const StreamError &) {
                ended_ = true;
                error_ = std::current_exception();
            }
            if (!ended_) ++count_;
        }
        return count_ > 0;
    }
    Y4mFrame &now() { return frames_.front(); }
    std::vector<zsn2n_image> next() {
        std::vector<zsn2n_image> images;
        for (size_t i = 1; i < count_; ++i) images.push_back(image_of(header_, frames_[i].bytes));
        return images;
    }
    void check() const {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    const Y4mHeader &header_;
    std::vector<Y4mFrame> frames_;
    size_t count_;
    bool ended_ = false;
    std::exception_ptr error_;
};

void run(const PipeSettings &settings) {
    const Context context = start(settings);
    std::string line;
    if (!read_line(stdin, "header", line))
        throw StreamError("the input is empty; a y4m stream is accepted");
    const Y4mHeader header = parse_y4m_header(line);
    if (header.interlaced)
        say("warning: the frames are interlaced, and denoised as if they were not; deinterlace "
            "them first");
    write_line(header.line);
    Frames coming(header, zsn2n_lookahead(&settings.params));
    long frames = 0;
    for (; coming.advance(); ++frames) {
        const std::vector<zsn2n_image> next = coming.next();
        std::vector<const zsn2n_image *> pointers;
        for (const zsn2n_image &image : next) pointers.push_back(&image);
        Y4mFrame &frame = coming.now();
        const zsn2n_image image = image_of(header, frame.bytes);
        check(zsn2n_process_ahead(context.get(), &image, pointers.data(),
                                  static_cast<int>(pointers.size()), &image),
              context);
        write_line(frame.line);
        write(frame.bytes.data(), frame.bytes.size());
        flush();
    }
    flush();
    coming.check();
    if (frames > 0 && !settings.state_out.empty())
        check(zsn2n_state_save(context.get(), settings.state_out.c_str()), context);
}

}  // namespace

int main(int count, char **words) {
    const std::string first = count > 1 ? words[1] : "";
    if (first == "--help" || first == "-h") {
        std::fputs(usage().c_str(), stdout);
        return 0;
    }
    if (first == "--version") {
        const uint32_t version = zsn2n_version();
        std::printf("zsn2n-pipe %u.%u.%u\n", version >> 16, version >> 8 & 255, version & 255);
        return 0;
    }
    std::signal(SIGPIPE, SIG_IGN);
    PipeSettings settings;
    try {
        settings = parse_settings(count - 1, words + 1);
    } catch (const std::exception &error) {
        say(error.what() + std::string("; zsn2n-pipe --help lists the options"));
        return 2;
    }
    try {
        run(settings);
        return 0;
    } catch (const Closed &) {
        return 1;
    } catch (const std::exception &error) {
        say(error.what());
        std::fflush(stdout);
        return 1;
    }
}
