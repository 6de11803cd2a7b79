// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/offer.h"

#include "vitrine/v1/show.pb.h"

namespace vitrine::shop {
namespace {

struct Columns {
    std::string currency, drop_id;
    int64_t price_minor = 0, variant_limit = 0, show_limit = 0, show_state = 0, allocated = 0,
            flash_minor = 0, flash_until_us = 0;
};

const std::string kSelect =
    "SELECT v.price_minor, v.currency, v.limit_per_buyer, s.limit_per_buyer, s.state, "
    "COALESCE(t.allocated, 0), COALESCE(t.drop_id, ''), COALESCE(t.flash_minor, 0), "
    "COALESCE(t.flash_until_us, 0) "
    "FROM variant v JOIN product p ON p.id = v.product_id ";
const std::string kSpecial =
    "LEFT JOIN show_variant t ON t.variant_id = v.id AND t.show_id = s.id "
    "WHERE v.id = :variant AND s.id = :show AND v.archived = 0 AND p.archived = 0";

bool read(store::Session& sql, const std::string& text, const std::string& show_id,
          const std::string& variant_id, Columns& c) {
    return sql.run(text, soci::into(c.price_minor), soci::into(c.currency), soci::into(c.variant_limit),
                   soci::into(c.show_limit), soci::into(c.show_state), soci::into(c.allocated),
                   soci::into(c.drop_id), soci::into(c.flash_minor), soci::into(c.flash_until_us),
                   soci::use(variant_id), soci::use(show_id));
}

// Why a variant cannot be bought in a show, after it was not found on sale there.
Error not_on_sale(store::Session& sql, const std::string& show_id, const std::string& variant_id) {
    int64_t found = 0;
    if (!sql.run("SELECT 1 FROM show WHERE id = :id", soci::into(found), soci::use(show_id))) {
        return {Code::not_found, "There is no such show."};
    }
    if (!sql.run("SELECT 1 FROM variant WHERE id = :id", soci::into(found), soci::use(variant_id))) {
        return {Code::not_found, "There is no such product."};
    }
    return {Code::precondition, "This is not on sale in this show any more."};
}

// What the retailer has set for another currency than the variant's.
void read_foreign(store::Session& sql, const std::string& show_id, const std::string& variant_id,
                  const std::string& currency, PriceTerms& terms) {
    std::string of_show;
    int64_t minor = 0;
    sql.each(
        "SELECT show_id, price_minor FROM variant_price WHERE variant_id = :variant AND currency = :currency "
        "AND show_id IN ('', :show)",
        [&] { (of_show.empty() ? terms.regular_override : terms.flash_override) = minor; },
        soci::into(of_show), soci::into(minor), soci::use(variant_id), soci::use(currency),
        soci::use(show_id));
    int64_t rate_e9 = 0;
    if (sql.run("SELECT rate_e9 FROM exchange_rate WHERE base = :base AND quote = :quote",
                soci::into(rate_e9), soci::use(terms.regular.currency.code()), soci::use(currency))) {
        terms.rate_e9 = rate_e9;
    }
}

Result<Offer> offer_of(store::Session& sql, const Columns& c, const std::string& show_id,
                       const std::string& variant_id, const std::string& currency, Instant now) {
    const Result<Currency> own = Currency::parse(c.currency);
    if (!own.ok()) return own.error();
    const Result<Currency> wanted = currency.empty() ? own : Currency::parse(currency);
    if (!wanted.ok()) return wanted.error();
    PriceTerms terms{Money{c.price_minor, *own}, std::nullopt, std::nullopt, std::nullopt, std::nullopt};
    if (c.flash_minor > 0) terms.flash = {c.flash_minor, Instant{c.flash_until_us}};
    if (!(*wanted == *own)) read_foreign(sql, show_id, variant_id, wanted->code(), terms);
    const Result<Quote> quote = quote_price(terms, *wanted, now);
    if (!quote.ok()) return quote.error();
    return Offer{quote->price, quote->rate_e9, c.allocated ? show_id : std::string(),
                 BuyerLimits{c.variant_limit, c.show_limit}};
}

}  // namespace

Result<Offer> offer_in_show(store::Session& sql, const std::string& show_id, const std::string& variant_id,
                            const std::string& currency, Instant now) {
    static const std::string kText =
        kSelect + "JOIN lineup l ON l.product_id = v.product_id JOIN show s ON s.id = l.show_id " + kSpecial;
    Columns c;
    if (!read(sql, kText, show_id, variant_id, c)) return not_on_sale(sql, show_id, variant_id);
    if (c.show_state == v1::SHOW_STATE_SCHEDULED) {
        return Error{Code::precondition, "The sale begins when the show does. Come back then."};
    }
    if (!c.drop_id.empty()) {
        return Error{Code::precondition,
                     "This is being drawn: everybody who asks in time has the same chance. Enter the drop."};
    }
    return offer_of(sql, c, show_id, variant_id, currency, now);
}

Result<Offer> offer_to_promised(store::Session& sql, const std::string& show_id,
                                const std::string& variant_id, const std::string& currency, Instant now) {
    static const std::string kText = kSelect + "CROSS JOIN show s " + kSpecial;
    Columns c;
    if (!read(sql, kText, show_id, variant_id, c)) return not_on_sale(sql, show_id, variant_id);
    return offer_of(sql, c, show_id, variant_id, currency, now);
}

}  // namespace vitrine::shop
