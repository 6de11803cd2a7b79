// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stage/stage_view.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/look/pieces.h"
#include "app/stage/view_surface.h"

namespace vitrine::app {

StageView::StageView(studio::Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
    tally_ = label(tr("ON AIR"), "tally");
    tally_->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    row->setSpacing(kGrid * 2);
    row->addWidget(makeView(studio::View::preview, preview_caption_, nullptr), 1);
    row->addWidget(makeTransport());
    row->addWidget(makeView(studio::View::programme, programme_caption_, tally_), 1);

    studio::Programme& programme = studio_.programme();
    connect(&programme, &studio::Programme::preview_changed, this, &StageView::showNames);
    connect(&programme, &studio::Programme::programme_changed, this, &StageView::showNames);
    connect(&programme, &studio::Programme::transition_changed, this, &StageView::showTransition);
    connect(&studio_.scenes(), &studio::SceneCollection::scenes_changed, this, &StageView::showNames);
    showNames();
    showTransition();
}

QWidget* StageView::makeView(studio::View view, ElidedLabel*& caption, QLabel* tally) {
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    auto* head = new QHBoxLayout;
    caption = new ElidedLabel("caption");
    caption->setMinimumHeight(24);
    head->addWidget(caption, 1);
    if (tally) head->addWidget(tally);
    column->addLayout(head);
    auto* surface = new ViewSurface(view, studio_.programme());
    const bool preview = view == studio::View::preview;
    surface->setObjectName(preview ? "preview" : "programme");
    surface->setAccessibleName(preview ? tr("Preview: the scene that is being prepared")
                                       : tr("Programme: what viewers see"));
    column->addWidget(surface, 1);
    return body;
}

QWidget* StageView::makeTransport() {
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    take_ = button(tr("TAKE"), "take");
    take_->setObjectName("take");
    take_->setToolTip(tr("Puts the preview on air (Space)"));
    take_->setAccessibleName(tr("Take: put the preview on air"));
    take_->setFixedWidth(104);
    transition_ = new QComboBox;
    transition_->setObjectName("transition");
    transition_->setAccessibleName(tr("Transition"));
    transition_->addItem(tr("Cut"), static_cast<int>(studio::TransitionKind::cut));
    transition_->addItem(tr("Fade"), static_cast<int>(studio::TransitionKind::fade));
    duration_ = new QSpinBox;
    duration_->setObjectName("duration");
    duration_->setAccessibleName(tr("Duration of the transition"));
    duration_->setRange(50, 5'000);
    duration_->setSingleStep(50);
    duration_->setSuffix(tr(" ms"));
    column->addStretch(1);
    column->addWidget(take_);
    column->addSpacing(kGrid);
    column->addWidget(transition_);
    column->addWidget(duration_);
    column->addStretch(1);
    connect(take_, &QPushButton::clicked, this, [this] { studio_.programme().take(); });
    connect(transition_, &QComboBox::activated, this, &StageView::storeTransition);
    connect(duration_, &QSpinBox::valueChanged, this, &StageView::storeTransition);
    return body;
}

void StageView::setOnAir(bool on_air) { tally_->setVisible(on_air); }

void StageView::showNames() {
    const auto name_of = [this](const QString& id) {
        const studio::Scene* scene = studio_.scenes().scene(id);
        return scene ? scene->name : QString();
    };
    preview_caption_->setWhole(tr("Preview · %1").arg(name_of(studio_.programme().preview_scene())));
    programme_caption_->setWhole(tr("Programme · %1").arg(name_of(studio_.programme().programme_scene())));
}

void StageView::showTransition() {
    const QSignalBlocker quiet_kind(transition_), quiet_duration(duration_);
    const studio::Transition now = studio_.programme().transition();
    transition_->setCurrentIndex(transition_->findData(static_cast<int>(now.kind)));
    duration_->setValue(now.duration_ms);
    duration_->setEnabled(now.kind != studio::TransitionKind::cut);
}

void StageView::storeTransition() {
    studio_.programme().set_transition(
        {static_cast<studio::TransitionKind>(transition_->currentData().toInt()), duration_->value()});
}

}  // namespace vitrine::app
