// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

struct obs_output;
struct encoder_packet;

namespace vitrine::encoder {

// The type of libobs output that hands encoded packets to us instead of muxing them itself.
inline constexpr const char* kEncodedOutputId = "vitrine_encoded_output";

// Once after every obs_startup; again does nothing.
void register_encoded_output();

// What an output of this type calls; set after obs_output_create, before obs_output_start.
struct EncodedOutputCalls {
    std::function<void()> on_begin;  // the encoders are open, no packet came yet; the starter's thread
    std::function<void(encoder_packet*)> on_packet;  // an encoder's thread
};
void set_calls(obs_output*, EncodedOutputCalls);

}  // namespace vitrine::encoder
