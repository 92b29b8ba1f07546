// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/saved_state.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/hash.h"

namespace zsn2n {

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are copied as they are");

constexpr char kMagic[] = "ZSN2NST1";
constexpr size_t kMagicSize = sizeof kMagic - 1;
constexpr size_t kFamilySize = kMagicSize - 1;  // without the version

uint64_t fnv1a(const char *bytes, size_t size) {
    Fnv1a hash;
    for (size_t i = 0; i < size; ++i) {
        hash.add(static_cast<uint8_t>(bytes[i]));
    }
    return hash.value();
}

[[noreturn]] void refuse(const char *why) {
    throw Error(ZSN2N_INVALID_ARGUMENT, std::string("no state to go on from: ") + why);
}

template <typename Number>
void put(std::string &bytes, Number number) {
    bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
}

void put_floats(std::string &bytes, const AlignedBuffer<float> &values) {
    bytes.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(float));
}

class Reader {
  public:
    Reader(const char *bytes, size_t size) : at_(bytes), end_(bytes + size) {}

    template <typename Number>
    Number get() {
        Number number;
        std::memcpy(&number, take(sizeof number), sizeof number);
        return number;
    }
    void get_floats(AlignedBuffer<float> &values, uint64_t count) {
        if (count > static_cast<size_t>(end_ - at_) / sizeof(float)) refuse("it is cut short");
        const char *from = take(count * sizeof(float));
        values.resize(count);
        if (count) std::memcpy(values.data(), from, count * sizeof(float));
        const auto finite = [](float value) { return std::isfinite(value); };
        if (!std::all_of(values.data(), values.data() + count, finite)) refuse("it is damaged");
    }
    bool done() const { return at_ == end_; }

  private:
    const char *take(size_t size) {
        if (static_cast<size_t>(end_ - at_) < size) refuse("it is cut short");
        at_ += size;
        return at_ - size;
    }
    const char *at_, *end_;
};

}  // namespace

std::string to_bytes(const SavedState &state) {
    std::string bytes(kMagic, kMagicSize);
    for (const int number : {state.color, state.chroma_shift_x, state.chroma_shift_y, state.preset,
                             state.guides, static_cast<int>(state.groups.size())}) {
        put(bytes, static_cast<int32_t>(number));
    }
    for (const SavedGroup &group : state.groups) {
        for (const int number : {group.planes, group.in, group.out}) {
            put(bytes, static_cast<int32_t>(number));
        }
        put(bytes, group.trust);
        put(bytes, group.state.steps);
        put(bytes, static_cast<uint64_t>(group.state.theta.size()));
        put(bytes, static_cast<uint64_t>(group.state.optimizer.size()));
        put_floats(bytes, group.state.theta);
        put_floats(bytes, group.state.optimizer);
    }
    put(bytes, fnv1a(bytes.data(), bytes.size()));
    return bytes;
}

SavedState from_bytes(const std::string &bytes) {
    if (bytes.size() < kMagicSize || bytes.compare(0, kFamilySize, kMagic, kFamilySize) != 0)
        refuse("it is no zsn2n state file");
    if (bytes.compare(0, kMagicSize, kMagic) != 0)
        refuse("it was written by another version of zsn2n");
    uint64_t sum;
    if (bytes.size() < kMagicSize + sizeof sum) refuse("it is cut short");
    const size_t size = bytes.size() - sizeof sum;
    std::memcpy(&sum, bytes.data() + size, sizeof sum);
    if (sum != fnv1a(bytes.data(), size)) refuse("it is damaged or cut short");

    Reader reader(bytes.data() + kMagicSize, size - kMagicSize);
    SavedState state{};
    for (int *number : {&state.color, &state.chroma_shift_x, &state.chroma_shift_y, &state.preset,
                        &state.guides}) {
        *number = reader.get<int32_t>();
    }
    const auto count = reader.get<int32_t>();
    for (int i = 0; i < count; ++i) {
        SavedGroup group{};
        for (int *number : {&group.planes, &group.in, &group.out}) *number = reader.get<int32_t>();
        group.trust = reader.get<float>();
        group.state.steps = reader.get<uint64_t>();
        const auto parameters = reader.get<uint64_t>(), others = reader.get<uint64_t>();
        reader.get_floats(group.state.theta, parameters);
        reader.get_floats(group.state.optimizer, others);
        if (!(group.trust >= 0 && group.trust <= 1)) refuse("it is damaged");
        state.groups.push_back(std::move(group));
    }
    if (!reader.done()) refuse("it is damaged");
    return state;
}

}  // namespace zsn2n
