// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/health_dock.h"

#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "app/look/pieces.h"
#include "app/on_air.h"

namespace vitrine::app {
namespace {

constexpr size_t kLooks = 10;
constexpr int kColumns = 3;

const char* kind_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::good:
            return "good";
        case Verdict::watch:
            return "warn";
        case Verdict::bad:
            break;
    }
    return "bad";
}

// A screen reader says what the figure is of, too.
void show_figure(QLabel* figure, const QString& text) {
    figure->setText(text);
    figure->setAccessibleName(HealthDock::tr("%1: %2").arg(figure->property("of").toString(), text));
}

}  // namespace

HealthDock::HealthDock(encoder::Broadcast& broadcast, commerce::Connection& connection,
                       commerce::LiveShow& show, QWidget* parent)
    : QWidget(parent), connection_(connection), show_(show) {
    setObjectName("dockBody");
    words_ = paragraph({});
    words_->setObjectName("healthWords");
    words_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid + 4, kGrid, kGrid + 4, kGrid);
    column->setSpacing(kGrid);
    column->addWidget(words_, 1);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kGrid + 4);
    grid->setVerticalSpacing(2);
    const std::pair<QString, QLabel**> figures[] = {{tr("Frames/s"), &fps_},
                                                    {tr("Late"), &lagged_},
                                                    {tr("Dropped"), &dropped_},
                                                    {tr("Upload"), &rate_},
                                                    {tr("Answer"), &round_trip_}};
    int at = 0;
    for (const auto& [name, figure] : figures) {
        *figure = label(QStringLiteral("–"), "figure");
        (*figure)->setProperty("of", name);
        const int row = at / kColumns * 2, in_row = at++ % kColumns;
        grid->addWidget(label(name, "caption"), row, in_row);
        grid->addWidget(*figure, row + 1, in_row);
    }
    grid->setColumnStretch(kColumns, 1);
    column->addLayout(grid);
    connect(&broadcast, &encoder::Broadcast::health_changed, this, &HealthDock::take);
    connect(&broadcast, &encoder::Broadcast::stopped, this, [this] { take({}); });
    connect(&connection_, &commerce::Connection::measured, this, &HealthDock::refresh);
    connect(&connection_, &commerce::Connection::reachChanged, this, &HealthDock::refresh);
    take({});
}

void HealthDock::take(const encoder::Health& now) {
    if (!looks_.empty() && (now.on_air != looks_.back().on_air || now.on_air_ms < looks_.back().on_air_ms))
        looks_.clear();
    looks_.push_back(now);
    if (looks_.size() > kLooks) looks_.pop_front();
    refresh();
}

void HealthDock::refresh() {
    const encoder::Health& now = looks_.back();
    const bool online = connection_.reach() == commerce::Connection::Reach::online;
    const double round_trip_ms = online ? connection_.roundTripMs() : -1;
    show_figure(round_trip_, round_trip_ms < 0
                                 ? QStringLiteral("–")
                                 : tr("%L1 ms").arg(round_trip_ms, 0, 'f', round_trip_ms < 10 ? 1 : 0));
    const auto sentences =
        explain(looks_.front(), now, round_trip_ms, connection_.recordingTrouble(show_.show().id()));
    QStringList lines;
    for (const HealthSentence& sentence : sentences) lines << sentence.text;
    if (!now.on_air) lines << tr("Off air. Figures appear when you go live or record.");
    words_->setText(lines.join('\n'));
    restyle(words_, "kind", sentences.empty() ? "muted" : kind_of(sentences.front().verdict));
    if (!now.on_air) {
        for (QLabel* figure : {fps_, lagged_, dropped_, rate_}) show_figure(figure, QStringLiteral("–"));
        return;
    }
    show_figure(fps_, QLocale().toString(now.fps, 'f', 1));
    // Of the same seconds as the words.
    const int64_t rendered = now.rendered_frames - looks_.front().rendered_frames;
    const int64_t late = now.lagged_frames - looks_.front().lagged_frames;
    const double lagged =
        rendered > 0 ? 100.0 * static_cast<double>(late) / static_cast<double>(rendered) : 0;
    show_figure(lagged_, tr("%L1 %").arg(lagged, 0, 'f', 1));
    int64_t dropped = 0;
    int sent_kbps = 0;
    for (const auto& sink : now.sinks) {
        if (sink.id != OnAir::kVitrineSink) continue;
        dropped = sink.dropped_frames;
        sent_kbps = sink.sent_kbps;
    }
    show_figure(dropped_, QLocale().toString(static_cast<qlonglong>(dropped)));
    show_figure(rate_, tr("%L1 Mb/s").arg(sent_kbps / 1000.0, 0, 'f', 2));
}

}  // namespace vitrine::app
