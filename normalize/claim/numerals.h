// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people write them: 3790, 1,234, 0.4, 1.2万, ３％, 三千七百九十, 二〇二四, 百分之八十五点五, 九成, 半数,
// 过半.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "normalize/folded_text.h"
#include "schema/decimal.h"
#include "schema/programme.h"

namespace gongshi::normalize {

struct Numeral {
  std::size_t begin = 0, end = 0;  ///< Characters of the folded text.
  Decimal value;
  Decimal step = 1;          ///< One unit of the last printed place: 1.2万 has 1000.
  bool chinese = false;      ///< Written in Chinese characters (a multiplier after digits does not count).
  bool percent = false;      ///< 百分之…, 九成, 半数: value is a percentage.
  bool approximate = false;  ///< 三四, 几十.
  bool more = false;         ///< 过半: more than the value.
};

/// All numerals in text order, without overlaps. Words that only look like numerals (统一, 一站式, 万家 …,
/// normalize/data/not_numerals.json) are left out. Digits that justification drew apart ("2 0 2 3", "0. 46", "23 249")
/// are one numeral. A single Chinese numeral may still be no number: whoever reads it looks for a unit behind it.
[[nodiscard]] std::vector<Numeral> find_numerals(const FoldedText& text, const Programme& programme);

/// As above, but characters whose entry in `excluded` (one per character) is true belong to no numeral: "2." of
/// "2.60岁".
[[nodiscard]] std::vector<Numeral> find_numerals(const FoldedText& text, const std::vector<bool>& excluded,
                                                 const Programme& programme);

/// The value of a text that is a Chinese numeral as a whole: 三千七百九十, 一万零五, 二〇二四, 八十五点五, 两百, 壹佰.
/// Empty for anything else.
[[nodiscard]] std::optional<Decimal> chinese_numeral(std::u32string_view text);

}  // namespace gongshi::normalize
