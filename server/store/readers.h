// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "server/domain/result.h"
#include "server/store/database.h"
#include "server/store/session.h"

namespace vitrine::store {

struct ReaderLimits {
    int threads = 2;
    size_t queue =
        4096;  // queries waiting; past that: unavailable, with retry_after_ms, on the caller's own thread
    size_t computations = 64;  // slow pure work waiting; past that the same
};

// Queries, answered from a few threads with a read-only session each, and slow pure work on a thread of its
// own. Replies run on those threads: hand the answer on. Thread-safe. Destruction finishes what is queued.
// Owned by main.
class Readers {
  public:
    virtual ~Readers() = default;

    // A query runs in ONE read transaction: all its statements see the same committed state. What it reads of
    // the event log's seq therefore fits exactly what it reads of everything else, in whatever order it asks.
    template <class T>
    void run(std::function<Result<T>(Session&)> query, Reply<T> reply) {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        enqueue([query = std::move(query), answer](Session& sql) { *answer = query(sql); },
                settling(answer, std::move(reply)));
    }

    // Slow work without the database that must not hold up a loop or a query (password hashing), one at a
    // time.
    template <class T>
    void compute(std::function<Result<T>()> work, Reply<T> reply) {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        enqueue_computation([work = std::move(work), answer] { *answer = work(); },
                            settling(answer, std::move(reply)));
    }

  protected:
    using Settle = std::function<void(const Error*)>;
    virtual void enqueue(std::function<void(Session&)> query, Settle) = 0;
    virtual void enqueue_computation(std::function<void()> work, Settle) = 0;

  private:
    template <class T>
    static Settle settling(std::shared_ptr<std::optional<Result<T>>> answer, Reply<T> reply) {
        return [answer = std::move(answer), reply = std::move(reply)](const Error* fault) {
            if (fault) {
                reply(*fault);
            } else {
                reply(std::move(**answer));
            }
        };
    }
};

std::unique_ptr<Readers> make_readers(Database&, ReaderLimits = {});

}  // namespace vitrine::store
