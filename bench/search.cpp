// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-bench search: how long a search takes in a very large catalogue.
#include <algorithm>
#include <cmath>
#include <future>
#include <memory>
#include <random>
#include <stdexcept>

#include "bench/books.h"
#include "bench/command.h"
#include "bench/http_swarm.h"
#include "bench/statistics.h"
#include "server/shop/catalogue.h"
#include "server/store/many_rows.h"

namespace vitrine::bench {
namespace {

constexpr int64_t kSearchStep = 6;  // of the schema
constexpr int kSearches = 500;

// So many words that a usual one stands in some thousand titles of a million.
class Words {
  public:
    Words() {
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
    // A few are frequent and most are rare, as in any language.
    const std::string& any() {
        const double share = std::uniform_real_distribution<>(0, 1)(random_);
        return all_[static_cast<size_t>(share * share * static_cast<double>(all_.size() - 1))];
    }
    std::string some(int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += (i ? " " : "") + any();
        return text;
    }

  private:
    std::mt19937 random_{20};
    std::vector<std::string> all_;
};

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
          stock_(sql,
                 [](size_t count) {
                     return "INSERT INTO stock (variant_id, on_hand, held, sold) VALUES " +
                            store::repeated("(:id#, 10, 0, 0)", count);
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

// Filled before the search step, which then reads all words at once, as it does for an operator.
void fill(const std::string& url, int64_t products, Words& words) {
    std::vector<store::Migration> earlier = store::migrations();
    std::erase_if(earlier, [](const auto& step) { return step.version >= kSearchStep; });
    const auto database = store::Database::open(url, earlier);
    const auto sql = database->connect(false);
    Shelves shelves(*sql);
    sql->begin_write();
    std::vector<Row> rows;
    for (int64_t n = 1; n <= products; ++n) {
        const std::string number = std::to_string(n);
        rows.push_back({"p" + number, words.some(3), words.some(12), "v" + number, "SKU-" + number, n});
        if (rows.size() < 640 && n < products) continue;
        shelves.add(rows);
        rows.clear();
    }
    sql->commit();
}

// Two words, one word, the beginning of one, an article number.
std::string query(int i, int64_t products, Words& words) {
    switch (i % 4) {
        case 0:
            return words.some(2);
        case 1:
            return words.any();
        case 2:
            return words.any().substr(0, 3);
        default:
            return "SKU-" + std::to_string(1 + (i * 7919) % products);
    }
}

Figures measure(const std::string& store_name, int64_t products) {
    Books books(store_name == "sqlite" ? Store::sqlite : Store::postgresql);
    const std::string url = books.fresh();
    Words words;
    fill(url, products, words);
    const auto database = store::Database::open(url);
    const auto bus = bus::make_local_bus();
    const SystemClock clock;
    const auto committer = store::make_committer(*database, *bus, clock);
    const auto readers = store::make_readers(*database);
    shop::Catalogue catalogue(*committer, *readers);
    std::vector<double> ms;
    int64_t found = 0;
    for (int i = 0; i < kSearches; ++i) {
        v1::ListProductsRequest request;
        request.set_query(query(i, products, words));
        std::promise<Result<v1::ListProductsResponse>> answer;
        const int64_t began_us = clock.steady_us();
        catalogue.list(Caller{}, request,
                       [&](Result<v1::ListProductsResponse> page) { answer.set_value(std::move(page)); });
        const auto page = answer.get_future().get();
        ms.push_back(static_cast<double>(clock.steady_us() - began_us) / 1000);
        if (!page.ok()) throw std::runtime_error("a search failed: " + page.error().message);
        found += page->products_size();
    }
    return {{"store", store_name},
            {"products", products},
            {"searches", kSearches},
            {"found_per_search", static_cast<double>(found) / kSearches},
            {"search_p50_ms", percentile(ms, 0.5)},
            {"search_p99_ms", percentile(ms, 0.99)},
            {"search_most_ms", percentile(ms, 1)}};
}

}  // namespace

Command search_command() {
    return {"search", "How long a search for products takes in a large catalogue",
            [](CLI::App& app) -> std::function<Figures()> {
                struct Asked {
                    std::string store = "sqlite";
                    int64_t products = 1'000'000;
                };
                const auto asked = std::make_shared<Asked>();
                app.add_option("--store", asked->store, "The database")
                    ->check(CLI::IsMember({"sqlite", "postgresql"}))
                    ->capture_default_str();
                app.add_option("--products", asked->products, "How many products there are")
                    ->check(CLI::Range(100, 10'000'000))
                    ->capture_default_str();
                return [asked] { return measure(asked->store, asked->products); };
            }};
}

}  // namespace vitrine::bench
