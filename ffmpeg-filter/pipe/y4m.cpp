// SPDX-License-Identifier: LGPL-2.1-or-later
#include "y4m.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <sstream>

namespace {

constexpr char kMagic[] = "YUV4MPEG2";
constexpr size_t kMostOfLine = 4096;

int side(const std::string &word) {
    int value = 0;
    const char *begin = word.data() + 1, *end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end || value < 1)
        throw StreamError("the header's " + word.substr(0, 1) + " is '" + word.substr(1) +
                          "'; a number of pixels is accepted");
    return value;
}

struct Sampling {
    const char *name;
    zsn2n_color color;
    int shift_x, shift_y;
};
constexpr Sampling kSamplings[] = {{"mono", ZSN2N_COLOR_GRAY, 0, 0},
                                   {"420", ZSN2N_COLOR_YUV, 1, 1},
                                   {"422", ZSN2N_COLOR_YUV, 1, 0},
                                   {"411", ZSN2N_COLOR_YUV, 2, 0},
                                   {"444", ZSN2N_COLOR_YUV, 0, 0}};

// The format's word without its C: "420jpeg", "444p10", "mono16".
void set_format(const std::string &format, int width, int height, Y4mHeader &header) {
    for (const Sampling &sampling : kSamplings) {
        const std::string name = sampling.name;
        if (format.compare(0, name.size(), name) != 0) continue;
        std::string rest = format.substr(name.size());
        header.alpha = name == "444" && rest == "alpha";
        // Where 8-bit chroma sits makes no difference here.
        if (header.alpha ||
            (name == "420" && (rest == "jpeg" || rest == "mpeg2" || rest == "paldv")))
            rest.clear();
        if (!rest.empty() && rest[0] == 'p') rest.erase(0, 1);
        int bits = 8;
        if (!rest.empty()) {
            const auto [stop, error] =
                std::from_chars(rest.data(), rest.data() + rest.size(), bits);
            if (error != std::errc() || *stop != '\0' || bits < 9 || bits > 16) break;
        }
        zsn2n_image_init(&header.image, width, height, sampling.color,
                         bits > 8 ? ZSN2N_SAMPLE_U16 : ZSN2N_SAMPLE_U8);
        header.image.bits = bits;
        header.image.chroma_shift_x = sampling.shift_x;
        header.image.chroma_shift_y = sampling.shift_y;
        return;
    }
    throw StreamError(
        "the stream's format is C" + format +
        "; accepted are 420, 422, 444 and mono of 8 to 16 bits (C420p10), 411, and 444alpha");
}

void check_read(FILE *in) {
    if (std::ferror(in))
        throw StreamError(std::string("the input cannot be read: ") + std::strerror(errno));
}

}  // namespace

std::vector<size_t> Y4mHeader::plane_bytes() const {
    const size_t sample = image.bits > 8 ? 2 : 1;
    const auto part = [](int size, int shift) {
        return static_cast<size_t>((size + (1 << shift) - 1) >> shift);
    };
    const size_t luma = part(image.width, 0) * image.height * sample;
    std::vector<size_t> bytes = {luma};
    if (image.color == ZSN2N_COLOR_YUV) {
        const size_t chroma = part(image.width, image.chroma_shift_x) *
                              part(image.height, image.chroma_shift_y) * sample;
        bytes.insert(bytes.end(), 2, chroma);
    }
    if (alpha) bytes.push_back(luma);
    return bytes;
}

size_t Y4mHeader::frame_bytes() const {
    size_t sum = 0;
    for (const size_t bytes : plane_bytes()) sum += bytes;
    return sum;
}

Y4mHeader parse_y4m_header(const std::string &line) {
    std::istringstream words(line);
    std::string word, format = "420jpeg";
    if (!(words >> word) || word != kMagic)
        throw StreamError(std::string("the input is no y4m stream: it does not begin with ") +
                          kMagic);
    Y4mHeader header;
    header.line = line;
    int width = 0, height = 0;
    while (words >> word) {
        switch (word[0]) {
            case 'W':
                width = side(word);
                break;
            case 'H':
                height = side(word);
                break;
            case 'C':
                format = word.substr(1);
                break;
            case 'I':
                header.interlaced = word == "It" || word == "Ib" || word == "Im";
                break;
            default:
                break;  // rate, aspect and what others add are passed on
        }
    }
    if (!width || !height) throw StreamError("the header has no W or no H");
    set_format(format, width, height, header);
    char message[256];
    if (zsn2n_image_supported(&header.image, message, sizeof message) != ZSN2N_OK)
        throw StreamError("such frames cannot be denoised: " + std::string(message));
    return header;
}

bool read_line(FILE *in, const char *what, std::string &line) {
    line.clear();
    for (int c; (c = std::getc(in)) != EOF;) {
        if (c == '\n') return true;
        if (line.size() == kMostOfLine)
            throw StreamError(std::string("the ") + what + " has no end: this is no y4m stream");
        line += static_cast<char>(c);
    }
    check_read(in);
    if (!line.empty()) throw StreamError(std::string("the input ends within its ") + what);
    return false;
}

bool read_frame(FILE *in, const Y4mHeader &header, Y4mFrame &frame) {
    if (!read_line(in, "frame's header", frame.line)) return false;
    if (frame.line.compare(0, 5, "FRAME") != 0)
        throw StreamError("a frame does not begin with FRAME: the input is damaged");
    frame.bytes.resize(header.frame_bytes());
    const size_t got = std::fread(frame.bytes.data(), 1, frame.bytes.size(), in);
    check_read(in);
    if (got < frame.bytes.size())
        throw StreamError("the input ends within a frame: " + std::to_string(got) + " of its " +
                          std::to_string(frame.bytes.size()) + " bytes are there");
    return true;
}

zsn2n_image image_of(const Y4mHeader &header, std::vector<uint8_t> &bytes) {
    zsn2n_image image = header.image;
    const ptrdiff_t sample = image.bits > 8 ? 2 : 1;
    const std::vector<size_t> planes = header.plane_bytes();
    uint8_t *data = bytes.data();
    for (size_t i = 0; i < planes.size(); ++i) {
        const bool alpha = header.alpha && i + 1 == planes.size();
        const int shift = i > 0 && !alpha ? image.chroma_shift_x : 0;
        const ptrdiff_t row = sample * ((image.width + (1 << shift) - 1) >> shift);
        (alpha ? image.alpha : image.plane[i]) = {data, row, sample};
        data += planes[i];
    }
    return image;
}
