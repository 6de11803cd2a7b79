// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/sources_dock.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/dialogs/source_dialog.h"
#include "app/look/icons.h"
#include "app/look/pieces.h"
#include "app/look/theme.h"
#include "studio/devices.h"

namespace vitrine::app {

using studio::PlacementPreset;
using studio::SourceKind;

namespace {
const QString kTroubleOfSource = QStringLiteral("source-");
}

QString icon_of(SourceKind kind) {
    switch (kind) {
        case SourceKind::camera:
            return "camera";
        case SourceKind::network_camera:
            return "phone";
        case SourceKind::media_file:
            return "media";
        case SourceKind::screen:
            return "screen";
        case SourceKind::image:
            return "image";
        case SourceKind::text:
            return "text";
        case SourceKind::microphone:
            return "microphone";
        case SourceKind::desktop_sound:
        case SourceKind::unspecified:
            break;
    }
    return "speaker";
}

SourcesDock::SourcesDock(studio::Studio& studio, Notices& notices, QWidget* parent)
    : QWidget(parent), studio_(studio), notices_(notices), list_(new QListWidget) {
    setObjectName("dockBody");
    list_->setObjectName("sources");
    list_->setAccessibleName(tr("Sources of the prepared scene, front first"));
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // long names end in "…"
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    empty_ = paragraph(
        tr("This scene is empty. Press + to add a camera, a phone, a video, a picture or a text."), "empty");
    empty_->setAlignment(Qt::AlignCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid / 2, kGrid / 2, kGrid / 2, kGrid / 2);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);

    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid / 2);
    QToolButton* add = tool("add", tr("Add a source"));
    add->setObjectName("addSource");
    add->setMenu(makeAddMenu());
    add->setPopupMode(QToolButton::InstantPopup);
    QToolButton* remove = tool("remove", tr("Remove from the scene (Delete)"));
    QToolButton* up = tool("up", tr("Further to the front (Ctrl+Up)"));
    QToolButton* down = tool("down", tr("Further to the back (Ctrl+Down)"));
    QToolButton* where = tool("layout", tr("Place in the picture"));
    where->setMenu(makePlaceMenu());
    where->setPopupMode(QToolButton::InstantPopup);
    QToolButton* settings = tool("settings", tr("Settings of the source (Enter)"));
    for (QToolButton* each : {add, remove, up, down, where, settings}) row->addWidget(each);
    row->addStretch(1);
    column->addLayout(row);

    connect(remove, &QToolButton::clicked, this, &SourcesDock::removeItem);
    connect(up, &QToolButton::clicked, this, [this] { moveBy(-1); });
    connect(down, &QToolButton::clicked, this, [this] { moveBy(1); });
    connect(settings, &QToolButton::clicked, this, &SourcesDock::editSettings);
    on_key(list_, QKeySequence::Delete, [this] { removeItem(); });
    on_key(list_, Qt::CTRL | Qt::Key_Up, [this] { moveBy(-1); });
    on_key(list_, Qt::CTRL | Qt::Key_Down, [this] { moveBy(1); });
    on_key(list_, Qt::Key_Return, [this] { editSettings(); });
    connect(list_, &QListWidget::itemDoubleClicked, this, &SourcesDock::editSettings);
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (filling_) return;
        // Afterwards: a change of the scene makes the list anew, and it is not done with this item yet.
        QTimer::singleShot(0, this,
                           [this, scene = scene(), id = item->data(Qt::UserRole).toString(),
                            source_id = item->data(Qt::UserRole + 1).toString(), name = item->text(),
                            visible = item->checkState() == Qt::Checked] {
                               tell(studio_.scenes().set_visible(scene, id, visible));
                               const studio::Source* source = studio_.scenes().source(source_id);
                               if (source && source->name != name)
                                   tell(studio_.scenes().rename_source(source_id, name));
                               rebuild();
                           });
    });
    connect(list_->model(), &QAbstractItemModel::rowsMoved, this, &SourcesDock::moved);
    studio::SceneCollection& scenes = studio_.scenes();
    connect(&scenes, &studio::SceneCollection::items_changed, this, [this](const QString& id) {
        if (id == scene()) rebuild();
    });
    connect(&scenes, &studio::SceneCollection::sources_changed, this, [this] {
        forgetTroubleOfTheRemoved();
        rebuild();
    });
    connect(&scenes, &studio::SceneCollection::state_changed, this, &SourcesDock::stateChanged);
    connect(&studio_.programme(), &studio::Programme::preview_changed, this, &SourcesDock::rebuild);
    connect(&theme_news(), &ThemeNews::changed, this, &SourcesDock::rebuild);
    rebuild();
}

