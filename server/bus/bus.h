// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "vitrine/v1/event.pb.h"

namespace vitrine::bus {

// An event is made once and shared by everyone who passes it on.
using EventPtr = std::shared_ptr<const v1::ShowEvent>;

// Keeps a subscription alive; destroying it ends it. When the destructor returns, the callback runs no more.
class Subscription {
  public:
    virtual ~Subscription() = default;
};

// Carries the events of all shows between the parts of the server (and, over NATS, between servers).
// Thread-safe. Events of one show arrive in the order of publish() calls; delivery is at most once: who must not miss a
// state event reads the event log from his last seq.
class Bus {
  public:
    virtual ~Bus() = default;
    virtual void publish(EventPtr event) = 0;
    // The callback runs on the publisher's thread: it must only hand the event to its own loop. Never call subscribe or
    // destroy a subscription from inside it.
    virtual std::unique_ptr<Subscription> subscribe(std::function<void(const EventPtr&)> on_event) = 0;
};

// Everything in this process.
std::unique_ptr<Bus> make_local_bus();

}  // namespace vitrine::bus
