// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/programme_eye.h"

#include <QDeadlineTimer>
#include <cstdlib>

namespace vitrine::tests {

ProgrammeEye::ProgrammeEye() {
    obs_video_info info = {};
    obs_get_video_info(&info);
    video_scale_info as_rgb = {};
    as_rgb.format = VIDEO_FORMAT_BGRA;
    as_rgb.width = info.output_width;
    as_rgb.height = info.output_height;
    as_rgb.colorspace = VIDEO_CS_709;
    as_rgb.range = VIDEO_RANGE_FULL;
    last_.picture = QImage(int(info.output_width), int(info.output_height), QImage::Format_RGB32);
    obs_add_raw_video_callback(&as_rgb, &ProgrammeEye::on_frame, this);
}

ProgrammeEye::~ProgrammeEye() { obs_remove_raw_video_callback(&ProgrammeEye::on_frame, this); }

void ProgrammeEye::on_frame(void* eye, video_data* frame) { static_cast<ProgrammeEye*>(eye)->look(frame); }

void ProgrammeEye::look(const video_data* frame) {
    std::scoped_lock lock(mutex_);
    for (int row = 0; row < last_.picture.height(); ++row)
        memcpy(last_.picture.scanLine(row), frame->data[0] + size_t(row) * frame->linesize[0],
               size_t(last_.picture.width()) * 4);
    last_.time_ns = frame->timestamp;
    ++count_;
    fresh_.notify_all();
}

ProgrammeEye::Frame ProgrammeEye::next() {
    std::unique_lock lock(mutex_);
    const uint64_t before = count_;
    // Two on: the first may have been composed before the call.
    if (!fresh_.wait_for(lock, std::chrono::seconds(10), [&] { return count_ >= before + 2; }))
        qFatal("the programme stands still");
    return {last_.picture.copy(), last_.time_ns};
}

ProgrammeEye::Frame ProgrammeEye::following() {
    std::unique_lock lock(mutex_);
    if (!fresh_.wait_for(lock, std::chrono::seconds(10), [&] { return count_ > given_; }))
        qFatal("the programme stands still");
    given_ = count_;
    return {last_.picture.copy(), last_.time_ns};
}

QColor ProgrammeEye::colour_at(double x, double y) {
    const QImage picture = next().picture;
    return picture.pixelColor(int(x * picture.width()), int(y * picture.height()));
}

bool ProgrammeEye::shows(double x, double y, const QColor& wanted, int deadline_ms) {
    QDeadlineTimer deadline(deadline_ms);
    QColor seen;
    while (!deadline.hasExpired())
        if (alike(seen = colour_at(x, y), wanted)) return true;
    qWarning("at %.2f, %.2f there is %s, not %s", x, y, qUtf8Printable(seen.name()),
             qUtf8Printable(wanted.name()));
    return false;
}

bool alike(const QColor& a, const QColor& b, int tolerance) {
    return std::abs(a.red() - b.red()) <= tolerance && std::abs(a.green() - b.green()) <= tolerance &&
           std::abs(a.blue() - b.blue()) <= tolerance;
}

}  // namespace vitrine::tests
