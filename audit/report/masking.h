// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps personal data out of reports: what is hidden in a text, and where it stands on a page.
#pragma once

#include <string>
#include <vector>

#include "audit/report/report.h"
#include "schema/notice.h"

namespace gongshi::audit::report {

class Masker {
 public:
  explicit Masker(PersonalDataFinder finder) : finder_(std::move(finder)) {}

  /// Ranges of `text` to be hidden, in order, not overlapping: identity numbers, mobile telephones, the names in
  /// `persons`, and what the finder says. Office telephones stay.
  [[nodiscard]] std::vector<ByteRange> ranges(const std::string& text, const std::vector<std::string>& persons) const;

  /// `text` with every hidden character as "＊" ("*" for ASCII).
  [[nodiscard]] std::string masked(const std::string& text, const std::vector<std::string>& persons) const;

  /// Boxes of the hidden characters of the notice, by page.
  [[nodiscard]] std::vector<Place> places(const Notice& notice) const;

 private:
  PersonalDataFinder finder_;
};

}  // namespace gongshi::audit::report
