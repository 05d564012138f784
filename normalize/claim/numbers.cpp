// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of each of several dates, seasons or places: 今年3月、9月各开展1次 is two times.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "normalize/claim/claim_view.h"
#include "normalize/claim/numerals.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::u32string_view kStops = U",;。:!?(\n";

struct Vocabulary {
  std::vector<std::u32string> each, not_each, each_of, joiners, counted, lead, each_alone, ordinals, only_ordinals;
  std::u32string dates;

  explicit Vocabulary(const Programme& programme) {
    const nlohmann::json& object = programme.words("numbers");
    take_lists(object, {{&each, "each"},
                        {&not_each, "not_each"},
                        {&each_of, "each_of"},
                        {&joiners, "joiners"},
                        {&counted, "counted"},
                        {&lead, "lead"},
                        {&each_alone, "each_alone"},
                        {&ordinals, "ordinals"},
                        {&only_ordinals, "only_ordinals"}});
    dates = characters(object, "dates");
  }
};

/// A text that lists things, cut at its joiners; blank items are left out.
std::vector<std::u32string_view> items_of(std::u32string_view text, const Vocabulary& words) {
  std::vector<std::u32string_view> items;
  while (!text.empty()) {
    std::size_t cut = text.size(), skip = 0;
    for (const std::u32string& joiner : words.joiners)
      if (const std::size_t found = text.find(joiner); found < cut) cut = found, skip = joiner.size();
    if (cut > 0) items.push_back(text.substr(0, cut));
    text.remove_prefix(std::min(text.size(), cut + skip));
  }
  return items;
}

bool all_of_dates(std::u32string_view text, const Vocabulary& words) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [&](char32_t c) { return words.dates.find(c) != kNone; });
}

/// What a distributing word (各) says of the number behind it.
struct Distribution {
  bool each = false;
  std::optional<int> of;  ///< Of so many; empty where nobody says of how many.
};

class NumberReader {
 public:
  explicit NumberReader(const ClaimView& claim)
      : words_(claim.reading().programme.prepared<Vocabulary>()), claim_(claim) {}

  void read() {
    for (int i = 0; i < claim_.count(); ++i)
      if (claim_.is_count(i)) read(i);
  }

 private:
  void read(int i) {
    const std::u32string_view label = claim_.label(i);
    if (contains_any(label, words_.each_of)) return add(i, {true, std::nullopt});
    const std::size_t at = each_in(label, claim_.context(i).label.begin);
    if (at != kNone && !listed_on(i)) {
      const std::size_t position = claim_.context(i).label.begin + at;
      if (const auto counted = counted_before(i, position)) return add(i, {true, counted});
      const int listed = listed_before(position);
      if (listed >= 2) return add(i, {true, listed});
      if (starts_with_any(label.substr(at), words_.each_alone)) return add(i, {true, std::nullopt});
      return;
    }
    // 3月、9月开展1次: of all, or of each.
    if (claim_.figure(i).unit.starts_with(signs::kTimes)) {
      const int dates = dates_before(i);
      if (dates >= 2 && claim_.figure(i).value < Decimal(dates)) add(i, {false, dates});
    }
  }

  /// 下半〈年〉均, 9〈月〉均: the character belongs to a date in front, and not to 年均 or 月均.
  bool ends_date(std::size_t position) const {
    const auto of_date = [&](std::size_t at) { return words_.dates.find(claim_.text().at(at)) != kNone; };
    return position > 0 && of_date(position) && of_date(position - 1);
  }

  /// Where a distributing word stands in a label that begins at `begin`; kNone if nowhere.
  std::size_t each_in(std::u32string_view label, std::size_t begin) const {
    for (const std::u32string& word : words_.each)
      for (std::size_t at = label.rfind(word); at != kNone && at + 1 > 0;
           at = at == 0 ? kNone : label.rfind(word, at - 1)) {
        const bool kind = std::any_of(words_.not_each.begin(), words_.not_each.end(), [&](const std::u32string& other) {
          const std::size_t inside = other.find(word);
          return inside != kNone && at >= inside && label.substr(at - inside).starts_with(other) &&
                 !(inside > 0 && ends_date(begin + at - inside));
        });
        if (!kind) return at;
      }
    return kNone;
  }

  /// 分别开展2次、3次: each number has a thing of its own in front.
  bool listed_on(int i) const {
    const auto joined = [&](int a, int b) {
      return a >= 0 && b < claim_.count() && claim_.is_count(a) && claim_.is_count(b) &&
             claim_.figure(a).unit == claim_.figure(b).unit && claim_.between(a, b).size() == 1 &&
             (claim_.between(a, b).front() == U'、' || claim_.between(a, b).front() == signs::kAndSign);
    };
    return joined(i, i + 1) || joined(i - 1, i);
  }

