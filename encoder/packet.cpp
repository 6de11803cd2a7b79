// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/packet.h"

namespace vitrine::encoder {

int64_t rescale(int64_t ticks, TimeBase from, TimeBase to) {
    const __int128 numerator = static_cast<__int128>(ticks) * from.num * to.den;
    const __int128 denominator = static_cast<__int128>(from.den) * to.num;
    const __int128 half = denominator / 2;
    return static_cast<int64_t>((numerator >= 0 ? numerator + half : numerator - half) / denominator);
}

}  // namespace vitrine::encoder
