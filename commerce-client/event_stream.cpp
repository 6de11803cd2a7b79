// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/event_stream.h"

#include <QPointer>
#include <QRandomGenerator>
#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace vitrine::commerce {
namespace {

constexpr int kAfterGap_ms = 100;
constexpr int kFirstPause_ms = 400;
constexpr int kLongestPause_ms = 5'000;

}  // namespace

// One Subscribe call. Between OnReadDone and next() the call is held (AddHold) and the GUI thread has the
// turn.
class EventStream::Reader final : public grpc::ClientReadReactor<v1::SubscribeResponse>,
                                  public std::enable_shared_from_this<Reader> {
  public:
    Reader(EventStream& owner, uint64_t turn) : owner_(owner), turn_(turn) {}

    void begin(const v1::SubscribeRequest& request) {
        self_ = shared_from_this();  // until OnDone
        request_ = request;
        token_ = owner_.connection_.calls().accessToken();
        owner_.connection_.calls().equip(*context_);
        stub_ = v1::EventService::NewStub(owner_.connection_.calls().channel());
        stub_->async()->Subscribe(context_.get(), &request_, this);
        StartRead(&response_);
        AddHold();
        StartCall();
    }

    const v1::SubscribeResponse& response() const { return response_; }
    // With which it was opened; the server ends the call when it runs out.
    const std::string& token() const { return token_; }

    // GUI thread: the last response has been dealt with.
    void next() {
        {
            std::lock_guard lock(mutex_);
            with_gui_ = false;
        }
        StartRead(&response_);
    }

    // GUI thread: ends the call and waits until gRPC has let go (it answers a cancelled call at once).
    // Nothing is posted to the owner afterwards.
    void stop() {
        std::unique_lock lock(mutex_);
        stopped_ = true;
        if (context_) context_->TryCancel();
        const bool release = std::exchange(with_gui_, false);
        if (release) {
            lock.unlock();
            RemoveHold();
            lock.lock();
        }
        gone_.wait(lock, [this] { return done_; });
    }

  private:
    void OnReadDone(bool ok) override {
        std::unique_lock lock(mutex_);
        if (!ok || stopped_) {
            lock.unlock();
            RemoveHold();
            return;
        }
        with_gui_ = true;
        QMetaObject::invokeMethod(
            &owner_,
            [owner = &owner_, turn = turn_] {
                if (turn == owner->turn_ && owner->reader_) owner->take(owner->reader_->response());
            },
            Qt::QueuedConnection);
    }

    void OnDone(const grpc::Status& status) override {
        const auto keep = std::move(self_);
        std::lock_guard lock(mutex_);
        // What holds the channel goes while the owner still has it: its last hold must not be let go on this
        // thread.
        stub_.reset();
        context_.reset();
        done_ = true;
        if (!stopped_) {
            QMetaObject::invokeMethod(
                &owner_, [owner = &owner_, turn = turn_, status] { owner->finished(turn, status); },
                Qt::QueuedConnection);
        }
        gone_.notify_all();
    }

    EventStream& owner_;
    const uint64_t turn_;
    std::unique_ptr<v1::EventService::Stub> stub_;
    std::unique_ptr<grpc::ClientContext> context_ = std::make_unique<grpc::ClientContext>();
    v1::SubscribeRequest request_;
    v1::SubscribeResponse response_;
    std::string token_;
    std::shared_ptr<Reader> self_;
    std::mutex mutex_;
    std::condition_variable gone_;
    bool with_gui_ = false;
    bool stopped_ = false;
    bool done_ = false;
};

EventStream::EventStream(Connection& connection, QObject* parent) : QObject(parent), connection_(connection) {
    retry_.setSingleShot(true);
    connect(&retry_, &QTimer::timeout, this, &EventStream::start);
    connect(&connection_, &Connection::reachChanged, this, [this] {
        if (show_id_.empty()) return;
        if (connection_.reach() == Connection::Reach::offline && reader_) {
            again(200);  // the line is dead though the stream has not noticed
        } else if (connection_.reach() == Connection::Reach::online && !reader_) {
            again(0);  // no need to sit out the back-off
        }
    });
}

