// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine::studio {

// libobs's own connection to the X server, where there is one; nothing on Windows and macOS. Opened before
// obs_startup, closed after obs_shutdown, both on the GUI's thread.
class DisplayServer {
  public:
    DisplayServer() = default;
    ~DisplayServer();
    DisplayServer(const DisplayServer&) = delete;
    DisplayServer& operator=(const DisplayServer&) = delete;

    // False when there is no X server to reach.
    bool open();

  private:
    void* connection_ = nullptr;
};

}  // namespace vitrine::studio
