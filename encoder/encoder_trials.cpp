// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/encoder_trials.h"

#include <QThreadPool>

namespace vitrine::encoder {

struct EncoderTrials::Parts {
    QThreadPool thread;  // unbounded as a queue, but nobody asks again before he was told
    std::stop_source stop;
    int under_way = 0;
};

EncoderTrials::EncoderTrials() : parts_(std::make_unique<Parts>()) { parts_->thread.setMaxThreadCount(1); }

EncoderTrials::~EncoderTrials() {
    give_up();
    parts_->thread.waitForDone();
}

void EncoderTrials::choose(std::function<void(Result<VideoEncoder>)> told) {
    run<Result<VideoEncoder>>([](std::stop_token stop) { return choose_video_encoder(stop); },
                              std::move(told));
}

void EncoderTrials::encode(const QString& encoder_id, int kbps, int duration_ms,
                           std::function<void(int)> told) {
    run<int>([=](std::stop_token stop) { return trial_encode(encoder_id, kbps, duration_ms, stop); },
             std::move(told));
}

void EncoderTrials::give_up() { std::exchange(parts_->stop, std::stop_source()).request_stop(); }

bool EncoderTrials::running() const { return parts_->under_way > 0; }

template <class Answer>
void EncoderTrials::run(std::function<Answer(std::stop_token)> trial, std::function<void(Answer)> told) {
    ++parts_->under_way;
    parts_->thread.start(
        [this, trial = std::move(trial), told = std::move(told), stop = parts_->stop.get_token()]() mutable {
            auto answer = std::make_shared<Answer>(trial(stop));
            QMetaObject::invokeMethod(
                this,
                [this, answer, told = std::move(told)] {
                    --parts_->under_way;
                    told(std::move(*answer));
                },
                Qt::QueuedConnection);
        });
}

}  // namespace vitrine::encoder
