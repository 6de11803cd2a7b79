// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::shop {

// Where units of a variant lie and who may sell them. show_id: the show they were allocated to, or '' for the
// pool, from which every show sells that has nothing of its own.
struct Bucket {
    std::string variant_id;
    std::string show_id;
    std::string location_id;
    friend bool operator==(const Bucket&, const Bucket&) = default;
};

}  // namespace vitrine::shop
