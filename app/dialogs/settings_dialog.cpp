// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/settings_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "app/look/pieces.h"

namespace vitrine::app {
namespace {

const studio::VideoFormat kCanvases[] = {{640, 360, 30},  {852, 480, 30},   {1280, 720, 30},
                                         {1280, 720, 60}, {1920, 1080, 30}, {1920, 1080, 60},
                                         {720, 1280, 30}, {1080, 1920, 30}};

QString canvas_name(const studio::VideoFormat& canvas) {
    return SettingsDialog::tr("%1 × %2, %3 frames a second")
        .arg(canvas.width)
        .arg(canvas.height)
        .arg(canvas.fps);
}

}  // namespace

SettingsDialog::SettingsDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Settings"));
    setMinimumWidth(560);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid * 3, kGrid * 2, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid);
    column->addWidget(makeServer());
    column->addWidget(makePicture());
    column->addWidget(makeRest());
    problem_ = problem_line();
    column->addWidget(problem_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

QWidget* SettingsDialog::makeServer() {
    auto* group = new QGroupBox(tr("Server"));
    auto* column = new QVBoxLayout(group);
    here_ = new QRadioButton(tr("On this computer (starts and ends by itself)"));
    elsewhere_ = new QRadioButton(tr("Another one:"));
    address_ = new QLineEdit(desk_.preferences.server());
    address_->setObjectName("serverAddress");
    address_->setPlaceholderText(QStringLiteral("shop.example:50051"));
    address_->setAccessibleName(tr("Address of the server"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(elsewhere_);
    row->addWidget(address_, 1);
    column->addWidget(here_);
    column->addLayout(row);
    connect(elsewhere_, &QRadioButton::toggled, address_, &QLineEdit::setEnabled);
    here_->setChecked(desk_.preferences.server().isEmpty());
    elsewhere_->setChecked(!here_->isChecked());
    address_->setEnabled(elsewhere_->isChecked());
    if (desk_.on_air.state() != OnAir::State::off) {
        for (QWidget* each : std::initializer_list<QWidget*>{here_, elsewhere_, address_})
            each->setEnabled(false);
        column->addWidget(paragraph(tr("The server can be changed when you are off air."), "muted"));
    }
    return group;
}

QWidget* SettingsDialog::makePicture() {
    auto* group = new QGroupBox(tr("Picture"));
    auto* column = new QVBoxLayout(group);
    column->setSpacing(kGrid);
    auto* fields = form();
    column->addLayout(fields);
    canvas_ = new QComboBox;
    const studio::VideoFormat now = desk_.studio->engine().video();
    int at = -1;
    for (const auto& canvas : kCanvases) {
        if (canvas == now) at = canvas_->count();
        canvas_->addItem(canvas_name(canvas), QVariant::fromValue(QPoint(canvas.width, canvas.height)));
        canvas_->setItemData(canvas_->count() - 1, canvas.fps, Qt::UserRole + 1);
    }
    if (at < 0) {
        at = canvas_->count();
        canvas_->addItem(canvas_name(now), QVariant::fromValue(QPoint(now.width, now.height)));
        canvas_->setItemData(at, now.fps, Qt::UserRole + 1);
    }
    canvas_->setCurrentIndex(at);
    canvas_->setEnabled(!desk_.broadcast.holds_canvas());
    kbps_ = new QSpinBox;
    kbps_->setRange(300, 20'000);
    kbps_->setSingleStep(100);
    kbps_->setSuffix(tr(" kb/s"));
    kbps_->setValue(desk_.preferences.videoKbps());
    QPushButton* measure = button(tr("Measure this computer again …"));
    measure->setEnabled(!desk_.broadcast.holds_canvas());
    connect(measure, &QPushButton::clicked, this, [this] {
        reject();
        emit measureWanted();
    });
    fields->addRow(tr("Canvas"), canvas_);
    fields->addRow(tr("Bit rate"), kbps_);
    fields->addRow(QString(), measure);
    if (desk_.broadcast.holds_canvas())
        column->addWidget(
            paragraph(tr("The canvas can be changed when you are off air and not recording."), "muted"));
    return group;
}

QWidget* SettingsDialog::makeRest() {
    auto* group = new QGroupBox(tr("Recording and look"));
    auto* column = new QVBoxLayout(group);
    column->setSpacing(kGrid);
    auto* fields = form();
    column->addLayout(fields);
    folder_ = new QLineEdit(desk_.preferences.recordingDir());
    folder_->setAccessibleName(tr("Recording folder"));
    QPushButton* choose = button(tr("Choose …"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(folder_, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString chosen =
            QFileDialog::getExistingDirectory(this, tr("Recording folder"), folder_->text());
        if (!chosen.isEmpty()) folder_->setText(chosen);
    });
    look_ = new QComboBox;
    look_->addItem(tr("Dark"));
    look_->addItem(tr("Light"));
    look_->setCurrentIndex(desk_.preferences.themeChoice() == ThemeChoice::light ? 1 : 0);
    fields->addRow(tr("Recording folder"), row);
    fields->addRow(tr("Look"), look_);
    column->addWidget(paragraph(tr("Sign-ins are kept %1.").arg(desk_.secrets.whereabouts()), "muted"));
    return group;
}

void SettingsDialog::apply() {
    const QString address = elsewhere_->isChecked() ? address_->text().trimmed() : QString();
    static const QRegularExpression shape(QStringLiteral("^(https://)?[^\\s/:]+:\\d{1,5}$"));
    if (elsewhere_->isChecked() && !shape.match(address).hasMatch()) {
        tell_problem(
            problem_,
            tr("A server's address looks like shop.example:50051 (its name, a colon, its gRPC port)."));
        address_->setFocus();
        return;
    }
    const QPoint size = canvas_->currentData().toPoint();
    const studio::VideoFormat canvas{size.x(), size.y(), canvas_->currentData(Qt::UserRole + 1).toInt()};
    if (canvas != desk_.studio->engine().video()) {
        if (const auto set = desk_.studio->engine().set_video(canvas); !set.ok()) {
            tell_problem(problem_, QString::fromStdString(set.error().message));
            return;
        }
        desk_.preferences.setCanvas(canvas);
    }
    desk_.preferences.setVideoKbps(kbps_->value());
    desk_.preferences.setRecordingDir(folder_->text().trimmed());
    const ThemeChoice look = look_->currentIndex() == 1 ? ThemeChoice::light : ThemeChoice::dark;
    if (look != desk_.preferences.themeChoice()) {
        desk_.preferences.setThemeChoice(look);
        apply_theme(look);
    }
    desk_.preferences.setServer(address);
    accept();
}

}  // namespace vitrine::app
