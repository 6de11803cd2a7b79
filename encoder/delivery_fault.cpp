// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/delivery_fault.h"

#include <QDir>

extern "C" {
#include <libavutil/error.h>
}

namespace vitrine::encoder {

namespace {

constexpr qsizetype kLongestQuote = 300;
const QString kServerError = QStringLiteral("Server error: ");

// The last thing the receiver said, or "".
QString said_by_server(const QStringList& log) {
    for (auto line = log.rbegin(); line != log.rend(); ++line)
        if (const qsizetype at = line->indexOf(kServerError); at >= 0)
            return line->mid(at + kServerError.size()).trimmed();
    return {};
}

bool mentions(const QStringList& log, const char* words) {
    for (const QString& line : log)
        if (line.contains(QLatin1String(words), Qt::CaseInsensitive)) return true;
    return false;
}

bool means_taken(const QString& said) {
    for (const char* word : {"already", "in use", "busy", "another"})
        if (said.contains(QLatin1String(word), Qt::CaseInsensitive)) return true;
    return false;
}

QString with_quote(const QString& sentence, const QString& said) {
    if (said.isEmpty()) return sentence;
    const bool whole = said.endsWith('.') && said.size() <= kLongestQuote;
    return sentence + QStringLiteral(" It says: “%1”").arg(said.left(kLongestQuote)) +
           (whole ? QString() : QStringLiteral("."));
}

// The words of libavformat's tls_gnutls.c and tls_openssl.c (5.1). Trying again does not mend a certificate,
// and nothing must be sent to somebody who may be an impostor.
DeliveryFault certificate_fault(const QStringList& log, const QString& host) {
    if (mentions(log, "does not match hostname"))
        return {true, QStringLiteral(
                          "Nothing was sent: who answers at %1 shows the certificate of another name. Check "
                          "the spelling of the address.")
                          .arg(host)};
    if (mentions(log, "certificate failed verification") || mentions(log, "verify peer certificate") ||
        mentions(log, "certificate verify failed"))
        return {true,
                QStringLiteral(
                    "Nothing was sent: this computer does not trust the certificate of %1. It may be "
                    "expired, home-made, or of somebody who only pretends to be %1. Check the address and "
                    "this computer's clock, or ask who runs it.")
                    .arg(host)};
    return {};
}

}  // namespace

bool is_refusal(int av_error, const QStringList& log) {
    // libavformat's rtmpproto.c answers a status of level "error" with a bare -1 and logs the description.
    return av_error == -1 || !said_by_server(log).isEmpty();
}

DeliveryFault stream_fault(int av_error, const QStringList& log, const QString& host, bool was_live,
                           int64_t refused_for_ms) {
    if (is_refusal(av_error, log)) {
        const QString said = said_by_server(log);
        if (means_taken(said))
            return {!was_live || refused_for_ms >= kPatience_ms,
                    with_quote(
                        QStringLiteral("%1 refused the stream: somebody else is live with this key. End that "
                                       "stream, then go live again.")
                            .arg(host),
                        said)};
        return {true, with_quote(QStringLiteral(
                                     "%1 refused the stream key. It is wrong or was revoked: copy the key "
                                     "again and go live.")
                                     .arg(host),
                                 said)};
    }
    if (const DeliveryFault fault = certificate_fault(log, host); fault.final) return fault;
    if (av_error == AVERROR(ECONNREFUSED))
        return {false,
                QStringLiteral("Nothing takes streams at %1. Is the server running, and the address right?")
                    .arg(host)};
    if (mentions(log, "resolve hostname"))
        return {false, QStringLiteral(
                           "The address %1 is not known. Check its spelling and your internet connection.")
                           .arg(host)};
    if (av_error == AVERROR_EXIT || av_error == AVERROR(ETIMEDOUT))
        return {false, QStringLiteral("%1 does not answer. Check your internet connection.").arg(host)};
    if (av_error == AVERROR(ENETUNREACH) || av_error == AVERROR(EHOSTUNREACH))
        return {false,
                QStringLiteral("%1 cannot be reached from here. Check your internet connection.").arg(host)};
    if (av_error == AVERROR_PROTOCOL_NOT_FOUND)
        return {true, QStringLiteral("This kind of address cannot be streamed to. Use rtmp:// or rtmps://.")};
    if (was_live)
        return {false,
                QStringLiteral("The connection to %1 was lost. It is tried again by itself.").arg(host)};
    if (av_error == AVERROR_INVALIDDATA || av_error == AVERROR_EOF || av_error == AVERROR(EIO))
        return {false, QStringLiteral("%1 answers, but not as a receiver of streams does. Check the address.")
                           .arg(host)};
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(av_error, text, sizeof text);
    return {false,
            QStringLiteral("The stream to %1 could not be opened (%2).").arg(host, QString::fromUtf8(text))};
}

DeliveryFault file_fault(FileTrouble trouble, const QString& path, const QString& system_text) {
    const QString name = QDir::toNativeSeparators(path);
    switch (trouble) {
        case FileTrouble::full:
            return {true,
                    QStringLiteral(
                        "The disk is full: the recording ends here and is kept up to this moment (%1). Free "
                        "some space, then record again.")
                        .arg(name)};
        case FileTrouble::too_large:
            return {true, QStringLiteral(
                              "The recording reached the largest size a file may have here and is kept (%1). "
                              "Record on, into a new file.")
                              .arg(name)};
        case FileTrouble::denied:
            return {true,
                    QStringLiteral("The recording %1 may not be written. Choose another folder.").arg(name)};
        case FileTrouble::no_folder:
            return {true, QStringLiteral("The folder of %1 is not there. Choose another folder.").arg(name)};
        case FileTrouble::exists:
            return {true,
                    QStringLiteral(
                        "There is already a file %1. Recordings never replace one: choose another name.")
                        .arg(name)};
        case FileTrouble::other:
            break;
    }
    return {true, QStringLiteral("The recording %1 stopped: %2. What was written so far is kept.")
                      .arg(name, system_text)};
}

}  // namespace vitrine::encoder
