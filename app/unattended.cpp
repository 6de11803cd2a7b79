// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/unattended.h"

#include <QFileInfo>

#include "app/stand_in_cameras.h"

namespace vitrine::app {
namespace {

QString words(const Error& error) { return QString::fromStdString(error.message); }

}  // namespace

Unattended::Unattended(Desk& desk) : desk_(desk) {
    connect(&desk_.line, &ServerLine::needsSetUp, this, [this] {
        v1::SetUpRequest request;
        request.set_demo_shop(true);
        desk_.line.setUp(request, [this](commerce::Outcome<v1::SetUpResponse> outcome) {
            if (!outcome.ok())
                emit stuck(tr("The demo shop could not be set up: %1").arg(outcome.fault().text));
        });
    });
    connect(&desk_.line, &ServerLine::needsSignIn, this, [this] {
        emit stuck(tr(
            "This server has accounts already and the studio does not know their passwords. Start the studio "
            "without --demo or --script once and sign in."));
    });
    connect(&desk_.line, &ServerLine::needsShow, this, &Unattended::openWantedShow);
    connect(&desk_.line, &ServerLine::showOpened, this, [this] {
        const QString wanted = desk_.command_line.show_slug;
        if (!wanted.isEmpty() && desk_.show.show().slug() != wanted.toStdString()) {
            openWantedShow();
            return;
        }
        if (std::exchange(is_ready_, true)) return;
        emit ready();
    });
}

void Unattended::begin() {
    if (composeScenes()) desk_.line.open(desk_.command_line.server);
}

void Unattended::openWantedShow() {
    const QString wanted = desk_.command_line.show_slug;
    if (wanted.isEmpty()) {
        makeShow();
        return;
    }
    desk_.backstage.findShow(wanted, [this](commerce::Outcome<v1::Show> outcome) {
        if (outcome.ok() && outcome->state() != v1::SHOW_STATE_ENDED) {
            desk_.line.openShow(outcome.value());
        } else if (outcome.ok()) {
            emit stuck(tr("That show is over already. Choose another address for the new one."));
        } else {
            makeShow();
        }
    });
}

void Unattended::makeShow() {
    const QString title = desk_.command_line.demo ? tr("Demo show") : tr("Unattended show");
    desk_.line.createShow(title, desk_.command_line.show_slug, [this](commerce::Outcome<v1::Show> outcome) {
        if (!outcome.ok()) emit stuck(tr("The show could not be made: %1").arg(outcome.fault().text));
    });
}

bool Unattended::composeScenes() {
    studio::SceneCollection& scenes = desk_.studio->scenes();
    for (const studio::Scene& scene : scenes.scenes()) {
        // Composed before, and nothing else was asked for.
        if (scene.name == kHost && desk_.command_line.cameras.isEmpty()) return true;
    }
    QStringList cameras = desk_.command_line.cameras;
    if (cameras.isEmpty()) {
        QString why;
        cameras = stand_in_cameras(desk_.preferences.dataDir() + "/stand-ins", &why);
        if (cameras.isEmpty()) {
            emit stuck(why);
            return false;
        }
    }
    studio::Show show = studio::new_show();
    scenes.open(show);
    const QString host = scenes.scenes().front().id;
    (void)scenes.rename_scene(host, kHost);
    const auto close_up = scenes.add_scene(kCloseUp);
    if (!close_up.ok()) {
        emit stuck(words(close_up.error()));
        return false;
    }
    const auto first = scenes.add_item(
        host, tr("Camera 1"), studio::MediaFileSettings{QFileInfo(cameras[0]).absoluteFilePath(), true});
    if (cameras.size() > 1) {
        const auto second =
            scenes.add_item(*close_up, tr("Camera 2"),
                            studio::MediaFileSettings{QFileInfo(cameras[1]).absoluteFilePath(), true});
        const QString source = second.ok() ? scenes.scene(*close_up)->items.front().source : QString();
        const auto corner = scenes.show_source(host, source);
        if (corner.ok())
            (void)scenes.place(host, *corner,
                               studio::placement_of(studio::PlacementPreset::corner_bottom_right));
    } else if (first.ok()) {
        (void)scenes.show_source(*close_up, scenes.scene(host)->items.front().source);
    }
    for (int extra = 2; extra < cameras.size(); ++extra) {
        const auto more = scenes.add_scene(tr("Camera %1").arg(extra + 1));
        if (more.ok())
            (void)scenes.add_item(
                *more, tr("Camera %1").arg(extra + 1),
                studio::MediaFileSettings{QFileInfo(cameras[extra]).absoluteFilePath(), true});
    }
    studio::TextSettings title;
    title.text = tr("Live from the shop");
    title.size_px = 28;
    title.bold = true;
    const auto text = scenes.add_item(host, tr("Title"), title);
    if (text.ok()) (void)scenes.place(host, *text, {QRectF(0.04, 0.05, 0.5, 0.12), studio::Fit::natural});
    (void)desk_.studio->programme().cut_to(host);
    (void)desk_.studio->programme().set_preview(*close_up);
    return true;
}

}  // namespace vitrine::app
