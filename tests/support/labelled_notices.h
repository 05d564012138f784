// SPDX-License-Identifier: GPL-3.0-or-later
// Fictional notices of a programme with what their authors planted: tests/fixtures/programmes/NAME (annex.html,
// notice*.html, labels.json: tier, name of the body, rule and row of each planted error; right notices have none).
#pragma once

#include <string>
#include <vector>

namespace gongshi::test {

/// How the built program did on a folder of labelled notices.
struct LabelledScore {
  int notices = 0, expected = 0, found = 0;
  int cells = 0, cells_read = 0;          ///< Of the notices' tables, as printed.
  std::vector<std::string> false_errors;  ///< Asserted errors that nobody planted: file and message.
  std::vector<std::string> misread;       ///< Files with another tier, name or number of notices than labelled.
  std::vector<std::string> missed;        ///< "notice2.html list-count-mismatch 5"
  std::vector<std::string> programmes;    ///< Those that notices were judged by, each once.
};

/// Folder of the fixtures of a programme.
[[nodiscard]] std::string labelled_folder(const std::string& name);

/// Audits the folder's notices; by `programme` where it is not empty, else by the one that each names.
[[nodiscard]] LabelledScore score_labelled(const std::string& name, const std::string& programme = {});

}  // namespace gongshi::test
