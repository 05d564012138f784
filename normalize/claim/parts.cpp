// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences and numbered items of a claim. The trap is "2.60岁及以上": item 2, then 60岁, and no 2.60.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "normalize/claim/numerals.h"
#include "normalize/claim/quantities.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

// A tick begins another statement as a full stop does.
constexpr std::u32string_view kSentenceEnds = U"。;!?\n√";
constexpr std::u32string_view kItemMarks = U".、):,。";

/// Of the word file "figure_roles".
struct ItemWords {
  std::u32string units;   ///< 60岁, 19层, 5g: what a requirement's item begins with
  std::u32string before;  ///< 达标1.…, 【达标】1.…
  std::u32string verbs;   ///< 一是 二是

  explicit ItemWords(const Programme& programme) {
    const nlohmann::json& file = programme.words("figure_roles");
    units = characters(file, "item_units");
    before = characters(file, "before_items");
    verbs = characters(file, "item_verbs");
  }
};

struct Item {
  int number = 0;
  std::size_t end = 0;  // past the mark
};

class PartReader {
 public:
  PartReader(const FoldedText& text, const ItemWords& words) : text_(text), words_(words) {}

  void read(ClaimReading& reading, ClaimFacts& facts) {
    reading.item_chars.assign(text_.size(), false);
    std::size_t begin = 0;
    int item = 0;
    const auto close = [&](std::size_t end) {
      if (end <= begin) return;
      reading.parts.push_back({begin, end});
      facts.parts.push_back({text_.range(begin, end), item});
      begin = end;
    };
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (item_may_start(i)) {
        if (const auto found = item_at(i)) {
          close(i);
          item = last_ = found->number;
          std::fill(reading.item_chars.begin() + static_cast<std::ptrdiff_t>(i),
                    reading.item_chars.begin() + static_cast<std::ptrdiff_t>(found->end), true);
          i = found->end - 1;
          continue;
        }
      }
      if (kSentenceEnds.find(text_.chars[i]) == std::u32string_view::npos) continue;
      close(i + 1);
    }
    close(text_.size());
    cover(facts);
  }

 private:
  /// White space between parts belongs to the part before, so that the parts cover the claim.
  static void cover(ClaimFacts& facts) {
    for (std::size_t i = 0; i + 1 < facts.parts.size(); ++i) facts.parts[i].range.end = facts.parts[i + 1].range.begin;
    if (!facts.parts.empty()) facts.parts.front().range.begin = 0;
  }

  bool item_may_start(std::size_t i) const {
    if (i == 0) return true;
    const char32_t before = text_.chars[i - 1];
    return kSentenceEnds.find(before) != std::u32string_view::npos || before == U':' || before == U',' ||
           (text_.gaps[i] > 0 && is_han(before)) || words_.before.find(before) != std::u32string_view::npos;
  }

  std::optional<Item> item_at(std::size_t i) const {
    const char32_t c = text_.chars[i];
    for (const char32_t first : {char32_t{0x2460}, char32_t{0x2474}, char32_t{0x2488}})  // ① ⑴ ⒈
      if (c >= first && c < first + 20) return Item{static_cast<int>(c - first) + 1, i + 1};
    if (c == U'(') return bracketed(i);
    if (is_digit(c)) return digits(i);
    return chinese(i);
  }

  std::optional<Item> bracketed(std::size_t i) const {
    std::size_t end = i + 1;
    while (end < text_.size() && end < i + 4 && text_.chars[end] != U')') ++end;
    if (text_.at(end) != U')') return std::nullopt;
    const int number = small_number(text_.view(i + 1, end));
    return number == 0 ? std::nullopt : std::optional(Item{number, end + 1});
  }

  /// 1–30, in digits or Chinese; 0 for anything else.
  static int small_number(std::u32string_view digits) {
    if (digits.empty() || digits.size() > 3) return 0;
    int number = 0;
    if (is_digit(digits.front())) {
      for (const char32_t c : digits) {
        if (!is_digit(c)) return 0;
        number = number * 10 + static_cast<int>(c - U'0');
      }
    } else if (const auto value = chinese_numeral(digits)) {
      number = static_cast<int>(value->to_integer());
    }
    return number >= 1 && number <= 30 ? number : 0;
  }

  /// Only white space stands in front: an item in running text, or a figure in justified or recognised text.
  bool only_gap_before(std::size_t i) const {
    if (i == 0) return false;
    const char32_t before = text_.chars[i - 1];
    return kSentenceEnds.find(before) == std::u32string_view::npos && before != U':' && before != U',' &&
           words_.before.find(before) == std::u32string_view::npos;
  }

  /// 总面积 1.12 平方公里, 1 . 5: a figure with its decimal places and no item.
  bool is_decimal(std::size_t i, std::size_t mark) const {
    if (!only_gap_before(i) || text_.chars[mark] != U'.' || !is_digit(text_.at(mark + 1))) return false;
    if (text_.gaps[mark] > 0) return true;
    std::size_t end = mark + 1;
    while (is_digit(text_.at(end))) ++end;
    return text_.gaps[mark + 1] == 0 && words_.units.find(text_.at(end)) == std::u32string_view::npos;
  }

  std::optional<Item> digits(std::size_t i) const {
    std::size_t end = i;
    while (is_digit(text_.at(end))) ++end;
    const int number = end - i <= 2 ? small_number(text_.view(i, end)) : 0;
    const char32_t mark = text_.at(end);
    if (number == 0 || mark == 0 || kItemMarks.find(mark) == std::u32string_view::npos) return std::nullopt;
    if (i > 0 && text_.chars[i - 1] == U',' && mark != U'.' && mark != U'、' && mark != U')') return std::nullopt;
    if (is_decimal(i, end)) return std::nullopt;
    const char32_t next = text_.at(end + 1);
    if (mark == U'。' && next == U'\n') return std::nullopt;
    if (is_digit(next) && !splits_before_figure(number, end)) return std::nullopt;
    if (mark == U',' && number != last_ + 1) return std::nullopt;
    return Item{number, end + 1};
  }

  /// Whether "N." and a figure behind it are two things.
  bool splits_before_figure(int number, std::size_t mark) const {
    std::size_t end = mark + 1;
    while (is_digit(text_.at(end))) ++end;
    const char32_t unit = text_.at(end);
    if (unit == U'.' && measures_decimal(end)) return number == last_ + 1 && (number >= 2 || followed_by(2, end));
    if (unit == U'、' || unit == U'-' || unit == U'.') return false;  // 1、2、3号楼; 11.7-12.12; 2024.11.07
    if (text_.gaps[mark + 1] > 0 || text_.chars[mark] == U'、' || text_.chars[mark] == U')')
      return number == last_ + 1 || number == 1;
    if (words_.units.find(unit) != std::u32string_view::npos) return true;
    if (number >= 2) return number == last_ + 1;
    return followed_by(number + 1, end);
  }

  /// 1.47.2公顷: whether the second point belongs to a measured figure, as in no date.
  bool measures_decimal(std::size_t point) const {
    std::size_t end = point + 1;
    while (is_digit(text_.at(end))) ++end;
    const char32_t unit = text_.at(end);
    return end > point + 1 && (unit == U'%' || (is_han(unit) && unit != signs::kDaySign && unit != signs::kDateSign));
  }

  /// Whether item `number` stands somewhere behind, at a place where an item may start.
  bool followed_by(int number, std::size_t from) const {
    const char32_t digit = U'0' + static_cast<char32_t>(number);
    for (std::size_t i = from; i + 1 < text_.size(); ++i)
      if (text_.chars[i] == digit && kItemMarks.find(text_.chars[i + 1]) != std::u32string_view::npos &&
          kSentenceEnds.find(text_.chars[i - 1]) != std::u32string_view::npos)
        return true;
    return false;
  }

  /// 一、 二、 and 一是 二是.
  std::optional<Item> chinese(std::size_t i) const {
    if (only_gap_before(i)) return std::nullopt;  // 集 中、统 一、规 范
    std::size_t end = i;
    while (end < i + 3 && end < text_.size() && small_number(text_.view(i, end + 1)) > 0) ++end;
    if (end == i) return std::nullopt;
    const char32_t mark = text_.at(end);
    if (mark != U'、' && mark != U'.' && (mark == 0 || words_.verbs.find(mark) == std::u32string_view::npos))
      return std::nullopt;
    if (mark == U'、' && i > 0 && text_.chars[i - 1] == U',') return std::nullopt;
    return Item{small_number(text_.view(i, end)), end + 1};
  }

  const FoldedText& text_;
  const ItemWords& words_;
  int last_ = 0;
};

}  // namespace

int ClaimReading::part_of(std::size_t position) const {
  const auto after = std::upper_bound(parts.begin(), parts.end(), position,
                                      [](std::size_t value, const Span& part) { return value < part.begin; });
  return static_cast<int>(after - parts.begin()) - 1;
}

void read_parts(ClaimReading& reading, ClaimFacts& facts) {
  PartReader(reading.text, reading.programme.prepared<ItemWords>()).read(reading, facts);
}

}  // namespace gongshi::normalize
