// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/dates.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "normalize/claim/numerals.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

/// One date with what was printed of it; 0 for what was not.
struct Part {
  int year = 0, month = 0, day = 0;
  std::size_t end = 0;
  bool month_part = false;  // 9月底
};

class DateScanner {
 public:
  DateScanner(const FoldedText& text, const DateWords& words) : text_(text), words_(words) {}

  std::vector<DateReading> scan() const {
    std::vector<DateReading> found;
    for (std::size_t i = 0; i < text_.size();) {
      if (!words_.may_begin(text_.chars[i])) {
        ++i;
        continue;
      }
      auto reading = may_start(i) ? range_at(i) : std::nullopt;
      if (!reading && !found.empty()) reading = continued_at(i, found.back());
      if (reading && !found.empty()) take_year(found.back(), *reading);
      if (reading) take_year_of_sentence(found, *reading);
      // 上半年1次: of any year.
      if (reading && reading->season && reading->mention.begin.year == 0 && !reading->relative_year) reading.reset();
      if (reading) found.push_back(*reading);
      i = reading ? reading->end : i + 1;
    }
    return found;
  }

 private:
  /// Past the first of the words that stands at `i`; `i` if none does.
  std::size_t behind_any(std::size_t i, const std::vector<std::u32string>& words) const {
    const std::u32string_view text = text_.view(i, text_.size());
    for (const std::u32string& word : words)
      if (text.starts_with(word)) return i + word.size();
    return i;
  }

  /// Past the sign or word that parts two dates of a list at `i`; `i` if there is none.
  std::size_t behind_joiner(std::size_t i) const { return behind_any(i, words_.joiners); }

  /// 2024年3月、〈5月〉, 11月4日、〈5日〉, 一季度、〈三季度〉: what the date in front has, the one behind needs not.
  std::optional<DateReading> continued_at(std::size_t i, const DateReading& before) const {
    if (before.year_only || before.end == i || behind_joiner(before.end) != i || before.mention.until)
      return std::nullopt;
    std::size_t at = i;
    const int value = number(at, 2);
    DateReading reading;
    reading.begin = i;
    const Date& first = before.mention.begin;
    if (value >= 1 && value <= 12 && text_.at(at) == U'月' && first.day == 0 && !before.quarter) {
      reading.mention.begin = {0, value, 0};
      reading.end = at + 1;
    } else if (value >= 1 && value <= 31 && (text_.at(at) == U'日' || text_.at(at) == U'号') && first.day > 0 &&
               !before.mention.end) {
      reading.mention.begin = {0, first.month, value};
      reading.end = at + 1;
    } else {
      return std::nullopt;
    }
    reading.mention.range = text_.range(reading.begin, reading.end);
    return reading;
  }

  /// In a list of dates the year stands once.
  void take_year(const DateReading& before, DateReading& reading) const {
    const bool listed = behind_joiner(before.end) == reading.begin && before.end != reading.begin;
    if (!listed || reading.mention.begin.year != 0 || before.year_only) return;
    const int year = before.mention.end ? before.mention.end->year : before.mention.begin.year;
    if (year == 0 && !before.relative_year) return;
    reading.relative_year = before.relative_year;
    reading.mention.begin.year = year;
    if (reading.mention.end) reading.mention.end->year = year;
  }

  /// 2024年开展活动1次，11月2日…: the year that the sentence begins with is that of its dates.
  void take_year_of_sentence(const std::vector<DateReading>& found, DateReading& reading) const {
    static constexpr std::size_t kNear = 40;
    if (reading.mention.begin.year != 0 || reading.relative_year || found.empty()) return;
    for (auto before = found.rbegin(); before != found.rend(); ++before) {
      const std::u32string_view between = text_.view(before->end, reading.begin);
      if (between.size() > kNear || between.find_first_of(U"。;!\n") != std::u32string_view::npos) return;
      if ((before->mention.end && !before->season) || before->mention.until) return;
      const int year = before->mention.begin.year;
      if (!before->year_only && !before->relative_year && year == 0) continue;
      reading.mention.begin.year = year;
      if (year == 0) reading.relative_year = before->relative_year;
      if (reading.mention.end && reading.mention.end->year == 0) reading.mention.end->year = year;
      return;
    }
  }