EventStream::~EventStream() {
    disconnect(&connection_, nullptr, this, nullptr);
    close();
}

void EventStream::open(const std::string& show_id) {
    close();
    show_id_ = show_id;
    cursor_.Clear();
    cursor_.set_show_id(show_id);
    failures_ = 0;
    start();
}

void EventStream::close() {
    retry_.stop();
    ++turn_;
    show_id_.clear();
    if (auto reader = std::exchange(reader_, nullptr)) reader->stop();
    setFlowing(false);
}

void EventStream::start() {
    if (reader_ || show_id_.empty()) return;
    if (!connection_.calls().channel()) {
        again(1'000);
        return;
    }
    reader_ = std::make_shared<Reader>(*this, ++turn_);
    reader_->begin(cursor_);
}

void EventStream::take(const v1::SubscribeResponse& response) {
    const uint64_t turn = turn_;
    const auto reader = reader_;
    switch (response.body_case()) {
        case v1::SubscribeResponse::kSnapshot: {
            const v1::ShowSnapshot& whole = response.snapshot();
            cursor_.set_epoch(whole.epoch());
            cursor_.set_after_seq(whole.seq());
            cursor_.set_after_staff_seq(whole.staff_seq());
            cursor_.set_after_chat(whole.chat_size() ? whole.chat(whole.chat_size() - 1).number() : 0);
            setFlowing(true);
            emit snapshot(whole);
            break;
        }
        case v1::SubscribeResponse::kResumed:
            setFlowing(true);
            break;
        case v1::SubscribeResponse::kEvent: {
            bool fresh = true;
            if (!advance(response.event(), fresh)) {
                again(kAfterGap_ms);
                return;
            }
            if (fresh) emit event(response.event());
            break;
        }
        case v1::SubscribeResponse::BODY_NOT_SET:
            break;
    }
    failures_ = 0;
    if (turn == turn_) reader->next();  // unless a slot closed or reopened the stream
}

bool EventStream::advance(const v1::ShowEvent& event, bool& fresh) {
    if (event.has_chat() && !event.chat().removed()) {
        fresh = event.chat().number() > cursor_.after_chat();
        if (fresh) cursor_.set_after_chat(event.chat().number());
        return true;
    }
    if (event.seq() == 0) return true;
    const bool staff = event.audience() == v1::AUDIENCE_STAFF;
    const int64_t last = staff ? cursor_.after_staff_seq() : cursor_.after_seq();
    if (event.seq() > last + 1) return false;
    fresh = event.seq() == last + 1;
    if (fresh && staff) cursor_.set_after_staff_seq(event.seq());
    if (fresh && !staff) cursor_.set_after_seq(event.seq());
    return true;
}

void EventStream::finished(uint64_t turn, const grpc::Status& status) {
    if (turn != turn_) return;
    const Fault fault = fault_of(status);
    const auto reader = std::exchange(reader_, nullptr);
    // The session has taken a new token long since: it goes on with that one, and nobody is told of a gap.
    if (fault.kind == FaultKind::signed_out && reader->token() != connection_.calls().accessToken()) {
        start();
        return;
    }
    setFlowing(false);
    if (!status.ok() && (fault.kind == FaultKind::missing || fault.kind == FaultKind::refused)) {
        show_id_.clear();
        emit refused(fault.text);
        return;
    }
    const int whole = std::min(kFirstPause_ms << std::min(failures_, 4), kLongestPause_ms);
    ++failures_;
    if (fault.kind == FaultKind::signed_out) connection_.calls().renewSession();
    again(whole / 2 + static_cast<int>(QRandomGenerator::global()->bounded(whole / 2)));
}

void EventStream::again(int delay_ms) {
    ++turn_;
    if (auto reader = std::exchange(reader_, nullptr)) reader->stop();
    setFlowing(false);
    retry_.start(delay_ms);
}

void EventStream::setFlowing(bool flowing) {
    if (flowing == flowing_) return;
    flowing_ = flowing;
    emit flowingChanged(flowing);
}

}  // namespace vitrine::commerce
