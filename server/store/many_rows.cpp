// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/many_rows.h"

#include <algorithm>

#include "server/store/faults.h"

namespace vitrine::store {

ManyRows::ManyRows(Session& session, std::function<std::string(size_t)> write, Shape shape,
                   std::function<void(soci::statement&)> into)
    : session_(session),
      write_(std::move(write)),
      shared_(shape.shared),
      row_(shape.row),
      into_(std::move(into)) {}

ManyRows::Values& ManyRows::Values::operator<<(const std::string& text) {
    if (text.find('\0') != std::string::npos) throw NotText();
    texts_.at(next_text_++).assign(text);
    return *this;
}

ManyRows::Values& ManyRows::Values::operator<<(int64_t number) {
    numbers_.at(next_number_++) = number;
    return *this;
}

ManyRows::Values& ManyRows::begin(Piece& piece) {
    if (!piece.bound) piece.bound = bind(piece.rows);
    piece.bound->values.next_text_ = piece.bound->values.next_number_ = 0;
    return piece.bound->values;
}

std::unique_ptr<ManyRows::Bound> ManyRows::bind(size_t rows) {
    std::string kinds = shared_;
    for (size_t i = 0; i < rows; ++i) kinds += row_;
    auto bound = std::make_unique<Bound>(session_);
    Values& values = bound->values;
    values.texts_.resize(static_cast<size_t>(std::count(kinds.begin(), kinds.end(), 't')));
    values.numbers_.resize(kinds.size() - values.texts_.size());
    soci::statement& statement = bound->statement;
    statement.alloc();
    statement.prepare(write_(rows));
    for (size_t text = 0, number = 0; const char kind : kinds) {
        if (kind == 't') {
            statement.exchange(soci::use(values.texts_[text++]));
        } else {
            statement.exchange(soci::use(values.numbers_[number++]));
        }
    }
    if (into_) into_(statement);
    statement.define_and_bind();
    return bound;
}

std::string repeated(std::string_view row, size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) {
        if (i > 0) text += ", ";
        for (const char c : row) c == '#' ? text += std::to_string(i) : text += c;
    }
    return text;
}

}  // namespace vitrine::store
