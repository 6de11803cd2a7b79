// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/source_dialog.h"

#include <QColorDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QUrl>
#include <QVBoxLayout>

#include "app/look/pieces.h"
#include "studio/devices.h"

namespace vitrine::app {

using studio::SourceKind;

SourceDialog::SourceDialog(SourceKind kind, QWidget* parent) : QDialog(parent), kind_(kind) {
    setMinimumWidth(440);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid * 3, kGrid * 3, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid * 2);
    form_ = form();
    name_ = new QLineEdit;
    form_->addRow(tr("Name"), name_);
    column->addLayout(form_);
    hint_ = paragraph({}, "muted");
    column->addWidget(hint_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    accept_ = buttons->addButton(tr("Use it"), QDialogButtonBox::AcceptRole);
    accept_->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    switch (kind_) {
        case SourceKind::camera:
        case SourceKind::screen:
        case SourceKind::microphone:
        case SourceKind::desktop_sound:
            addDevices();
            break;
        case SourceKind::network_camera:
            addAddress();
            break;
        case SourceKind::media_file:
        case SourceKind::image:
            addFile();
            break;
        case SourceKind::text:
            addText();
            break;
        case SourceKind::unspecified:
            break;
    }
    setWindowTitle(suggestedName());
    name_->setText(suggestedName());
    connect(name_, &QLineEdit::textChanged, this, &SourceDialog::check);
    check();
}

QString SourceDialog::suggestedName() const {
    switch (kind_) {
        case SourceKind::camera:
            return tr("Camera");
        case SourceKind::network_camera:
            return tr("Phone");
        case SourceKind::media_file:
            return tr("Video");
        case SourceKind::screen:
            return tr("Screen");
        case SourceKind::image:
            return tr("Picture");
        case SourceKind::text:
            return tr("Text");
        case SourceKind::microphone:
            return tr("Microphone");
        case SourceKind::desktop_sound:
        case SourceKind::unspecified:
            break;
    }
    return tr("Sound of this computer");
}

void SourceDialog::addDevices() {
    device_ = new QComboBox;
    for (const studio::Device& device : studio::devices_of(kind_)) device_->addItem(device.name, device.id);
    form_->addRow(kind_ == SourceKind::screen ? tr("Screen") : tr("Device"), device_);
    if (device_->count() == 0) {
        device_->setEnabled(false);
        hint_->setText(tr("None was found on this computer. Plug it in and open this window again."));
    }
    if (kind_ == SourceKind::screen) {
        option_ = new QCheckBox(tr("Show the mouse pointer"));
        option_->setChecked(true);
        form_->addRow(QString(), option_);
    }
}

void SourceDialog::addAddress() {
    place_ = new QLineEdit;
    place_->setPlaceholderText(QStringLiteral("rtsp://192.168.1.20:8554/live"));
    form_->addRow(tr("Address"), place_);
    hint_->setText(
        tr("The address that your phone's camera app or your network camera shows: it begins with rtsp://, "
           "rtmp://, srt://, http:// or udp://. A connection that is lost comes back by itself."));
    connect(place_, &QLineEdit::textChanged, this, &SourceDialog::check);
}

void SourceDialog::addFile() {
    place_ = new QLineEdit;
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(place_, 1);
    QPushButton* choose = button(tr("Choose …"));
    row->addWidget(choose);
    form_->addRow(tr("File"), row);
    connect(choose, &QPushButton::clicked, this, &SourceDialog::chooseFile);
    connect(place_, &QLineEdit::textChanged, this, &SourceDialog::check);
    if (kind_ == SourceKind::media_file) {
        option_ = new QCheckBox(tr("Play again from the start at the end"));
        option_->setChecked(true);
        form_->addRow(QString(), option_);
    }
}

void SourceDialog::addText() {
    text_ = new QPlainTextEdit;
    text_->setAccessibleName(tr("Text"));
    text_->setTabChangesFocus(true);
    text_->setFixedHeight(96);
    form_->addRow(tr("Text"), text_);
    size_ = new QSpinBox;
    size_->setRange(8, 400);
    size_->setValue(48);
    size_->setSuffix(tr(" px"));
    form_->addRow(tr("Size"), size_);
    colour_button_ = button({});
    form_->addRow(tr("Colour"), colour_button_);
    option_ = new QCheckBox(tr("Bold"));
    form_->addRow(QString(), option_);
    connect(colour_button_, &QPushButton::clicked, this, [this] {
        const QColor chosen = QColorDialog::getColor(colour_, this, tr("Colour of the text"));
        if (chosen.isValid()) colour_ = chosen;
        showColour();
    });
    connect(text_, &QPlainTextEdit::textChanged, this, &SourceDialog::check);
    showColour();
}

void SourceDialog::showColour() {
    QPixmap swatch(16, 16);
    swatch.fill(colour_);
    colour_button_->setIcon(swatch);
    colour_button_->setText(colour_.name());
}

void SourceDialog::chooseFile() {
    const QString kinds = kind_ == SourceKind::image
                              ? tr("Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp);;All files (*)")
                              : tr("Videos and sound (*.mp4 *.mkv *.mov *.webm *.avi *.ts *.flv *.mp3 *.wav "
                                   "*.m4a *.ogg *.flac);;All files (*)");
    const QString chosen = QFileDialog::getOpenFileName(this, windowTitle(), place_->text(), kinds);
    if (!chosen.isEmpty()) place_->setText(chosen);
}

void SourceDialog::check() {
    bool whole = !name_->text().trimmed().isEmpty();
    if (device_) whole = whole && device_->count() > 0;
    if (text_) whole = whole && !text_->toPlainText().trimmed().isEmpty();
    if (kind_ == SourceKind::network_camera) {
        const QString scheme = QUrl(place_->text().trimmed()).scheme();
        whole = whole && QStringList{"rtsp", "rtmp", "rtmps", "srt", "http", "https", "udp"}.contains(scheme);
    } else if (place_) {
        whole = whole && !place_->text().trimmed().isEmpty();
    }
    accept_->setEnabled(whole);
}

void SourceDialog::setSourceName(const QString& name) { name_->setText(name); }

QString SourceDialog::sourceName() const { return name_->text().trimmed(); }

void SourceDialog::setSettings(const studio::SourceSettings& settings) {
    as_given_ = settings;
    const auto choose = [this](const QVariant& id, const QString& name) {
        if (device_->findData(id) < 0) device_->addItem(tr("%1 (not there now)").arg(name), id);
        device_->setEnabled(true);
        device_->setCurrentIndex(device_->findData(id));
    };
    if (const auto* camera = std::get_if<studio::CameraSettings>(&settings))
        choose(camera->device, camera->device);
    if (const auto* mic = std::get_if<studio::MicrophoneSettings>(&settings))
        choose(mic->device, mic->device);
    if (const auto* sound = std::get_if<studio::DesktopSoundSettings>(&settings))
        choose(sound->device, sound->device);
    if (const auto* screen = std::get_if<studio::ScreenSettings>(&settings)) {
        choose(QString::number(screen->screen), tr("Screen %1").arg(screen->screen + 1));
        option_->setChecked(screen->cursor);
    }
    if (const auto* phone = std::get_if<studio::NetworkCameraSettings>(&settings))
        place_->setText(phone->address);
    if (const auto* image = std::get_if<studio::ImageSettings>(&settings)) place_->setText(image->path);
    if (const auto* media = std::get_if<studio::MediaFileSettings>(&settings)) {
        place_->setText(media->path);
        option_->setChecked(media->loop);
    }
    if (const auto* text = std::get_if<studio::TextSettings>(&settings)) {
        text_->setPlainText(text->text);
        size_->setValue(text->size_px);
        option_->setChecked(text->bold);
        colour_ = text->colour;
        showColour();
    }
    check();
}

studio::SourceSettings SourceDialog::settings() const {
    const auto before = [this](auto fallback) {
        const auto* given = std::get_if<decltype(fallback)>(&as_given_);
        return given ? *given : fallback;
    };
    const QString device = device_ ? device_->currentData().toString() : QString();
    const QString place = place_ ? place_->text().trimmed() : QString();
    switch (kind_) {
        case SourceKind::camera: {
            auto camera = before(studio::CameraSettings{});
            camera.device = device;
            return camera;
        }
        case SourceKind::network_camera: {
            auto phone = before(studio::NetworkCameraSettings{});
            phone.address = place;
            return phone;
        }
        case SourceKind::media_file:
            return studio::MediaFileSettings{place, option_->isChecked()};
        case SourceKind::screen:
            return studio::ScreenSettings{device.toInt(), option_->isChecked()};
        case SourceKind::image:
            return studio::ImageSettings{place};
        case SourceKind::text: {
            auto text = before(studio::TextSettings{});
            text.text = text_->toPlainText();
            text.size_px = size_->value();
            text.bold = option_->isChecked();
            text.colour = colour_;
            return text;
        }
        case SourceKind::microphone:
            return studio::MicrophoneSettings{device};
        case SourceKind::desktop_sound:
        case SourceKind::unspecified:
            break;
    }
    return studio::DesktopSoundSettings{device};
}

Result<Done> edit_source(studio::SceneCollection& scenes, const QString& source_id, QWidget* parent) {
    const studio::Source* source = scenes.source(source_id);
    if (!source) return Done{};
    const QString before = source->name;
    SourceDialog dialog(studio::kind_of(source->settings), parent);
    dialog.setSourceName(before);
    dialog.setSettings(source->settings);
    if (dialog.exec() != QDialog::Accepted) return Done{};
    if (auto set = scenes.set_settings(source_id, dialog.settings()); !set.ok()) return set;
    return before == dialog.sourceName() ? Result<Done>(Done{})
                                         : scenes.rename_source(source_id, dialog.sourceName());
}

}  // namespace vitrine::app
