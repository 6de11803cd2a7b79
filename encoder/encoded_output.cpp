// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/encoded_output.h"

#include <obs-module.h>

#include <cstring>

namespace vitrine::encoder {

namespace {

struct EncodedOutput {
    obs_output_t* output = nullptr;
    EncodedOutputCalls calls;
};

EncodedOutput* output_of(void* data) { return static_cast<EncodedOutput*>(data); }

bool start(void* data) {
    EncodedOutput* self = output_of(data);
    if (!obs_output_can_begin_data_capture(self->output, 0)) return false;
    if (!obs_output_initialize_encoders(self->output, 0)) return false;
    self->calls.on_begin();
    return obs_output_begin_data_capture(self->output, 0);
}

bool is_registered() {
    const char* id = nullptr;
    for (size_t i = 0; obs_enum_output_types(i, &id); ++i)
        if (std::strcmp(id, kEncodedOutputId) == 0) return true;
    return false;
}

}  // namespace

void register_encoded_output() {
    if (is_registered()) return;
    obs_output_info info = {};
    info.id = kEncodedOutputId;
    info.flags = OBS_OUTPUT_AV | OBS_OUTPUT_ENCODED;
    info.encoded_video_codecs = "h264";
    info.encoded_audio_codecs = "aac";
    info.get_name = [](void*) { return "Vitrine"; };
    info.create = [](obs_data_t*, obs_output_t* output) -> void* { return new EncodedOutput{output, {}}; };
    info.destroy = [](void* data) { delete output_of(data); };
    info.start = &start;
    info.stop = [](void* data, uint64_t) { obs_output_end_data_capture(output_of(data)->output); };
    info.encoded_packet = [](void* data, encoder_packet* packet) {
        // Null when an encoder failed: libobs ends the output by itself and says so by its signal "stop".
        if (packet) output_of(data)->calls.on_packet(packet);
    };
    obs_register_output(&info);
}

void set_calls(obs_output* output, EncodedOutputCalls calls) {
    output_of(obs_obj_get_data(output))->calls = std::move(calls);
}

}  // namespace vitrine::encoder