QMenu* SourcesDock::makeAddMenu() {
    auto* menu = new QMenu(this);
    const std::pair<SourceKind, QString> kinds[] = {
        {SourceKind::camera, tr("Camera …")},
        {SourceKind::network_camera, tr("Phone or network camera …")},
        {SourceKind::media_file, tr("Media file …")},
        {SourceKind::screen, tr("Screen …")},
        {SourceKind::image, tr("Image …")},
        {SourceKind::text, tr("Text …")},
        {SourceKind::microphone, tr("Microphone …")},
        {SourceKind::desktop_sound, tr("Sound of this computer …")}};
    for (const auto& [kind, name] : kinds) {
        if (kind == SourceKind::microphone) menu->addSeparator();
        QAction* action =
            menu->addAction(icon(icon_of(kind)), name, this, [this, kind = kind] { add(kind); });
        action->setEnabled(studio::is_offered(kind));
    }
    connect(menu, &QMenu::aboutToShow, this, [menu] {  // in the colours of now
        int at = 0;
        for (QAction* action : menu->actions()) {
            if (!action->isSeparator()) action->setIcon(icon(icon_of(static_cast<SourceKind>(++at))));
        }
    });
    return menu;
}

QMenu* SourcesDock::makePlaceMenu() {
    auto* menu = new QMenu(this);
    const std::pair<PlacementPreset, QString> presets[] = {
        {PlacementPreset::fit, tr("Whole picture")},
        {PlacementPreset::fill, tr("Fill the picture")},
        {PlacementPreset::corner_top_left, tr("Corner, top left")},
        {PlacementPreset::corner_top_right, tr("Corner, top right")},
        {PlacementPreset::corner_bottom_left, tr("Corner, bottom left")},
        {PlacementPreset::corner_bottom_right, tr("Corner, bottom right")},
        {PlacementPreset::left_half, tr("Left half")},
        {PlacementPreset::right_half, tr("Right half")}};
    for (const auto& [preset, name] : presets)
        menu->addAction(name, this, [this, preset = preset] { place(preset); });
    menu->addSeparator();
    menu->addAction(tr("All side by side"), this, [this] { tell(studio_.scenes().arrange_grid(scene())); });
    return menu;
}

void SourcesDock::rebuild() {
    const QString chosen = currentItem();
    const int chosen_row = list_->currentRow();
    filling_ = true;
    list_->clear();
    const studio::Scene* shown = studio_.scenes().scene(scene());
    for (const studio::Item& each : shown ? shown->items : std::vector<studio::Item>()) {
        const studio::Source* source = studio_.scenes().source(each.source);
        if (!source) continue;
        auto* item = new QListWidgetItem(source->name, list_);
        const QString sentence = studio_.scenes().state_sentence(source->id);
        const bool missing = studio_.scenes().state(source->id) == studio::SourceState::missing;
        item->setIcon(missing ? icon("warning", theme().warn)
                              : icon(icon_of(studio::kind_of(source->settings))));
        item->setToolTip(sentence.isEmpty() ? source->name : sentence);
        item->setData(Qt::UserRole, each.id);
        item->setData(Qt::UserRole + 1, source->id);
        item->setFlags(item->flags() | Qt::ItemIsEditable | Qt::ItemIsUserCheckable);
        item->setCheckState(each.visible ? Qt::Checked : Qt::Unchecked);
        item->setData(Qt::AccessibleTextRole,
                      each.visible ? source->name : tr("%1, hidden").arg(source->name));
        if (each.id == chosen) list_->setCurrentItem(item);
    }
    // What took the place of a removed one, so that keys go on working.
    if (!list_->currentItem() && chosen_row >= 0)
        list_->setCurrentRow(std::min(chosen_row, list_->count() - 1));
    filling_ = false;
    list_->setVisible(list_->count() > 0);
    empty_->setVisible(list_->count() == 0);
}

