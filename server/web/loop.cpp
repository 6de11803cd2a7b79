// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/loop.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace vitrine::web {

Ticked::Ticked(Loop& loop) : loop_(loop), place_(loop.ticked_.insert(loop.ticked_.end(), this)) {}

Ticked::~Ticked() {
    if (loop_.next_ == place_) ++loop_.next_;
    loop_.ticked_.erase(place_);
}

Loop::Loop(const Clock& clock) : clock_(clock), context_(std::make_unique<boost::asio::io_context>(1)) {}

Loop::~Loop() {
    stop();
    for_each([](Ticked& ticked) { ticked.loop_ended(); });
    context_.reset();  // its pending handlers hold the last references to connections, which are in ticked_
}

void Loop::start() {
    arm_tick();
    thread_ = std::thread([this] { context_->run(); });
}

void Loop::stop() {
    context_->stop();
    if (thread_.joinable()) thread_.join();
}

void Loop::post(std::function<void()> task) { boost::asio::post(*context_, std::move(task)); }

void Loop::after_ms(int64_t delay_ms, std::function<void()> task) {
    auto timer = std::make_shared<boost::asio::steady_timer>(*context_, std::chrono::milliseconds(delay_ms));
    timer->async_wait([timer, task = std::move(task)](const boost::system::error_code& error) {
        if (!error) task();
    });
}

void Loop::arm_tick() {
    after_ms(kTickUs / 1000, [this] {
        tick_all();
        arm_tick();
    });
}

void Loop::tick_all() {
    const int64_t now_us = clock_.steady_us();
    for_each([now_us](Ticked& ticked) { ticked.tick(now_us); });
}

void Loop::for_each(const std::function<void(Ticked&)>& call) {
    for (next_ = ticked_.begin(); next_ != ticked_.end();) {
        Ticked* ticked = *next_;
        ++next_;
        call(*ticked);  // may destroy itself or others: the destructor moves next_ on
    }
}

}  // namespace vitrine::web
