// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/file_sink.h"

#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <cerrno>

#include "encoder/container_writer.h"
#include "encoder/delivery_fault.h"

extern "C" {
#include <libavformat/avformat.h>
}

namespace vitrine::encoder {

namespace {

// A disk that stalls for half a minute loses nothing.
constexpr QueueBounds kFileBounds{30'000'000, 128u << 20};
constexpr int kBuffer_bytes = 64 << 10;
constexpr qint64 kSyncInterval_ms = 2'000;

FileTrouble trouble_of(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
            return FileTrouble::full;
        case EFBIG:
            return FileTrouble::too_large;
        case EACCES:
        case EPERM:
        case EROFS:
            return FileTrouble::denied;
        case ENOENT:
        case ENOTDIR:
            return FileTrouble::no_folder;
        case EEXIST:
            return FileTrouble::exists;
        default:
            return FileTrouble::other;
    }
}

QString system_text(int error) { return QString::fromLocal8Bit(std::strerror(error)); }

}  // namespace

// The open file behind a libav I/O context. Remembers the system's own word for what failed.
struct FileSink::Recording {
    QFile file;
    AVIOContext* io = nullptr;
    int error = 0;
    std::unique_ptr<ContainerWriter> writer;
    QElapsedTimer since_sync;

    bool open(const QString& path) {
        file.setFileName(path);
        errno = 0;
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered)) {
            error = errno ? errno : EIO;
            return false;
        }
        auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer_bytes));
        io = avio_alloc_context(buffer, kBuffer_bytes, 1, this, nullptr, &Recording::write, &Recording::seek);
        since_sync.start();
        return true;
    }

    ~Recording() {
        writer.reset();
        if (io) {
            av_freep(&io->buffer);
            avio_context_free(&io);
        }
    }

    static int write(void* self, uint8_t* bytes, int size) {
        return static_cast<Recording*>(self)->append(bytes, size);
    }

    int append(const uint8_t* bytes, int size) {
        for (int written = 0; written < size;) {
            const ssize_t now = ::write(file.handle(), bytes + written, size_t(size - written));
            if (now < 0 && errno == EINTR) continue;
            if (now <= 0) {
                error = now < 0 ? errno : ENOSPC;
                return AVERROR(error);
            }
            written += int(now);
        }
        return size;
    }

    static int64_t seek(void* self, int64_t offset, int whence) {
        auto& file = static_cast<Recording*>(self)->file;
        if (whence == AVSEEK_SIZE) return file.size();
        return ::lseek(file.handle(), offset, whence);
    }

    // A power cut loses what the system had not written yet.
    void sync_now_and_then() {
        if (since_sync.elapsed() < kSyncInterval_ms) return;
        ::fdatasync(file.handle());
        since_sync.restart();
    }
};

FileSink::FileSink(SinkTerms terms, OnChange on_change)
    : SinkThread(terms, kFileBounds, std::move(on_change)), target_(std::get<FileTarget>(terms.target)) {}

FileSink::~FileSink() { join(); }

QString FileSink::wrong_with(const FileTarget& target) {
    const QString ending = QFileInfo(target.path).suffix().toLower();
    if (ending != "mkv" && ending != "mp4")
        return QStringLiteral("A recording's name ends in .mkv or .mp4, not “%1”.")
            .arg(QFileInfo(target.path).fileName());
    return {};
}

SinkThread::End FileSink::work() {
    Recording recording;
    if (!recording.open(target_.path)) {
        const DeliveryFault fault =
            file_fault(trouble_of(recording.error), target_.path, system_text(recording.error));
        return {SinkState::failed, fault.sentence};
    }
    const bool mp4 = QFileInfo(target_.path).suffix().toLower() == "mp4";
    recording.writer = std::make_unique<ContainerWriter>(
        mp4 ? ContainerWriter::Container::fragmented_mp4 : ContainerWriter::Container::matroska, tracks_,
        recording.io);
    const End end = write_all(recording);
    ::fdatasync(recording.file.handle());
    return end;
}

SinkThread::End FileSink::write_all(Recording& recording) {
    int outcome = recording.writer->write_header();
    set_state(SinkState::live);
    while (outcome >= 0 && recording.error == 0 && go_on()) {
        const auto sendable = next();
        if (!sendable) continue;
        const auto* packet = std::get_if<PacketRef>(&*sendable);
        if (!packet) continue;
        outcome = recording.writer->write(**packet, zero_ticks(**packet));
        count_sent((*packet)->bytes.size());
        recording.sync_now_and_then();
    }
    const int error = recording.error;
    // On a full disk the trailer fails too; the file plays without it.
    const int closed = recording.writer->write_trailer();
    if (error == 0 && outcome >= 0 && closed >= 0) return {SinkState::stopped, {}};
    const int reason = error ? error : recording.error ? recording.error : EIO;
    return {SinkState::failed, file_fault(trouble_of(reason), target_.path, system_text(reason)).sentence};
}

}  // namespace vitrine::encoder
