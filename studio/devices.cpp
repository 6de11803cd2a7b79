// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/devices.h"

#include <cstring>

#include "server/domain/check.h"
#include "studio/platform_sources.h"

namespace vitrine::studio {

namespace {

QString item_id(obs_property_t* list, size_t index) {
    if (obs_property_list_format(list) == OBS_COMBO_FORMAT_INT)
        return QString::number(obs_property_list_item_int(list, index));
    return QString::fromUtf8(obs_property_list_item_string(list, index));
}

}  // namespace

std::vector<Device> devices_of(SourceKind kind) {
    const char* property = device_property(kind);
    VITRINE_CHECK(property != nullptr);
    std::vector<Device> devices;
    if (!is_offered(kind)) return devices;
    // Asking the type for its properties crashes in linux-v4l2; asking an instance does not.
    OBSSourceAutoRelease instance = obs_source_create_private(obs_source_id(kind), "devices", nullptr);
    if (!instance) return devices;
    obs_properties_t* properties = obs_source_properties(instance);
    obs_property_t* list = properties ? obs_properties_get(properties, property) : nullptr;
    const size_t count = list ? obs_property_list_item_count(list) : 0;
    for (size_t i = 0; i < count; ++i) {
        Device device{item_id(list, i), QString::fromUtf8(obs_property_list_item_name(list, i))};
        if (!device.id.isEmpty() && !obs_property_list_item_disabled(list, i)) devices.push_back(device);
    }
    obs_properties_destroy(properties);
    return devices;
}

bool is_offered(SourceKind kind) {
    const char* wanted = obs_source_id(kind);
    const char* id = nullptr;
    for (size_t i = 0; obs_enum_input_types(i, &id); ++i)
        if (std::strcmp(id, wanted) == 0) return true;
    return false;
}

}  // namespace vitrine::studio
