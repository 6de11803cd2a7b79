// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/outgoing_queue.h"

#include <algorithm>

#include "server/domain/check.h"

namespace vitrine::web {

bool OutgoingQueue::push(Bytes piece, Worth worth) {
    if (piece->empty()) return true;
    // A single piece always has room in an empty queue: a snapshot may be larger than the bound.
    const auto fits = [&] {
        return bytes_ == 0 || (bytes_ <= most_bytes_ && piece->size() <= most_bytes_ - bytes_);
    };
    if (!fits()) drop(Worth::count, piece->size());
    if (!fits() && worth != Worth::count) drop(Worth::chat, piece->size());
    if (!fits()) {
        ++dropped_;
        return false;
    }
    bytes_ += piece->size();
    pieces_.push_back({std::move(piece), worth});
    return true;
}

void OutgoingQueue::drop(Worth worth, size_t needed_bytes) {
    auto from = pieces_.begin();
    if (from != pieces_.end() && first_written_ > 0) ++from;
    const auto kept = std::remove_if(from, pieces_.end(), [&](const Piece& piece) {
        const bool enough = bytes_ <= most_bytes_ && needed_bytes <= most_bytes_ - bytes_;
        if (enough || piece.worth != worth) return false;
        bytes_ -= piece.bytes->size();
        ++dropped_;
        return true;
    });
    pieces_.erase(kept, pieces_.end());
}

size_t OutgoingQueue::gather(std::span<std::string_view> views) const {
    size_t count = 0;
    for (const Piece& piece : pieces_) {
        if (count == views.size()) break;
        std::string_view view = *piece.bytes;
        if (count == 0) view.remove_prefix(first_written_);
        views[count++] = view;
    }
    return count;
}

void OutgoingQueue::consume(size_t bytes) {
    VITRINE_CHECK(bytes <= bytes_);
    bytes_ -= bytes;
    bytes += first_written_;
    while (!pieces_.empty() && bytes >= pieces_.front().bytes->size()) {
        bytes -= pieces_.front().bytes->size();
        pieces_.pop_front();
    }
    first_written_ = bytes;
}

}  // namespace vitrine::web
