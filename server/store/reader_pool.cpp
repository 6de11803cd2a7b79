// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <thread>

#include "server/store/faults.h"
#include "server/store/readers.h"
#include "server/store/work_queue.h"

namespace vitrine::store {
namespace {

Error full() { return {Code::unavailable, "The server is very busy. Please try again in a moment.", 1000}; }

class ReaderPool final : public Readers {
  public:
    ReaderPool(Database& database, ReaderLimits limits)
        : database_(database), queries_(limits.queue), computations_(limits.computations) {
        // All connections before the first thread: a failure must find nothing running.
        std::vector<std::unique_ptr<Session>> sessions;
        for (int i = 0; i < limits.threads; ++i) sessions.push_back(database_.connect(true));
        for (auto& session : sessions) {
            threads_.emplace_back([this, mine = std::move(session)]() mutable { serve(std::move(mine)); });
        }
        computing_ = std::thread([this] { serve_computations(); });
    }

    // Queries first: their answers may still ask for a computation. What is asked for after that is refused,
    // not lost.
    ~ReaderPool() override {
        queries_.close();
        for (auto& thread : threads_) thread.join();
        computations_.close();
        computing_.join();
    }

  protected:
    void enqueue(std::function<void(Session&)> query, Settle settle) override {
        Query item{std::move(query), std::move(settle)};
        if (!queries_.push(std::move(item))) refuse(item.settle);
    }

    void enqueue_computation(std::function<void()> work, Settle settle) override {
        Computation item{std::move(work), std::move(settle)};
        if (!computations_.push(std::move(item))) refuse(item.settle);
    }

  private:
    struct Query {
        std::function<void(Session&)> work;
        Settle settle;
    };
    struct Computation {
        std::function<void()> work;
        Settle settle;
    };

    static void refuse(const Settle& settle) {
        const Error error = full();
        settle(&error);
    }

    void serve(std::unique_ptr<Session> session) {
        for (auto batch = queries_.take(1); !batch.empty(); batch = queries_.take(1)) {
            auto& query = batch.front();
            settle(query.settle, [&] { answer(session, query); });
        }
    }

    void serve_computations() {
        for (auto batch = computations_.take(1); !batch.empty(); batch = computations_.take(1)) {
            settle(batch.front().settle, batch.front().work);
        }
    }

    // A query may be asked twice: when the database was started again since the last one, the first attempt
    // only finds out.
    void answer(std::unique_ptr<Session>& session, Query& query) {
        const bool fresh = !session;
        try {
            if (!session) session = database_.connect(true);
            ask(*session, query);
        } catch (const std::exception& thrown) {
            if (session && !session->rollback()) session.reset();
            if (fresh || fault_of(thrown) != Fault::gone) throw;
            session = database_.connect(true);
            ask(*session, query);
        }
    }

    static void ask(Session& session, Query& query) {
        session.begin_read();
        query.work(session);
        session.commit();
    }

    template <class Work>
    static void settle(const Settle& settle, Work&& work) {
        std::optional<Error> fault;
        try {
            work();
        } catch (const std::exception& thrown) {
            spdlog::error("a query failed: {}", thrown.what());
            fault = error_for(fault_of(thrown));
        }
        try {
            settle(fault ? &*fault : nullptr);
        } catch (const std::exception& thrown) {
            spdlog::error("an answer could not be handed on: {}", thrown.what());
        }
    }

    Database& database_;
    WorkQueue<Query> queries_;
    WorkQueue<Computation> computations_;
    std::vector<std::thread> threads_;
    std::thread computing_;
};

}  // namespace

std::unique_ptr<Readers> make_readers(Database& database, ReaderLimits limits) {
    return std::make_unique<ReaderPool>(database, limits);
}

}  // namespace vitrine::store
