// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/store/command.h"
#include "server/store/command_memory.h"
#include "server/store/committer.h"
#include "server/store/unit_in_group.h"

namespace vitrine::store {

// What a durable group leaves to do: publish, run, and answer each command (with its own fault, if it has
// one).
struct Carried {
    Aftermath aftermath;
    std::vector<std::optional<Error>> faults;
};

// Carries groups of commands from BEGIN to the durable COMMIT, again where that may help, over sessions of
// its own. Lives on the committer's thread.
//
// A group is first tried in a hurry, without a savepoint around each command: hardly any has to be undone.
// When one has, the whole group is begun again, now with savepoints.
//
// When the connection breaks during a COMMIT, nobody knows what became of it. The next session asks the
// database. If none is to be had in time, the group is answered unavailable (the ids of its commands make it
// safe to repeat them), and what it should have published is published as soon as the answer is known.
class GroupTransaction {
  public:
    using Commands = std::span<const std::unique_ptr<Command>>;

    // Connects at once: throws when it cannot.
    GroupTransaction(Database&, const Clock&, CommandMemory&);

    // An Error: nothing was kept, or, the database being gone, nobody knows.
    Result<Carried> carry_out(Commands);
    // The aftermath of an earlier group that turned out to be durable after all. At most once.
    std::optional<Aftermath> late();

  private:
    struct Doubt {
        std::string transaction;
        Carried carried;
        bool present;  // of the group that is being carried out, or of an earlier one
    };

    std::optional<Carried> settle_doubt();
    Carried try_once(Commands, bool careful);
    void undo();

    Database& database_;
    const Clock& clock_;
    CommandMemory& memory_;
    std::unique_ptr<Session> session_;
    std::optional<Doubt> doubt_;
    std::optional<Aftermath> late_;
};

}  // namespace vitrine::store
