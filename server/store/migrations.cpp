// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"

#include <stdexcept>

#include "server/domain/check.h"
#include "server/store/schema/schema.h"

namespace vitrine::store {
namespace {

void append(std::vector<std::string_view>& all, std::span<const std::string_view> some) {
    all.insert(all.end(), some.begin(), some.end());
}

Migration first_show() {
    Migration step{1, "first show", {}};
    append(step.statements, schema::core());
    append(step.statements, schema::identity());
    append(step.statements, schema::shop());
    append(step.statements, schema::show());
    append(step.statements, schema::room());
    return step;
}

void apply(Session& session, const Migration& step, Instant now) {
    for (const auto statement : step.statements) session << std::string(statement);
    session.run("INSERT INTO schema_step (version, name, applied_us) VALUES (:version, :name, :applied_us)",
                soci::use(step.version), soci::use(step.name), soci::use(now.us));
}

}  // namespace

std::vector<Migration> migrations() { return {first_show()}; }

void migrate(Session& session, const std::vector<Migration>& steps, Instant now) {
    session.begin_write();
    try {
        session << "CREATE TABLE IF NOT EXISTS schema_step ("
                   "version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_us BIGINT NOT NULL)";
        int64_t reached = 0;
        session.run("SELECT COALESCE(MAX(version), 0) FROM schema_step", soci::into(reached));
        const int64_t last = steps.empty() ? 0 : steps.back().version;
        if (reached > last) {
            throw std::runtime_error("The database was made by a newer Vitrine (its schema is number " +
                                     std::to_string(reached) + ", this program knows up to " +
                                     std::to_string(last) +
                                     "). Start the newer program, or give another database.");
        }
        for (const auto& step : steps) {
            if (step.version > reached) apply(session, step, now);
        }
        session.commit();
    } catch (...) {
        session.rollback();
        throw;
    }
}

}  // namespace vitrine::store
