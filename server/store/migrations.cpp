// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"

#include <set>
#include <stdexcept>

#include "server/domain/check.h"
#include "server/store/schema/schema.h"

namespace vitrine::store {
namespace {

void append(std::vector<std::string_view>& all, std::span<const std::string_view> some) {
    all.insert(all.end(), some.begin(), some.end());
}

Migration first_show() {
    Migration step{1, "first show"};
    append(step.statements, schema::core());
    append(step.statements, schema::identity());
    append(step.statements, schema::shop());
    append(step.statements, schema::show());
    append(step.statements, schema::room());
    return step;
}

std::set<int64_t> applied_steps(Session& session) {
    std::set<int64_t> applied;
    int64_t version = 0;
    session.each(
        "SELECT version FROM schema_step", [&] { applied.insert(version); }, soci::into(version));
    return applied;
}

void refuse_newer(const std::set<int64_t>& applied, const std::vector<Migration>& steps) {
    const int64_t reached = applied.empty() ? 0 : *applied.rbegin();
    const int64_t last = steps.empty() ? 0 : steps.back().version;
    if (reached <= last) return;
    throw std::runtime_error("The database was made by a newer Vitrine (its schema is number " +
                             std::to_string(reached) + ", this program knows up to " + std::to_string(last) +
                             "). Start the newer program, or give another database.");
}

void apply(Session& session, const Migration& step, Instant now) {
    for (const auto statement : step.statements) session << std::string(statement);
    const auto& own = session.dialect() == DialectName::sqlite ? step.sqlite : step.postgresql;
    for (const auto statement : own) session << std::string(statement);
    session.run("INSERT INTO schema_step (version, name, applied_us) VALUES (:version, :name, :applied_us)",
                soci::use(step.version), soci::use(step.name), soci::use(now.us));
}

Migration books() {
    Migration step{2, "books"};
    append(step.statements, schema::ledger());
    return step;
}

Migration money_in_steps() {
    Migration step{3, "money in steps"};
    append(step.statements, schema::payments());
    return step;
}

Migration search() {
    Migration step{6, "search"};
    append(step.sqlite, schema::search_in_sqlite());
    append(step.postgresql, schema::search_in_postgresql());
    return step;
}

Migration stock_and_prices() {
    Migration step{7, "stock and prices"};
    append(step.statements, schema::stock_and_prices());
    return step;
}

Migration cart_and_checkout() {
    Migration step{8, "cart and checkout"};
    append(step.statements, schema::cart());
    return step;
}

Migration settled_money() {
    Migration step{9, "settled money"};
    append(step.statements, schema::settled_money());
    return step;
}

}  // namespace

std::vector<Migration> migrations() {
    return {first_show(),        books(),        money_in_steps(), search(), stock_and_prices(),
            cart_and_checkout(), settled_money()};
}

void migrate(Session& session, const std::vector<Migration>& steps, Instant now) {
    session.begin_write();
    try {
        session << "CREATE TABLE IF NOT EXISTS schema_step ("
                   "version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_us BIGINT NOT NULL)";
        const std::set<int64_t> applied = applied_steps(session);
        refuse_newer(applied, steps);
        for (const auto& step : steps) {
            if (!applied.contains(step.version)) apply(session, step, now);
        }
        session.commit();
    } catch (...) {
        session.rollback();
        throw;
    }
}

}  // namespace vitrine::store
