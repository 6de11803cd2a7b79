// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/media/programmes.h"
#include "server/media/recorder.h"

namespace vitrine::media {

// make_programmes() with a disk of the caller's choice: for tests of slow, full and failing disks.
std::unique_ptr<Programmes> make_programmes_on(std::unique_ptr<RecordingDisk>, MediaTerms, const Clock&,
                                               PictureChanged);

}  // namespace vitrine::media
