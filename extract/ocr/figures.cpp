// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/figures.h"

namespace gongshi::extract {

void confirm_figures(const GreyImage&, LineText&, Recognizer&, const std::vector<std::unique_ptr<Recognizer>>&) {}

}  // namespace gongshi::extract
