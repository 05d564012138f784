// SPDX-License-Identifier: GPL-3.0-or-later
// The standard's own texts, recognised where a notice repeats them: they tell where a cell begins and ends.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "schema/standard.h"

namespace gongshi::extract {

/// Lines [begin, end) of a column that make up one whole text.
struct KnownCell {
  std::size_t begin = 0, end = 0;
};

class KnownTexts {
 public:
  /// Names, definitions and requirements of all tiers; none where `standard` is null.
  explicit KnownTexts(const Standard* standard);

  /// The cells that are known texts, top to bottom, none overlapping. `lines` are one column's, without spaces.
  [[nodiscard]] std::vector<KnownCell> find(const std::vector<std::u32string_view>& lines) const;

  /// Is the line, of kLeastLine characters and more without spaces, a stretch of a known text, sign by sign?
  [[nodiscard]] bool hold(std::u32string_view line) const;
  /// Does a sign (、；”) follow the line in one of the known texts that hold it? It may have been lost at the line's
  /// end.
  [[nodiscard]] bool sign_follows(std::u32string_view line) const;
  /// The share of a line's pairs of neighbouring characters that stand in the texts, one of them at least Chinese: over
  /// half of a line in the words of the field, next to none of what is read from a page on its side. 0 without pairs.
  [[nodiscard]] double pairs_share(std::u32string_view line) const;
  [[nodiscard]] bool empty() const { return texts_.empty(); }
  static constexpr std::size_t kLeastLine = 6;  ///< Shorter ones stand in claims as well, by chance.

 private:
  void add(std::string_view text);

  std::unordered_set<std::u32string> texts_;
  std::u32string all_;  ///< The texts one after the other, each once, a line break between them.
  std::size_t longest_ = 0;
};

}  // namespace gongshi::extract
