// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/large_shop.h"

#include <algorithm>
#include <memory>

#include "server/store/database.h"
#include "server/store/many_rows.h"

namespace vitrine::bench {
namespace {

constexpr int64_t kSearchStep = 6;  // of the schema
constexpr int64_t kOrdersAtOnce = 100'000;

struct Row {
    std::string id, title, description, variant_id, sku;
    int64_t number = 0;
};

class Shelves {
  public:
    explicit Shelves(store::Session& sql)
        : products_(sql,
                    [](size_t count) {
                        return "INSERT INTO product (id, number, title, description, picture, revision, "
                               "archived, created_us, updated_us) VALUES " +
                               store::repeated("(:id#, :number#, :title#, :text#, '', 1, 0, 1, 1)", count);
                    },
                    {"", "tntt"}),
          variants_(
              sql,
              [](size_t count) {
                  return "INSERT INTO variant (id, product_id, position, sku, name, price_minor, currency, "
                         "archived) VALUES " +
                         store::repeated("(:id#, :product#, 0, :sku#, '', 2400, 'EUR', 0)", count);
              },
              {"", "ttt"}),
          stock_(
              sql,
              [](size_t count) {
                  return "INSERT INTO stock (variant_id, show_id, location_id, on_hand, held, sold) VALUES " +
                         store::repeated("(:id#, '', 'main', 10, 0, 0)", count);
              },
              {"", "t"}) {}

    void add(const std::vector<Row>& rows) {
        const auto nothing = [](auto&) {};
        products_.change(rows.size(), nothing, [&](auto& values, size_t i) {
            values << rows[i].id << rows[i].number << rows[i].title << rows[i].description;
        });
        variants_.change(rows.size(), nothing, [&](auto& values, size_t i) {
            values << rows[i].variant_id << rows[i].id << rows[i].sku;
        });
        stock_.change(rows.size(), nothing, [&](auto& values, size_t i) { values << rows[i].variant_id; });
    }

  private:
    store::ManyRows products_, variants_, stock_;
};

void fill_shelves(store::Session& sql, int64_t products, Words& words) {
    Shelves shelves(sql);
    sql.begin_write();
    std::vector<Row> rows;
    for (int64_t n = 1; n <= products; ++n) {
        const std::string number = std::to_string(n);
        rows.push_back({"p" + number, words.some(3), words.some(12), "v" + number, "SKU-" + number, n});
        if (rows.size() < 640 && n < products) continue;
        shelves.add(rows);
        rows.clear();
    }
    sql.commit();
}

// Orders of one unit each, from `first` to `last`, with their holds and payments: all done with.
void fill_orders(store::Session& sql, int64_t first, int64_t last, int64_t products) {
    const std::string numbers =
        "WITH RECURSIVE n (i) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "
        "CAST(:last AS BIGINT)) ";
    const auto insert = [&](const std::string& into, const std::string& select) {
        sql.run(numbers + "INSERT INTO " + into + " SELECT " + select + " FROM n", soci::use(first),
                soci::use(last));
    };
    const std::string article = "(1 + i % " + std::to_string(products) + ")";
    sql.begin_write();
    insert(
        "hold (id, show_id, variant_id, person_id, quantity, unit_price_minor, currency, state, in_payment, "
        "created_us, first_expires_us, expires_us, order_id)",
        "'h' || i, 'past', 'v' || " + article +
            ", 'b' || (i % 1000000), 1, 2400, 'EUR', 4, 0, i, i, i, 'o' || i");
    insert(
        "orders (id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, state, problem, "
        "attempt, created_us, authorised_us, paid_us, refunded_minor, refunding_minor, cancel_until_us)",
        "'o' || i, 'past', 'h' || i, 'b' || (i % 1000000), 'Buyer', 'buyer@example.org', 2400, 'EUR', 3, "
        "'', 1, i, i, i, 0, 0, 0");
    insert(
        "order_line (order_id, position, variant_id, product_id, title, quantity, unit_price_minor, "
        "refunded_quantity, restocked_quantity)",
        "'o' || i, 0, 'v' || " + article + ", 'p' || " + article + ", 'Article', 1, 2400, 0, 0");
    insert(
        "payment (order_id, attempt, gateway, amount_minor, currency, token, state, task, tries, due_us, "
        "gateway_reference, client_secret, problem, capture_minor, captured_minor, refunded_minor, "
        "created_us, settled_us)",
        "'o' || i, 1, 'sandbox', 2400, 'EUR', '', 1, 0, 0, 0, 'sandbox:o' || i, '', '', 2400, 2400, 0, i, "
        "i");
    sql.commit();
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
    std::vector<store::Migration> earlier = store::migrations();
    std::erase_if(earlier, [](const auto& step) { return step.version >= kSearchStep; });
    const auto database = store::Database::open(url, earlier);
    const auto sql = database->connect(false);
    fill_shelves(*sql, past.products, words);
    for (int64_t first = 1; first <= past.orders; first += kOrdersAtOnce)
        fill_orders(*sql, first, std::min(first + kOrdersAtOnce - 1, past.orders), past.products);
}

}  // namespace vitrine::bench
