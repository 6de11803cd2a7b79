// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "encoder/encoder_choice.h"

namespace vitrine::encoder {

// Encoders tried on a thread of their own, one after the other: opening a hardware encoder may take a second,
// and the first picture of a bad one never comes. GUI thread, where the answers are told; owned by whoever
// asks, and destroyed before the engine (waits for the call of libobs that is under way).
class EncoderTrials final : public QObject {
  public:
    EncoderTrials();
    ~EncoderTrials() override;

    // As choose_video_encoder and trial_encode. Each answers once.
    void choose(std::function<void(Result<VideoEncoder>)> told);
    void encode(const QString& encoder_id, int kbps, int duration_ms, std::function<void(int skipped)> told);
    // What is under way ends early, and answers as failed.
    void give_up();
    // libobs is being used: the canvas must not change now.
    bool running() const;

  private:
    template <class Answer>
    void run(std::function<Answer(std::stop_token)> trial, std::function<void(Answer)> told);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::encoder
