// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/arrows.h"

#include <QHash>
#include <QRegularExpression>

namespace vitrine::house {
namespace {

// What each part may include besides itself. "vitrine" is the generated contract.
const QHash<QString, QStringList>& allowed() {
    static const QHash<QString, QStringList> table = {
        {"server/domain", {"vitrine"}},
        {"server/bus", {"server/domain", "vitrine"}},
        {"server/store", {"server/bus", "server/domain", "vitrine"}},
        {"server/mail", {"server/store", "server/bus", "server/domain", "vitrine"}},
        {"server/show", {"server/store", "server/bus", "server/domain", "vitrine"}},
        {"server/identity", {"server/mail", "server/store", "server/bus", "server/domain", "vitrine"}},
        {"server/shop",
         {"server/show", "server/identity", "server/mail", "server/store", "server/bus", "server/domain",
          "vitrine"}},
        {"server/room",
         {"server/show", "server/identity", "server/store", "server/bus", "server/domain", "vitrine"}},
        {"server/media", {"server/domain"}},
        {"server/ingest", {"server/media", "server/domain"}},
        {"server/web",
         {"server/api", "server/room", "server/show", "server/shop", "server/identity", "server/media",
          "server/store", "server/bus", "server/domain", "vitrine"}},
        {"server/api",
         {"server/room", "server/show", "server/shop", "server/identity", "server/media", "server/store",
          "server/bus", "server/domain", "vitrine"}},
        {"studio", {"server/domain"}},
        {"encoder", {"studio", "server/domain"}},
        {"commerce-client", {"server/domain", "vitrine"}},
        {"app", {"studio", "encoder", "commerce-client", "server/domain", "vitrine"}},
        {"bench", {"server/shop", "server/show", "server/store", "server/bus", "server/domain", "vitrine"}},
    };
    return table;
}

struct Foreign {
    const char* pattern;  // of the included name
    QStringList parts;    // that may use it
};
const QList<Foreign>& foreign() {
    static const QList<Foreign> table = {
        {"^(obs|obs-.*|graphics/.*|util/.*|media-io/.*|callback/.*)\\.(h|hpp)$|^obs/", {"studio", "encoder"}},
        {"^Q[A-Zt]", {"app", "studio", "encoder", "commerce-client"}},
        {"^grpc(pp)?/", {"server/api", "server", "commerce-client"}},
        {"^(QWidget|QApplication|QDialog|QMainWindow|QDockWidget|QtWidgets/.*)$", {"app"}},
        {"^boost/", {"server/web", "server/ingest", "server", "bench"}},
        {"^soci",
         {"server/store", "server/mail", "server/shop", "server/room", "server/show", "server/identity"}},
    };
    return table;
}

}  // namespace

QString part_of(const QString& path) {
    const QStringList steps = path.split('/');
    if (steps.size() < 2 || steps[0] == "tests") return {};
    if (steps[0] != "server") return allowed().contains(steps[0]) ? steps[0] : QString();
    return steps.size() == 2 ? "server" : "server/" + steps[1];
}

QStringList wrong_includes(const QString& path, const QString& text) {
    const QString part = part_of(path);
    if (part.isEmpty()) return {};
    static const QRegularExpression include(R"(^\s*#\s*include\s+[<"]([^>"]+)[>"])",
                                            QRegularExpression::MultilineOption);
    QStringList wrong;
    for (auto it = include.globalMatch(text); it.hasNext();) {
        const QString name = it.next().captured(1);
        const QString target = name.startsWith("vitrine/") ? QString("vitrine") : part_of(name);
        const bool wires = part == "server";
        if (!target.isEmpty() && target != part && !wires && !allowed().value(part).contains(target)) {
            wrong += path + " includes " + name + ": " + part + " must not know " + target;
        }
        for (const Foreign& library : foreign()) {
            if (name.contains(QRegularExpression(library.pattern)) && !library.parts.contains(part)) {
                wrong += path + " includes " + name + ", which belongs to " + library.parts.join(", ");
            }
        }
    }
    return wrong;
}

}  // namespace vitrine::house
