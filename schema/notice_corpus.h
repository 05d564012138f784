// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "schema/finding.h"

namespace gongshi {
inline namespace schema {

/// The other notices of a run or store, as rules see them. corpus/ implements it.
class NoticeCorpus {
 public:
  virtual ~NoticeCorpus() = default;

  /// Rows of other communities' notices whose own text (the standard's text removed) is nearly that of the row at index
  /// `row` of `notice`, best first. Empty if the row has too little text of its own.
  [[nodiscard]] virtual std::vector<NoticeReference> rows_like(const Notice& notice, int row) const = 0;

  /// Other communities' notices whose claims as a whole are those of `notice`, best first.
  [[nodiscard]] virtual std::vector<NoticeReference> notices_like(const Notice& notice) const = 0;

  /// Names of communities in the other notices of the same file or run, without doubles.
  [[nodiscard]] virtual std::vector<std::string> communities() const = 0;
};

}  // namespace schema
}  // namespace gongshi
