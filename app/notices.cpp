// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/notices.h"

#include <QTimer>
#include <algorithm>

namespace vitrine::app {

void Notices::post(Notice notice) {
    const auto same =
        std::find_if(all_.begin(), all_.end(), [&](const Notice& n) { return n.topic == notice.topic; });
    if (same != all_.end() && same->text == notice.text) return;  // said already
    if (same != all_.end()) all_.erase(same);
    const QString topic = notice.topic, text = notice.text;
    const Weight weight = notice.weight;
    all_.insert(all_.begin(), std::move(notice));
    emit changed();
    emit posted(topic, weight, text);
}

void Notices::postBriefly(const QString& topic, const QString& text, int for_ms) {
    post({topic, Weight::info, text, {}, {}});
    QTimer::singleShot(for_ms, this, [this, topic, text] {
        const auto still =
            std::find_if(all_.begin(), all_.end(), [&](const Notice& n) { return n.topic == topic; });
        if (still != all_.end() && still->text == text) clear(topic);
    });
}

void Notices::clear(const QString& topic) {
    const auto gone =
        std::remove_if(all_.begin(), all_.end(), [&](const Notice& n) { return n.topic == topic; });
    if (gone == all_.end()) return;
    all_.erase(gone, all_.end());
    emit changed();
}

}  // namespace vitrine::app