  bool may_start(std::size_t i) const {
    const char32_t before = i > 0 ? text_.chars[i - 1] : U'\0';
    return !is_digit(before) && (before != U'.' || year_at(i)) && !is_letter(before) && before != U'第';
  }

  /// 2.2024年11月30日: behind an item's number stands a year, and no decimals.
  bool year_at(std::size_t i) const { return is_digit(text_.at(i)) && take_year(i) > 0; }

  /// Up to `most` digits or a Chinese numeral; 0 if none.
  int number(std::size_t& i, std::size_t most) const {
    std::size_t end = i;
    if (is_digit(text_.at(i))) {
      int value = 0;
      while (is_digit(text_.at(end)) && end - i < most)
        value = value * 10 + static_cast<int>(text_.chars[end++] - U'0');
      if (is_digit(text_.at(end))) return 0;
      i = end;
      return value;
    }
    while (end < text_.size() && end - i < 4 &&
           signs::kDateNumerals.find(text_.chars[end]) != std::u32string_view::npos)
      ++end;
    if (end == i) return 0;
    const auto value = chinese_numeral(text_.view(i, end));
    if (!value || value->to_integer() > 9999) return 0;
    i = end;
    return static_cast<int>(value->to_integer());
  }

  std::optional<Part> part_at(std::size_t i) const {
    if (const auto dotted = dotted_at(i)) return dotted;
    Part part;
    std::size_t at = i;
    int value = number(at, 4);
    if (value >= 1990 && value <= 2100 && text_.at(at) == U'年') {
      part.year = value;
      part.end = ++at;
      if (text_.at(at) == U'度') return Part{part.year, 0, 0, at + 1, false};
      value = number(at, 2);
    }
    if (value < 1 || value > 12 || text_.at(at) != U'月') return part.year > 0 ? std::optional(part) : std::nullopt;
    part.month = value;
    part.end = ++at;
    if (text_.at(at) == U'份') part.end = ++at;
    const int day = number(at, 2);
    if (day >= 1 && day <= 31 && (text_.at(at) == U'日' || text_.at(at) == U'号')) {
      part.day = day;
      part.end = at + 1;
      return part;
    }
    const std::size_t end = behind_any(part.end, words_.month_parts);
    part.month_part = end != part.end;
    part.end = end;
    return part;
  }

  /// 2024.11.07, 2024-11-7, 2024/11/07, and 11.7 only behind such a date (see range_at).
  std::optional<Part> dotted_at(std::size_t i) const {
    std::size_t at = i;
    if (!is_digit(text_.at(i))) return std::nullopt;
    Part part;
    part.year = number(at, 4);
    const char32_t mark = text_.at(at);
    if (part.year < 1990 || part.year > 2100 || (mark != U'.' && mark != U'-' && mark != U'/')) return std::nullopt;
    part.month = number(++at, 2);
    if (part.month < 1 || part.month > 12 || text_.at(at) != mark) return std::nullopt;
    part.day = number(++at, 2);
    if (part.day < 1 || part.day > 31) return std::nullopt;
    if (text_.at(at) == U'日') ++at;
    part.end = at;
    return part;
  }

  /// The second date of a range: a date, or a day alone ("-5日").
  std::optional<Part> range_end_at(std::size_t i, const Part& begin) const {
    if (auto part = part_at(i); part && part->month > 0) return part;
    std::size_t at = i;
    const int day = number(at, 2);
    if (day < 1 || day > 31 || begin.day == 0) return std::nullopt;
    if (text_.at(at) != U'日' && text_.at(at) != U'号') return std::nullopt;
    return Part{begin.year, begin.month, day, at + 1, false};
  }

