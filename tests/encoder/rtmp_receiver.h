// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QVector>

namespace vitrine::tests {

// A small RTMP server (Adobe RTMP 1.0, one publisher) that behaves as badly as a test wants. Lives on the
// test's thread.
class RtmpReceiver : public QObject {
    Q_OBJECT
  public:
    enum class Manner { accept, refuse, silent, garbage, stop_reading };

    struct Message {
        int type = 0;  // 8 sound, 9 picture, 18 script
        uint32_t timestamp_ms = 0;
        QByteArray body;
        bool is_keyframe() const {
            return type == 9 && body.size() > 1 && (uint8_t(body[0]) >> 4) == 1 && body[1] == 1;
        }
        bool is_picture() const { return type == 9 && body.size() > 1 && body[1] == 1; }
        bool is_cue() const { return type == 18 && body.contains("onTextData"); }
    };

    explicit RtmpReceiver(Manner manner, quint16 port = 0);

    quint16 port() const { return server_.serverPort(); }
    QString address() const { return QStringLiteral("rtmp://127.0.0.1:%1/live").arg(port()); }
    void set_manner(Manner manner) { manner_ = manner; }
    QString refusal = QStringLiteral("This stream key is not known.");

    int connections() const { return connections_; }
    QByteArray published_key() const { return key_; }
    const QVector<Message>& messages() const { return messages_; }
    int pictures() const;
    void forget() { messages_.clear(); }
    void drop_publisher();  // closes the line without a word
    void stop_listening();

  private:
    struct Chunked {  // RTMP 1.0, 5.3: the state of one chunk stream
        uint32_t timestamp = 0;
        uint32_t delta = 0;
        bool extended = false;
        qsizetype length = 0;
        int type = 0;
        QByteArray body;
    };

    void take_connection();
    void read();
    bool shake_hands();
    bool read_chunk();
    void take(const Message&);
    void answer_command(const QByteArray& body);
    void send(int type, const QByteArray& body);

    QTcpServer server_;
    QTcpSocket* socket_ = nullptr;
    Manner manner_;
    QByteArray in_;
    bool hands_shaken_ = false;
    bool greeted_ = false;
    qsizetype chunk_size_ = 128;
    QHash<int, Chunked> chunks_;
    QVector<Message> messages_;
    QByteArray key_;
    int connections_ = 0;
};

}  // namespace vitrine::tests
