// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/store/session.h"

namespace vitrine::tests {

// What an auditor found to be wrong, in words.
using Complaints = std::vector<std::string>;

// The query lists what is wrong, by its id; each row is a complaint.
inline void complain(store::Session& sql, Complaints& found, const std::string& what,
                     const std::string& query) {
    std::string id;
    sql.each(
        query, [&] { found.push_back(what + ": " + id); }, soci::into(id));
}

}  // namespace vitrine::tests
