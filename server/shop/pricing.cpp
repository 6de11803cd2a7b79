// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/pricing.h"

#include "server/domain/money.h"
#include "server/shop/buyer_currency.h"
#include "server/shop/flash_prices.h"
#include "server/shop/moment.h"
#include "server/shop/quotes.h"
#include "server/shop/rates.h"

namespace vitrine::shop {
namespace {

Error not_a_seller() {
    return {Code::permission_denied, "Only the creator and the retailer may change prices."};
}

Result<v1::ChooseCurrencyResponse> choose(store::Unit& unit, const std::string& person_id,
                                          const std::string& currency) {
    if (!currency.empty()) {
        if (auto known = Currency::parse(currency); !known.ok()) return known.error();
    }
    buyer_currency::choose(unit, person_id, currency);
    v1::ChooseCurrencyResponse chosen;
    chosen.set_currency(currency);
    return chosen;
}

}  // namespace

Pricing::Pricing(store::Committer& committer, store::Readers& readers, StreamClock stream_clock)
    : committer_(committer), readers_(readers), stream_clock_(std::move(stream_clock)) {}

void Pricing::start_flash(const Caller& caller, const v1::StartFlashPriceRequest& request,
                          Reply<v1::FlashPriceChanged> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    const Result<int64_t> moment = programme_moment(stream_clock_, request);
    if (!moment.ok()) return reply(moment.error());
    committer_.submit_once<v1::FlashPriceChanged>(
        "flash.start:" + caller.id, request,
        [request, at_us = *moment](store::Unit& unit) { return flash_prices::start(unit, request, at_us); },
        std::move(reply));
}

void Pricing::end_flash(const Caller& caller, const v1::EndFlashPriceRequest& request,
                        Reply<v1::FlashPriceChanged> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::FlashPriceChanged>(
        "flash.end:" + caller.id, request,
        [request](store::Unit& unit) {
            return flash_prices::end(unit, request.show_id(), request.variant_id());
        },
        std::move(reply));
}

void Pricing::set_rate(const Caller& caller, const v1::SetExchangeRateRequest& request,
                       Reply<v1::ExchangeRate> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::ExchangeRate>(
        "rate.set:" + caller.id, request,
        [caller, rate = request.rate()](store::Unit& unit) { return rates::set(unit, caller, rate); },
        std::move(reply));
}

void Pricing::rates(Reply<v1::ListExchangeRatesResponse> reply) {
    readers_.run<v1::ListExchangeRatesResponse>(
        [](store::Session& sql) -> Result<v1::ListExchangeRatesResponse> {
            v1::ListExchangeRatesResponse response;
            for (v1::ExchangeRate& rate : rates::all(sql)) *response.add_rates() = std::move(rate);
            return response;
        },
        std::move(reply));
}

void Pricing::prices(const Caller& caller, const v1::GetPricesRequest& request,
                     Reply<v1::GetPricesResponse> reply) {
    readers_.run<v1::GetPricesResponse>(
        [caller, request, now = committer_.clock().now()](store::Session& sql) {
            v1::GetPricesRequest asked = request;
            if (asked.currency().empty()) asked.set_currency(buyer_currency::of(sql, caller.id));
            return quotes_of_show(sql, asked, now);
        },
        std::move(reply));
}

void Pricing::choose_currency(const Caller& caller, const v1::ChooseCurrencyRequest& request,
                              Reply<v1::ChooseCurrencyResponse> reply) {
    if (!caller.known()) {
        return reply(Error{Code::unauthenticated, "Say your name first; then your currency can be kept."});
    }
    committer_.submit_once<v1::ChooseCurrencyResponse>(
        "currency:" + caller.id, request,
        [id = caller.id, currency = request.currency()](store::Unit& unit) {
            return choose(unit, id, currency);
        },
        std::move(reply));
}

void Pricing::end_flash_prices(Reply<int64_t> reply) {
    committer_.submit<int64_t>(
        [](store::Unit& unit) -> Result<int64_t> { return flash_prices::end_those_over(unit); },
        std::move(reply));
}

}  // namespace vitrine::shop
