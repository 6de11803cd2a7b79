// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/rates.h"

#include "server/shop/price_rules.h"

namespace vitrine::shop::rates {

std::vector<v1::ExchangeRate> all(store::Session& sql) {
    std::vector<v1::ExchangeRate> found;
    std::string base, quote;
    int64_t rate_e9 = 0, set_us = 0;
    sql.each(
        "SELECT base, quote, rate_e9, set_us FROM exchange_rate ORDER BY base, quote",
        [&] {
            v1::ExchangeRate& rate = found.emplace_back();
            rate.set_base(base);
            rate.set_quote(quote);
            rate.set_rate_e9(rate_e9);
            rate.set_set_us(set_us);
        },
        soci::into(base), soci::into(quote), soci::into(rate_e9), soci::into(set_us));
    return found;
}

Result<v1::ExchangeRate> set(store::Unit& unit, const Caller& caller, v1::ExchangeRate rate) {
    const Result<Currency> base = Currency::parse(rate.base());
    if (!base.ok()) return base.error();
    const Result<Currency> quote = Currency::parse(rate.quote());
    if (!quote.ok()) return quote.error();
    const int64_t rate_e9 = rate.rate_e9();
    rate.set_set_us(unit.now().us);
    if (rate_e9 == 0) {
        unit.sql().run("DELETE FROM exchange_rate WHERE base = :base AND quote = :quote",
                       soci::use(rate.base()), soci::use(rate.quote()));
        return rate;
    }
    if (auto good = check_rate(*base, *quote, rate_e9); !good.ok()) return good.error();
    unit.sql().run(
        "INSERT INTO exchange_rate (base, quote, rate_e9, person_id, set_us) "
        "VALUES (:base, :quote, :rate, :person, :now) ON CONFLICT (base, quote) DO UPDATE SET "
        "rate_e9 = excluded.rate_e9, person_id = excluded.person_id, set_us = excluded.set_us",
        soci::use(rate.base()), soci::use(rate.quote()), soci::use(rate_e9), soci::use(caller.id),
        soci::use(unit.now().us));
    return rate;
}

}  // namespace vitrine::shop::rates
