// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_show.h"

#include "studio/programme.h"

namespace vitrine::app {
namespace {

constexpr int kPinned_ms = 6'000;
constexpr int kUnpinned_ms = 1'500;
constexpr int kTakeEvery = 3;  // steps
constexpr int kTryAgain_ms = 3'000;
constexpr int kEndDeadline_ms = 10'000;

}  // namespace

DemoShow::DemoShow(Desk& desk) : desk_(desk) {
    steps_.setSingleShot(true);
    connect(&steps_, &QTimer::timeout, this, &DemoShow::step);
    connect(&desk_.on_air, &OnAir::wentLive, this, [this] {
        step_ = 0;
        steps_.start(kUnpinned_ms);
    });
    connect(&desk_.on_air, &OnAir::stateChanged, this, [this](OnAir::State state) {
        if (state != OnAir::State::off) return;
        steps_.stop();
        if (ending_) {
            emit finished();
        } else {  // it did not get on air: nobody is there to press the button again
            QTimer::singleShot(kTryAgain_ms, this, [this] {
                if (!ending_) desk_.on_air.goLive();
            });
        }
    });
}

void DemoShow::begin() { desk_.on_air.goLive(); }

void DemoShow::step() {
    const int products = desk_.show.products().rowCount();
    if (step_ % kTakeEvery == kTakeEvery - 1) desk_.studio->programme().take();
    const bool pin = step_ % 2 == 0;
    if (pin && products > 0) {
        desk_.pinning.pin(desk_.show.products().product(step_ / 2 % products)->id());
    } else {
        desk_.pinning.pin({});
    }
    ++step_;
    steps_.start(pin ? kPinned_ms : kUnpinned_ms);
}

void DemoShow::end() {
    if (std::exchange(ending_, true)) return;
    steps_.stop();
    if (desk_.on_air.state() == OnAir::State::off) {
        emit finished();
        return;
    }
    QTimer::singleShot(kEndDeadline_ms, this, &DemoShow::finished);
    desk_.on_air.endShow();
}

}  // namespace vitrine::app
