// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/command_memory.h"

#include "server/domain/id.h"
#include "server/store/message_text.h"

namespace vitrine::store {
namespace {

constexpr int64_t kKept_s = 25 * 3600;
constexpr int64_t kClearing_s = 60;
constexpr int64_t kMostCleared = 1000;

}  // namespace

Result<std::optional<std::string>> CommandMemory::recall(Session& session, const std::string& scope,
                                                         const std::string& id, const std::string& body) {
    if (!is_id(id)) {
        return Error{Code::invalid_argument,
                     "The command's id is not a UUID of version 7. Reload the page, or update the program "
                     "that sent it."};
    }
    std::string body_hash;
    std::string answer;
    if (!session.run("SELECT body_hash, answer FROM command WHERE scope = :scope AND id = :id",
                     soci::use(scope), soci::use(id), soci::into(body_hash), soci::into(answer))) {
        return std::optional<std::string>();
    }
    if (body_hash != hash_text(body)) {
        return Error{Code::conflict,
                     "This command was sent before with other contents. Nothing was changed; give it again "
                     "as a new one."};
    }
    return std::optional(from_text(answer));
}

void CommandMemory::remember(Session& session, Instant now, const std::string& scope, const std::string& id,
                             const std::string& body, const std::string& answer) {
    const std::string body_hash = hash_text(body);
    const std::string answer_text = to_text(answer);
    session.run(
        "INSERT INTO command (scope, id, body_hash, answer, at_us) VALUES (:scope, :id, :body_hash, :answer, "
        ":at_us)",
        soci::use(scope), soci::use(id), soci::use(body_hash), soci::use(answer_text), soci::use(now.us));
}

void CommandMemory::forget_old(Session& session, Instant now) {
    if (now < next_clearing_) return;
    const int64_t before_us = now.plus_s(-kKept_s).us;
    const int64_t dropped = session.change(
        "DELETE FROM command WHERE (scope, id) IN "
        "(SELECT scope, id FROM command WHERE at_us < :before_us ORDER BY at_us LIMIT :most)",
        soci::use(before_us), soci::use(kMostCleared));
    next_clearing_ = dropped < kMostCleared ? now.plus_s(kClearing_s) : now;
}

}  // namespace vitrine::store
