// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/shop/pricing.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/drop.pb.h"

namespace vitrine::shop {

class Draws;

// Drops: everybody who asks within the window has the same chance, and anybody can check the draw. What
// happens is in drop_life.h. Drop goes to EVERYONE, one's own entry to the PERSON. Answers on a store thread.
// Owned by main, and gone before committer and readers; thread-safe.
class Drops {
  public:
    // Makes seeds: 32 bytes that nobody can guess, in hex. Thread-safe.
    using MakeSeed = std::function<std::string()>;
    Drops(store::Committer&, store::Readers&, SaleTerms = {}, StreamClock = nullptr, MakeSeed = random_seed);
    ~Drops();

    void open(const Caller&, const v1::OpenDropRequest&, Reply<v1::Drop>);         // creator, retailer
    void call_off(const Caller&, const v1::CallOffDropRequest&, Reply<v1::Drop>);  // creator, retailer
    void enter(const Caller&, const v1::EnterDropRequest&, Reply<v1::DropEntry>);  // anybody known
    void list(const v1::ListDropsRequest&, Reply<v1::ListDropsResponse>);          // anybody
    void draw(const v1::GetDrawRequest&, Reply<v1::Draw>);                         // anybody

    // Closes and draws what is due; a draw that is cut off is begun again the next time. Called each second
    // by main; answers how many were due, once they are over.
    void draw_due(Reply<int64_t>);

    static std::string random_seed();

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    const SaleTerms terms_;
    const StreamClock stream_clock_;
    const MakeSeed make_seed_;
    const std::shared_ptr<Draws> draws_;
};

}  // namespace vitrine::shop
