// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/reserve_together.h"

#include <algorithm>
#include <map>
#include <memory_resource>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "server/domain/id.h"
#include "server/shop/holds.h"
#include "server/shop/money_message.h"
#include "server/shop/offer.h"
#include "server/shop/stock.h"

namespace vitrine::shop {
namespace {

using Wishes = std::span<const HoldWish* const>;

bool same_wish(const holds::Row& row, const HoldWish& wish) {
    const v1::HoldRequest& request = wish.request;
    const bool same_currency =
        request.currency().empty() || request.currency() == row.hold.unit_price().currency();
    return row.person_id == wish.caller.id && row.hold.show_id() == request.show_id() && same_currency &&
           row.hold.variant_id() == request.variant_id() && row.hold.quantity() == request.quantity();
}

// The buckets a variant is sold from, in the order of the locations, as the wishes so far leave them.
struct Pool {
    std::vector<Bucket> buckets;
    std::vector<Stock> stocks;
};

// What is wanted and where it comes from, found once for all who want the same.
struct Stall {
    Result<Offer> offer;
    Pool* pool = nullptr;  // when there is an offer
};

struct InOrder {
    using Where = std::pair<const Bucket*, std::string_view>;
    static auto key(const Where& where) {
        const Bucket& bucket = *where.first;
        return std::tie(bucket.variant_id, bucket.show_id, bucket.location_id, where.second);
    }
    bool operator()(const Where& a, const Where& b) const { return key(a) < key(b); }
};

// The texts it looks things up by belong to the wishes and outlive it.
class Line {
  public:
    Line(store::Unit& unit, Wishes wishes, const SaleTerms& terms)
        : unit_(unit), sql_(unit.sql()), wishes_(wishes), terms_(terms) {
        granted_.reserve(wishes.size());
        answered_at_.reserve(wishes.size());
        read_known();
        read_holds_of_persons();
    }

    std::vector<Result<v1::Hold>> serve() {
        std::vector<Result<v1::Hold>> answers;
        answers.reserve(wishes_.size());
        for (const HoldWish* wish : wishes_) {
            const size_t granted = granted_.size();
            answers.push_back(decide(*wish));
            if (granted_.size() > granted) answered_at_.push_back(answers.size() - 1);
        }
        write();
        for (size_t i = 0; i < granted_.size(); ++i) answers[answered_at_[i]] = std::move(granted_[i].hold);
        return answers;
    }

  private:
    void read_known() {
        std::vector<const std::string*> ids;
        ids.reserve(wishes_.size());
        for (const HoldWish* wish : wishes_) {
            if (is_id(wish->request.command_id())) ids.push_back(&wish->request.command_id());
        }
        stored_ = holds::find_all(unit_, ids);
        for (const holds::Row& row : stored_) known_.emplace(row.hold.id(), &row);
    }

    void read_holds_of_persons() {
        of_person_.reserve(wishes_.size());
        std::vector<const std::string*> persons;
        persons.reserve(wishes_.size());
        for (const HoldWish* wish : wishes_) {
            if (of_person_.try_emplace(wish->caller.id).second) persons.push_back(&wish->caller.id);
        }
        active_ = holds::active_of(unit_, persons);
        for (const holds::OfPerson& one : active_)
            of_person_.at(one.person_id).emplace_back(one.variant_id, one.quantity);
    }

    // A wish that is granted is answered by its row once that is written.
    Result<v1::Hold> decide(const HoldWish& wish) {
        const v1::HoldRequest& request = wish.request;
        if (!is_id(request.command_id()))
            return Error{Code::invalid_argument, "The command's id must be a UUID of version 7."};
        if (const auto before = known_.find(request.command_id()); before != known_.end()) {
            if (same_wish(*before->second, wish)) return before->second->first_answer();
            return Error{Code::conflict, "This command id was used for something else."};
        }
        if (auto quantity = check_quantity(request.quantity(), terms_); !quantity.ok())
            return quantity.error();
        const HoldsOfPerson mine = holds_of(wish.caller.id, request.variant_id());
        if (auto limits = check_limits(mine, request.quantity(), terms_); !limits.ok()) return limits.error();
        const auto& [offer, found_pool] = stall_of(request);
        if (!offer.ok()) return offer.error();
        if (auto allowed = within_buyer_limits(wish, offer->limits); !allowed.ok()) return allowed.error();
        Pool& pool = *found_pool;
        const std::optional<size_t> chosen = choose_bucket(pool.stocks, request.quantity());
        if (!chosen) return none_has(pool);
        pool.stocks[*chosen] = *hold_units(pool.stocks[*chosen], request.quantity());
        grant(wish, *offer, pool.buckets[*chosen]);
        return v1::Hold();
    }

