// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/command_line.h"
#include "app/notices.h"
#include "app/on_air.h"
#include "app/pinning.h"
#include "app/preferences.h"
#include "app/server_line.h"
#include "commerce-client/backstage.h"
#include "commerce-client/connection.h"
#include "commerce-client/live_show.h"
#include "commerce-client/pictures.h"
#include "commerce-client/secret_store.h"
#include "commerce-client/shop.h"
#include "encoder/broadcast.h"
#include "studio/studio.h"

namespace vitrine::app {

// Everything behind the window, in the order in which it is made (and destroyed, backwards: the broadcast
// before the studio). Holds no logic. GUI thread; owned by main or a test.
struct Desk {
    Desk(const CommandLine& asked, std::unique_ptr<studio::Studio> opened)
        : command_line(asked),
          preferences(asked.data_dir),
          secrets(asked.data_dir, asked.unattended() ? commerce::SecretStore::Place::file
                                                     : commerce::SecretStore::Place::automatic),
          studio(std::move(opened)),
          connection(secrets),
          backstage(connection),
          shop(connection),
          show(connection),
          on_air(preferences, broadcast, connection, show, notices),
          pinning(broadcast, show, notices),
          line(preferences, connection, backstage, show, notices) {}

    const CommandLine command_line;
    Preferences preferences;
    Notices notices;
    commerce::SecretStore secrets;
    std::unique_ptr<studio::Studio> studio;
    encoder::Broadcast broadcast;
    commerce::Connection connection;
    commerce::Backstage backstage;
    commerce::Shop shop;
    commerce::LiveShow show;
    commerce::Pictures pictures;
    OnAir on_air;
    Pinning pinning;
    ServerLine line;
};

}  // namespace vitrine::app
