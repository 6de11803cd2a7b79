// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/secret_store.h"

#include <qt6keychain/keychain.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QTimer>

namespace vitrine::commerce {
namespace {

const QString kService = QStringLiteral("Vitrine Studio");

// Without a session bus there is no secret service to ask, and asking would wait for its time limit.
bool desktop_keeps_secrets() {
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS");
#else
    return true;
#endif
}

}  // namespace

SecretStore::SecretStore(QString data_dir, Place place, QObject* parent)
    : QObject(parent),
      data_dir_(std::move(data_dir)),
      file_(place == Place::file || !desktop_keeps_secrets()) {}

void SecretStore::read(const QString& name, std::function<void(std::optional<QString>)> answer) {
    if (file_) {
        QTimer::singleShot(0, this, [this, name, answer] { answer(readFile(name)); });
        return;
    }
    auto* job = new QKeychain::ReadPasswordJob(kService, this);
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, this, [this, name, answer, job] {
        if (job->error() == QKeychain::NoError) {
            answer(job->textData());
            return;
        }
        if (job->error() != QKeychain::EntryNotFound)
            file_ = true;  // no service after all: the file from here on
        answer(readFile(name));
    });
    job->start();
}

void SecretStore::write(const QString& name, const QString& secret) {
    if (file_) {
        writeFile(name, secret);
        return;
    }
    auto* job = new QKeychain::WritePasswordJob(kService, this);
    job->setKey(name);
    job->setTextData(secret);
    connect(job, &QKeychain::Job::finished, this, [this, name, secret, job] {
        if (job->error() == QKeychain::NoError) return;
        file_ = true;
        writeFile(name, secret);
    });
    job->start();
}

void SecretStore::remove(const QString& name) {
    writeFile(name, std::nullopt);
    if (file_) return;
    auto* job = new QKeychain::DeletePasswordJob(kService, this);
    job->setKey(name);
    job->start();
}

QString SecretStore::whereabouts() const {
    if (file_)
        return tr("in the file %1, which only your user account may read")
            .arg(QDir::toNativeSeparators(path()));
    return tr("in your desktop's password store");
}

QString SecretStore::path() const { return data_dir_ + QStringLiteral("/secrets.json"); }

std::optional<QString> SecretStore::readFile(const QString& name) const {
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QJsonValue value = QJsonDocument::fromJson(file.readAll()).object().value(name);
    if (!value.isString()) return std::nullopt;
    return value.toString();
}

void SecretStore::writeFile(const QString& name, const std::optional<QString>& secret) {
    QFile old(path());
    QJsonObject all;
    if (old.open(QIODevice::ReadOnly)) all = QJsonDocument::fromJson(old.readAll()).object();
    old.close();
    if (!secret && !all.contains(name)) return;
    if (secret) {
        all.insert(name, *secret);
    } else {
        all.remove(name);
    }
    QDir().mkpath(data_dir_);
    QSaveFile file(path());
    // The mode is set before anything is written: nobody else may open it in between.
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                         file.write(QJsonDocument(all).toJson()) >= 0 && file.commit();
    if (!written) {
        emit problem(tr("Your sign-in could not be kept in %1: %2. You will have to sign in again next time.")
                         .arg(QDir::toNativeSeparators(path()), file.errorString()));
    }
}

}  // namespace vitrine::commerce
