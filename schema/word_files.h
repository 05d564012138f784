// SPDX-License-Identifier: GPL-3.0-or-later
// The word files: what of language the code knows, as data. The common ones stand in normalize/data and audit/data; a
// programme adds to them with a file of the same name in its folder words/ (docs/programmes.md).
#pragma once

#include <string_view>
#include <vector>

#include "schema/shape.h"

namespace gongshi {
inline namespace schema {

struct WordFile {
  std::string_view name;    ///< "units"
  std::string_view common;  ///< Data file "normalize/units.json"; "" where only programmes have such a file.
  Shape shape;
};

/// All word files, each once.
[[nodiscard]] const std::vector<WordFile>& word_files();

/// nullptr where there is none of this name.
[[nodiscard]] const WordFile* find_word_file(std::string_view name);

}  // namespace schema
}  // namespace gongshi
