// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/store/session.h"

namespace vitrine::bench {

// The last digit of the first part tells ids apart that are for the same number.
enum class Kind : char { product = '1', variant = '2', hold = '3', order = '4', buyer = '5', show = '6' };

// The UUID (version 7) of the thing of a kind with this number, as an expression. Ids rise with the numbers,
// as real ones do with time.
std::string id_of(Kind, const std::string& number);

// Fills a database that nobody else has open, in one transaction that no power failure needs to respect.
// Indexes that only find rows are made at the end: that sorts once, where keeping them would touch a page for
// each row. What an invariant needs stays.
class Bulk {
  public:
    explicit Bulk(store::Session&);

    // Adds a row for each i in 1…count: `select` yields it from i.
    void insert(int64_t count, const std::string& into, const std::string& select);
    void run(const std::string& statement);
    void finish();

  private:
    void take_indexes_away();

    store::Session& sql_;
    std::vector<std::string> indexes_;  // as statements
};

}  // namespace vitrine::bench