    void grant(const HoldWish& wish, const Offer& offer, const Bucket& bucket) {
        const v1::HoldRequest& request = wish.request;
        holds::Row& row = granted_.emplace_back();
        row.person_id = wish.caller.id;
        row.first_expires_us = unit_.now().plus_s(terms_.hold_ttl_s).us;
        row.hold.set_id(request.command_id());
        row.hold.set_show_id(request.show_id());
        row.hold.set_variant_id(request.variant_id());
        row.hold.set_quantity(request.quantity());
        *row.hold.mutable_unit_price() = money_message(offer.price);
        row.bucket = bucket;
        row.rate_e9 = offer.rate_e9;
        row.hold.set_expires_us(row.first_expires_us);
        row.hold.set_state(v1::HOLD_STATE_ACTIVE);
        known_.emplace(row.hold.id(), &row);
        of_person_.at(wish.caller.id).emplace_back(request.variant_id(), request.quantity());
        taken_[{&bucket, request.show_id()}] += request.quantity();
    }

    void write() {
        for (const auto& [where, quantity] : taken_)
            stock::hold_in(unit_, std::string(where.second), *where.first, quantity);
        holds::add(unit_, granted_);
    }

    static Error none_has(const Pool& pool) {
        int64_t left = 0, together = 0;
        for (const Stock& stock : pool.stocks) {
            left += stock.available();
            together = std::max(together, stock.available());
        }
        return too_few(left, together);
    }

    // What is stored, and what was granted in this line and is not yet.
    Result<Done> within_buyer_limits(const HoldWish& wish, const BuyerLimits& limits) {
        if (!limits.any()) return Done{};
        const v1::HoldRequest& request = wish.request;
        TakenByPerson taken = holds::taken_by(sql_, wish.caller.id, request.variant_id(), request.show_id());
        for (const holds::Row& row : granted_) {
            if (row.person_id != wish.caller.id) continue;
            if (row.hold.variant_id() == request.variant_id()) taken.of_variant += row.hold.quantity();
            if (row.hold.show_id() == request.show_id()) taken.in_show += row.hold.quantity();
        }
        return check_buyer_limits(taken, request.quantity(), limits);
    }

    HoldsOfPerson holds_of(std::string_view person_id, std::string_view variant_id) const {
        HoldsOfPerson mine;
        for (const auto& [variant, quantity] : of_person_.at(person_id)) {
            ++mine.holds;
            if (variant == variant_id) mine.units_of_variant += quantity;
        }
        return mine;
    }

    const Stall& stall_of(const v1::HoldRequest& request) {
        const auto key = std::tuple<std::string_view, std::string_view, std::string_view>(
            request.show_id(), request.variant_id(), request.currency());
        auto found = stalls_.find(key);
        if (found == stalls_.end()) {
            Stall stall{offer_in_show(sql_, request.show_id(), request.variant_id(), request.currency(),
                                      unit_.now())};
            if (stall.offer.ok()) stall.pool = &pool_of(request.variant_id(), stall.offer->pool);
            found = stalls_.emplace(key, std::move(stall)).first;
        }
        return found->second;
    }

    Pool& pool_of(const std::string& variant_id, const std::string& pool) {
        const auto [found, is_new] = pools_.try_emplace({variant_id, pool});
        if (!is_new) return found->second;
        for (auto& [bucket, stock] : stock::buckets(sql_, variant_id, pool)) {
            found->second.buckets.push_back(std::move(bucket));
            found->second.stocks.push_back(stock);
        }
        return found->second;
    }

    store::Unit& unit_;
    store::Session& sql_;
    const Wishes wishes_;
    const SaleTerms& terms_;
    // For what lives as long as this line: many small pieces, all gone at once.
    std::pmr::monotonic_buffer_resource memory_{size_t{64} * 1024};
    std::vector<holds::Row> stored_, granted_;
    std::vector<size_t> answered_at_;  // which wish each granted row answers
    std::vector<holds::OfPerson> active_;
    std::pmr::unordered_map<std::string_view, const holds::Row*> known_{&memory_};  // by the command's id
    std::pmr::unordered_map<std::string_view, std::pmr::vector<std::pair<std::string_view, int64_t>>>
        of_person_{&memory_};
    // By show, variant and currency.
    std::map<std::tuple<std::string_view, std::string_view, std::string_view>, Stall> stalls_;
    // By variant and show, whose buckets are the pool.
    std::map<std::pair<std::string, std::string>, Pool> pools_;
    // Units by bucket and the show they are sold in; in the order in which everybody locks buckets.
    std::map<std::pair<const Bucket*, std::string_view>, int64_t, InOrder> taken_;
};

}  // namespace

std::vector<Result<v1::Hold>> reserve(store::Unit& unit, Wishes wishes, const SaleTerms& terms) {
    return Line(unit, wishes, terms).serve();
}

}  // namespace vitrine::shop
