// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/media/playlist_linter.h"

#include <QDateTime>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <cmath>

namespace vitrine::test {
namespace {

QMap<QString, QString> attributes(const QString& list) {
    QMap<QString, QString> out;
    static const QRegularExpression one("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)");
    for (auto it = one.globalMatch(list); it.hasNext();) {
        const auto match = it.next();
        QString value = match.captured(2);
        if (value.startsWith('"')) value = value.mid(1, value.size() - 2);
        out[match.captured(1)] = value;
    }
    return out;
}

struct Reading {
    QStringList faults;
    double target = 0, part_target = 0;
    qint64 sequence = 0, discontinuity_sequence = 0;
    bool ended = false, mapped = false, dated = false;
    QString hint;
    // Of each complete segment: its name, its duration, and whether a discontinuity stands before it.
    struct Segment {
        QString uri;
        double duration;
        bool discontinuity;
    };
    QList<Segment> segments;
    QSet<QString> uris, range_ids;
    QList<double> parts;  // of the open segment
    bool discontinuity = false;
    QDateTime date, expected_date;

    void check(bool good, const QString& fault) {
        if (!good) faults << fault;
    }
    void part(const QMap<QString, QString>& a);
    void segment(const QString& uri, double duration);
    void line(const QString& line, double& duration);
};

void Reading::part(const QMap<QString, QString>& a) {
    const double duration = a["DURATION"].toDouble();
    check(part_target > 0, "4.4.3.7: a part without EXT-X-PART-INF");
    check(duration <= part_target + 1e-9, "4.4.4.9: a part is longer than PART-TARGET: " + a["DURATION"]);
    check(duration > 0 && !a["URI"].isEmpty(), "4.4.4.9: a part without DURATION or URI");
    check(!uris.contains(a["URI"]), "a part's URI comes twice: " + a["URI"]);
    check(mapped, "4.4.4.5: media without EXT-X-MAP");
    if (!parts.isEmpty()) {
        check(parts.last() >= 0.85 * part_target - 1e-6,
              QString("4.4.4.9: a part that is not its segment's last is under 85 % of PART-TARGET: %1")
                  .arg(parts.last()));
    }
    uris << a["URI"];
    parts << duration;
}

void Reading::segment(const QString& uri, double duration) {
    check(!uris.contains(uri), "a segment's URI comes twice: " + uri);
    check(std::round(duration) <= target,
          QString("4.4.3.1: a segment of %1 s is over TARGETDURATION").arg(duration));
    check(mapped, "4.4.4.5: media without EXT-X-MAP");
    check(dated, "a segment without EXT-X-PROGRAM-DATE-TIME");
    double sum = 0;
    for (const double part : parts) sum += part;
    check(parts.isEmpty() || std::abs(sum - duration) < 0.002,
          QString("the parts of %1 make %2 s, not %3").arg(uri).arg(sum).arg(duration));
    if (!discontinuity && expected_date.isValid()) {
        check(std::llabs(expected_date.msecsTo(date)) <= 50,
              "6.2.1: EXT-X-PROGRAM-DATE-TIME leaps without a discontinuity at " + uri);
    }
    expected_date = date.addMSecs(std::llround(duration * 1000));
    segments.append({uri, duration, discontinuity});
    uris << uri;
    parts.clear();
    discontinuity = dated = false;
}

void Reading::line(const QString& line, double& duration) {
    const auto tag = [&](const char* name) { return line.startsWith(QString(name) + ":"); };
    const QString value = line.mid(line.indexOf(':') + 1);
    const auto a = attributes(value);
    if (tag("#EXT-X-TARGETDURATION")) target = value.toInt();
    if (tag("#EXT-X-PART-INF")) part_target = a["PART-TARGET"].toDouble();
    if (tag("#EXT-X-MEDIA-SEQUENCE")) sequence = value.toLongLong();
    if (tag("#EXT-X-DISCONTINUITY-SEQUENCE")) discontinuity_sequence = value.toLongLong();
    if (tag("#EXT-X-SERVER-CONTROL")) {
        check(a["CAN-BLOCK-RELOAD"] == "YES", "4.4.3.8: blocking reload is not announced");
        check(a.contains("PART-HOLD-BACK"), "4.4.3.8: PART-HOLD-BACK is missing");
        faults << (a["PART-HOLD-BACK"].toDouble() > 0 ? QStringList()
                                                      : QStringList("4.4.3.8: PART-HOLD-BACK is nothing"));
    }
    if (tag("#EXT-X-MAP")) mapped = !a["URI"].isEmpty();
    if (line == "#EXT-X-DISCONTINUITY") {
        discontinuity = true;
        mapped = false;  // here every discontinuity brings its own init segment
    }
    if (tag("#EXT-X-PROGRAM-DATE-TIME")) {
        date = QDateTime::fromString(value, Qt::ISODateWithMs);
        dated = date.isValid();
        check(dated, "4.4.4.6: a date that cannot be read: " + value);
    }
    if (tag("#EXT-X-DATERANGE")) {
        check(!a["ID"].isEmpty() && !a["START-DATE"].isEmpty(),
              "4.4.5.1: a date range without ID or START-DATE");
        check(!range_ids.contains(a["ID"]), "4.4.5.1: a date range comes twice: " + a["ID"]);
        range_ids << a["ID"];
    }
    if (tag("#EXT-X-PART")) part(a);
    if (tag("#EXTINF")) duration = value.split(',').first().toDouble();
    if (tag("#EXT-X-PRELOAD-HINT")) {
        check(a["TYPE"] == "PART" && !a["URI"].isEmpty(), "4.4.5.3: a hint without TYPE or URI");
        check(!uris.contains(a["URI"]), "4.4.5.3: the hint names what is there already");
        hint = a["URI"];
    }
    if (line == "#EXT-X-ENDLIST") ended = true;
    if (!line.isEmpty() && !line.startsWith('#')) segment(line, duration);
}

Reading read(const QString& text) {
    Reading reading;
    const QStringList lines = text.split('\n');
    reading.check(lines.first() == "#EXTM3U", "4.4.1.1: does not begin with #EXTM3U");
    reading.check(text.endsWith('\n'), "the last line has no end");
    reading.check(text.count("#EXT-X-TARGETDURATION:") == 1, "4.4.3.1: EXT-X-TARGETDURATION must come once");
    reading.check(text.count("#EXT-X-MEDIA-SEQUENCE:") == 1, "4.4.3.2: EXT-X-MEDIA-SEQUENCE must come once");
    double duration = 0;
    for (const QString& line : lines) reading.line(line, duration);
    return reading;
}

}  // namespace

QStringList lint_live_playlist(const QString& text) {
    Reading reading = read(text);
    const auto control = QRegularExpression("PART-HOLD-BACK=([0-9.]+)").match(text);
    reading.check(control.hasMatch() && control.captured(1).toDouble() >= 3 * reading.part_target - 1e-9,
                  "4.4.3.8: PART-HOLD-BACK is under three PART-TARGETs");
    reading.check(!reading.ended || reading.hint.isEmpty(), "an ended playlist with a hint");
    return reading.faults;
}

QStringList lint_playlist_step(const QString& before, const QString& after) {
    const Reading a = read(before), b = read(after);
    QStringList faults = a.faults + b.faults;
    if (a.target != b.target) faults << "6.2.1: EXT-X-TARGETDURATION changes";
    if (a.part_target != b.part_target) faults << "PART-TARGET changes";
    if (b.sequence < a.sequence) faults << "6.2.2: EXT-X-MEDIA-SEQUENCE goes back";
    qint64 discontinuities_gone = 0;
    for (qint64 i = 0; i < a.segments.size(); ++i) {
        const qint64 at = a.sequence + i - b.sequence;
        if (at < 0) {
            discontinuities_gone += a.segments[i].discontinuity ? 1 : 0;
        } else if (at >= b.segments.size()) {
            faults << "6.2.1: a segment is gone from the end: " + a.segments[i].uri;
        } else if (b.segments[at].uri != a.segments[i].uri ||
                   b.segments[at].duration != a.segments[i].duration ||
                   b.segments[at].discontinuity != a.segments[i].discontinuity) {
            faults << "6.2.1: a segment has changed: " + a.segments[i].uri;
        }
    }
    if (b.sequence <= a.sequence + a.segments.size() &&
        b.discontinuity_sequence != a.discontinuity_sequence + discontinuities_gone) {
        faults << "6.2.2: EXT-X-DISCONTINUITY-SEQUENCE does not count what left";
    }
    return faults;
}

}  // namespace vitrine::test