  std::size_t range_mark_end(std::size_t i) const {
    for (bool moved = true; moved;) {
      moved = false;
      for (const std::u32string& start : words_.range_starts)
        if (text_.view(i, text_.size()).starts_with(start)) i += start.size(), moved = true;
    }
    if (text_.at(i) == U',' || text_.at(i) == U'、') ++i;
    const std::size_t begin = i;
    while (i < begin + 2 && signs::kRangeMarks.find(text_.at(i)) != std::u32string_view::npos && text_.at(i) != 0) ++i;
    return i == begin ? 0 : i;
  }

  /// "1日-5日" and "1-5日" behind a month: the day of the first part may stand without 日.
  std::optional<Part> day_without_unit(std::size_t i, Part part) const {
    std::size_t at = part.end;
    if (part.month == 0 || part.day > 0 || part.month_part) return std::nullopt;
    const int day = number(at, 2);
    if (day < 1 || day > 31 || signs::kRangeMarks.find(text_.at(at)) == std::u32string_view::npos || text_.at(at) == 0)
      return std::nullopt;
    part.day = day;
    part.end = at;
    return at > i ? std::optional(part) : std::nullopt;
  }

  /// 2024年: moves `at` behind it; 0, and `at` stays, where no year stands there.
  int take_year(std::size_t& at) const {
    std::size_t end = at;
    const int year = number(end, 4);
    if (year < 1990 || year > 2100 || text_.at(end) != U'年') return 0;
    at = end + 1;
    return year;
  }

  /// 2024年三季度, 第三季度, 三季度; not 一季度一次, which is told of each.
  std::optional<DateReading> quarter_at(std::size_t i) const {
    std::size_t at = i;
    const int year = take_year(at);
    const bool ordinal = text_.at(at) == U'第';
    if (ordinal) ++at;
    const std::size_t digits = at;
    const int value = number(at, 1);
    if (value < 1 || value > 4) return std::nullopt;
    const char32_t before = i > 0 ? text_.at(i - 1) : U'\0';
    const bool listed = text_.at(at) == U'、' && [&] {  // 一、三季度
      std::size_t next = at + 1;
      const int other = number(next, 1);
      return other > value && other <= 4 && behind_any(next, words_.quarters) != next;
    }();
    const std::size_t quarter_end = behind_any(at, words_.quarters);
    if (!listed && quarter_end == at) return std::nullopt;
    const std::size_t end = listed ? at : quarter_end;
    const bool in_list = behind_joiner(end) != end || before == U'、' || before == U'和' || before == U'及';
    if (year == 0 && !ordinal && !in_list && (value == 1 || before == U'每')) return std::nullopt;
    if (before == U'每' || (is_digit(text_.at(digits)) && is_digit(before))) return std::nullopt;
    DateReading reading;
    reading.begin = i;
    reading.end = end;
    reading.quarter = true;
    reading.mention.begin = {year, 3 * value - 2, 0};
    reading.mention.end = Date{year, 3 * value, 0};
    if (year == 0) reading.relative_year = relative_year_before(i);
    reading.mention.range = text_.range(reading.begin, reading.end);
    return reading;
  }

  /// 2024年下半年, 今年秋季: a part of a year that is named; bare ones (上半年1次) may be any year's.
  std::optional<DateReading> season_at(std::size_t i) const {
    std::size_t at = i;
    const int year = take_year(at);
    const auto relative = year == 0 ? relative_year_before(i) : std::nullopt;
    for (const auto& [word, first, last] : words_.seasons) {
      if (!text_.view(at, text_.size()).starts_with(word)) continue;
      DateReading reading;
      reading.begin = i;
      reading.end = at + word.size();
      reading.quarter = true;
      reading.season = true;
      reading.mention.begin = {year, first, 0};
      reading.mention.end = Date{year, last, 0};
      reading.relative_year = relative;
      reading.mention.range = text_.range(reading.begin, reading.end);
      return reading;
    }
    return std::nullopt;
  }

