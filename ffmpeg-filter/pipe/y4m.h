// SPDX-License-Identifier: LGPL-2.1-or-later
// YUV4MPEG2 streams, as mjpegtools, ffmpeg, x264 and mpv read and write them: a header line, then
// frames of a line and of planes without padding; samples of more than 8 bits take two bytes,
// little-endian.
#pragma once

#include <zsn2n/zsn2n.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

// What is wrong with a stream, in words.
struct StreamError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Y4mHeader {
    std::string line;   // as it was read, without the newline
    zsn2n_image image;  // its planes are not set
    bool alpha = false;
    bool interlaced = false;

    std::vector<size_t> plane_bytes() const;  // alpha last
    size_t frame_bytes() const;
};

// Throws StreamError where it is no header, or one of frames that cannot be denoised.
Y4mHeader parse_y4m_header(const std::string &line);

// A line without its newline. False at the end of the stream; throws StreamError where the stream
// ends within the line, cannot be read, or the line is longer than any of y4m.
bool read_line(FILE *in, const char *what, std::string &line);

struct Y4mFrame {
    std::string line;            // "FRAME" and its parameters
    std::vector<uint8_t> bytes;  // the planes, one after the other
};

// False at the end of the stream; throws StreamError where it ends within a frame.
bool read_frame(FILE *in, const Y4mHeader &header, Y4mFrame &frame);

// The header's image with its planes in `bytes`.
zsn2n_image image_of(const Y4mHeader &header, std::vector<uint8_t> &bytes);