QString SourcesDock::currentItem() const {
    return list_->currentItem() ? list_->currentItem()->data(Qt::UserRole).toString() : QString();
}

void SourcesDock::add(SourceKind kind) {
    SourceDialog dialog(kind, window());
    dialog.setSourceName(studio_.scenes().free_source_name(dialog.suggestedName()));
    if (dialog.exec() != QDialog::Accepted) return;
    const QString name = studio_.scenes().free_source_name(dialog.sourceName());
    const auto made = studio::is_sound_only(kind)
                          ? studio_.scenes().add_sound(name, dialog.settings())
                          : studio_.scenes().add_item(scene(), name, dialog.settings());
    if (!made.ok()) tell(made.error());
}

void SourcesDock::editSettings() {
    if (!list_->currentItem()) return;
    tell(edit_source(studio_.scenes(), list_->currentItem()->data(Qt::UserRole + 1).toString(), window()));
}

void SourcesDock::removeItem() {
    if (!currentItem().isEmpty()) tell(studio_.scenes().remove_item(scene(), currentItem()));
}

void SourcesDock::moveBy(int delta) {
    const int to = list_->currentRow() + delta;
    if (currentItem().isEmpty() || to < 0 || to >= list_->count()) return;
    tell(studio_.scenes().move_item(scene(), currentItem(), to));
}

void SourcesDock::moved() {
    if (filling_) return;
    QStringList order;
    for (int row = 0; row < list_->count(); ++row) order << list_->item(row)->data(Qt::UserRole).toString();
    QTimer::singleShot(0, this, [this, order, id = scene()] {
        for (int to = 0; to < order.size(); ++to) {
            const studio::Scene* now = studio_.scenes().scene(id);
            if (!now || to >= static_cast<int>(now->items.size())) return;
            if (now->items[static_cast<size_t>(to)].id != order[to])
                tell(studio_.scenes().move_item(id, order[to], to));
        }
    });
}

void SourcesDock::place(PlacementPreset preset) {
    if (!currentItem().isEmpty())
        tell(studio_.scenes().place(scene(), currentItem(), studio::placement_of(preset)));
}

void SourcesDock::stateChanged(const QString& source_id, studio::SourceState state, const QString& sentence) {
    const QString topic = kTroubleOfSource + source_id;
    if (state == studio::SourceState::missing) {
        notices_.post({topic, Weight::warning, sentence, {}, {}});
    } else {
        notices_.clear(topic);
    }
    rebuild();
}

void SourcesDock::forgetTroubleOfTheRemoved() {
    QStringList gone;
    for (const Notice& notice : notices_.all()) {
        if (notice.topic.startsWith(kTroubleOfSource) &&
            !studio_.scenes().source(notice.topic.mid(kTroubleOfSource.size())))
            gone << notice.topic;
    }
    for (const QString& topic : gone) notices_.clear(topic);
}

void SourcesDock::tell(const Result<Done>& outcome) {
    if (!outcome.ok()) {
        notices_.postBriefly(QStringLiteral("sources"), QString::fromStdString(outcome.error().message),
                             8'000);
    }
}

}  // namespace vitrine::app
