// SPDX-License-Identifier: GPL-3.0-or-later
// 核实整改通知 as .docx: one letter per community or county, made from a template that is edited in Word.
//
// Placeholders stand in the text as {{社区}}; their names are in messages.json ("letter"). A table row (or a paragraph
// outside of tables) with a placeholder {{事项.…}} is repeated for every finding. Headers and footers may hold
// placeholders too.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/run.h"

namespace gongshi::report {

/// The built-in template as a .docx: margins, type and line pitch of GB/T 9704-2012. Errors: "data-missing",
/// "report-unwritable".
[[nodiscard]] Result<std::string> default_letter_template();

/// What the placeholders of one letter stand for.
struct LetterValues {
  std::map<std::string, std::string> values;              ///< By name.
  std::string item;                                       ///< Prefix of the names in repeated rows: "事项".
  std::vector<std::map<std::string, std::string>> items;  ///< One per repetition, by name without prefix.
};

/// Fills the .docx `letter_template`. "\n" in a value is a line break. Errors: "template-invalid" (no Word file, or it
/// has a placeholder that is unknown: the message names it).
[[nodiscard]] Result<std::string> fill_letter(std::string_view letter_template, const LetterValues& values);

/// Writes a letter for every community (or county) with findings into `folder`, which is made. Errors: as above,
/// "file-unreadable".
[[nodiscard]] Result<void> write_letters(const Run& run, const std::string& folder);

}  // namespace gongshi::report
