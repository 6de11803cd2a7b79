// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "encoder/sink_thread.h"

namespace vitrine::encoder {

// The programme into a file that plays whenever it is cut off: Matroska, or MP4 in fragments. What was
// written is on the disk after two seconds at most. Faults end it and harm nobody else.
class FileSink final : public SinkThread {
  public:
    FileSink(SinkTerms, OnChange);
    ~FileSink() override;

    static QString wrong_with(const FileTarget&);

  private:
    struct Recording;

    End work() override;
    bool takes_cues() const override { return false; }
    End write_all(Recording&);

    const FileTarget target_;
};

}  // namespace vitrine::encoder
