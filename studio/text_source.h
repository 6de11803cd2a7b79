// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "studio/show.h"

struct obs_source;

namespace vitrine::studio {

// A libobs source of our own that shows a picture drawn by Qt: text in any script, with fonts filled in
// (docs/decisions/text-is-drawn-by-qt.md).
inline constexpr const char* kTextSourceId = "vitrine_text";

// Once after every obs_startup.
void register_text_source();

// Draws the text and hands it to the source, which shows it from the next frame on. GUI's thread; needs a
// QGuiApplication. Precondition: the source is of the type above.
void show_text(obs_source*, const TextSettings&);

// The drawing alone: premultiplied RGBA, as wide and high as the text, at most 4096 either way. Null for no
// text.
QImage draw_text(const TextSettings&);

}  // namespace vitrine::studio
