// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text holds personal data, told by what a thing is, not by how it is set: blanks, dashes, brackets, zero-width
// signs and full-width characters inside a number or a name change nothing. The words that it goes by are in
// schema/data/persons.json; docs/masking.md says how they are used.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/claim.h"
#include "schema/compact_text.h"

namespace gongshi {
inline namespace schema {

/// Mobile numbers, identity numbers (18 and 15 characters), bank cards and accounts, number plates, e-mail addresses
/// and the names of messengers, in no order; they may overlap. Telephones of offices (0632-…, 400-…, 12345) are none.
void find_personal_numbers(const CompactText& text, std::vector<ByteRange>& found);

/// The name of a person at a place of a text.
struct NameFound {
  ByteRange range;
  std::string name;   ///< Its characters, without blanks.
  bool word = false;  ///< A word of the language too (高峰): no name wherever else it stands.
};

/// Names that words around them show to be names: 联系人：…, 网格员…上门, …（书记）, … 电话：138…. Not in titles of
/// laws (《…》), not names of public figures, places or companies, and not 张某.
void find_introduced_names(const CompactText& text, std::vector<NameFound>& found);

/// Names that are known, to be found wherever they stand.
class KnownNames {
 public:
  /// Names of fewer than two characters, and what is no name of a person (a unit, 张某), are left out. `name` as
  /// printed.
  void add(std::string_view name);
  [[nodiscard]] bool empty() const { return by_first_.empty(); }
  [[nodiscard]] bool contains(std::string_view name) const;
  /// Where they stand, however spaced: not as the beginning of a place's name (…社区), not in titles of laws.
  void find(const CompactText& text, std::vector<ByteRange>& found) const;

 private:
  std::unordered_map<char32_t, std::set<std::u32string>> by_first_;
};

}  // namespace schema
}  // namespace gongshi
