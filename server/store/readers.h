// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "server/domain/result.h"
#include "server/store/database.h"

namespace vitrine::store {

// Queries, answered from a few threads with a read-only session each; they see what is committed. Also the place for
// slow pure work that must not hold up a loop (password hashing). Bounded queue: full = unavailable. Replies run on the reader's
// thread. Thread-safe.
class Readers {
  public:
    virtual ~Readers() = default;

    template <class T>
    void run(std::function<Result<T>(soci::session&)> query, Reply<T> reply) {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        enqueue([query = std::move(query), answer](soci::session& sql) { *answer = query(sql); },
                [reply, answer](const Error* fault) {
                    if (fault) {
                        reply(*fault);
                    } else {
                        reply(std::move(**answer));
                    }
                });
    }

  protected:
    virtual void enqueue(std::function<void(soci::session&)> work, std::function<void(const Error*)> settle) = 0;
};

std::unique_ptr<Readers> make_readers(Database&, int threads = 2);

}  // namespace vitrine::store