  /// 〈2月〉、7月: a month in a list of months.
  std::optional<DateReading> listed_month_at(std::size_t i) const {
    std::size_t at = i;
    const int month = number(at, 2);
    if (month < 1 || month > 12 || text_.at(at) != U'月' || (i > 0 && text_.chars[i - 1] == U'个')) return std::nullopt;
    const std::size_t end = at + 1, next = behind_joiner(end);
    std::size_t behind = next;
    const int other = next > end ? number(behind, 2) : 0;
    if (other < 1 || other > 12 || text_.at(behind) != U'月') return std::nullopt;
    DateReading reading;
    reading.begin = i;
    reading.end = end;
    reading.mention.begin = {0, month, 0};
    reading.relative_year = relative_year_before(i);
    reading.mention.range = text_.range(i, end);
    return reading;
  }

  /// 2024年1-8月, 1至8月: the first month stands without its unit.
  std::optional<DateReading> months_at(std::size_t i) const {
    std::size_t at = i;
    const int year = take_year(at);
    const int first = number(at, 2);
    const std::size_t mark = range_mark_end(at);
    if (first < 1 || mark == 0 || text_.at(at) == U'月') return std::nullopt;
    at = mark;
    const int last = number(at, 2);
    if (last <= first || last > 12 || text_.at(at) != U'月') return std::nullopt;
    std::size_t day = at + 1;
    if (number(day, 2) > 0) return std::nullopt;  // 11-12月5日
    DateReading reading;
    reading.begin = i;
    reading.end = at + 1;
    if (text_.at(reading.end) == U'份') ++reading.end;
    reading.mention.begin = {year, first, 0};
    reading.mention.end = Date{year, last, 0};
    if (year == 0) reading.relative_year = relative_year_before(i);
    reading.mention.range = text_.range(reading.begin, reading.end);
    return reading;
  }

  std::optional<int> relative_year_before(std::size_t i) const {
    for (const auto& [word, offset] : words_.relative_years)
      if (text_.view(0, i).ends_with(word)) return offset;
    return std::nullopt;
  }

  std::optional<DateReading> range_at(std::size_t i) const {
    if (const auto quarter = quarter_at(i)) return quarter;
    if (const auto months = months_at(i)) return months;
    if (const auto season = season_at(i)) return season;
    if (const auto month = listed_month_at(i)) return month;
    auto begin = part_at(i);
    if (!begin) return std::nullopt;
    if (const auto with_day = day_without_unit(i, *begin)) begin = with_day;
    DateReading reading;
    reading.begin = i;
    reading.end = begin->end;
    reading.mention.begin = {begin->year, begin->month, begin->day};
    reading.year_only = begin->month == 0;
    reading.mention.until = ends_with_any(text_.view(0, i), words_.until);
    if (begin->year == 0) reading.relative_year = relative_year_before(i);
    if (begin->year == 0 && begin->day == 0 && !begin->month_part && !reading.mention.until && !reading.relative_year)
      return std::nullopt;  // 12个月, 9月
    if (!reading.year_only)
      if (const std::size_t mark = range_mark_end(begin->end); mark > 0)
        if (const auto end = range_end_at(mark, *begin)) {
          reading.mention.end = Date{end->year > 0 ? end->year : begin->year, end->month, end->day};
          // 12月28日-1月3日: the end lies in the next year.
          if (end->year == 0 && begin->year > 0 && end->month < begin->month)
            reading.mention.end->year = begin->year + 1;
          reading.end = end->end;
        }
    if (reading.mention.end)
      for (const std::u32string& word : words_.range_ends)
        if (text_.view(reading.end, text_.size()).starts_with(word)) reading.end += word.size();
    reading.begin_valid = valid(reading.mention.begin);
    reading.end_valid = !reading.mention.end || valid(*reading.mention.end);
    reading.mention.range = text_.range(reading.begin, reading.end);
    return reading;
  }

  static bool valid(const Date& date) { return date.day == 0 || date.day <= days_in_month(date.year, date.month); }

  const FoldedText& text_;
  const DateWords& words_;
};

}  // namespace

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  const bool leap = year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
  return month == 2 && leap ? 29 : kDays[month - 1];
}

