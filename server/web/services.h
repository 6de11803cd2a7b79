// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/bus/bus.h"
#include "server/domain/clock.h"
#include "server/identity/identity.h"
#include "server/identity/tokens.h"
#include "server/room/chat.h"
#include "server/shop/carts.h"
#include "server/shop/coupons.h"
#include "server/shop/drops.h"
#include "server/shop/pricing.h"
#include "server/shop/sales.h"
#include "server/shop/settled_money.h"
#include "server/show/event_log.h"
#include "server/show/shows.h"
#include "server/show/snapshots.h"

namespace vitrine::web {

// What the web part asks. All are owned by main and outlive it.
struct Services {
    identity::Identity& identity;
    const identity::Tokens& tokens;
    show::Shows& shows;
    show::EventLog& log;
    show::Snapshots& snapshots;
    room::Chat& chat;
    shop::Sales& sales;
    shop::Carts& carts;
    shop::Pricing& pricing;
    shop::Coupons& coupons;
    shop::Drops& drops;
    shop::SettledMoney& settled_money;
    bus::Bus& bus;
    const Clock& clock;
};

}  // namespace vitrine::web
