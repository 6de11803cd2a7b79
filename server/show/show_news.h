// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/committer.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::show {

// Tells EVERYONE what a show is now. Committer's thread.
void tell_changed(store::Unit&, v1::ShowChanged news);

// The same for a part that has changed what the line-up shows. Nothing for a show that does not exist.
void tell_lineup(store::Unit&, const std::string& show_id);

}  // namespace vitrine::show
