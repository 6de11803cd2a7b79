// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/mail/outbox.h"

#include <algorithm>

#include "server/domain/id.h"

namespace vitrine::mail::outbox {
namespace {

constexpr int64_t kTriedFor_s = 2 * 24 * 3600;
constexpr int64_t kClaimed_s = 60;  // longer than a mail server is waited for
constexpr int64_t kKept_s = 30 * 24 * 3600;

}  // namespace

void add(store::Unit& unit, const std::string& kind, const std::string& subject_id, Urgency urgency) {
    const std::string id = make_id(unit.now());
    const int64_t now_us = unit.now().us, due_us = urgency == Urgency::urgent ? 1 : now_us;
    unit.sql().run(
        "INSERT INTO mail (id, kind, subject_id, tries, due_us, problem, created_us) VALUES (:id, :kind, "
        ":subject, "
        "0, :due, '', :now)",
        soci::use(id), soci::use(kind), soci::use(subject_id), soci::use(due_us), soci::use(now_us));
}

int64_t waiting(store::Session& sql, const std::string& kind) {
    int64_t count = 0;
    sql.run("SELECT COUNT(*) FROM mail WHERE due_us > 0 AND kind = :kind", soci::into(count),
            soci::use(kind));
    return count;
}

std::vector<Entry> due(store::Session& sql, Instant now, int64_t most) {
    std::vector<Entry> found;
    Entry entry;
    sql.each(
        "SELECT id, kind, subject_id, tries, due_us, problem, created_us FROM mail WHERE due_us > 0 AND "
        "due_us <= "
        ":now ORDER BY due_us, id LIMIT :most",
        [&] { found.push_back(entry); }, soci::into(entry.id), soci::into(entry.kind),
        soci::into(entry.subject_id), soci::into(entry.tries), soci::into(entry.due.us),
        soci::into(entry.problem), soci::into(entry.created.us), soci::use(now.us), soci::use(most));
    return found;
}

std::optional<Instant> next_due(store::Session& sql, Instant now) {
    int64_t due_us = 0;
    sql.run("SELECT COALESCE(MIN(due_us), 0) FROM mail WHERE due_us > :now", soci::into(due_us),
            soci::use(now.us));
    if (due_us == 0) return std::nullopt;
    return Instant{due_us};
}

bool claim(store::Unit& unit, const Entry& entry) {
    const int64_t until_us = unit.now().plus_s(kClaimed_s).us;
    return unit.sql().change("UPDATE mail SET due_us = :until WHERE id = :id AND due_us = :seen",
                             soci::use(until_us), soci::use(entry.id), soci::use(entry.due.us)) == 1;
}

void sent(store::Unit& unit, const Entry& entry) {
    unit.sql().run("DELETE FROM mail WHERE id = :id", soci::use(entry.id));
}

void failed(store::Unit& unit, const Entry& entry, const std::string& problem, bool for_good) {
    const int64_t tries = entry.tries + 1;
    const bool over = for_good || unit.now() >= entry.created.plus_s(kTriedFor_s);
    const int64_t due_us = over ? 0 : unit.now().plus_s(pause_after_s(tries)).us;
    unit.sql().run("UPDATE mail SET tries = :tries, due_us = :due, problem = :problem WHERE id = :id",
                   soci::use(tries), soci::use(due_us), soci::use(problem), soci::use(entry.id));
}

void forget_old(store::Unit& unit) {
    const int64_t before_us = unit.now().plus_s(-kKept_s).us;
    unit.sql().run("DELETE FROM mail WHERE due_us = 0 AND created_us < :before", soci::use(before_us));
}

int64_t pause_after_s(int64_t tries) {
    return std::min<int64_t>(60 << std::min<int64_t>(std::max<int64_t>(tries - 1, 0), 8), 4 * 3600);
}

}  // namespace vitrine::mail::outbox
