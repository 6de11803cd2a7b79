// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::web {

// Made once, shared by every connection that sends it.
using Bytes = std::shared_ptr<const std::string>;

// What is given up first when a reader is slow.
enum class Worth {
    state,  // never: a connection without room for it is closed, and its client resumes
    chat,   // after the counts
    count,  // first
};

// What waits to be written to one connection, in order. Pure. Bounded by bytes: when a piece does not fit,
// waiting counts are dropped, then waiting chat, oldest first; a piece under way is never cut.
class OutgoingQueue {
  public:
    explicit OutgoingQueue(size_t most_bytes = SIZE_MAX) : most_bytes_(most_bytes) {}

    // False: there is no room. For a lossy piece this is no fault (it is dropped and counted); for state it
    // is the end.
    bool push(Bytes piece, Worth worth);
    // The next bytes to write, as views into the pieces. Returns how many views were filled.
    size_t gather(std::span<std::string_view> views) const;
    void consume(size_t bytes);

    bool empty() const { return pieces_.empty(); }
    size_t bytes() const { return bytes_; }
    uint64_t dropped() const { return dropped_; }
    void limit(size_t most_bytes) { most_bytes_ = most_bytes; }

  private:
    struct Piece {
        Bytes bytes;
        Worth worth;
    };
    void drop(Worth worth, size_t needed_bytes);

    std::deque<Piece> pieces_;
    size_t most_bytes_;
    size_t bytes_ = 0;          // all pieces, less what is written of the first
    size_t first_written_ = 0;  // of the first piece
    uint64_t dropped_ = 0;
};

}  // namespace vitrine::web
