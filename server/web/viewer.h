// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/room/reading_place.h"
#include "server/web/batch.h"
#include "server/web/show_hubs.h"
#include "server/web/wire.h"

namespace vitrine::web {

// One reader of a show on one connection, whatever he reads through (a socket, an event stream). He joins the
// hub first and holds back what arrives, reads the log after his cursor (or takes a snapshot), and then goes
// on with what he held: no gap, no double. When numbers are missing later, he does so again. When his token
// runs out he is sent for a new one and comes back to resume. Lives on the loop; kept alive by his Wire.
class Viewer : public std::enable_shared_from_this<Viewer>, private Ticked {
  public:
    Viewer(ShowHubs&, std::shared_ptr<Wire>);
    ~Viewer() override;

    // Called by the hub.
    void deliver(const Batch&);              // for everyone
    void deliver_one(const bus::EventPtr&);  // for staff or one person
    const room::ReadingPlace& place() const { return place_; }
    // Ends the connection so that the client comes back and resumes.
    virtual void give_up(const Error& why, uint16_t close_code) = 0;

  protected:
    // Begins to read. A cursor: resume, if the log reaches so far back.
    void join(const std::string& show, Caller caller, std::optional<show::Cursor> from);
    // To be called when the connection is gone, or is to get nothing more.
    void leave();
    bool send(Bytes, Worth);
    bool send_events(Bytes, Worth);

    // before: where he stood until these events.
    virtual Bytes shared(const Batch&, const show::Cursor& before) const = 0;
    virtual Bytes own(std::span<const bus::EventPtr> events, const show::Cursor& before) const = 0;
    virtual void welcome(const v1::ShowSnapshot* snapshot) = 0;  // null: recovered, the missed events follow
    virtual void beat(int64_t steady_us) = 0;                    // each tick

    ShowHubs& hubs_;
    std::shared_ptr<Wire> wire_;
    Caller caller_;
    std::string show_id_;

  private:
    enum class State { outside, joining, live, gone };
    void tick(int64_t steady_us) final;
    void attach(std::optional<show::Cursor> from);
    void catch_up();
    void take_snapshot();
    void send_buyer_state();
    void go_live();
    void hold(const bus::EventPtr&);
    void pick(std::span<const bus::EventPtr> events, Worth worth);

    friend class ShowHub;
    size_t hub_slot_ = 0;
    State state_ = State::outside;
    bool recovering_ = false;  // the welcome is still owed, as recovered
    room::ReadingPlace place_{"", false};
    std::vector<bus::EventPtr> held_;  // while joining; too many: give_up
};

}  // namespace vitrine::web
