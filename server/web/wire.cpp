// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/wire.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

namespace vitrine::web {
namespace {

constexpr int64_t kLingerUs = 2'000'000;
constexpr size_t kGather = 64;  // asio passes at most so many to one writev

}  // namespace

using boost::asio::ip::tcp;
using boost::system::error_code;

Wire::Wire(Loop& loop, tcp::socket socket, Meters& meters, int64_t stall_s, std::shared_ptr<void> seat)
    : Ticked(loop),
      loop_(loop),
      socket_(std::move(socket)),
      meters_(meters),
      seat_(std::move(seat)),
      stall_us_(stall_s * 1'000'000) {
    error_code ignored;
    const auto remote = socket_.remote_endpoint(ignored);
    if (!ignored) peer_ = remote.address().to_string();
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
}

Wire::~Wire() = default;

void Wire::own(Owner owner) { owner_ = std::move(owner); }

void Wire::read(bool wanted) {
    reading_ = wanted;
    if (wanted) wait_readable();
}

void Wire::wait_readable() {
    if (read_waiting_ || state_ == State::closed) return;
    read_waiting_ = true;
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
        self->read_waiting_ = false;
        if (error || self->state_ == State::closed) return;
        self->on_readable();
    });
}

void Wire::on_readable() {
    if (!reading_ && state_ == State::open) return;
    static thread_local std::array<char, 16384> buffer;
    error_code error;
    const size_t count = socket_.read_some(boost::asio::buffer(buffer), error);
    if (error == boost::asio::error::would_block) return wait_readable();
    if (error) return lost();
    if (state_ == State::open && owner_.on_bytes) {
        const auto call = owner_.on_bytes;  // the owner may be replaced by his own call
        call(std::string_view(buffer.data(), count));
    }
    if ((reading_ && state_ == State::open) || state_ == State::finishing) wait_readable();
}

bool Wire::send(Bytes bytes, Worth worth) {
    if (state_ != State::open) return false;
    if (queue_.empty()) progress_us_ = loop_.clock().steady_us();
    const bool queued = queue_.push(std::move(bytes), worth);
    count_dropped();
    if (!write_waiting_ && !corked_) flush();
    return queued || worth != Worth::state;
}

void Wire::uncork() {
    corked_ = false;
    if (state_ == State::open && !write_waiting_) flush();
}

void Wire::count_dropped() {
    meters_.dropped += queue_.dropped() - dropped_seen_;
    dropped_seen_ = queue_.dropped();
}

void Wire::flush() {
    std::array<std::string_view, kGather> views;
    std::array<boost::asio::const_buffer, kGather> buffers;
    const bool had_some = !queue_.empty();
    while (!queue_.empty()) {
        const size_t count = queue_.gather(views);
        for (size_t i = 0; i < kGather; ++i) {
            buffers[i] = i < count ? boost::asio::buffer(views[i].data(), views[i].size())
                                   : boost::asio::const_buffer();
        }
        error_code error;
        const size_t written = socket_.write_some(buffers, error);
        if (error == boost::asio::error::would_block) return wait_writable();
        if (error) {
            // Not from inside send(): its caller may be walking over the viewers.
            return loop_.post([self = shared_from_this()] { self->lost(); });
        }
        progress_us_ = loop_.clock().steady_us();
        queue_.consume(written);
    }
    if (state_ == State::finishing && !sent_end_) {
        sent_end_ = true;
        linger_until_us_ = loop_.clock().steady_us() + kLingerUs;
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        wait_readable();
    } else if (had_some && state_ == State::open && owner_.on_drained) {
        loop_.post([self = shared_from_this()] {
            if (self->state_ == State::open && self->queue_.empty() && self->owner_.on_drained) {
                const auto call = self->owner_.on_drained;
                call();
            }
        });
    }
}

void Wire::wait_writable() {
    if (write_waiting_) return;
    write_waiting_ = true;
    socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const error_code& error) {
        self->write_waiting_ = false;
        if (!error && self->state_ != State::closed) self->flush();
    });
}

void Wire::finish() {
    if (state_ != State::open) return;
    state_ = State::finishing;
    progress_us_ = loop_.clock().steady_us();
    if (!write_waiting_) flush();
}

void Wire::lost() {
    if (state_ == State::closed) return;
    const auto keep = shared_from_this();
    const auto closed = std::move(owner_.on_closed);
    abort();
    if (closed) closed();
}

void Wire::abort() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    error_code ignored;
    socket_.close(ignored);
    // The owner holds us and we hold him: let go, but not under his feet.
    loop_.post([owner = std::make_shared<Owner>(std::move(owner_))] {});
    owner_ = {};
}

void Wire::tick(int64_t steady_us) {
    if (state_ == State::closed) return;
    if (!queue_.empty() && steady_us - progress_us_ > stall_us_) return lost();
    if (sent_end_ && steady_us > linger_until_us_) lost();
}

}  // namespace vitrine::web
