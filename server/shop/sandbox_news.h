// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/domain/clock.h"
#include "server/shop/sales.h"
#include "server/shop/sandbox_gateway.h"

namespace vitrine::shop {

// Brings the shop what happened at the sandbox by itself, as webhooks do of other gateways. Owned by main,
// which has it look each second; the sandbox outlives the commands.
class SandboxNews {
  public:
    SandboxNews(std::shared_ptr<SandboxGateway>, Sales&, const Clock&);
    void look();

  private:
    const std::shared_ptr<SandboxGateway> sandbox_;
    Sales& sales_;
    const Clock& clock_;
};

}  // namespace vitrine::shop
