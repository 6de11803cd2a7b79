// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/clock.h"
#include "vitrine/v1/identity.pb.h"

namespace vitrine {

// Who gives a command, as his verified access token says. An empty id: nobody (watching only).
struct Caller {
    std::string id;
    std::string name;
    v1::Role role = v1::ROLE_UNSPECIFIED;
    bool guest = false;
    Instant until{};  // when his token runs out; what he keeps open longer than that is to be closed

    bool known() const { return !id.empty(); }
    bool creator() const { return role == v1::ROLE_CREATOR; }
    bool sells() const { return role == v1::ROLE_CREATOR || role == v1::ROLE_RETAILER; }
    bool moderates() const { return role == v1::ROLE_CREATOR || role == v1::ROLE_MODERATOR; }
    bool staff() const { return sells() || moderates(); }
};

}  // namespace vitrine
