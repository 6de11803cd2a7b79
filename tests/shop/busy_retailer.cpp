// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/busy_retailer.h"

#include <algorithm>

#include "server/shop/drop_rules.h"

namespace vitrine::tests {

BusyRetailer::BusyRetailer(ShopHouse& house, std::mt19937& random) : house_(house), random_(random) {
    locations_.push_back(house_.add_location("Cellar", 9).id());
    v1::SaveCouponRequest request;
    request.set_command_id(id());
    request.mutable_coupon()->set_code(kCoupon);
    request.mutable_coupon()->set_percent_e2(12'50);
    request.mutable_coupon()->set_currency("EUR");
    request.mutable_coupon()->set_most_uses(4);
    request.mutable_coupon()->set_budget_minor(3000);
    request.mutable_coupon()->set_per_person(2);
    VITRINE_CHECK(
        await<v1::Coupon>([&](auto reply) { house_.coupons->save(retailer(), request, reply); }).ok());
}

// Ids from the seed, so that a run can be repeated to the letter.
std::string BusyRetailer::id() {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string text = "018bcfe5-6801-7000-8000-000000000000";
    for (const size_t i : {24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 15, 16, 17})
        text[i] = kHex[roll(16)];
    return text;
}

void BusyRetailer::offer(const v1::Product& product, int64_t stock) {
    products_.push_back(product);
    received_[product.variants(0).id()] = stock;
}

void BusyRetailer::open_show() {
    std::vector<std::string> lineup;
    for (const v1::Product& product : products_) lineup.push_back(product.id());
    shows_.push_back(house_.live_show(lineup));
}

std::vector<std::string> BusyRetailer::variants() const {
    std::vector<std::string> ids;
    for (const auto& [variant, units] : received_) ids.push_back(variant);
    return ids;
}

void BusyRetailer::a_second_passed() {
    std::erase_if(flashes_, [this](const auto& one) {
        return one.second.until <= house_.clock.now() || one.first.first == ended_show_;
    });
}

void BusyRetailer::act() {
    static constexpr void (BusyRetailer::*kActs[])() = {
        &BusyRetailer::adjust,       &BusyRetailer::adjust,      &BusyRetailer::transfer,
        &BusyRetailer::allocate,     &BusyRetailer::allocate,    &BusyRetailer::give_back,
        &BusyRetailer::change_price, &BusyRetailer::start_flash, &BusyRetailer::start_flash,
        &BusyRetailer::end_flash,    &BusyRetailer::open_drop,   &BusyRetailer::open_drop,
        &BusyRetailer::call_off,     &BusyRetailer::limit,       &BusyRetailer::change_coupon,
        &BusyRetailer::change_rate,  &BusyRetailer::next_show};
    (this->*kActs[roll(std::size(kActs))])();
}

void BusyRetailer::adjust() {
    v1::AdjustStockRequest request;
    request.set_command_id(id());
    request.set_variant_id(some_variant());
    request.set_delta(roll(9) - 3);
    request.set_reason("count");
    request.set_location_id(some_location());
    if (roll(3) == 0) request.set_show_id(some_show());
    const auto level =
        await<v1::StockLevel>([&](auto reply) { house_.catalogue->adjust(retailer(), request, reply); });
    if (level.ok()) received_[request.variant_id()] += request.delta();
}

void BusyRetailer::transfer() {
    v1::TransferStockRequest request;
    request.set_command_id(id());
    request.set_variant_id(some_variant());
    request.set_from_location_id(some_location());
    request.set_to_location_id(some_location());
    request.set_quantity(some_quantity());
    (void)await<v1::StockLevel>([&](auto reply) {
        house_.warehouse->transfer(retailer(), request, reply);
    }).ok();
}

void BusyRetailer::allocate() {
    (void)house_.allocate({some_show(), "", some_variant()}, some_quantity(), some_location()).ok();
}

void BusyRetailer::give_back() {
    v1::ReturnStockRequest request;
    request.set_command_id(id());
    request.set_show_id(some_show());
    request.set_variant_id(some_variant());
    (void)await<v1::StockLevel>([&](auto reply) {
        house_.warehouse->return_to_pool(retailer(), request, reply);
    }).ok();
}

void BusyRetailer::change_price() {
    v1::Product& product = some_product();
    product.mutable_variants(0)->mutable_price()->set_minor(1 + roll(9000));
    v1::SaveProductRequest request;
    request.set_command_id(id());
    *request.mutable_product() = product;
    const auto saved =
        await<v1::Product>([&](auto reply) { house_.catalogue->save(retailer(), request, reply); });
    if (saved.ok()) product = *saved;
    if (!saved.ok()) complaints_.push_back("an edit was refused: " + saved.error().message);
}

void BusyRetailer::start_flash() {
    const v1::Product& product = some_product();
    v1::StartFlashPriceRequest request;
    request.set_command_id(id());
    request.set_show_id(some_show());
    request.set_variant_id(product.variants(0).id());
    request.mutable_price()->set_minor(1 + roll(product.variants(0).price().minor() + 1));
    request.mutable_price()->set_currency(product.variants(0).price().currency());
    request.set_duration_s(5 + roll(300));
    const auto started = await<v1::FlashPriceChanged>(
        [&](auto reply) { house_.pricing->start_flash(retailer(), request, reply); });
    if (!started.ok()) return;
    if (request.price().minor() >= product.variants(0).price().minor())
        complaints_.push_back("a flash price that is none was taken");
    flashes_[{request.show_id(), request.variant_id()}] = {request.price().minor(),
                                                           house_.clock.now().plus_s(request.duration_s())};
}

void BusyRetailer::end_flash() {
    v1::EndFlashPriceRequest request;
    request.set_command_id(id());
    request.set_show_id(some_show());
    request.set_variant_id(some_variant());
    if (await<v1::FlashPriceChanged>([&](auto reply) {
            house_.pricing->end_flash(retailer(), request, reply);
        }).ok())
        flashes_.erase({request.show_id(), request.variant_id()});
}

int64_t BusyRetailer::price(const std::string& show_id, const std::string& variant_id) const {
    int64_t regular = 0;
    for (const v1::Product& product : products_) {
        if (product.variants(0).id() == variant_id) regular = product.variants(0).price().minor();
    }
    const auto flash = flashes_.find({show_id, variant_id});
    const Instant now = house_.clock.now();
    if (flash == flashes_.end() || now >= flash->second.until) return regular;
    return std::min(regular, flash->second.minor);
}

void BusyRetailer::change_coupon() {
    v1::ListCouponsRequest list;
    list.set_with_archived(true);
    const auto coupons =
        await<v1::ListCouponsResponse>([&](auto reply) { house_.coupons->list(retailer(), list, reply); });
    v1::SaveCouponRequest request;
    request.set_command_id(id());
    *request.mutable_coupon() = coupons->coupons(0);
    request.mutable_coupon()->set_most_uses(roll(12));
    request.mutable_coupon()->set_budget_minor(roll(8000));
    request.mutable_coupon()->set_minimum_minor(roll(3) ? 0 : roll(3000));
    (void)await<v1::Coupon>([&](auto reply) { house_.coupons->save(retailer(), request, reply); }).ok();
}

void BusyRetailer::change_rate() {
    v1::SetExchangeRateRequest request;
    request.set_command_id(id());
    request.mutable_rate()->set_base("EUR");
    request.mutable_rate()->set_quote("JPY");
    request.mutable_rate()->set_rate_e9(roll(4) ? 100'000'000'000 + roll(100) * 1'000'000'000 : 0);
    (void)await<v1::ExchangeRate>([&](auto reply) {
        house_.pricing->set_rate(retailer(), request, reply);
    }).ok();
}

void BusyRetailer::open_drop() {
    v1::OpenDropRequest request;
    request.set_command_id(id());
    request.set_show_id(some_show());
    request.set_variant_id(some_variant());
    request.set_quantity(some_quantity());
    request.set_window_s(5 + roll(60));
    const auto drop = await<v1::Drop>([&](auto reply) { house_.drops->open(retailer(), request, reply); });
    if (drop.ok()) drops_.push_back(drop->id());
}

std::string BusyRetailer::some_drop() {
    if (drops_.empty()) return "";
    const size_t recent = std::min<size_t>(drops_.size(), 3);
    return drops_[drops_.size() - 1 - static_cast<size_t>(roll(static_cast<int64_t>(recent)))];
}

void BusyRetailer::call_off() {
    const std::string drop_id = some_drop();
    if (drop_id.empty() || roll(3)) return;
    v1::CallOffDropRequest request;
    request.set_command_id(id());
    request.set_drop_id(drop_id);
    (void)await<v1::Drop>([&](auto reply) { house_.drops->call_off(retailer(), request, reply); }).ok();
}

void BusyRetailer::limit() {
    v1::SetShowLimitRequest request;
    request.set_command_id(id());
    request.set_show_id(some_show());
    request.set_limit_per_buyer(roll(3) ? 0 : 1 + roll(6));
    (void)await<v1::ShowLimit>([&](auto reply) {
        house_.warehouse->set_show_limit(retailer(), request, reply);
    }).ok();
}

void BusyRetailer::next_show() {
    if (roll(4)) return;
    if (!ended_show_.empty()) std::erase(shows_, ended_show_);
    ended_show_ = shows_.front();
    house_.end_show(ended_show_);
    open_show();
}

// A draw that is over is done again here.
void BusyRetailer::check_draw(const std::string& drop_id, std::vector<std::string>& found) {
    v1::GetDrawRequest request;
    request.set_drop_id(drop_id);
    const auto draw = await<v1::Draw>([&](auto reply) { house_.drops->draw(request, reply); });
    if (draw->drop().state() != v1::DROP_STATE_DRAWN) return;
    auto order = shop::draw_order(draw->drop().seed(), {draw->entries().begin(), draw->entries().end()});
    order.resize(std::min(order.size(), static_cast<size_t>(draw->drop().quantity())));
    if (!std::equal(order.begin(), order.end(), draw->winners().begin(), draw->winners().end()))
        found.push_back("the winners of a drop are not those of its draw: " + drop_id);
    if (shop::commitment_of(draw->drop().seed()) != draw->drop().commitment())
        found.push_back("another seed than the one committed to: " + drop_id);
}

std::vector<std::string> BusyRetailer::complaints() {
    std::vector<std::string> found = complaints_;
    for (const auto& [variant, units] : received_) {
        const auto level = house_.stock(variant);
        if (level.on_hand() + level.sold() != units)
            found.push_back("units appeared or vanished: " + variant);
    }
    for (size_t i = drops_.size() - std::min<size_t>(drops_.size(), 5); i < drops_.size(); ++i)
        check_draw(drops_[i], found);
    return found;
}

}  // namespace vitrine::tests
