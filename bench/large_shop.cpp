// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/large_shop.h"

#include <algorithm>
#include <memory>

#include "bench/bulk.h"
#include "bench/long_past.h"
#include "server/store/database.h"
#include "server/store/many_rows.h"

namespace vitrine::bench {
namespace {

constexpr int64_t kSearchStep = 6;  // of the schema
constexpr int64_t kAtOnce = 640;

// The words are the one thing that no statement can make.
void fill_products(store::Session& sql, int64_t products, Words& words) {
    store::ManyRows insert(
        sql,
        [](size_t count) {
            return "INSERT INTO product (id, number, title, description, picture, revision, archived, "
                   "created_us, updated_us) SELECT " +
                   id_of(Kind::product, "CAST(column1 AS BIGINT)") +
                   ", CAST(column1 AS BIGINT), column2, column3, '', 1, 0, 1, 1 FROM (VALUES " +
                   store::repeated("(:number#, :title#, :text#)", count) + ") AS added";
        },
        {"", "ntt"});
    for (int64_t first = 1; first <= products; first += kAtOnce) {
        insert.change(
            static_cast<size_t>(std::min(kAtOnce, products + 1 - first)), [](auto&) {},
            [&](auto& values, size_t i) {
                values << first + static_cast<int64_t>(i) << words.some(3) << words.some(12);
            });
    }
}

}  // namespace

Words::Words() {
    static constexpr const char* kHeads[] = {"am",  "bri", "cor",  "dan", "el",  "fro", "gla",
                                             "hol", "in",  "jas",  "kel", "lin", "mer", "nor",
                                             "ol",  "pal", "quar", "ris", "sal", "tor"};
    static constexpr const char* kMiddles[] = {"a", "e", "i", "o", "u", "ar", "en", "il", "or", "us"};
    static constexpr const char* kTails[] = {"ber",  "den", "fel", "gan", "la",
                                             "mond", "net", "ra",  "sen", "vik"};
    for (const char* head : kHeads)
        for (const char* middle : kMiddles)
            for (const char* tail : kTails) all_.push_back(std::string(head) + middle + tail);
    std::shuffle(all_.begin(), all_.end(), random_);
}

const std::string& Words::any() {
    const double share = std::uniform_real_distribution<>(0, 1)(random_);
    return all_[static_cast<size_t>(share * share * static_cast<double>(all_.size() - 1))];
}

std::string Words::some(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i ? " " : "") + any();
    return text;
}

// Filled before the search step, which then reads all words at once, as it does for an operator.
void fill_large_shop(const std::string& url, const Past& past, Words& words) {
    std::vector<store::Migration> others = store::migrations();
    std::erase_if(others, [](const auto& step) { return step.version == kSearchStep; });
    const auto database = store::Database::open(url, others);
    const auto sql = database->connect(false);
    Bulk bulk(*sql);
    fill_products(*sql, past.products, words);
    fill_shelves(bulk, past);
    fill_orders(bulk, past);
    bulk.finish();
}

}  // namespace vitrine::bench
