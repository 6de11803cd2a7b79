// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "server/bus/bus.h"
#include "server/domain/clock.h"
#include "server/identity/identity.h"
#include "server/identity/tokens.h"
#include "server/room/chat.h"
#include "server/room/pins.h"
#include "server/shop/catalogue.h"
#include "server/shop/coupons.h"
#include "server/shop/drops.h"
#include "server/shop/pricing.h"
#include "server/shop/sales.h"
#include "server/shop/settled_money.h"
#include "server/shop/warehouse.h"
#include "server/show/event_log.h"
#include "server/show/shows.h"
#include "server/show/snapshots.h"

namespace vitrine::api {

// What the gRPC services ask. All are owned by main and outlive them.
struct Services {
    identity::Identity& identity;
    const identity::Tokens& tokens;
    show::Shows& shows;
    show::EventLog& log;
    show::Snapshots& snapshots;
    room::Chat& chat;
    room::Pins& pins;
    shop::Catalogue& catalogue;
    shop::Sales& sales;
    shop::Warehouse& warehouse;
    shop::Pricing& pricing;
    shop::Coupons& coupons;
    shop::Drops& drops;
    shop::SettledMoney& settled_money;
    bus::Bus& bus;
    const Clock& clock;

    // What other parts know, given by main; callable from any thread.
    std::function<int64_t()> watching_all;
    std::function<int64_t(const std::string& show_id)> watching;
    std::function<int64_t()> publishing;
    std::function<std::map<std::string, std::string>()> recording_troubles;  // by show
    std::function<void(const std::string& show_id, const std::string& why)> interrupt_picture;
    std::string version;
    std::string page_url;
    std::string ingest_url;  // "rtmp://127.0.0.1:1935/live"
    std::string instance;    // of this start: tells this server from another one on the same port
};

}  // namespace vitrine::api
