// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pinning.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "app/on_air.h"
#include "commerce-client/command_id.h"
#include "studio/programme.h"

namespace vitrine::app {

Pinning::Pinning(encoder::Broadcast& broadcast, commerce::LiveShow& show, Notices& notices)
    : broadcast_(broadcast), show_(show), notices_(notices) {}

std::string Pinning::pin(const std::string& product_id) {
    const uint64_t frame_ns = studio::Programme::frame_time_ns();  // before anything else takes time
    const std::string id = commerce::make_command_id();
    const auto stream_time_ms = broadcast_.stream_time_ms(OnAir::kVitrineSink, frame_ns);
    if (stream_time_ms) {
        const QJsonObject cue{{"id", QString::fromStdString(id)},
                              {"kind", "pin"},
                              {"product", QString::fromStdString(product_id)}};
        // False: the line is down just now. The server has the pin all the same.
        (void)broadcast_.cue(QJsonDocument(cue).toJson(QJsonDocument::Compact), frame_ns);
    }
    show_.pin(id, product_id, stream_time_ms, [this](commerce::Outcome<v1::PinMoment> outcome) {
        if (outcome.ok()) {
            notices_.clear(QStringLiteral("pin"));
        } else {
            notices_.post({QStringLiteral("pin"),
                           Weight::problem,
                           tr("Not pinned: %1").arg(outcome.fault().text),
                           {},
                           {}});
        }
    });
    return id;
}

std::optional<int64_t> Pinning::seenNow() const {
    return broadcast_.stream_time_ms(OnAir::kVitrineSink, studio::Programme::frame_time_ns());
}

}  // namespace vitrine::app
