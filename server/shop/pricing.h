// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/price.pb.h"

namespace vitrine::shop {

// Turns a stream timestamp of the show's present publisher into programme time (UTC µs); without one: of the
// newest frame. Nothing when none publishes. Thread-safe. Given by main, out of media.
using StreamClock =
    std::function<std::optional<int64_t>(const std::string& show_id, std::optional<int64_t> stream_time_ms)>;

// Rates, flash prices, and what things cost in the buyer's currency. Creator and retailer change them.
// Answers on a store thread. Owned by main; thread-safe.
class Pricing {
  public:
    Pricing(store::Committer&, store::Readers&, StreamClock = nullptr);

    void start_flash(const Caller&, const v1::StartFlashPriceRequest&, Reply<v1::FlashPriceChanged>);
    void end_flash(const Caller&, const v1::EndFlashPriceRequest&, Reply<v1::FlashPriceChanged>);
    void set_rate(const Caller&, const v1::SetExchangeRateRequest&, Reply<v1::ExchangeRate>);
    void rates(Reply<v1::ListExchangeRatesResponse>);

    // Anybody. What is not sold in that currency is left out.
    void prices(const Caller&, const v1::GetPricesRequest&, Reply<v1::GetPricesResponse>);
    // Anybody known.
    void choose_currency(const Caller&, const v1::ChooseCurrencyRequest&, Reply<v1::ChooseCurrencyResponse>);

    // Tells the shows of flash prices whose time is over. Called each second by main; answers how many.
    void end_flash_prices(Reply<int64_t>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    const StreamClock stream_clock_;
};

}  // namespace vitrine::shop
