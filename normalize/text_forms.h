// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison keys: what is left of a text when everything is removed that does not matter when a claim is compared with
// the standard or with another claim. RULES.md: white space, punctuation, full/half width, list numbers, conclusion
// words, and the subject words 本社区 / 社区 / the community's name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/document.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// A key remembers where each of its characters stands in the text it was made of.
struct ComparisonKey {
  std::u32string
      chars;  ///< NFKC, lower case; no white space and no punctuation, but "%" and the point inside a figure.
  std::vector<std::uint32_t> begins;  ///< Byte offset in the text of each character.
  std::vector<std::uint32_t> ends;    ///< Byte offset past it. Same length as chars.

  [[nodiscard]] bool empty() const { return chars.empty(); }
  [[nodiscard]] std::size_t size() const { return chars.size(); }
  /// Bytes of the text from key character `first` to before `last`. Precondition: first < last <= size().
  [[nodiscard]] ByteRange range(std::size_t first, std::size_t last) const { return {begins[first], ends[last - 1]}; }
};

/// What a key leaves out beyond white space, punctuation and width.
struct KeyOptions {
  bool list_numbers = true;      ///< Leave out 1. 2、 （3） ① at the start of the text, a line or a sentence.
  bool conclusion_words = true;  ///< Leave out 达标 已达标 已完成 符合要求 …
  bool subject_words = true;     ///< Leave out 本社区 社区.
};

/// The key of `text`. `subjects` are further words to leave out (the community's name); words of fewer than two
/// characters are ignored. The vocabulary is the word file "text_forms". Never fails; malformed UTF-8 is
/// left out.
[[nodiscard]] ComparisonKey comparison_key(const Programme& programme, std::string_view text,
                                           const std::vector<std::string>& subjects = {},
                                           const KeyOptions& options = {});

class TextForms;

/// A text from which several keys are made: folded once.
class KeySource {
 public:
  KeySource(const Programme& programme, std::string_view text);
  /// Without vocabulary: only keys that leave no words and no list numbers out can be made.
  explicit KeySource(std::string_view text);
  /// As comparison_key has it.
  [[nodiscard]] ComparisonKey key(const std::vector<std::string>& subjects = {}, const KeyOptions& options = {}) const;

 private:
  const TextForms* forms_ = nullptr;
  ComparisonKey folded_;         // every character, without the white space of letter-spaced Chinese
  std::vector<bool> separates_;  // white space and punctuation: no part of a key
};

/// A figure of a key: 12层, 5个, 95%, 两处. Numbers that belong to names, times and dates (5G, 12345热线, 24小时,
/// 2024年) keep their unit, so that readers can tell them apart.
struct KeyFigure {
  std::string value;      ///< ASCII digits with at most one point, without leading zeros: "1.5"; 两 is "2".
  std::string unit;       ///< The counter or unit directly behind it ("户", "平方公里", "%"), "" if none is known.
  std::size_t begin = 0;  ///< First key character of the digits.
  std::size_t end = 0;    ///< Past the unit.
  bool words = false;     ///< Written in Chinese numerals.
};

/// Figures of a key, in order. Units are those of the word file "text_forms". Chinese numerals count only directly
/// before a unit.
[[nodiscard]] std::vector<KeyFigure> figures(const ComparisonKey& key, const Programme& programme);

/// Units that count the same kind of thing compare equal: 个 项 处 台 套 … are one, 种 and 类 are one.
[[nodiscard]] bool same_unit(std::string_view a, std::string_view b, const Programme& programme);

/// True for units that count things a reviewer can go and count (户 人 个 处 次 平方米 …), not for time, age, floors,
/// dates, rates and names.
[[nodiscard]] bool is_countable(std::string_view unit, const Programme& programme);

/// What a notice calls its own community: the name as printed, without brackets, without the body's ending. Longest
/// first.
[[nodiscard]] std::vector<std::string> subject_names(std::string_view community, const Programme& programme);

}  // namespace gongshi::normalize
