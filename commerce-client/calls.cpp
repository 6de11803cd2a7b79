// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/calls.h"

#include <QRandomGenerator>
#include <algorithm>

#include "commerce-client/handover.h"

namespace vitrine::commerce {

Calls::~Calls() {
    std::unique_lock lock(mutex_);
    for (grpc::ClientContext* call : under_way_) call->TryCancel();
    // gRPC answers a cancelled call at once; the deadline of every call bounds this wait in any case.
    quiet_.wait(lock, [this] { return under_way_.empty(); });
}

void Calls::equip(grpc::ClientContext& context) const {
    if (!access_token_.empty()) context.AddMetadata("authorization", "Bearer " + access_token_);
}

bool Calls::event(QEvent* event) {
    if (event->type() != Handover::kind()) return QObject::event(event);
    static_cast<Handover*>(event)->run();
    return true;
}

void Calls::began(grpc::ClientContext* call) {
    std::lock_guard lock(mutex_);
    under_way_.insert(call);
}

void Calls::ended(grpc::ClientContext* call, std::function<void()> settle) {
    std::lock_guard lock(mutex_);
    Handover::post(this, std::move(settle));
    under_way_.erase(call);
    quiet_.notify_all();
}

int Calls::pause_ms(int attempts) {
    const int whole = std::min(200 << std::min(attempts, 5), 3'000);
    return whole / 2 + static_cast<int>(QRandomGenerator::global()->bounded(whole / 2));
}

}  // namespace vitrine::commerce
