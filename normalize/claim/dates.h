// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as people write them: 2023年10月30日-11月3日, 11月7日始-12月12日止, 2024.11.07, 二〇二四年八月, 9月底.
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "normalize/folded_text.h"
#include "schema/claim.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// A DateMention that also knows its characters and what was printed.
struct DateReading {
  DateMention mention;  ///< begin.year 0 where no year is printed; a range's end takes year and month from its begin
                        ///< where it lacks them.
  std::size_t begin = 0, end = 0;    ///< Characters of the folded text.
  bool year_only = false;            ///< 2024年
  bool quarter = false;              ///< 三季度, also halves and seasons
  bool season = false;               ///< 下半年, 秋季
  std::optional<int> relative_year;  ///< 今年 0, 去年 -1, 明年 1: the year that is told instead of printed.
  bool begin_valid = true,
       end_valid = true;  ///< False for days that the calendar does not have (11月31日), as far as the year is known.
};

struct Season {
  std::u32string word;      ///< 上半年
  int first = 0, last = 0;  ///< Months.
};

/// The word file "dates", made once per programme; its remark says what each list is.
struct DateWords {
  std::vector<std::u32string> range_starts, range_ends, until, joiners, quarters, month_words, month_parts,
      listed_parts, listed_periods;
  std::vector<std::pair<std::u32string, int>> relative_years;  ///< With the years from this one.
  std::vector<Season> seasons;

  /// Whether a date may begin with the character: most of a text's begin none.
  [[nodiscard]] bool may_begin(char32_t letter) const { return beginnings[letter % beginnings.size()]; }

  explicit DateWords(const Programme& programme);
  [[nodiscard]] static const DateWords& of(const Programme& programme) { return programme.prepared<DateWords>(); }

 private:
  std::bitset<8192> beginnings;  ///< By their lower bits: digits, numerals, 第, and what the seasons begin with.
};

/// Past a month, quarter or part of a year that stands at `at` in a list of such (二季度, 6月中旬, 下半年), or a day of
/// a month; `at` if none stands there.
[[nodiscard]] std::size_t period_end(const FoldedText& text, std::size_t at, const DateWords& words);

/// All dates and date ranges in text order. A bare year ("2024年") counts, a bare month only with 底 初 上旬 … or
/// behind a year, 今年 去年 … or 截至.
[[nodiscard]] std::vector<DateReading> find_dates(const FoldedText& text, const Programme& programme);

/// Gives dates without a year the year of `context` or the next one: the one that puts them at most two months before
/// and less than ten months after it. Does nothing where `context` has no year. Sets year_inferred.
void infer_years(DateMention& mention, const Date& context);

/// The same for something told in a claim, seen from the acceptance: the year that `relative_year` tells; else the
/// year of `context`, or the one before where the date would lie more than three months after it. Sets year_inferred
/// where no year was told.
void infer_event_years(DateMention& mention, const Date& context, std::optional<int> relative_year);

/// Last day of the month, 0 for a month that does not exist. Year 0 stands for a leap year.
[[nodiscard]] int days_in_month(int year, int month);

}  // namespace gongshi::normalize
