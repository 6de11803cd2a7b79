// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>

#include <soci/soci.h>

#include "server/bus/bus.h"
#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "server/store/command.h"
#include "server/store/database.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::store {

// One command inside its group's transaction. Lives on the committer's thread, for the length of the command.
class Unit {
  public:
    virtual ~Unit() = default;
    virtual Session& sql() = 0;
    // The clock, read once for the group.
    virtual Instant now() const = 0;
    // Adds an event to the log in this transaction (EVERYONE and STAFF get the next seq of their audience and
    // show; PERSON, new chat lines and ephemeral ones are not numbered; the removal of a line is) and
    // publishes it on the bus after the commit, in order. at_us is filled in. Gone with the command if it
    // fails.
    virtual void emit(v1::ShowEvent event) = 0;
    // Runs on the committer's thread after the durable commit, before the reply.
    virtual void after_commit(std::function<void()> action) = 0;
    // Runs once, after the group's last command and before its commit, in the same transaction, outside any
    // command's savepoint; it may read and emit. A second call with the same key in one group does nothing,
    // and a command that fails does not take it back. An action that throws is undone alone. For events that
    // tell a final value (stock left): one for a group instead of one for a command.
    virtual void at_group_end(const std::string& key, std::function<void(Unit&)> action) = 0;

    // What a part keeps with this session, above all prepared statements. Made as T(soci::session&) at the
    // first use, destroyed before the session closes. T names it: one T, one thing.
    template <class T>
    T& kept() {
        std::shared_ptr<void>& place = slot(typeid(T));
        if (!place) place = std::make_shared<T>(sql());
        return *static_cast<T*>(place.get());
    }

  protected:
    virtual std::shared_ptr<void>& slot(std::type_index type) = 0;
};

struct CommitterMeters;

struct CommitterLimits {
    size_t queue = 8192;  // commands waiting; past that: unavailable, with retry_after_ms
    size_t group = 256;   // commands in one transaction
};

// The only writer. Commands queue, are applied in order, in one transaction, committed durably, and only
// then: all events of the group are published, in order; the after_commit actions run; the answers are given.
// A command that is refused, or throws (it is answered internal), is undone alone. When the disk or the
// commit fails, the whole group is undone, publishes nothing and answers unavailable, refusals too: what they
// saw has never been. Where that may help (a deadlock, a database that was started again) the group is
// applied again first, so a command may be called more than once before it is answered. Replies run on the
// committer's thread (a full queue answers on the caller's): hand the answer on, do not work there.
// Thread-safe. Destruction finishes what is queued. Owned by main; outlived by the database, the bus and the
// clock.
class Committer {
  public:
    virtual ~Committer() = default;

    // A command that may be repeated freely (it is idempotent by nature, or internal).
    template <class T>
    void submit(std::function<Result<T>(Unit&)> command, Reply<T> reply) {
        enqueue(std::make_unique<SingleCommand<T>>(std::move(command), std::move(reply)));
    }

    // A command that is cheaper in company: those of one kind that stand next to each other in the queue are
    // applied by one call. What a throwing company did is undone, and each is applied alone.
    template <class T, class Request>
    void submit_together(std::shared_ptr<const ApplyTogether<T, Request>> kind, Request request,
                         Reply<T> reply) {
        enqueue(std::make_unique<JointCommand<T, Request>>(std::move(kind), std::move(request),
                                                           std::move(reply)));
    }

    // A command of a client. command_id is his UUIDv7; scope names the operation and the caller. The first
    // success is stored for at least 24 h with a hash of the request: the same id with the same request
    // returns it again, with another request Code::conflict. Errors are not stored. T is a message of the
    // contract.
    template <class T, class Request>
    void submit_once(const std::string& scope, const Request& request,
                     std::function<Result<T>(Unit&)> command, Reply<T> reply) {
        submit<T>(
            [this, scope, id = request.command_id(), body = request.SerializeAsString(),
             command = std::move(command)](Unit& unit) -> Result<T> {
                auto before = recall(unit, scope, id, body);
                if (!before.ok()) return before.error();
                if (before->has_value()) {
                    T answer;
                    VITRINE_CHECK(answer.ParseFromString(**before));
                    return answer;
                }
                Result<T> answer = command(unit);
                if (answer.ok()) remember(unit, scope, id, body, answer->SerializeAsString());
                return answer;
            },
            std::move(reply));
    }

    virtual const Clock& clock() const = 0;
    // Commands that wait right now; what was done so far. From any thread.
    virtual size_t waiting() const = 0;
    virtual const CommitterMeters& meters() const = 0;

  protected:
    // Settled at once, on this thread, when the queue is full.
    virtual void enqueue(std::unique_ptr<Command>) = 0;
    // The stored answer of (scope, id), or nothing; invalid_argument when the id is not a UUIDv7, conflict
    // when the body differs.
    virtual Result<std::optional<std::string>> recall(Unit&, const std::string& scope, const std::string& id,
                                                      const std::string& body) = 0;
    virtual void remember(Unit&, const std::string& scope, const std::string& id, const std::string& body,
                          const std::string& answer) = 0;
};

std::unique_ptr<Committer> make_committer(Database&, bus::Bus&, const Clock&, CommitterLimits = {});

}  // namespace vitrine::store
