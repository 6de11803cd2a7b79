// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/shop/shop_house.h"

namespace vitrine::tests {

// A retailer who changes everything while people buy: counts, places, allocations, prices, coupons, drops. He
// keeps a book of his own of what came in and what things cost, to hold the shop's against. All he does is
// drawn from the simulation's random numbers.
class BusyRetailer {
  public:
    static constexpr const char* kCoupon = "LUCKY";

    BusyRetailer(ShopHouse&, std::mt19937&);
    // A product with one variant.
    void offer(const v1::Product&, int64_t stock);
    // One more that is live, with all he has.
    void open_show();

    void act();
    // House::a_second_passes() was called: what it ends, ends in his book.
    void a_second_passed();

    // Of the drops he opened, one that may be under way; or "".
    std::string some_drop();
    std::string some_variant() { return some_product().variants(0).id(); }
    // Live ones, and the one that ended last.
    std::string some_show() { return one_of(shows_); }
    std::vector<std::string> variants() const;

    // What a hold made now must cost, by his own book. His currency only.
    int64_t price(const std::string& show_id, const std::string& variant_id) const;
    // What is wrong with the shop's stock or the draws, by his own book.
    std::vector<std::string> complaints();

  private:
    struct Flash {
        int64_t minor = 0;
        Instant until;
    };

    int64_t roll(int64_t sides) { return static_cast<int64_t>(random_() % static_cast<unsigned>(sides)); }
    std::string id();
    template <class T>
    T& one_of(std::vector<T>& all) {
        return all[static_cast<size_t>(roll(static_cast<int64_t>(all.size())))];
    }
    v1::Product& some_product() { return one_of(products_); }
    std::string some_location() { return one_of(locations_); }
    // Mostly a sound one.
    int64_t some_quantity() { return roll(10) ? 1 + roll(4) : roll(40) - 20; }

    void adjust();
    void transfer();
    void allocate();
    void give_back();
    void change_price();
    void start_flash();
    void end_flash();
    void change_coupon();
    void change_rate();
    void open_drop();
    void call_off();
    void limit();
    void next_show();
    void check_draw(const std::string& drop_id, std::vector<std::string>& found);

    ShopHouse& house_;
    std::mt19937& random_;
    std::vector<v1::Product> products_;
    std::vector<std::string> shows_, locations_{"main"}, drops_;
    std::string ended_show_;
    std::map<std::string, int64_t> received_;                       // variant → units that ever came
    std::map<std::pair<std::string, std::string>, Flash> flashes_;  // (show, variant)
    std::vector<std::string> complaints_;
};

}  // namespace vitrine::tests
