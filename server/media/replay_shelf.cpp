// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/replay_shelf.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "server/media/hls_answers.h"

namespace vitrine::media {
namespace {

std::shared_ptr<const std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return nullptr;
    std::ostringstream text;
    text << in.rdbuf();
    return std::make_shared<const std::string>(std::move(text).str());
}

}  // namespace

bool is_safe_show_id(const std::string& id) {
    const auto safe = [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_';
    };
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), safe);
}

ReplayShelf::ReplayShelf(std::string directory) : directory_(std::move(directory)) {
    thread_ = std::thread([this] { run(); });
}

ReplayShelf::~ReplayShelf() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
    for (Request& request : queue_) request.answer(refusal(503, "The server is going down."));
}

void ReplayShelf::get(const std::string& show_id, const std::string& file,
                      std::function<void(HlsAnswer)> answer) {
    const auto name = parse_hls_name(file);
    if (!is_safe_show_id(show_id) || !name || name->kind == HlsName::Kind::part) {
        answer(refusal(404, "There is no such file in this replay."));
        return;
    }
    {
        std::lock_guard lock(mutex_);
        if (queue_.size() < kQueued && !stopping_) {
            queue_.push_back({show_id, file, std::move(answer)});
            changed_.notify_one();
            return;
        }
    }
    answer(refusal(503, "Too many people open replays at this moment. Try again in a few seconds."));
}

RecordingIndex ReplayShelf::read_index(const std::string& show_id) const {
    const auto text = is_safe_show_id(show_id)
                          ? read_file(directory_ + "/" + show_id + "/" + kRecordingIndexName)
                          : nullptr;
    return text ? parse_recording_index(*text) : RecordingIndex{};
}

void ReplayShelf::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return;
        const Request request = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        request.answer(read(request));
        lock.lock();
    }
}

HlsAnswer ReplayShelf::read(const Request& request) {
    const HlsName name = *parse_hls_name(request.file);
    if (name.kind == HlsName::Kind::master || name.kind == HlsName::Kind::media) {
        const RecordingIndex index = read_index(request.show_id);
        if (index.segments.empty()) return refusal(404, "There is no recording of this show.");
        const bool master = name.kind == HlsName::Kind::master;
        auto text =
            std::make_shared<const std::string>(master ? render_replay_master(index) : render_replay(index));
        return playlist_answer(std::move(text), index.ended ? "max-age=60" : "no-cache");
    }
    auto bytes = read_file(directory_ + "/" + request.show_id + "/" + request.file);
    if (!bytes) return refusal(404, "There is no such file in this replay.");
    return media_answer({std::move(bytes)}, "max-age=86400, immutable");
}

}  // namespace vitrine::media
