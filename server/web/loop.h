// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <thread>

#include "server/domain/clock.h"

namespace boost::asio {
class io_context;
}

namespace vitrine::web {

class Loop;

// Somebody with deadlines. Lives on the loop; told the steady time four times a second for as long as he
// exists, so that a deadline costs no timer of its own.
class Ticked {
  public:
    explicit Ticked(Loop&);
    Ticked(const Ticked&) = delete;
    Ticked& operator=(const Ticked&) = delete;
    virtual ~Ticked();

    virtual void tick(int64_t steady_us) = 0;
    // The loop has stopped for good: let go of what keeps you alive.
    virtual void loop_ended() {}

  private:
    Loop& loop_;
    std::list<Ticked*>::iterator place_;
};

// The thread on which everything of the web part lives. Owned by main, which destroys it after all those who
// post to it.
class Loop {
  public:
    static constexpr int64_t kTickUs = 250'000;

    explicit Loop(const Clock&);
    ~Loop();

    void start();
    // Waits for the thread to end; nothing runs on the loop afterwards.
    void stop();

    // Runs the task on the loop, later, in the order of the calls. From any thread.
    void post(std::function<void()> task);
    // Runs the task once, after the delay. From any thread.
    void after_ms(int64_t delay_ms, std::function<void()> task);

    const Clock& clock() const { return clock_; }
    boost::asio::io_context& context() { return *context_; }

  private:
    friend class Ticked;
    void arm_tick();
    void tick_all();
    void for_each(const std::function<void(Ticked&)>& call);

    const Clock& clock_;
    std::list<Ticked*> ticked_;
    std::list<Ticked*>::iterator next_ = ticked_.end();  // of the round under way
    std::unique_ptr<boost::asio::io_context> context_;
    std::thread thread_;
};

}  // namespace vitrine::web
