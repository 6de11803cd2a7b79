// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/obs_display_server.h"

#if defined(__unix__) && !defined(__APPLE__)
#include <X11/Xlib.h>
#include <obs-nix-platform.h>
#endif

namespace vitrine::studio {

#if defined(__unix__) && !defined(__APPLE__)

bool DisplayServer::open() {
    connection_ = XOpenDisplay(nullptr);
    if (!connection_) return false;
    obs_set_nix_platform(OBS_NIX_PLATFORM_X11_EGL);
    obs_set_nix_platform_display(connection_);
    return true;
}

DisplayServer::~DisplayServer() {
    if (!connection_) return;
    obs_set_nix_platform_display(nullptr);
    XCloseDisplay(static_cast<Display*>(connection_));
}

#else

bool DisplayServer::open() { return true; }
DisplayServer::~DisplayServer() = default;

#endif

}  // namespace vitrine::studio
