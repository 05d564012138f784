// SPDX-License-Identifier: GPL-3.0-or-later
// The second look at figures: a figure counts as certain only when looks that differ agree on it.
#pragma once

#include <memory>
#include <vector>

#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// Marks the characters of `text` that belong to figures and are not confirmed. `line` is the picture that `first` read
/// `text` from; `second` are engines to ask, the best one first.
void confirm_figures(const GreyImage& line, LineText& text, Recognizer& first,
                     const std::vector<std::unique_ptr<Recognizer>>& second);

}  // namespace gongshi::extract
