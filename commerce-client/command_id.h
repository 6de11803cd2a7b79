// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::commerce {

// A fresh UUIDv7 (RFC 9562 §5.7): names one command. A command that is sent again keeps its id, so that the
// server does it once. Thread-safe.
std::string make_command_id();

// The id of what a person asks for with one button. As long as he asks for the same and was not told that it
// is done, it is the same command: pressed again after the line was lost, nothing is given back twice.
class PressedCommand {
  public:
    // body: the request without its id, serialised.
    const std::string& idFor(const std::string& body) {
        if (id_.empty() || body != body_) {
            id_ = make_command_id();
            body_ = body;
        }
        return id_;
    }
    void done() { id_.clear(); }

  private:
    std::string id_;
    std::string body_;
};

}  // namespace vitrine::commerce
