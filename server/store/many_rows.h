// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/session.h"

namespace vitrine::store {

// A statement over many rows of values, in three lengths, so that few prepared statements serve any number of
// rows. Each is prepared once for its session and bound once to buffers of its own: a value costs a copy,
// where SOCI's usual way makes objects for each value of each execution. Kept with the session (Unit::kept),
// one thread at a time.
class ManyRows {
  public:
    // The values in the order of the :names, which are all different: 't' a text, 'n' a number.
    struct Shape {
        std::string_view shared;  // once, in front
        std::string_view row;     // of each row
    };

    // write(n) is the statement over n rows. into, for a SELECT, binds what it yields to variables that live
    // as long; without it nothing is yielded.
    ManyRows(Session&, std::function<std::string(size_t)> write, Shape,
             std::function<void(soci::statement&)> into = {});

    // Takes the values of one execution, one after the other.
    class Values {
      public:
        // Throws NotText when there is a zero byte in it.
        Values& operator<<(const std::string& text);
        Values& operator<<(int64_t number);

      private:
        friend class ManyRows;
        std::vector<std::string> texts_;
        std::vector<int64_t> numbers_;
        size_t next_text_ = 0, next_number_ = 0;
    };

    // put_shared(values), put_row(values, i) for each row. What the database throws passes through.
    template <class PutShared, class PutRow>
    void change(size_t rows, PutShared put_shared, PutRow put_row) {
        each(rows, put_shared, put_row, [] {});
    }
    // on_row() after each row that the statement yields; it runs no statement of this object.
    template <class PutShared, class PutRow, class OnRow>
    void each(size_t rows, PutShared put_shared, PutRow put_row, OnRow on_row) {
        size_t first = 0;
        for (Piece& piece : pieces_) {
            for (; rows - first >= piece.rows; first += piece.rows) {
                Values& values = begin(piece);
                put_shared(values);
                for (size_t i = first; i < first + piece.rows; ++i) put_row(values, i);
                execute(piece, on_row);
            }
        }
    }

  private:
    struct Bound {
        explicit Bound(Session& session) : statement(session) {}
        Values values;
        soci::statement statement;
    };
    struct Piece {
        size_t rows;
        std::unique_ptr<Bound> bound = nullptr;
    };

    Values& begin(Piece&);
    std::unique_ptr<Bound> bind(size_t rows);

    template <class OnRow>
    void execute(Piece& piece, OnRow& on_row) {
        std::unique_ptr<Bound> bound = std::move(piece.bound);  // dropped when something throws
        if (into_) {
            bound->statement.execute(false);
            while (bound->statement.fetch()) on_row();
        } else {
            session_.count_write();
            bound->statement.execute(true);
        }
        piece.bound = std::move(bound);
    }

    Session& session_;
    const std::function<std::string(size_t)> write_;
    const std::string shared_, row_;
    const std::function<void(soci::statement&)> into_;
    std::array<Piece, 3> pieces_{Piece{64}, Piece{8}, Piece{1}};
};

// "(:id0, :name0), (:id1, :name1)" for row = "(:id#, :name#)" and 2.
std::string repeated(std::string_view row, size_t count);

}  // namespace vitrine::store
