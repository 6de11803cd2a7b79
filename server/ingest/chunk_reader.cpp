// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/chunk_reader.h"

#include <algorithm>

namespace vitrine::ingest {
namespace {

constexpr uint32_t kExtended = 0xffffff;

Error broken(std::string what) { return {Code::invalid_argument, std::move(what)}; }

}  // namespace

void ChunkReader::feed(std::span<const uint8_t> bytes) {
    if (at_ > 0 && at_ >= buffer_.size() / 2) {
        buffer_.erase(0, at_);
        at_ = 0;
    }
    buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

uint32_t ChunkReader::number(size_t at, int bytes) const {
    uint32_t v = 0;
    for (int i = 0; i < bytes; ++i)
        v = v << 8 | static_cast<uint8_t>(buffer_[at_ + at + static_cast<size_t>(i)]);
    return v;
}

Result<std::optional<RtmpMessage>> ChunkReader::next() {
    while (true) {
        RtmpMessage message;
        const auto step = this->step(message);
        if (!step) return step.error();
        if (*step == Step::need_more) return std::optional<RtmpMessage>();
        if (*step != Step::message) continue;
        if (auto taken = control(message); !taken) return taken.error();
        return std::optional(std::move(message));
    }
}

Result<ChunkReader::Step> ChunkReader::step(RtmpMessage& out) {
    const auto found = header();
    if (!found) return found.error();
    if (!*found) return Step::need_more;
    const Header& header = **found;
    const size_t wanted = std::min<size_t>(chunk_size_, header.state.length - header.have);
    if (buffered() < header.bytes + wanted) return Step::need_more;
    if (assembling_bytes_ + wanted > limits_.assembling_bytes)
        return broken("too many unfinished messages at once");

    ChunkStream& stream = streams_[header.chunk_stream];
    stream.state = header.state;
    stream.payload.append(buffer_, at_ + header.bytes, wanted);
    stream.state.assembling = stream.payload.size() < stream.state.length;
    at_ += header.bytes + wanted;
    assembling_bytes_ += wanted;
    if (stream.state.assembling) return Step::went_on;

    assembling_bytes_ -= stream.payload.size();
    out.type = static_cast<MessageType>(stream.state.type);
    out.chunk_stream = header.chunk_stream;
    out.stream = stream.state.stream;
    out.timestamp_ms = stream.state.timestamp;
    out.payload = std::exchange(stream.payload, {});
    return Step::message;
}

// §5.3.1.1: basic header of one to three bytes.
Result<std::optional<ChunkReader::Header>> ChunkReader::header() const {
    if (buffered() < 1) return std::optional<Header>();
    Header header;
    header.format = static_cast<int>(number(0, 1) >> 6);
    const uint32_t low = number(0, 1) & 63;
    const size_t basic = low == 0 ? 2 : low == 1 ? 3 : 1;
    if (buffered() < basic) return std::optional<Header>();
    header.chunk_stream = low;
    if (low == 0) header.chunk_stream = 64 + number(1, 1);
    if (low == 1) header.chunk_stream = 64 + number(1, 1) + 256 * number(2, 1);

    const auto known = streams_.find(header.chunk_stream);
    if (known == streams_.end()) {
        if (header.format != 0 && header.format != 1)
            return broken("a chunk stream begins without a full header");
        if (streams_.size() >= limits_.chunk_streams) return broken("too many chunk streams");
    } else {
        header.state = known->second.state;
        header.have = known->second.payload.size();
    }
    const auto whole = message_header(header, basic);
    if (!whole) return whole.error();
    if (!*whole) return std::optional<Header>();
    if (header.state.length > limits_.message_bytes) {
        return broken("a message of " + std::to_string(header.state.length) + " bytes, more than is allowed");
    }
    return std::optional(std::move(header));
}

// §5.3.1.2 and §5.3.1.3. False: more bytes are needed.
Result<bool> ChunkReader::message_header(Header& header, size_t at) const {
    constexpr size_t kSizes[] = {11, 7, 3, 0};
    State& state = header.state;
    const size_t size = kSizes[header.format];
    if (buffered() < at + size) return false;
    if (header.format != 3 && state.assembling)
        return broken("a message begins before the one before it is whole");
    uint32_t time = 0;
    if (header.format <= 2) {
        time = number(at, 3);
        state.has_extended = time == kExtended;
    }
    if (header.format <= 1) {
        state.length = number(at + 3, 3);
        state.type = static_cast<uint8_t>(number(at + 6, 1));
    }
    if (header.format == 0) {  // little-endian, alone in this protocol
        const uint32_t id = number(at + 7, 4);
        state.stream = id >> 24 | (id >> 8 & 0xff00) | (id << 8 & 0xff0000) | id << 24;
    }
    at += size;
    if (state.has_extended) {
        if (buffered() < at + 4) return false;
        const uint32_t extended = number(at, 4);
        // Type 3 chunks repeat the field, by the specification; some clients do not. Whoever repeats it
        // repeats its value.
        if (header.format <= 2 || extended == state.extended) {
            at += 4;
            state.extended = extended;
        }
        if (header.format <= 2) time = extended;
    }
    header.bytes = at;
    if (header.format == 3 && state.assembling) return true;
    if (header.format <= 2)
        state.delta = time;  // §5.3.1.2.4: after a type 0 chunk, type 3 adds its timestamp again
    state.timestamp = header.format == 0 ? time : state.timestamp + state.delta;
    return true;
}

Result<Done> ChunkReader::control(const RtmpMessage& message) {
    const auto word = [&]() -> uint32_t {
        uint32_t v = 0;
        for (size_t i = 0; i < 4; ++i) v = v << 8 | static_cast<uint8_t>(message.payload[i]);
        return v;
    };
    if (message.type == MessageType::set_chunk_size) {
        if (message.payload.size() < 4 || word() == 0 || word() > 0x7fffffff)
            return broken("a chunk size of nothing");
        chunk_size_ = word();
    } else if (message.type == MessageType::abort && message.payload.size() >= 4) {
        const auto found = streams_.find(word());
        if (found != streams_.end() && found->second.state.assembling) {
            assembling_bytes_ -= found->second.payload.size();
            found->second.payload.clear();
            found->second.state.assembling = false;
        }
    }
    return Done{};
}

}  // namespace vitrine::ingest
