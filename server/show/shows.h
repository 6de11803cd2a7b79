// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/catalog.pb.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::show {

// The shows themselves: title, slug, state, line-up, stream key. Every change is emitted as ShowChanged to
// EVERYONE. All calls answer on a store thread. Owned by main; thread-safe.
class Shows {
  public:
    // The products of a show's line-up as viewers see them, in order; asked for in the transaction that has
    // changed it. Without it pages ask for new products themselves.
    using LineupProducts =
        std::function<std::vector<v1::Product>(store::Session&, const std::string& show_id)>;

    Shows(store::Committer&, store::Readers&, LineupProducts = nullptr);

    void create(const Caller&, const v1::CreateShowRequest&, Reply<v1::Show>);  // creator
    void get(const v1::GetShowRequest&, Reply<v1::Show>);                       // by id or slug; with pins
    void list(const Caller&, const v1::ListShowsRequest&, Reply<v1::ListShowsResponse>);  // staff
    void set_lineup(const Caller&, const v1::SetLineupRequest&, Reply<v1::Show>);         // creator, retailer
    void rename(const Caller&, const v1::RenameShowRequest&, Reply<v1::Show>);            // creator
    void start(const Caller&, const v1::StartShowRequest&, Reply<v1::Show>);              // creator
    void end(const Caller&, const v1::EndShowRequest&, Reply<v1::Show>);                  // creator

    // The key itself (32 random bytes, base64url); url is left empty for the caller to fill. Creator.
    void stream_key(const Caller&, const v1::GetStreamTargetRequest&, Reply<v1::StreamTarget>);
    void rotate_stream_key(const Caller&, const v1::RotateStreamKeyRequest&, Reply<v1::StreamTarget>);

    // Which show a publisher's key opens. permission_denied for a wrong or revoked key, precondition for an
    // ended show. The comparison takes the same time whatever the key.
    void authorise_publish(const std::string& key, Reply<v1::Show>);

    // What media saw: a publisher is connected (or not), a replay can be watched. Emits PictureState to
    // EVERYONE.
    void set_picture(const std::string& show_id, bool live, bool replay_ready, Reply<Done>);

    // At start-up: no publisher has survived the server.
    void forget_pictures(Reply<Done>);
    // At start-up: shows that ended without a replay; their recording may be there, unfinished.
    void ended_without_replay(Reply<std::vector<std::string>>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    const LineupProducts lineup_products_;
};

}  // namespace vitrine::show
