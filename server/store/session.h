// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <unordered_map>

#include <soci/soci.h>

#include "server/store/dialect.h"

namespace vitrine::store {

// A connection with its prepared statements. One thread at a time, and it never changes hands in the middle
// of a transaction. Plain `session << "…"` works too, and prepares each time (some 15 µs); what is hot goes
// through run() and each(). Statements are never left half-read: an open one would hold its snapshot, and
// with it the write-ahead log, for good.
class Session final : public soci::session {
  public:
    Session(const soci::backend_factory&, const std::string& connect_string, const Dialect&);
    ~Session();

    // Executes a statement that yields at most one row, prepared at its first use. text is a literal with
    // :names, bound in the order of the soci::use() given. True when a row was read into the soci::into().
    // Throws soci::soci_error for faults of the database, std::logic_error when there was a second row.
    template <class... Exchange>
    bool run(std::string_view text, const Exchange&... exchange) {
        Use use(*this, text);
        (use.exchange(exchange), ...);
        return use.one_row();
    }

    // The same, for a statement that writes: how many rows it touched. Not with RETURNING.
    template <class... Exchange>
    int64_t change(std::string_view text, const Exchange&... exchange) {
        Use use(*this, text);
        (use.exchange(exchange), ...);
        return use.rows_touched();
    }

    // Calls on_row() after each row was read into the soci::into(). on_row may run other statements, not this
    // one.
    template <class OnRow, class... Exchange>
    void each(std::string_view text, OnRow on_row, const Exchange&... exchange) {
        Use use(*this, text);
        (use.exchange(exchange), ...);
        use.start();
        while (use.next()) on_row();
    }

    DialectName dialect() const { return dialect_.name(); }

    // The name of the transaction, for was_committed().
    std::string begin_write() { return dialect_.begin_write(*this); }
    void begin_read() { dialect_.begin_read(*this); }
    // When the connection breaks in it, nobody knows: ask was_committed() of another session.
    void commit() { run("COMMIT"); }
    // False when there was nothing to roll back or the connection is broken: then only a new session is sure
    // to be clean.
    bool rollback() noexcept;
    bool was_committed(const std::string& transaction) { return dialect_.was_committed(*this, transaction); }

    // Statements so far that were no SELECT: equal numbers, and nothing was written in between. Who executes
    // a statement of his own on this session counts it.
    int64_t writes() const { return writes_; }
    void count_write() { ++writes_; }

    // A place for what a part keeps as long as this session lives (Unit::kept).
    std::shared_ptr<void>& slot(std::type_index type) { return kept_[type]; }

  private:
    struct Prepared {
        soci::statement statement;
        bool reads = false;
        bool busy = false;
    };
    // One execution of a kept statement. One that threw, or was left early, is kept only where that is safe.
    class Use {
      public:
        Use(Session&, std::string_view text);
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;
        template <class Exchange>
        void exchange(const Exchange& one) {
            check(one);
            prepared_.statement.exchange(one);
        }
        bool one_row();
        int64_t rows_touched();
        void start();
        bool next();

      private:
        // PostgreSQL has no text with a zero byte, and its client would cut it off there: none may go in.
        template <class T>
        static void check(const soci::details::use_container<T, soci::details::no_indicator>& use) {
            if constexpr (std::is_same_v<std::remove_const_t<T>, std::string>) refuse_zero_bytes(use.t);
        }
        template <class Other>
        static void check(const Other&) {}
        static void refuse_zero_bytes(const std::string& text);

        Session& session_;
        std::string_view text_;
        Prepared& prepared_;
        bool finished_ = false;
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    Prepared& prepare(std::string_view text);

    const Dialect& dialect_;
    int64_t writes_ = 0;
    std::unordered_map<std::string, std::unique_ptr<Prepared>, Hash, std::equal_to<>> statements_;
    std::map<std::type_index, std::shared_ptr<void>> kept_;
};

}  // namespace vitrine::store
