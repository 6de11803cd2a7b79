// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/show_news.h"

#include "server/show/stored_show.h"

namespace vitrine::show {

void tell_changed(store::Unit& unit, v1::ShowChanged news) {
    v1::ShowEvent event;
    event.set_show_id(news.show().id());
    event.set_audience(v1::AUDIENCE_EVERYONE);
    *event.mutable_show_changed() = std::move(news);
    unit.emit(std::move(event));
}

void tell_lineup(store::Unit& unit, const std::string& show_id) {
    auto show = find_show(unit.sql(), show_id);
    if (!show) return;
    v1::ShowChanged news;
    *news.mutable_show() = std::move(*show);
    tell_changed(unit, std::move(news));
}

}  // namespace vitrine::show
