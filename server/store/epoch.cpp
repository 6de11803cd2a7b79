// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/epoch.h"

#include "server/domain/clock.h"
#include "server/domain/id.h"

namespace vitrine::store {

std::string stored_epoch(Session& session) {
    const std::string made = make_id(SystemClock().now());
    session.run(
        "INSERT INTO installation (name, value) VALUES ('epoch', :made) ON CONFLICT (name) DO NOTHING",
        soci::use(made));
    std::string stored;
    session.run("SELECT value FROM installation WHERE name = 'epoch'", soci::into(stored));
    return stored;
}

}  // namespace vitrine::store
