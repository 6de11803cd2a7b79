// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/calls.h"

#include <QRandomGenerator>
#include <algorithm>

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

void Calls::began(grpc::ClientContext* call) {
    std::lock_guard lock(mutex_);
    under_way_.insert(call);
}

void Calls::ended(std::unique_ptr<grpc::ClientContext> call, std::shared_ptr<void> stub) {
    std::lock_guard lock(mutex_);
    under_way_.erase(call.get());
    stub.reset();
    call.reset();
    quiet_.notify_all();
}

int Calls::pause_ms(int attempts) {
    const int whole = std::min(200 << std::min(attempts, 5), 3'000);
    return whole / 2 + static_cast<int>(QRandomGenerator::global()->bounded(whole / 2));
}

}  // namespace vitrine::commerce
