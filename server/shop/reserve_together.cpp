// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/reserve_together.h"

#include <map>
#include <memory_resource>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "server/domain/id.h"
#include "server/shop/holds.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"

namespace vitrine::shop {
namespace {

using Wishes = std::span<const HoldWish* const>;

bool same_wish(const holds::Row& row, const HoldWish& wish) {
    const v1::HoldRequest& request = wish.request;
    return row.person_id == wish.caller.id && row.hold.show_id() == request.show_id() &&
           row.hold.variant_id() == request.variant_id() && row.hold.quantity() == request.quantity();
}

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
        const Result<v1::Money>& price = price_of(request);
        if (!price.ok()) return price.error();
        Stock& stock = stock_of(request.variant_id());
        const Result<Stock> after = hold_units(stock, request.quantity());
        if (!after.ok()) return after.error();
        stock = *after;
        grant(wish, *price);
        return v1::Hold();
    }

    void grant(const HoldWish& wish, const v1::Money& price) {
        const v1::HoldRequest& request = wish.request;
        holds::Row& row = granted_.emplace_back();
        row.person_id = wish.caller.id;
        row.first_expires_us = unit_.now().plus_s(terms_.hold_ttl_s).us;
        row.hold.set_id(request.command_id());
        row.hold.set_show_id(request.show_id());
        row.hold.set_variant_id(request.variant_id());
        row.hold.set_quantity(request.quantity());
        *row.hold.mutable_unit_price() = price;
        row.hold.set_expires_us(row.first_expires_us);
        row.hold.set_state(v1::HOLD_STATE_ACTIVE);
        known_.emplace(row.hold.id(), &row);
        of_person_.at(wish.caller.id).emplace_back(request.variant_id(), request.quantity());
        taken_[{request.variant_id(), request.show_id()}] += request.quantity();
    }

    // In the order of the variants, as everybody locks them.
    void write() {
        for (const auto& [where, quantity] : taken_) {
            const std::string variant_id(where.first), show_id(where.second);
            if (!stock::hold(unit_, show_id, variant_id, quantity).ok())
                throw std::logic_error("the stock of " + variant_id + " changed within the transaction");
        }
        holds::add(unit_, granted_);
    }

    HoldsOfPerson holds_of(std::string_view person_id, std::string_view variant_id) const {
        HoldsOfPerson mine;
        for (const auto& [variant, quantity] : of_person_.at(person_id)) {
            ++mine.holds;
            if (variant == variant_id) mine.units_of_variant += quantity;
        }
        return mine;
    }

    const Result<v1::Money>& price_of(const v1::HoldRequest& request) {
        const Pair key(request.show_id(), request.variant_id());
        auto found = prices_.find(key);
        if (found == prices_.end())
            found = prices_.emplace(key, price_in_show(sql_, request.show_id(), request.variant_id())).first;
        return found->second;
    }

    Stock& stock_of(const std::string& variant_id) {
        auto found = stocks_.find(variant_id);
        if (found == stocks_.end())
            found = stocks_.emplace(variant_id, stock::level(sql_, variant_id).value_or(Stock{})).first;
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
    using Pair = std::pair<std::string_view, std::string_view>;
    std::map<Pair, Result<v1::Money>> prices_;  // (show, variant)
    std::map<std::string_view, Stock> stocks_;
    std::map<Pair, int64_t> taken_;  // (variant, show) → units
};

}  // namespace

std::vector<Result<v1::Hold>> reserve(store::Unit& unit, Wishes wishes, const SaleTerms& terms) {
    return Line(unit, wishes, terms).serve();
}

}  // namespace vitrine::shop
