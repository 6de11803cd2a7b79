// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/stored_show.h"

#include "server/domain/id.h"

namespace vitrine::show {
namespace {

struct ShowRow {
    std::string id, slug, title, host_name;
    int64_t state = 0, created_us = 0, started_us = 0, ended_us = 0, picture = 0, replay = 0;

    v1::Show message() const {
        v1::Show show;
        show.set_id(id);
        show.set_slug(slug);
        show.set_title(title);
        show.set_state(static_cast<v1::ShowState>(state));
        show.set_host_name(host_name);
        show.set_created_us(created_us);
        show.set_started_us(started_us);
        show.set_ended_us(ended_us);
        show.set_picture(picture != 0);
        show.set_replay(replay != 0);
        return show;
    }
};

#define SHOW_COLUMNS "id, slug, title, host_name, state, created_us, started_us, ended_us, picture, replay"
#define INTO_SHOW(row)                                                                          \
    soci::into(row.id), soci::into(row.slug), soci::into(row.title), soci::into(row.host_name), \
        soci::into(row.state), soci::into(row.created_us), soci::into(row.started_us),          \
        soci::into(row.ended_us), soci::into(row.picture), soci::into(row.replay)

struct LineRow {
    std::string id, sender_id, sender_name, text;
    int64_t number = 0, sender_role = 0, at_us = 0, programme_time_us = 0, removed = 0;

    v1::ChatLine message() const {
        v1::ChatLine line;
        line.set_id(id);
        line.set_number(number);
        line.set_sender_id(sender_id);
        line.set_sender_name(sender_name);
        line.set_sender_role(static_cast<v1::Role>(sender_role));
        line.set_text(text);
        line.set_at_us(at_us);
        line.set_programme_time_us(programme_time_us);
        line.set_removed(removed != 0);
        return line;
    }
};

#define LINE_COLUMNS \
    "number, id, sender_id, sender_name, sender_role, text, at_us, programme_time_us, removed"
#define INTO_LINE(row)                                                                                  \
    soci::into(row.number), soci::into(row.id), soci::into(row.sender_id), soci::into(row.sender_name), \
        soci::into(row.sender_role), soci::into(row.text), soci::into(row.at_us),                       \
        soci::into(row.programme_time_us), soci::into(row.removed)

void add_lineup(store::Session& session, v1::Show& show) {
    std::string product_id;
    session.each(
        "SELECT l.product_id FROM lineup l JOIN product p ON p.id = l.product_id "
        "WHERE l.show_id = :show_id AND p.archived = 0 ORDER BY l.position",
        [&] { show.add_lineup(product_id); }, soci::use(show.id()), soci::into(product_id));
}

}  // namespace

std::optional<v1::Show> find_show(store::Session& session, const std::string& id) {
    ShowRow row;
    if (!session.run("SELECT " SHOW_COLUMNS " FROM show WHERE id = :id", soci::use(id), INTO_SHOW(row)))
        return std::nullopt;
    v1::Show show = row.message();
    add_lineup(session, show);
    return show;
}

std::optional<v1::Show> look_up_show(store::Session& session, const std::string& id_or_slug) {
    if (is_id(id_or_slug)) return find_show(session, id_or_slug);
    std::string id;
    if (!session.run("SELECT id FROM show WHERE slug = :slug", soci::use(id_or_slug), soci::into(id)))
        return std::nullopt;
    return find_show(session, id);
}

std::vector<v1::Show> newest_shows(store::Session& session, int64_t most) {
    std::vector<v1::Show> shows;
    ShowRow row;
    session.each(
        "SELECT " SHOW_COLUMNS " FROM show ORDER BY created_us DESC, id DESC LIMIT :most",
        [&] { shows.push_back(row.message()); }, soci::use(most), INTO_SHOW(row));
    for (auto& show : shows) add_lineup(session, show);
    return shows;
}

void add_pins(store::Session& session, v1::Show& show) {
    std::string id, product_id;
    int64_t programme_time_us = 0;
    session.each(
        "SELECT id, product_id, programme_time_us FROM pin WHERE show_id = :show_id ORDER BY "
        "programme_time_us, number",
        [&] {
            auto* added = show.add_pins();
            added->set_id(id);
            added->set_product_id(product_id);
            added->set_programme_time_us(programme_time_us);
        },
        soci::use(show.id()), soci::into(id), soci::into(product_id), soci::into(programme_time_us));
}

std::optional<v1::ShowState> state_of(store::Session& session, const std::string& id) {
    int64_t state = 0;
    if (!session.run("SELECT state FROM show WHERE id = :id", soci::use(id), soci::into(state)))
        return std::nullopt;
    return static_cast<v1::ShowState>(state);
}

std::vector<v1::ChatLine> chat_lines(store::Session& session, const std::string& show_id, int64_t after,
                                     int64_t most) {
    std::vector<v1::ChatLine> lines;
    LineRow row;
    session.each(
        "SELECT " LINE_COLUMNS
        " FROM chat_line WHERE show_id = :show_id AND number > :after ORDER BY number LIMIT :most",
        [&] { lines.push_back(row.message()); }, soci::use(show_id), soci::use(after), soci::use(most),
        INTO_LINE(row));
    return lines;
}

std::optional<v1::ChatLine> find_chat_line(store::Session& session, const std::string& show_id,
                                           const std::string& id) {
    LineRow row;
    if (!session.run("SELECT " LINE_COLUMNS " FROM chat_line WHERE show_id = :show_id AND id = :id",
                     soci::use(show_id), soci::use(id), INTO_LINE(row))) {
        return std::nullopt;
    }
    return row.message();
}

int64_t last_chat_number(store::Session& session, const std::string& show_id) {
    int64_t number = 0;
    session.run("SELECT COALESCE(MAX(number), 0) FROM chat_line WHERE show_id = :show_id", soci::use(show_id),
                soci::into(number));
    return number;
}

int64_t last_seq(store::Session& session, const std::string& show_id, int64_t audience) {
    int64_t seq = 0;
    session.run(
        "SELECT COALESCE(MAX(seq), 0) FROM event_log WHERE show_id = :show_id AND audience = :audience",
        soci::use(show_id), soci::use(audience), soci::into(seq));
    return seq;
}

}  // namespace vitrine::show
