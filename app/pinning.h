// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/notices.h"
#include "commerce-client/live_show.h"
#include "encoder/broadcast.h"

namespace vitrine::app {

// A pin: the frame the host sees, its time on the stream to the server, and the in-band cue, under one id.
// GUI thread.
class Pinning final : public QObject {
    Q_OBJECT
  public:
    Pinning(encoder::Broadcast&, commerce::LiveShow&, Notices&);

    // Empty: unpin. Answers the command id, which also names the cue.
    std::string pin(const std::string& product_id);

    // The stream's timestamp of the frame the host sees now: what he says counts from there. Nothing: off
    // air.
    std::optional<int64_t> seenNow() const;

  private:
    encoder::Broadcast& broadcast_;
    commerce::LiveShow& show_;
    Notices& notices_;
};

}  // namespace vitrine::app
