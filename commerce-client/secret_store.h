// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <optional>

namespace vitrine::commerce {

// Where the studio keeps refresh tokens and passwords it made: the desktop's secret service (QtKeychain)
// where there is one, else a file with mode 0600 in its data directory. whereabouts() says which, for the
// person. GUI thread; answers come on it, later than the call.
class SecretStore final : public QObject {
    Q_OBJECT
  public:
    enum class Place { automatic, file };  // file: never asks the desktop (unattended shows, tests)

    SecretStore(QString data_dir, Place place, QObject* parent = nullptr);

    // Nothing when there is no such secret or it cannot be read.
    void read(const QString& name, std::function<void(std::optional<QString>)> answer);
    void write(const QString& name, const QString& secret);
    void remove(const QString& name);

    bool usesFile() const { return file_; }
    QString whereabouts() const;

  signals:
    void problem(const QString& text);

  private:
    void writeFile(const QString& name, const std::optional<QString>& secret);
    std::optional<QString> readFile(const QString& name) const;
    QString path() const;

    QString data_dir_;
    bool file_;
};

}  // namespace vitrine::commerce
