// SPDX-License-Identifier: BSD-2-Clause
// y4m streams as the pipe reads them.
#include "y4m.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    FILE *const in = fmemopen(const_cast<uint8_t *>(data), size, "rb");
    require(in != nullptr, "fmemopen");
    try {
        std::string line;
        if (read_line(in, "header", line)) {
            const Y4mHeader header = parse_y4m_header(line);
            require(zsn2n_image_supported(&header.image, nullptr, 0) == ZSN2N_OK,
                    "a header of images that cannot be denoised");
            // What a header says can be any size: no more than there is of it is read.
            constexpr size_t kMost = size_t{1} << 22;
            Y4mFrame frame;
            while (header.frame_bytes() <= kMost && read_frame(in, header, frame)) {
                require(frame.bytes.size() == header.frame_bytes(), "a frame of another size");
                const zsn2n_image image = image_of(header, frame.bytes);
                require(image.plane[0].data != nullptr, "a frame without a plane");
            }
        }
    } catch (const StreamError &) {
    }
    std::fclose(in);
    return 0;
}
