// SPDX-License-Identifier: GPL-3.0-or-later
// The report's Chinese words (report/data/messages.json).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/finding.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::report {

/// Immutable after load. Words that the file lacks are given as the key, so that a rule without a name still shows its
/// id.
class Messages {
 public:
  /// The words with those of the programmes in them ({body}, {notice-name}, {programme}, {authority}): what all of them
  /// say alike, common words ("several") for the rest and for no programme. Errors: "data-missing", "template-invalid".
  [[nodiscard]] static Result<Messages> load(const std::vector<const Programme*>& programmes = {});

  /// The word at `path` ("severity.error.name").
  [[nodiscard]] std::string get(const std::string& path) const;
  /// The same with {n} replaced.
  [[nodiscard]] std::string get(const std::string& path, int n) const;

  [[nodiscard]] std::string severity(Severity severity) const;
  [[nodiscard]] std::string grade(EvidenceGrade grade) const;       ///< 有数据
  [[nodiscard]] std::string grade_mark(EvidenceGrade grade) const;  ///< 数: one character
  [[nodiscard]] std::string rule(const std::string& id) const;      ///< Its name, else its id.
  [[nodiscard]] std::string advice(const std::string& rule) const;  ///< "" if none.

  /// `text` with the programmes' words in place of {body} and its like.
  [[nodiscard]] std::string filled(std::string text) const;
  /// What the programmes print: names().body is 社区, 学校 …
  [[nodiscard]] const ProgrammeNames& names() const { return names_; }

 private:
  ProgrammeNames names_;
  std::map<std::string, std::string> words_;  ///< By path.
};

}  // namespace gongshi::report
