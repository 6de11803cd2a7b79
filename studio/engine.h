// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>

#include "server/domain/result.h"

namespace vitrine::studio {

// Canvas and pace of the programme. Width is a multiple of 4, height of 2 (libobs rounds down otherwise).
struct VideoFormat {
    int width = 1280;
    int height = 720;
    int fps = 30;
    friend bool operator==(const VideoFormat&, const VideoFormat&) = default;
};

struct EngineTerms {
    QString data_dir;  // libobs keeps its modules' settings in <data_dir>/obs
    QString locale = "en-US";
    VideoFormat video;
};

// libobs, started and stopped in the order it needs. One at a time in a process; started, used and destroyed
// on one thread (the GUI's). Everything made of libobs must be gone before the engine is destroyed.
class Engine : public QObject {
    Q_OBJECT
  public:
    // unavailable: no display, no OpenGL or no libobs, with a sentence for the creator.
    static Result<std::unique_ptr<Engine>> start(const EngineTerms&);
    ~Engine() override;

    VideoFormat video() const;
    // precondition: refused while something is being encoded.
    Result<Done> set_video(VideoFormat);

    // What draws: "NVIDIA …", or "llvmpipe …" when there is no GPU.
    QString renderer() const;
    bool has_gpu() const;

    // Modules of the allow-list that are not on this machine: what they give is not offered.
    QStringList missing_modules() const;

    // Allocations of libobs that were never freed; 0 after a clean shutdown.
    static long leaked_allocations();

  signals:
    void video_changed(vitrine::studio::VideoFormat);

  private:
    struct Parts;
    explicit Engine(std::unique_ptr<Parts>);
    std::unique_ptr<Parts> parts_;
};

// A renderer's name that means "drawn by the processor".
bool is_software_renderer(const QString& renderer);

}  // namespace vitrine::studio
