// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/quotes.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/shop/money_message.h"
#include "server/shop/price_rules.h"
#include "server/shop/products.h"
#include "server/shop/rates.h"
#include "server/show/stored_show.h"

namespace vitrine::shop {
namespace {

using ByVariant = std::map<std::string, int64_t>;

ByVariant flash_prices_in(store::Session& sql, const std::string& show_id, const std::string& currency) {
    ByVariant found;
    std::string variant_id;
    int64_t minor = 0;
    sql.each(
        "SELECT variant_id, price_minor FROM variant_price WHERE show_id = :show AND currency = :currency",
        [&] { found[variant_id] = minor; }, soci::into(variant_id), soci::into(minor), soci::use(show_id),
        soci::use(currency));
    return found;
}

std::optional<int64_t> regular_price_in(const v1::Variant& variant, const std::string& currency) {
    for (const v1::Money& price : variant.prices()) {
        if (price.currency() == currency) return price.minor();
    }
    return std::nullopt;
}

PriceTerms terms_of(const v1::Variant& variant, const Currency& own) {
    PriceTerms terms{Money{variant.price().minor(), own}, std::nullopt, std::nullopt, std::nullopt,
                     std::nullopt};
    if (variant.has_flash()) {
        terms.flash = {variant.flash().price().minor(), Instant{variant.flash().ends_us()}};
    }
    return terms;
}

v1::GetPricesResponse::VariantQuote message(const std::string& variant_id, const Quote& quote) {
    v1::GetPricesResponse::VariantQuote message;
    message.set_variant_id(variant_id);
    *message.mutable_price() = money_message(quote.price);
    *message.mutable_regular() = money_message(quote.regular);
    message.set_flash_ends_us(quote.flash_until ? quote.flash_until->us : 0);
    message.set_rate_e9(quote.rate_e9);
    return message;
}

}  // namespace

Result<v1::GetPricesResponse> quotes_of_show(store::Session& sql, const v1::GetPricesRequest& request,
                                             Instant now) {
    const auto show = show::look_up_show(sql, request.show_id());
    if (!show) return Error{Code::not_found, "There is no such show. Check the address."};
    if (!request.currency().empty()) {
        if (auto known = Currency::parse(request.currency()); !known.ok()) return known.error();
    }
    const std::vector<v1::ExchangeRate> rates = rates::all(sql);
    const ByVariant flash_prices = flash_prices_in(sql, show->id(), request.currency());
    v1::GetPricesResponse response;
    for (const v1::Product& product : products::of_show(sql, show->id())) {
        for (const v1::Variant& variant : product.variants()) {
            const Result<Currency> own = Currency::parse(variant.price().currency());
            if (!own.ok()) return own.error();
            const Result<Currency> wanted =
                request.currency().empty() ? own : Currency::parse(request.currency());
            PriceTerms terms = terms_of(variant, *own);
            terms.regular_override = regular_price_in(variant, wanted->code());
            if (const auto set = flash_prices.find(variant.id()); set != flash_prices.end())
                terms.flash_override = set->second;
            for (const v1::ExchangeRate& rate : rates) {
                if (rate.base() == own->code() && rate.quote() == wanted->code())
                    terms.rate_e9 = rate.rate_e9();
            }
            const Result<Quote> quote = quote_price(terms, *wanted, now);
            if (quote.ok()) *response.add_quotes() = message(variant.id(), *quote);
        }
    }
    return response;
}

}  // namespace vitrine::shop
