// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <condition_variable>
#include <mutex>
#include <obs.hpp>

namespace vitrine::tests {

// Sees what goes out: the programme's raw pictures, as libobs hands them to encoders. Frames come on libobs's
// video thread.
class ProgrammeEye {
  public:
    ProgrammeEye();
    ~ProgrammeEye();

    struct Frame {
        QImage picture;
        uint64_t time_ns = 0;
    };
    // The next picture that is composed after this call.
    Frame next();
    // The picture after the one that this gave last; older ones are lost if the caller is slow.
    Frame following();

    // The colour at a place given in fractions of the canvas.
    QColor colour_at(double x, double y);

    // Waits until the colour there is about the wanted one; false after the deadline.
    bool shows(double x, double y, const QColor& wanted, int deadline_ms = 8'000);

  private:
    static void on_frame(void* eye, video_data* frame);
    void look(const video_data* frame);

    std::mutex mutex_;
    std::condition_variable fresh_;
    Frame last_;
    uint64_t count_ = 0;
    uint64_t given_ = 0;
};

// Near enough after two colour conversions.
bool alike(const QColor& a, const QColor& b, int tolerance = 24);

}  // namespace vitrine::tests
