// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <future>
#include <stdexcept>

#include "server/domain/result.h"

namespace vitrine::tests {

// An asynchronous answer that a test waits for: give reply() to the call, then take() what came.
template <class T>
class Answer {
  public:
    Reply<T> reply() {
        return [promise = promise_](Result<T> result) { promise->set_value(std::move(result)); };
    }
    // Throws when nothing came within half a minute.
    Result<T> take() {
        if (future_.wait_for(std::chrono::seconds(30)) != std::future_status::ready)
            throw std::runtime_error("no answer came");
        return future_.get();
    }

  private:
    std::shared_ptr<std::promise<Result<T>>> promise_ = std::make_shared<std::promise<Result<T>>>();
    std::future<Result<T>> future_ = promise_->get_future();
};

// Calls f(reply) and waits for the answer.
template <class T, class Call>
Result<T> await(Call&& call) {
    Answer<T> answer;
    call(answer.reply());
    return answer.take();
}

}  // namespace vitrine::tests
