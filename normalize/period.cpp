// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/period.h"

#include <algorithm>
#include <array>

#include "normalize/claim/dates.h"
#include "normalize/claim/quantities.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::array<std::u32string_view, 8> kPeriodWords = {U"公示期",   U"公示时间", U"公示日期", U"公示时限",
                                                             U"公示期限", U"公示起止", U"公示从",   U"公示自"};
constexpr std::array<std::u32string_view, 4> kLastDayWords = {U"截止", U"截至", U"结束", U"之前"};
constexpr std::array<std::u32string_view, 6> kAcceptanceWords = {U"验收", U"评估", U"组织成立",
                                                                 U"实地", U"核查", U"评审"};
constexpr std::array<std::u32string_view, 5> kNotTheAcceptance = {U"实施意见", U"的通知", U"公示", U"印发",
                                                                  U"申报通知"};

struct Reading {
  PublicityPeriod period;
  bool found = false;
};

bool says_any(std::u32string_view text, const auto& words) {
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view word) { return text.find(word) != kNone; });
}

/// Where the words on the period begin: 公示期 that is followed by a figure or date, not 请在公示期内.
std::size_t period_begin(const FoldedText& text, std::size_t from) {
  std::size_t best = kNone;
  for (const std::u32string_view word : kPeriodWords)
    for (std::size_t at = text.view().find(word, from); at != kNone; at = text.view().find(word, at + 1)) {
      if (text.at(at + word.size()) == U'内' || text.at(at + word.size()) == U'间') continue;
      best = std::min(best, at);
      break;
    }
  return best;
}

std::size_t sentence_end(const FoldedText& text, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char32_t c = text.chars[i];
    if (c == U'(') ++depth;
    if (c == U')') --depth;
    if (depth <= 0 && (c == U'。' || c == U'\n' || c == U';') && i > from + 8) return i;
  }
  return text.size();
}

void take_dates(const FoldedText& text, Span where, const std::vector<DateReading>& dates, PublicityPeriod& period) {
  for (const DateReading& date : dates) {
    if (date.begin < where.begin || date.begin >= where.end || date.year_only) continue;
    if (date.mention.end) {
      period.begin = date.mention.begin;
      period.end = *date.mention.end;
      period.begin_date_valid = date.begin_valid;
      period.end_date_valid = date.end_valid;
      return;
    }
    const std::u32string_view before = text.view(where.begin, date.begin), after = text.view(date.end, where.end);
    const bool last = says_any(before.substr(before.size() - std::min<std::size_t>(before.size(), 5)), kLastDayWords) ||
                      after.starts_with(U"止") || after.starts_with(U"结束") || after.starts_with(U"前") ||
                      before.ends_with(U"至") || before.ends_with(U"到");
    if (last || period.begin) {
      period.end = date.mention.begin;
      period.end_date_valid = date.begin_valid;
      if (period.begin && period.end->year == 0) period.end->year = period.begin->year;
    } else {
      period.begin = date.mention.begin;
      period.begin_date_valid = date.begin_valid;
    }
    if (period.begin && period.end) return;
  }
}

void take_days(const FoldedText& text, Span where, std::string_view original, PublicityPeriod& period) {
  ClaimReading reading(original);
  ClaimFacts facts;
  read_parts(reading, facts);
  read_quantities(reading, facts);
  const ByteRange range = text.range(where.begin, where.end);
  for (const Quantity& quantity : facts.quantities) {
    if (quantity.range.begin < range.begin || quantity.range.end > range.end) continue;
    if (quantity.unit != "天" && quantity.unit != "工作日") continue;
    if (quantity.role == QuantityRole::kDatePart || !quantity.value.is_integer() || quantity.value > Decimal(366) ||
        quantity.value < Decimal(1))
      continue;
    period.stated_days = static_cast<int>(quantity.value.to_integer());
    period.working_days = quantity.unit == "工作日";
    return;
  }
}

/// 公示期：5天（…）, 于11月7日至12日公示. The period's words may stand before or behind the dates.
Reading read_from(std::string_view original) {
  Reading reading;
  const FoldedText text(original);
  const std::vector<DateReading> dates = find_dates(text);
  for (std::size_t begin = period_begin(text, 0); begin != kNone; begin = period_begin(text, begin + 3)) {
    const Span where{begin, sentence_end(text, begin)};
    PublicityPeriod period;
    take_dates(text, where, dates, period);
    take_days(text, where, original, period);
    if (!period.begin && !period.end && !period.stated_days) continue;
    period.range = text.range(where.begin, where.end);
    reading.period = period;
    reading.found = true;
    return reading;
  }
  return reading;
}

void complete(PublicityPeriod& period, const std::optional<DateMention>& acceptance) {
  DateMention mention;
  const Date context = acceptance ? acceptance->end.value_or(acceptance->begin) : Date{};
  if (period.begin) {
    mention.begin = *period.begin;
    mention.end = period.end;
    infer_years(mention, context);
    if (mention.end && mention.end->month > 0 && mention.end->day == 0) mention.end->day = 0;
    period.begin = mention.begin;
    period.end = mention.end;
  } else if (period.end) {
    mention.begin = *period.end;
    infer_years(mention, context);
    period.end = mention.begin;
  }
  period.year_inferred = mention.year_inferred;
}

void read_acceptance(Notice& notice) {
  const FoldedText text(notice.preamble.utf8);
  for (const DateReading& date : find_dates(text)) {
    if (date.mention.begin.month == 0) continue;
    const std::size_t end = std::min(text.size(), date.end + 60);
    const std::u32string_view after = text.view(date.end, end);
    if (!says_any(after, kAcceptanceWords)) continue;
    // 2022年10月印发的通知 is no acceptance: the nearest of the words decides.
    std::size_t acceptance = kNone, other = kNone;
    for (const std::u32string_view word : kAcceptanceWords) acceptance = std::min(acceptance, after.find(word));
    for (const std::u32string_view word : kNotTheAcceptance) other = std::min(other, after.find(word));
    if (other < acceptance) continue;
    notice.acceptance = date.mention;
    return;
  }
}

}  // namespace

void read_period(Notice& notice) {
  notice.acceptance.reset();
  notice.period.reset();
  read_acceptance(notice);
  for (const bool footer : {true, false}) {
    Reading reading = read_from(footer ? notice.footer.utf8 : notice.preamble.utf8);
    if (!reading.found) continue;
    reading.period.in_footer = footer;
    complete(reading.period, notice.acceptance);
    notice.period = reading.period;
    return;
  }
}

}  // namespace gongshi::normalize
