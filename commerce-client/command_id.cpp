// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/command_id.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>

namespace vitrine::commerce {

std::string make_command_id() {
    const quint64 random_high = QRandomGenerator::system()->generate64();
    const quint64 random_low = QRandomGenerator::system()->generate64();
    const quint64 unix_ms = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch());
    QByteArray bytes(16, '\0');
    for (int i = 0; i < 6; ++i) bytes[i] = static_cast<char>(unix_ms >> (40 - 8 * i));
    bytes[6] = static_cast<char>(0x70 | (random_high & 0x0f));  // version 7
    bytes[7] = static_cast<char>(random_high >> 8);
    bytes[8] = static_cast<char>(0x80 | ((random_high >> 16) & 0x3f));  // variant 10
    for (int i = 0; i < 7; ++i) bytes[9 + i] = static_cast<char>(random_low >> (8 * i));
    return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces).toStdString();
}

}  // namespace vitrine::commerce