  /// 两个小区各举办1次, 春、秋两季各1次: the number right in front of 各.
  std::optional<int> counted_before(int i, std::size_t position) const {
    const std::u32string_view text = claim_.text().view(0, position);
    for (const std::u32string& noun : words_.counted) {
      if (!text.ends_with(noun)) continue;
      std::size_t begin = text.size() - noun.size(), end = begin;
      while (begin > 0 && signs::kCountNumerals.find(text[begin - 1]) != kNone) --begin;
      if (begin == end || (begin > 0 && text[begin - 1] == U'第')) continue;
      const std::u32string_view digits = text.substr(begin, end - begin);
      // 三季度 is the third, 两季 are two
      const bool pair = digits.size() == 1 && digits.front() == signs::kPairSign;
      if (!pair && is_any(noun, words_.ordinals) && listed_before(position) >= 2) continue;
      if (!pair && is_any(noun, words_.only_ordinals)) continue;
      if (is_digit(digits.front())) {
        int value = 0;
        for (const char32_t c : digits)
          value = is_digit(c) && value < 1000 ? value * 10 + static_cast<int>(c - U'0') : value;
        return value;
      }
      if (const auto value = chinese_numeral(digits)) return static_cast<int>(value->to_integer());
    }
    // 4个小区各1处: the figure in front counts them.
    const int before = i - 1;
    if (before >= 0 && claim_.is_count(before) && claim_.is_exact(before) && claim_.span(before).end <= position) {
      const std::u32string_view noun = claim_.text().view(claim_.span(before).end, position);
      if (noun.size() <= 4 && noun.find_first_of(U",;。:、(") == kNone && claim_.figure(before).value.is_integer() &&
          claim_.figure(before).value < Decimal(10000))
        return static_cast<int>(claim_.figure(before).value.to_integer());
    }
    return std::nullopt;
  }

  /// So many dates or places stand in a list that ends at `position`.
  int listed_before(std::size_t position) const {
    const std::u32string_view text = claim_.text().view();
    std::size_t end = position;
    if (end > 0 && text[end - 1] == U',') --end;
    std::size_t begin = stop_before(end);
    std::u32string_view stretch = text.substr(begin, end - begin);
    int found = static_cast<int>(items_of(without_lead(stretch), words_).size());
    // 3月,6月,9月各1次: commas part dates too.
    while (begin > 0 && text[begin - 1] == U',') {
      const std::size_t earlier = stop_before(begin - 1);
      const std::u32string_view more = without_lead(text.substr(earlier, begin - 1 - earlier));
      const auto items = items_of(more, words_);
      if (items.empty() || !std::all_of(items.begin(), items.end(),
                                        [&](std::u32string_view item) { return all_of_dates(item, words_); }))
        break;
      found += static_cast<int>(items.size());
      begin = earlier;
    }
    return found;
  }

  std::size_t stop_before(std::size_t end) const {
    const std::u32string_view text = claim_.text().view();
    std::size_t begin = end;
    while (begin > 0 && kStops.find(text[begin - 1]) == kNone && !claim_.reading().item_chars[begin - 1]) --begin;
    return begin;
  }

  std::u32string_view without_lead(std::u32string_view stretch) const {
    std::size_t cut = 0;
    for (const std::u32string& word : words_.lead)
      if (const std::size_t found = stretch.find(word); found != kNone && found <= 10)
        cut = std::max(cut, found + word.size());
    return cut < stretch.size() ? stretch.substr(cut) : stretch;
  }

  /// Dates of the list right in front of the number's words.
  int dates_before(int i) const {
    const std::size_t end = claim_.span(i).begin, begin = stop_before(end);
    int found = 0;
    for (const DateMention& date : claim_.facts().dates)
      if (date.begin.month > 0 && !date.end && !date.until &&
          date.range.begin >= claim_.text().range(begin, end).begin &&
          date.range.end <= claim_.text().range(begin, end).end)
        ++found;
    return found;
  }

  void add(int i, const Distribution& distribution) {
    const Quantity& one = claim_.figure(i);
    NumberStatement number;
    number.figure = i;
    const Decimal value = one.upper.value_or(one.value);
    Reading each{ReadingReason::kEach, -1, -1, {}, {}, {}};
    if (distribution.of) each.value = Decimal::multiply(value, *distribution.of);
    Reading all{ReadingReason::kInAll, -1, -1, {}, {}, value};
    if (distribution.each)
      number.readings = {each};
    else
      number.readings = {all, each};
    claim_.facts().numbers.push_back(std::move(number));
  }

  const Vocabulary& words_;
  const ClaimView& claim_;
};

}  // namespace

void read_numbers(const ClaimView& claim) { NumberReader(claim).read(); }

}  // namespace gongshi::normalize
