// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/ledger/money_terms.h"
#include "server/store/committer.h"

namespace vitrine::shop {

// Looks after the books. Owned by main; thread-safe. What is still queued may outlive it.
class Bookkeeper {
  public:
    Bookkeeper(store::Committer&, ledger::MoneyTerms = {});

    // Gives back reserved money whose time is over, and releases what was in escrow long enough: in small
    // commands, one after the other, so that buyers come in between. Called each second by main.
    void look_through();

  private:
    store::Committer& committer_;
    const std::shared_ptr<const ledger::MoneyTerms> terms_;
};

}  // namespace vitrine::shop
