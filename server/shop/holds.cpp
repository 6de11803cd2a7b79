// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/holds.h"

#include <stdexcept>

#include "server/domain/check.h"
#include "server/store/many_rows.h"

namespace vitrine::shop::holds {
namespace {

void tell(store::Unit& unit, const Row& row) {
    v1::ShowEvent event;
    event.set_show_id(row.hold.show_id());
    event.set_audience(v1::AUDIENCE_PERSON);
    event.set_recipient_id(row.person_id);
    *event.mutable_hold() = row.hold;
    unit.emit(std::move(event));
}

// The columns of a hold as one SELECT gives them.
struct Columns {
    std::string id, show_id, variant_id, person_id, currency, order_id, location_id, bucket_show;
    int64_t quantity = 0, unit_price_minor = 0, state = 0, in_payment = 0, first_expires_us = 0,
            expires_us = 0, rate_e9 = 0;

    Row row() const {
        Row row;
        row.hold.set_id(id);
        row.hold.set_show_id(show_id);
        row.hold.set_variant_id(variant_id);
        row.hold.set_quantity(quantity);
        row.hold.mutable_unit_price()->set_minor(unit_price_minor);
        row.hold.mutable_unit_price()->set_currency(currency);
        row.hold.set_expires_us(expires_us);
        row.hold.set_state(static_cast<v1::HoldState>(state));
        row.hold.set_order_id(order_id);
        row.person_id = person_id;
        row.in_payment = in_payment;
        row.first_expires_us = first_expires_us;
        row.bucket = {variant_id, bucket_show, location_id};
        row.rate_e9 = rate_e9;
        return row;
    }
};

const std::string kSelect =
    "SELECT id, show_id, variant_id, person_id, currency, order_id, quantity, unit_price_minor, state, "
    "in_payment, first_expires_us, expires_us, location_id, bucket_show, rate_e9 FROM hold WHERE ";

template <class... Exchange>
std::vector<Row> read(store::Session& sql, const std::string& text, const Exchange&... exchange) {
    std::vector<Row> found;
    Columns c;
    sql.each(
        text, [&] { found.push_back(c.row()); }, soci::into(c.id), soci::into(c.show_id),
        soci::into(c.variant_id), soci::into(c.person_id), soci::into(c.currency), soci::into(c.order_id),
        soci::into(c.quantity), soci::into(c.unit_price_minor), soci::into(c.state), soci::into(c.in_payment),
        soci::into(c.first_expires_us), soci::into(c.expires_us), soci::into(c.location_id),
        soci::into(c.bucket_show), soci::into(c.rate_e9), exchange...);
    return found;
}

// What rows that are added in one statement have in common: all but hold, person and quantity.
bool same_offer(const Row& a, const Row& b) {
    return a.hold.variant_id() == b.hold.variant_id() && a.hold.show_id() == b.hold.show_id() &&
           a.hold.unit_price().minor() == b.hold.unit_price().minor() &&
           a.hold.unit_price().currency() == b.hold.unit_price().currency() &&
           a.hold.expires_us() == b.hold.expires_us() && a.bucket == b.bucket && a.rate_e9 == b.rate_e9;
}

// The statements of many holds, kept with the committer's session.
struct InsertHolds : store::ManyRows {
    explicit InsertHolds(store::Session& session)
        : ManyRows(
              session,
              [](size_t count) {
                  return "INSERT INTO hold (show_id, variant_id, unit_price_minor, currency, created_us, "
                         "first_expires_us, expires_us, location_id, bucket_show, rate_e9, state, "
                         "in_payment, "
                         "order_id, id, person_id, quantity) "
                         "SELECT CAST(:show AS TEXT), CAST(:variant AS TEXT), CAST(:price AS BIGINT), "
                         "CAST(:currency AS TEXT), CAST(:now AS BIGINT), CAST(:first AS BIGINT), "
                         "CAST(:expires AS BIGINT), CAST(:location AS TEXT), CAST(:bucket_show AS TEXT), "
                         "CAST(:rate AS BIGINT), 1, 0, '', column1, column2, CAST(column3 AS BIGINT) "
                         "FROM (VALUES " +
                         store::repeated("(:id#, :person#, :quantity#)", count) + ") AS added";
              },
              {"ttntnnnttn", "ttn"}) {}
};

struct KnownIds : store::ManyRows {
    explicit KnownIds(store::Session& session)
        : ManyRows(
              session,
              [](size_t count) {
                  return "SELECT id FROM hold WHERE id IN (" + store::repeated(":id#", count) + ")";
              },
              {"", "t"}, [this](soci::statement& statement) { statement.exchange(soci::into(id)); }) {}
    std::string id;
};

struct ActiveOf : store::ManyRows {
    explicit ActiveOf(store::Session& session)
        : ManyRows(
              session,
              [](size_t count) {
                  return "SELECT person_id, variant_id, quantity FROM hold WHERE state = 1 AND person_id IN "
                         "(" +
                         store::repeated(":person#", count) + ")";
              },
              {"", "t"},
              [this](soci::statement& statement) {
                  statement.exchange(soci::into(one.person_id));
                  statement.exchange(soci::into(one.variant_id));
                  statement.exchange(soci::into(one.quantity));
              }) {}
    OfPerson one;
};

void insert(store::Unit& unit, std::span<const Row> rows) {
    const v1::Hold& offer = rows.front().hold;
    const Bucket& bucket = rows.front().bucket;
    unit.kept<InsertHolds>().change(
        rows.size(),
        [&](auto& values) {
            values << offer.show_id() << offer.variant_id() << offer.unit_price().minor()
                   << offer.unit_price().currency() << unit.now().us << offer.expires_us()
                   << offer.expires_us() << bucket.location_id << bucket.show_id << rows.front().rate_e9;
        },
        [&](auto& values, size_t i) {
            values << rows[i].hold.id() << rows[i].person_id << rows[i].hold.quantity();
        });
}

}  // namespace

v1::Hold Row::first_answer() const {
    v1::Hold first = hold;
    first.set_state(v1::HOLD_STATE_ACTIVE);
    first.set_expires_us(first_expires_us);
    first.clear_order_id();
    return first;
}

std::optional<Row> find(store::Session& sql, const std::string& hold_id) {
    static const std::string kText = kSelect + "id = :id";
    std::vector<Row> found = read(sql, kText, soci::use(hold_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Row> find_all(store::Unit& unit, const std::vector<const std::string*>& hold_ids) {
    std::vector<std::string> known;
    KnownIds& statement = unit.kept<KnownIds>();
    statement.each(
        hold_ids.size(), [](auto&) {}, [&](auto& values, size_t i) { values << *hold_ids[i]; },
        [&] { known.push_back(statement.id); });
    std::vector<Row> found;
    for (const std::string& id : known) found.push_back(*find(unit.sql(), id));
    return found;
}

std::vector<OfPerson> active_of(store::Unit& unit, const std::vector<const std::string*>& person_ids) {
    std::vector<OfPerson> found;
    ActiveOf& statement = unit.kept<ActiveOf>();
    statement.each(
        person_ids.size(), [](auto&) {}, [&](auto& values, size_t i) { values << *person_ids[i]; },
        [&] { found.push_back(statement.one); });
    return found;
}

std::vector<Row> of_order(store::Session& sql, const v1::Order& order) {
    std::vector<Row> rows;
    for (const v1::OrderLine& line : order.lines()) {
        std::optional<Row> row = find(sql, line.hold_id());
        VITRINE_CHECK(row.has_value());
        rows.push_back(std::move(*row));
    }
    return rows;
}

TakenByPerson taken_by(store::Session& sql, const std::string& person_id, const std::string& variant_id,
                       const std::string& show_id) {
    TakenByPerson taken;
    // Of what was bought, what is neither on the shelf again nor given back.
    sql.run(
        "SELECT COALESCE(SUM(CASE WHEN variant_id = :variant THEN quantity ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN show_id = :show THEN quantity ELSE 0 END), 0) FROM ("
        "SELECT variant_id, show_id, quantity FROM hold WHERE person_id = :person AND state = 1 UNION ALL "
        "SELECT l.variant_id, o.show_id, l.quantity - CASE WHEN l.refunded_quantity > l.restocked_quantity "
        "THEN l.refunded_quantity ELSE l.restocked_quantity END FROM orders o "
        "JOIN order_line l ON l.order_id = o.id WHERE o.buyer_id = :same AND o.authorised_us > 0) taken",
        soci::into(taken.of_variant), soci::into(taken.in_show), soci::use(variant_id), soci::use(show_id),
        soci::use(person_id), soci::use(person_id));
    return taken;
}

std::vector<v1::Hold> active(store::Session& sql, const std::string& show_id, const std::string& person_id) {
    static const std::string kText =
        kSelect + "person_id = :person AND state = 1 AND show_id = :show ORDER BY created_us, id";
    std::vector<v1::Hold> found;
    for (Row& row : read(sql, kText, soci::use(person_id), soci::use(show_id)))
        found.push_back(std::move(row.hold));
    return found;
}

std::vector<std::string> ending(store::Session& sql, Instant now, int64_t most) {
    std::vector<std::string> ids;
    std::string id;
    sql.each(
        "SELECT id FROM hold WHERE state = 1 AND in_payment <> 1 AND expires_us <= :now ORDER BY expires_us "
        "LIMIT :most",
        [&] { ids.push_back(id); }, soci::into(id), soci::use(now.us), soci::use(most));
    return ids;
}

void add(store::Unit& unit, std::span<const Row> rows) {
    for (size_t first = 0, last = 0; first < rows.size(); first = last) {
        while (last < rows.size() && same_offer(rows[first], rows[last])) ++last;
        insert(unit, rows.subspan(first, last - first));
    }
    for (const Row& row : rows) tell(unit, row);
}

void change(store::Unit& unit, const Row& row) {
    const int64_t state = row.hold.state();
    const int64_t expires_us = row.hold.expires_us();
    if (unit.sql().change("UPDATE hold SET state = :state, in_payment = :paying, expires_us = :expires, "
                          "order_id = :order_id, location_id = :location, bucket_show = :bucket_show "
                          "WHERE id = :id",
                          soci::use(state), soci::use(row.in_payment), soci::use(expires_us),
                          soci::use(row.hold.order_id()), soci::use(row.bucket.location_id),
                          soci::use(row.bucket.show_id), soci::use(row.hold.id())) != 1) {
        throw std::logic_error("hold " + row.hold.id() + " is gone");
    }
    tell(unit, row);
}

void hand_over(store::Unit& unit, Row row, const std::string& to) {
    unit.sql().run("UPDATE hold SET person_id = :to WHERE id = :id", soci::use(to), soci::use(row.hold.id()));
    row.person_id = to;
    tell(unit, row);
}

std::vector<Row> all_active(store::Session& sql, const std::string& person_id) {
    static const std::string kText = kSelect + "person_id = :person AND state = 1 ORDER BY created_us, id";
    return read(sql, kText, soci::use(person_id));
}

}  // namespace vitrine::shop::holds
