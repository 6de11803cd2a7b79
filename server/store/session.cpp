// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/session.h"

#include <stdexcept>

#include "server/domain/check.h"
#include "server/store/faults.h"

namespace vitrine::store {
namespace {

// Far above the number of statements in the program: reaching it means that somebody builds SQL from data.
constexpr size_t kMostStatements = 1000;

}  // namespace

Session::Session(const soci::backend_factory& factory, const std::string& connect_string,
                 const Dialect& dialect)
    : soci::session(factory, connect_string), dialect_(dialect) {}

Session::~Session() = default;

bool Session::rollback() noexcept {
    try {
        run("ROLLBACK");
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

Session::Prepared& Session::prepare(std::string_view text) {
    if (const auto found = statements_.find(text); found != statements_.end()) return *found->second;
    VITRINE_CHECK(statements_.size() < kMostStatements);
    auto prepared = std::make_unique<Prepared>(Prepared{soci::statement(*this), text.starts_with("SELECT")});
    prepared->statement.alloc();
    prepared->statement.prepare(std::string(text));
    return *statements_.emplace(text, std::move(prepared)).first->second;
}

void Session::Use::refuse_zero_bytes(const std::string& text) {
    if (text.find('\0') != std::string::npos) throw NotText();
}

Session::Use::Use(Session& session, std::string_view text)
    : session_(session), text_(text), prepared_(session.prepare(text)) {
    if (prepared_.busy)
        throw std::logic_error("a statement was run inside its own rows: " + std::string(text));
    prepared_.busy = true;
    if (!prepared_.reads) ++session_.writes_;
}

Session::Use::~Use() {
    if (!finished_ && !session_.dialect_.keeps_failed_statements()) {
        session_.statements_.erase(session_.statements_.find(text_));
        return;
    }
    prepared_.statement.bind_clean_up();
    prepared_.busy = false;
}

bool Session::Use::one_row() {
    prepared_.statement.define_and_bind();
    const bool row = prepared_.statement.execute(true);
    // Read to the end, which also closes the statement's snapshot.
    if (row && prepared_.statement.fetch())
        throw std::logic_error("one row was expected: " + std::string(text_));
    finished_ = true;
    return row;
}

int64_t Session::Use::rows_touched() {
    prepared_.statement.define_and_bind();
    prepared_.statement.execute(true);
    const int64_t touched = prepared_.statement.get_affected_rows();
    finished_ = true;
    return touched;
}

void Session::Use::start() {
    prepared_.statement.define_and_bind();
    prepared_.statement.execute(false);
}

bool Session::Use::next() {
    const bool row = prepared_.statement.fetch();
    finished_ = !row;
    return row;
}

}  // namespace vitrine::store
