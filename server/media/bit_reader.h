// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace vitrine::media {

// Reads bits, most significant first. Past the end it gives zeros and ok() turns false; no other errors.
class BitReader {
  public:
    explicit BitReader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

    uint32_t bits(int count) {
        uint32_t value = 0;
        for (int i = 0; i < count; ++i) value = value << 1 | bit();
        return value;
    }
    bool flag() { return bit() != 0; }

    // ue(v) and se(v) of ITU-T H.264 §9.1. More than 32 leading zeros cannot be coded: ok() turns false.
    uint32_t unsigned_golomb() {
        int zeros = 0;
        while (ok_ && bit() == 0) {
            if (++zeros > 31) ok_ = false;
        }
        return ok_ ? (1u << zeros) - 1 + bits(zeros) : 0;
    }
    int64_t signed_golomb() {
        const int64_t code = unsigned_golomb();
        return code % 2 ? (code + 1) / 2 : -code / 2;
    }

    bool ok() const { return ok_; }

  private:
    uint32_t bit() {
        if (at_ >= bytes_.size() * 8) {
            ok_ = false;
            return 0;
        }
        const uint32_t value = bytes_[at_ / 8] >> (7 - at_ % 8) & 1;
        ++at_;
        return value;
    }

    std::span<const uint8_t> bytes_;
    size_t at_ = 0;
    bool ok_ = true;
};

}  // namespace vitrine::media
