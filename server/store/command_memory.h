// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "server/store/session.h"

namespace vitrine::store {

// What was answered to the commands of clients, so that one sent twice is done once. Lives on the committer's
// thread.
class CommandMemory {
  public:
    // The stored answer of (scope, id), or nothing; invalid_argument when id is not a UUIDv7, conflict when
    // it came with another body.
    Result<std::optional<std::string>> recall(Session&, const std::string& scope, const std::string& id,
                                              const std::string& body);
    void remember(Session&, Instant now, const std::string& scope, const std::string& id,
                  const std::string& body, const std::string& answer);
    // Drops what is older than 25 h: at most once a minute, and a thousand at a time so that no group waits
    // long.
    void forget_old(Session&, Instant now);

  private:
    Instant next_clearing_{};
};

}  // namespace vitrine::store
