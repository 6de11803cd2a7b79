// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/scenes_dock.h"

#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

#include "app/look/icons.h"
#include "app/look/pieces.h"
#include "app/look/theme.h"

namespace vitrine::app {

ScenesDock::ScenesDock(studio::Studio& studio, Notices& notices, QWidget* parent)
    : QWidget(parent), studio_(studio), notices_(notices), list_(new QListWidget) {
    setObjectName("dockBody");
    list_->setObjectName("scenes");
    list_->setAccessibleName(tr("Scenes"));
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // long names end in "…"
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid / 2, kGrid / 2, kGrid / 2, kGrid / 2);
    column->addWidget(list_, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid / 2);
    QToolButton* add = tool("add", tr("Add a scene"));
    QToolButton* remove = tool("remove", tr("Remove the scene (Delete)"));
    QToolButton* up = tool("up", tr("Further up (Ctrl+Up)"));
    QToolButton* down = tool("down", tr("Further down (Ctrl+Down)"));
    for (QToolButton* each : {add, remove, up, down}) row->addWidget(each);
    row->addStretch(1);
    column->addLayout(row);

    connect(add, &QToolButton::clicked, this, &ScenesDock::addScene);
    connect(remove, &QToolButton::clicked, this, &ScenesDock::removeScene);
    connect(up, &QToolButton::clicked, this, [this] { moveBy(-1); });
    connect(down, &QToolButton::clicked, this, [this] { moveBy(1); });
    on_key(list_, QKeySequence::Delete, [this] { removeScene(); });
    on_key(list_, Qt::CTRL | Qt::Key_Up, [this] { moveBy(-1); });
    on_key(list_, Qt::CTRL | Qt::Key_Down, [this] { moveBy(1); });

    connect(list_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (!filling_ && item) tell(studio_.programme().set_preview(item->data(Qt::UserRole).toString()));
    });
    connect(list_, &QListWidget::itemDoubleClicked, this, [this] { studio_.programme().take(); });
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (filling_) return;
        tell(studio_.scenes().rename_scene(item->data(Qt::UserRole).toString(), item->text()));
        rebuild();  // the name as it is now, also when refused
    });
    connect(list_->model(), &QAbstractItemModel::rowsMoved, this, &ScenesDock::moved);
    connect(&studio_.scenes(), &studio::SceneCollection::scenes_changed, this, &ScenesDock::rebuild);
    connect(&studio_.programme(), &studio::Programme::preview_changed, this, &ScenesDock::showCurrent);
    connect(&studio_.programme(), &studio::Programme::programme_changed, this, &ScenesDock::showCurrent);
    connect(&theme_news(), &ThemeNews::changed, this, &ScenesDock::showCurrent);
    rebuild();
}

void ScenesDock::rebuild() {
    filling_ = true;
    const auto& scenes = studio_.scenes().scenes();
    const auto id_in = [this](int row) { return list_->item(row)->data(Qt::UserRole).toString(); };
    bool same = list_->count() == static_cast<int>(scenes.size());
    for (int row = 0; same && row < list_->count(); ++row) same = id_in(row) == scenes[row].id;
    // Items are kept where they can be: with them would go a name that is just being typed.
    if (!same) list_->clear();
    for (int row = 0; row < static_cast<int>(scenes.size()); ++row) {
        if (!same) {
            auto* item = new QListWidgetItem(list_);
            item->setData(Qt::UserRole, scenes[row].id);
            item->setFlags(item->flags() | Qt::ItemIsEditable);
        }
        list_->item(row)->setText(scenes[row].name);
    }
    filling_ = false;
    showCurrent();
}

void ScenesDock::showCurrent() {
    filling_ = true;
    const QString on_air = studio_.programme().programme_scene();
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        const bool shown = item->data(Qt::UserRole).toString() == on_air;
        item->setIcon(shown ? icon("live", theme().bad) : icon("layout", theme().muted));
        item->setToolTip(tr("%1\n%2").arg(
            item->text(), shown ? tr("In the programme") : tr("Click to prepare, double-click to take")));
        if (item->data(Qt::UserRole).toString() == studio_.programme().preview_scene())
            list_->setCurrentItem(item);
    }
    filling_ = false;
}

void ScenesDock::addScene() {
    const auto made = studio_.scenes().add_scene(studio_.scenes().free_scene_name(tr("Scene")));
    if (!made.ok()) {
        tell(made.error());
        return;
    }
    tell(studio_.programme().set_preview(made.value()));
    if (list_->currentItem()) list_->editItem(list_->currentItem());
}

void ScenesDock::removeScene() {
    if (list_->currentItem())
        tell(studio_.scenes().remove_scene(list_->currentItem()->data(Qt::UserRole).toString()));
}

void ScenesDock::moveBy(int delta) {
    const int to = list_->currentRow() + delta;
    if (!list_->currentItem() || to < 0 || to >= list_->count()) return;
    tell(studio_.scenes().move_scene(list_->currentItem()->data(Qt::UserRole).toString(), to));
}

void ScenesDock::moved() {
    if (filling_) return;
    // The list knows the new order; the collection is brought to it scene by scene.
    QStringList order;
    for (int row = 0; row < list_->count(); ++row) order << list_->item(row)->data(Qt::UserRole).toString();
    QTimer::singleShot(0, this, [this, order] {
        for (int to = 0; to < order.size(); ++to) {
            const auto& scenes = studio_.scenes().scenes();
            if (to < static_cast<int>(scenes.size()) && scenes[static_cast<size_t>(to)].id != order[to]) {
                tell(studio_.scenes().move_scene(order[to], to));
            }
        }
    });
}

void ScenesDock::tell(const Result<Done>& outcome) {
    if (!outcome.ok()) {
        notices_.postBriefly(QStringLiteral("scenes"), QString::fromStdString(outcome.error().message),
                             8'000);
    }
}

}  // namespace vitrine::app