DateWords::DateWords(const Programme& programme) {
  const nlohmann::json& file = programme.words("dates");
  take_lists(file, {{&range_starts, "range_starts"},
                    {&range_ends, "range_ends"},
                    {&until, "until"},
                    {&joiners, "joiners"},
                    {&quarters, "quarters"},
                    {&month_words, "month_words"},
                    {&month_parts, "month_parts"},
                    {&listed_parts, "listed_parts"},
                    {&listed_periods, "listed_periods"}});
  for (const auto& [key, offset] :
       {std::pair{"this_year", 0}, std::pair{"last_year", -1}, std::pair{"year_before", -2}, std::pair{"next_year", 1}})
    for (const std::u32string& word : word_list(file, key)) relative_years.emplace_back(word, offset);
  for (const nlohmann::json& season : file.at("seasons"))
    seasons.push_back(
        {folded(season.at("word").get<std::string>()), season.at("first").get<int>(), season.at("last").get<int>()});
  for (const std::u32string_view letters : {std::u32string_view(U"0123456789"), signs::kDateNumerals})
    for (const char32_t letter : letters) beginnings.set(letter % beginnings.size());
  beginnings.set(signs::kOrdinalSign % beginnings.size());
  for (const Season& season : seasons) beginnings.set(season.word.front() % beginnings.size());
}

std::vector<DateReading> find_dates(const FoldedText& text, const Programme& programme) {
  return DateScanner(text, DateWords::of(programme)).scan();
}

std::size_t period_end(const FoldedText& text, std::size_t at, const DateWords& words) {
  static constexpr std::size_t kLongestNumber = 3;
  if (at > 0 && is_digit(text.at(at - 1))) return at;
  std::size_t end = at + (text.at(at) == U'第' ? 1 : 0);
  const auto number = [&] {
    const std::size_t from = end;
    while (end < text.size() && end - from < kLongestNumber &&
           (is_digit(text.chars[end]) || signs::kNumerals.find(text.chars[end]) != std::u32string_view::npos))
      ++end;
    return end > from;
  };
  const auto pass = [&](const std::vector<std::u32string>& list) {
    for (const std::u32string& word : list)
      if (text.view(end, text.size()).starts_with(word)) return end += word.size(), true;
    return false;
  };
  if (number()) {
    const bool quarter = pass(words.quarters);
    if (quarter || pass(words.month_words)) {
      if (!quarter && number()) return text.at(end) == U'日' || text.at(end) == U'号' ? end + 1 : at;
      for (const std::u32string& part : words.listed_parts)
        if (text.view(end, text.size()).starts_with(part)) end += part.size();
      return end;
    }
  }
  for (const std::u32string& word : words.listed_periods)
    if (text.view(at, text.size()).starts_with(word)) return at + word.size();
  return at;
}

namespace {

/// An end without a year lies in its begin's year, or in the next where its month comes before.
void infer_end(DateMention& mention) {
  if (!mention.end || mention.end->year != 0 || mention.begin.year == 0) return;
  mention.end->year = mention.begin.year + (mention.end->month < mention.begin.month ? 1 : 0);
  mention.year_inferred = true;
}

}  // namespace

void infer_years(DateMention& mention, const Date& context) {
  if (context.year == 0) return;
  Date& date = mention.begin;
  if (date.year == 0 && date.month > 0) {
    date.year = context.year;
    if (context.month - date.month > 2)
      ++date.year;  // acceptance in November, publicity in January
    else if (date.month - context.month >= 10)
      --date.year;  // acceptance in January, an event in December
    mention.year_inferred = true;
  }
  infer_end(mention);
}

void infer_event_years(DateMention& mention, const Date& context, std::optional<int> relative_year) {
  static constexpr int kMonthsAhead = 3;
  if (context.year == 0) return;
  Date& date = mention.begin;
  if (date.year == 0 && date.month > 0) {
    date.year = context.year + relative_year.value_or(date.month - context.month > kMonthsAhead ? -1 : 0);
    mention.year_inferred = !relative_year;
  }
  const bool inferred = mention.year_inferred;
  infer_end(mention);
  mention.year_inferred = inferred || (!relative_year && mention.year_inferred);
}

}  // namespace gongshi::normalize
