// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stock_rules.h"

#include <string>

namespace vitrine::shop {
namespace {

Error too_many() {
    return {Code::too_large,
            "At most " + std::to_string(kMostUnits) + " units of one variant can be in stock."};
}

Error not_a_quantity() { return {Code::invalid_argument, "The quantity must be at least 1."}; }

}  // namespace

bool valid(const Stock& stock) {
    return stock.held >= 0 && stock.held <= stock.on_hand && stock.on_hand <= kMostUnits && stock.sold >= 0;
}

Error too_few(int64_t available, int64_t together) {
    if (available <= 0) {
        return {Code::sold_out,
                "None is left. Join the waiting list: if one comes back, it is kept for you."};
    }
    if (together < available) {
        return {Code::sold_out, "At most " + std::to_string(together) +
                                    " can be sent together; the others lie elsewhere. Choose a smaller "
                                    "quantity, and the rest after it."};
    }
    return {Code::sold_out,
            (available == 1 ? std::string("Only 1 is") : "Only " + std::to_string(available) + " are") +
                " left. Choose a smaller quantity."};
}

Result<Stock> hold_units(Stock stock, int64_t quantity) {
    if (quantity < 1) return not_a_quantity();
    // Subtraction of two valid values; "held + quantity" could overflow.
    if (quantity > stock.available()) return too_few(stock.available(), stock.available());
    stock.held += quantity;
    return stock;
}

Result<Stock> release_units(Stock stock, int64_t quantity) {
    if (quantity < 1) return not_a_quantity();
    if (quantity > stock.held) return Error{Code::internal, "More units were to be released than are held."};
    stock.held -= quantity;
    return stock;
}

Result<Stock> sell_units(Stock stock, int64_t quantity) {
    if (quantity < 1) return not_a_quantity();
    if (quantity > stock.held) return Error{Code::internal, "More units were to be sold than are held."};
    stock.held -= quantity;
    stock.on_hand -= quantity;
    stock.sold += quantity;
    return stock;
}

Result<Stock> take_back_units(Stock stock, int64_t quantity) {
    if (quantity < 1) return not_a_quantity();
    if (quantity > stock.sold) return Error{Code::internal, "More units came back than were sold."};
    if (quantity > kMostUnits - stock.on_hand) return too_many();
    stock.sold -= quantity;
    stock.on_hand += quantity;
    return stock;
}

Result<Stock> adjust_units(Stock stock, int64_t delta, int64_t elsewhere) {
    if (delta == 0)
        return Error{Code::invalid_argument, "Say how many units came or went; 0 changes nothing."};
    if (delta > kMostUnits - stock.on_hand - elsewhere) return too_many();
    if (delta < -stock.available()) {
        return Error{Code::precondition,
                     "Only " + std::to_string(stock.available()) +
                         " can be taken out: buyers are holding the rest. Try again when their holds end."};
    }
    stock.on_hand += delta;
    return stock;
}

Result<Move> move_units(Stock from, Stock to, int64_t quantity) {
    if (quantity < 1) return not_a_quantity();
    if (quantity > from.available()) {
        return Error{Code::precondition, "Only " + std::to_string(from.available()) +
                                             " are free there; the rest is held by buyers or not there."};
    }
    if (quantity > kMostUnits - to.on_hand) return too_many();
    from.on_hand -= quantity;
    to.on_hand += quantity;
    return Move{from, to};
}

std::optional<size_t> choose_bucket(std::span<const Stock> buckets, int64_t quantity) {
    for (size_t i = 0; i < buckets.size(); ++i) {
        if (hold_units(buckets[i], quantity).ok()) return i;
    }
    return std::nullopt;
}

}  // namespace vitrine::shop
