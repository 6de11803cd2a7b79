// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/buyer_currency.h"

namespace vitrine::shop::buyer_currency {

std::string of(store::Session& sql, const std::string& person_id) {
    std::string currency;
    sql.run("SELECT currency FROM buyer_currency WHERE person_id = :person", soci::into(currency),
            soci::use(person_id));
    return currency;
}

void choose(store::Unit& unit, const std::string& person_id, const std::string& currency) {
    if (currency.empty()) {
        unit.sql().run("DELETE FROM buyer_currency WHERE person_id = :person", soci::use(person_id));
        return;
    }
    unit.sql().run(
        "INSERT INTO buyer_currency (person_id, currency) VALUES (:person, :currency) "
        "ON CONFLICT (person_id) DO UPDATE SET currency = :other",
        soci::use(person_id), soci::use(currency), soci::use(currency));
}

}  // namespace vitrine::shop::buyer_currency
