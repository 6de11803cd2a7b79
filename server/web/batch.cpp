// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/batch.h"

#include "server/room/reading_place.h"
#include "server/web/json.h"
#include "server/web/websocket_frames.h"

namespace vitrine::web {

using room::ReadingPlace;

std::string frame_message(const v1::ServerFrame& message) {
    return websocket_frame(Opcode::binary, message.SerializeAsString());
}

std::string frame_events(std::span<const bus::EventPtr> events) {
    v1::ServerFrame frame;
    for (const auto& event : events) *frame.mutable_events()->add_events() = *event;
    return frame_message(frame);
}

std::string stream_id(const std::string& epoch, const show::Cursor& cursor) {
    return epoch + ":" + std::to_string(cursor.seq) + ":" + std::to_string(cursor.chat);
}

std::string stream_events(std::span<const bus::EventPtr> events, const std::string& epoch,
                          const show::Cursor& before) {
    std::string text;
    ReadingPlace place("", false);
    place.set(before);
    for (const auto& event : events) {
        place.pass(*event);
        text += "id: " + stream_id(epoch, place.cursor()) + "\ndata: " + to_json(*event) + "\n\n";
    }
    return text;
}

Batch::Batch(std::vector<bus::EventPtr> events, Worth worth) : events_(std::move(events)), worth_(worth) {
    for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
        if ((*event)->has_chat() && !(*event)->chat().removed()) {
            before_.chat = (*event)->chat().number() - 1;
        } else if ((*event)->seq() > 0) {
            before_.seq = (*event)->seq() - 1;
        }
    }
    ReadingPlace place("", false);
    place.set(before_);
    for (const auto& event : events_) {
        unbroken_ = unbroken_ && place.judge(*event) == ReadingPlace::Verdict::pass_on;
        place.pass(*event);
    }
    after_ = place.cursor();
}

bool Batch::follows(const show::Cursor& place) const {
    const bool same_seq = after_.seq == before_.seq || place.seq == before_.seq;
    const bool same_chat = after_.chat == before_.chat || place.chat == before_.chat;
    return unbroken_ && same_seq && same_chat;
}

show::Cursor Batch::after(show::Cursor place) const {
    if (after_.seq != before_.seq) place.seq = after_.seq;
    if (after_.chat != before_.chat) place.chat = after_.chat;
    return place;
}

const Bytes& Batch::socket_frame() const {
    if (!socket_frame_) socket_frame_ = std::make_shared<const std::string>(frame_events(events_));
    return socket_frame_;
}

const Bytes& Batch::stream_text(const std::string& epoch, const show::Cursor& before) const {
    Bytes& text = stream_texts_[{before.seq, before.chat}];
    if (!text) text = std::make_shared<const std::string>(stream_events(events_, epoch, before));
    return text;
}

}  // namespace vitrine::web
