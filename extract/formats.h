// SPDX-License-Identifier: GPL-3.0-or-later
// The formats that are read: one entry each. reader.h reads by it, the worker pool asks it who needs programs, --help
// prints it, and the manual is checked against it. A new format is a new entry here (and its kind in kind.h).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "extract/kind.h"
#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

struct Format {
  Kind kind;
  std::string_view title;     ///< English, as in the manual's table: "Word (.docx .docm .dotx)".
  std::string_view versions;  ///< Which versions or variants of it.
  std::string_view needs;     ///< Debian package that must be installed beside the program; "" where none.
  Result<Document> (*read)(std::string_view bytes, Source source, const Options& options);  ///< nullptr: by members.

  /// True where a program of another's is started to read it, so that a worker must be allowed to.
  [[nodiscard]] bool starts_programs() const { return needs.starts_with("libreoffice"); }
};

/// All formats, in the order in which people look for them.
[[nodiscard]] std::span<const Format> formats();

/// The format of a kind; nullptr for those that are not read.
[[nodiscard]] const Format* format_of(Kind kind);

/// The formats as a table for --help: a line each.
[[nodiscard]] std::string format_table();

/// What to do with a file that is of no known kind, told by the ending of its name (CEB, SEP, GD and others that only
/// their makers' programs read); "" for endings that say nothing, and, where the bytes are those of a text, for endings
/// that texts are given too.
[[nodiscard]] std::string_view advice_for_name(std::string_view name, bool is_text = false);

}  // namespace gongshi::extract
