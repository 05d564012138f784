// SPDX-License-Identifier: GPL-3.0-or-later
// A recognition model with the same results in fewer steps.
#pragma once

#include <string>
#include <string_view>

namespace gongshi::extract {

/// The ONNX model `model` with its scalars folded into the convolutions beside them, and hard swishes written out in
/// four steps (x · clip(x + 3, 0, 6) / 6) put back together. PP-OCRv4's export is full of both: steps that read and
/// write a whole layer to multiply or add one number, which ONNX Runtime does not fold by itself. Folded, a line takes
/// 10–20 % less time (bench/ocr_pages --lines). The results differ by rounding only. What is not recognised stays as it
/// is; bytes that are no model come back unchanged.
[[nodiscard]] std::string folded_model(std::string_view model);

}  // namespace gongshi::extract
