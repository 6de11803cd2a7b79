// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/web/loop.h"
#include "server/web/meters.h"
#include "server/web/outgoing_queue.h"

namespace vitrine::web {

// One TCP connection: bytes in as they come, bytes out through a bounded queue, written at once as far as the
// kernel takes them and gathered (writev) without a copy. While nothing comes or goes it holds no buffer.
// Lives on the loop; kept alive by its own pending operations.
class Wire final : public std::enable_shared_from_this<Wire>, private Ticked {
  public:
    struct Owner {
        std::function<void(std::string_view)> on_bytes;
        std::function<void()> on_drained;  // everything pushed so far was written; may be empty
        std::function<void()> on_closed;   // last call, once; not after abort(). May be empty
    };

    // stall_s: a peer that takes nothing for so long is cut off. seat: given back when the connection is
    // gone.
    Wire(Loop&, boost::asio::ip::tcp::socket, Meters&, int64_t stall_s, std::shared_ptr<void> seat);
    ~Wire() override;

    // Whose bytes they are from now on.
    void own(Owner);
    // Reading begins and stops; stopped at first.
    void read(bool wanted);
    // False: no room for state (OutgoingQueue), or closed. The bytes leave at once or when the peer takes
    // them.
    bool send(Bytes, Worth);
    // Between the two, send() only queues: what belongs together leaves in one write.
    void cork() { corked_ = true; }
    void uncork();
    void limit_queue(size_t most_bytes) { queue_.limit(most_bytes); }
    // No more input is wanted: writes what is queued, ends our direction, drains the peer for a moment so
    // that he can read our last words, then closes. on_closed is called.
    void finish();
    // Closes now. No callback follows.
    void abort();

    bool open() const { return state_ == State::open; }
    const std::string& peer() const { return peer_; }
    size_t queued_bytes() const { return queue_.bytes(); }

  private:
    enum class State { open, finishing, closed };
    void tick(int64_t steady_us) override;
    void loop_ended() override { abort(); }
    void wait_readable();
    void on_readable();
    void flush();
    void wait_writable();
    void lost();
    void count_dropped();

    Loop& loop_;
    boost::asio::ip::tcp::socket socket_;
    Meters& meters_;
    std::shared_ptr<void> seat_;
    std::string peer_;
    OutgoingQueue queue_;
    Owner owner_;
    State state_ = State::open;
    bool reading_ = false;
    bool read_waiting_ = false;
    bool write_waiting_ = false;
    bool sent_end_ = false;
    bool corked_ = false;
    int64_t stall_us_;
    int64_t progress_us_ = 0;  // when the peer last took something, or had nothing to take
    int64_t linger_until_us_ = 0;
    uint64_t dropped_seen_ = 0;
};

}  // namespace vitrine::web
