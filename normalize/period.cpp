// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/period.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "normalize/claim/dates.h"
#include "normalize/claim/quantities.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

bool is_range_mark(char32_t c) { return c == U'-' || c == U'~' || c == signs::kToSign || c == signs::kUpToSign; }

/// The word file "publicity".
struct Words {
  std::vector<std::u32string> nouns, labels, period_words, not_period, inside, last_day, not_between, reply, work_days,
      acceptance, not_acceptance, last_behind, last_before, from;

  explicit Words(const Programme& programme) {
    const nlohmann::json& object = programme.words("publicity");
    nouns = word_list(object, "nouns");
    labels = word_list(object, "labels");
    period_words = word_list(object, "period_words");
    not_period = word_list(object, "not_period");
    inside = word_list(object, "inside");
    last_day = word_list(object, "last_day");
    not_between = word_list(object, "not_between");
    reply = word_list(object, "reply");
    work_days = word_list(object, "work_days");
    acceptance = word_list(object, "acceptance");
    not_acceptance = word_list(object, "not_acceptance");
    last_behind = word_list(object, "last_behind");
    last_before = word_list(object, "last_before");
    from = word_list(object, "from");
  }
};

bool says_any(std::u32string_view text, const auto& list) {
  return std::any_of(list.begin(), list.end(), [&](std::u32string_view word) { return text.find(word) != kNone; });
}

bool begins_with_any(std::u32string_view text, const std::vector<std::u32string>& list) {
  return std::any_of(list.begin(), list.end(), [&](const std::u32string& word) { return text.starts_with(word); });
}

bool ends_with_any(std::u32string_view text, const std::vector<std::u32string>& list) {
  return std::any_of(list.begin(), list.end(), [&](const std::u32string& word) { return text.ends_with(word); });
}

/// A statement of the period: where its noun stands, and how sure the noun is.
struct Anchor {
  std::size_t begin = 0, end = 0;  ///< Of the noun.
  bool strong = false;             ///< 公示期, 公示：, 公示5天
  bool inside = false;             ///< 公示期内: only dates make it a statement.
};

struct Reading {
  PublicityPeriod period;
  bool found = false;
};

/// Sentences end at a full stop, a semicolon or a line's end outside of parentheses; a short line (公示时间) goes on in
/// the next.
std::vector<Span> sentences(const FoldedText& text) {
  static constexpr std::size_t kShortLine = 8;
  std::vector<Span> all;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char32_t c = text.at(i);
    if (c == U'(') ++depth;
    if (c == U')') depth = std::max(0, depth - 1);
    const bool stop = c == U'。' || c == U';' || (c == U'\n' && i > begin + kShortLine);
    if (i < text.size() && !(stop && (depth == 0 || c == U'\n'))) continue;
    if (i > begin) all.push_back({begin, i});
    begin = i + 1;
    depth = 0;
  }
  return all;
}

std::vector<Anchor> anchors(const Words& words, const FoldedText& text, Span sentence) {
  std::vector<Anchor> found;
  const std::u32string_view view = text.view();
  for (std::size_t i = sentence.begin; i < sentence.end; ++i) {
    for (const auto* list : {&words.nouns, &words.labels})
      for (const std::u32string& noun : *list) {
        if (!view.substr(i).starts_with(noun)) continue;
        const std::size_t end = i + noun.size();
        const std::u32string_view after = text.view(std::min(end, sentence.end), sentence.end);
        const bool label = list == &words.labels;
        if (label && (!after.starts_with(U":") || (i > sentence.begin && text.at(i - 1) != U'\n'))) continue;
        Anchor anchor{i, end, false, begins_with_any(after, words.inside)};
        if (!anchor.inside && begins_with_any(after, words.not_period)) continue;
        anchor.strong = !anchor.inside && (label || begins_with_any(after, words.period_words) || noun.size() > 2 ||
                                           (!after.empty() && is_digit(after.front())));
        if (found.empty() || found.back().end <= i) found.push_back(anchor);
      }
  }
  return found;
}

/// One or two digits as a number; 0 if there are none or more.
int small_number(const FoldedText& text, std::size_t& at) {
  std::size_t end = at;
  int value = 0;
  while (is_digit(text.at(end)) && end - at < 3) value = value * 10 + static_cast<int>(text.chars[end++] - U'0');
  if (end == at || end - at > 2) return 0;
  at = end;
  return value;
}

/// 11.4 or 11/4; moves `at` behind it. Only where a date is looked for: it may be a number elsewhere.
std::optional<Date> short_date(const FoldedText& text, std::size_t& at) {
  std::size_t i = at;
  Date date;
  date.month = small_number(text, i);
  if (date.month < 1 || date.month > 12 || (text.at(i) != U'.' && text.at(i) != U'/')) return std::nullopt;
  date.day = small_number(text, ++i);
  if (date.day < 1 || date.day > 31) return std::nullopt;
  if (text.at(i) == U'日') ++i;
  at = i;
  return date;
}

/// Behind a range's mark: 11.8, 8日, 8, as the end of a range that begins on `begin`; moves `at` behind it.
std::optional<Date> range_end(const FoldedText& text, std::size_t& at, const Date& begin) {
  std::size_t i = at;
  if (text.at(i) == U',') ++i;
  const std::size_t mark = i;
  while (i < mark + 2 && is_range_mark(text.at(i))) ++i;
  if (i == mark) return std::nullopt;
  std::optional<Date> end = short_date(text, i);
  if (!end) {
    const int day = small_number(text, i);
    if (day < 1 || day > 31 || text.at(i) == U'.' || text.at(i) == U'月' || text.at(i) == U'年') return std::nullopt;
    end = Date{begin.year, begin.month, day};
    if (text.at(i) == U'日') ++i;
  }
  if (end->year == 0 && begin.year > 0) end->year = begin.year + (end->month < begin.month ? 1 : 0);
  at = i;
  return end;
}

bool exists(const Date& date) { return date.day <= days_in_month(date.year, date.month); }

/// 11月4日、5日、6日: days that are listed one by one are a range to the last; moves `at` behind it. Empty where they
/// do not follow each other.
std::optional<Date> last_listed_day(const FoldedText& text, std::size_t& at, Date day) {
  bool listed = false;
  while (text.at(at) == U'、' || text.at(at) == U',' || text.at(at) == U'和') {
    std::size_t next = at + 1;
    const int number = small_number(text, next);
    if (number != day.day + 1 || text.at(next) != U'日') break;
    day.day = number;
    at = next + 1;
    listed = true;
  }
  return listed ? std::optional(day) : std::nullopt;
}

/// 11月4、5、6、7、8日: the same with one 日 at the end; gives the first day and the last.
std::optional<Date> listed_without_unit(const FoldedText& text, std::size_t& at, std::optional<Date>& begin) {
  std::size_t i = at;
  Date first;
  first.month = small_number(text, i);
  if (first.month < 1 || first.month > 12 || text.at(i) != U'月') return std::nullopt;
  first.day = small_number(text, ++i);
  Date last = first;
  while (text.at(i) == U'、') {
    std::size_t next = i + 1;
    if (small_number(text, next) != last.day + 1) return std::nullopt;
    ++last.day;
    i = next;
  }
  if (first.day < 1 || last.day == first.day || text.at(i) != U'日') return std::nullopt;
  at = i + 1;
  begin = first;
  return last;
}

/// 2024.11.4-11.8 and (11.4-11.8): what find_dates leaves as single dates or does not read, because elsewhere such
/// figures are none.
void add_short_dates(const FoldedText& text, Span sentence, std::vector<DateReading>& dates) {
  for (DateReading& date : dates) {
    if (date.begin < sentence.begin || date.end > sentence.end || date.mention.end || date.mention.begin.day == 0)
      continue;
    std::size_t at = date.end;
    auto end = range_end(text, at, date.mention.begin);
    if (!end) end = last_listed_day(text, at, date.mention.begin);
    if (end) {
      date.mention.end = end;
      date.end_valid = exists(*end);
      date.end = at;
    }
  }
  for (std::size_t i = sentence.begin; i < sentence.end; ++i) {
    const auto covers = [&](const DateReading& date) { return date.begin <= i && i < date.end; };
    const char32_t before = i > 0 ? text.chars[i - 1] : U'\0';
    if (is_digit(before) || before == U'.' || std::any_of(dates.begin(), dates.end(), covers)) continue;
    std::size_t at = i;
    std::optional<Date> begin = short_date(text, at), end;
    if (begin) end = range_end(text, at, *begin);
    if (!begin) end = listed_without_unit(text, at = i, begin);
    if (!begin || !end) continue;
    DateReading reading;
    reading.begin = i;
    reading.end = at;
    reading.mention.begin = *begin;
    reading.mention.end = end;
    reading.begin_valid = exists(*begin);
    reading.end_valid = exists(*end);
    dates.push_back(reading);
    i = at;
  }
  std::sort(dates.begin(), dates.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
}

/// …起公示5天，至8日止: the end's day alone, in the month of the begin.
void take_lone_end(const FoldedText& text, Span where, PublicityPeriod& period) {
  if (!period.begin || period.end || period.begin->day == 0) return;
  for (std::size_t i = where.begin; i < where.end; ++i) {
    if (text.at(i) != U'至' && text.at(i) != U'到') continue;
    std::size_t at = i + 1;
    const int day = small_number(text, at);
    if (day < 1 || day > 31 || text.at(at) != U'日') continue;
    period.end = Date{period.begin->year, period.begin->month, day};
    period.end_date_valid = exists(*period.end);
    return;
  }
}

/// 10月24日、25日、28日、29日、30日: the last of the days that are listed on behind `second`, over a weekend at most.
void take_listed_days(const FoldedText& text, Span where, const std::vector<DateReading>& dates,
                      const DateReading& second, PublicityPeriod& period) {
  static constexpr std::int64_t kWeekend = 3;
  std::size_t end = second.end;
  for (const DateReading& date : dates) {
    if (date.begin < second.end || date.begin >= where.end) continue;
    Date day = date.mention.begin;
    if (day.year == 0) day.year = period.end->year;
    if (date.begin != end + 1 || text.at(end) != U'、' || day.day == 0 || day.month == 0) return;
    const bool known = day.year > 0 && period.end->year > 0;
    const std::int64_t gap = known ? day.days() - period.end->days() : day.day - period.end->day;
    if (gap < 1 || gap > kWeekend) return;
    period.end = day;
    if (date.mention.end) period.end->month = date.mention.end->month, period.end->day = date.mention.end->day;
    period.end_date_valid = date.mention.end ? date.end_valid : date.begin_valid;
    end = date.end;
  }
}

void take_dates(const Words& words, const FoldedText& text, Span where, const std::vector<DateReading>& dates,
                PublicityPeriod& period) {
  for (const DateReading& date : dates) {
    if (date.begin < where.begin || date.begin >= where.end || date.year_only) continue;
    if (date.mention.end) {
      period.begin = date.mention.begin;
      period.end = *date.mention.end;
      period.begin_date_valid = date.begin_valid;
      period.end_date_valid = date.end_valid;
      return take_listed_days(text, where, dates, date, period);
    }
    const std::u32string_view before = text.view(where.begin, date.begin), after = text.view(date.end, where.end);
    const bool last =
        says_any(before.substr(before.size() - std::min<std::size_t>(before.size(), 5)), words.last_day) ||
        begins_with_any(after, words.last_behind) || ends_with_any(before, words.last_before);
    if (last || period.begin) {
      period.end = date.mention.begin;
      period.end_date_valid = date.begin_valid;
      if (period.begin && period.end->year == 0) period.end->year = period.begin->year;
    } else {
      period.begin = date.mention.begin;
      period.begin_date_valid = date.begin_valid;
    }
    if (period.begin && period.end) return take_listed_days(text, where, dates, date, period);
  }
  take_lone_end(text, where, period);
}

/// A week is seven days.
constexpr int kWeek = 7;

class Reader {
 public:
  Reader(std::string_view original, const Programme& programme)
      : programme_(programme),
        words_(programme.prepared<Words>()),
        original_(original),
        text_(original),
        dates_(find_dates(text_, programme)) {}

  Reading read() {
    Reading best;
    int best_score = 0;
    std::optional<PublicityPeriod> days;  // 公示期：5天 and 公示时间：… may be two statements
    for (const Span& sentence : sentences(text_)) {
      const std::vector<Anchor> nouns = anchors(words_, text_, sentence);
      if (nouns.empty()) continue;
      add_short_dates(text_, sentence, dates_);
      for (const Anchor& anchor : nouns) {
        const auto period = statement(sentence, anchor);
        if (!period) continue;
        if (period->stated_days && anchor.strong && !days) days = period;
        const int score =
            (period->begin ? 2 : 0) + (period->end ? 2 : 0) + (period->stated_days ? 2 : 0) + (anchor.strong ? 1 : 0);
        if (score <= best_score) continue;
        best_score = score;
        best = {*period, true};
      }
    }
    if (best.found && !best.period.stated_days && days) {
      best.period.stated_days = days->stated_days;
      best.period.working_days = days->working_days;
    }
    return best;
  }

 private:
  bool parted(std::size_t begin, std::size_t end) const {
    return begin < end && says_any(text_.view(begin, end), words_.not_between);
  }

  /// Where the statement begins: with the dates before the noun that belong to it (11月4日至8日，公示5天).
  std::size_t statement_begin(Span sentence, const Anchor& anchor) const {
    static constexpr std::size_t kNear = 14;
    std::size_t begin = anchor.begin;
    for (auto date = dates_.rbegin(); date != dates_.rend(); ++date) {
      if (date->begin >= begin || date->begin < sentence.begin || date->year_only) continue;
      if (date->end + kNear < begin || parted(date->end, begin)) break;
      begin = date->begin;
    }
    if (begin < anchor.begin)
      for (const std::u32string& from : words_.from)
        if (text_.view(sentence.begin, begin).ends_with(from)) {
          begin -= from.size();
          break;
        }
    return begin;
  }

  std::optional<PublicityPeriod> statement(Span sentence, const Anchor& anchor) {
    const std::size_t begin = statement_begin(sentence, anchor);
    std::size_t end = sentence.end;
    // A noun that says little is followed closely by its dates.
    static constexpr std::size_t kClose = 16;
    for (const DateReading& date : dates_)
      if (date.begin >= anchor.end && date.begin < end &&
          (parted(anchor.end, date.begin) ||
           (!anchor.strong && begin == anchor.begin && date.begin > anchor.end + kClose)))
        end = date.begin;
    PublicityPeriod period;
    take_dates(words_, text_, {begin, end}, dates_, period);
    if (!anchor.inside || (period.begin && period.end)) take_days({begin, end}, period);
    if (!period.begin && !period.end && (!period.stated_days || anchor.inside)) return std::nullopt;
    if (anchor.inside && (!period.begin || !period.end)) return std::nullopt;
    if (!period.working_days && period.stated_days && says_any(text_.view(begin, sentence.end), words_.work_days))
      period.working_days = true;
    period.range = text_.range(begin, sentence.end);
    return period;
  }

  void take_days(Span where, PublicityPeriod& period) {
    const ByteRange range = text_.range(where.begin, where.end);
    for (const Quantity& quantity : quantities()) {
      if (quantity.range.begin < range.begin || quantity.range.end > range.end) continue;
      const bool week = quantity.unit == signs::kWeeks;
      if ((quantity.unit != signs::kDays && quantity.unit != signs::kWorkingDays && !week) || in_date(quantity) ||
          is_for_replies(quantity))
        continue;
      if (!quantity.value.is_integer() || quantity.value > Decimal(366) || quantity.value < Decimal(1)) continue;
      period.stated_days = static_cast<int>(quantity.value.to_integer()) * (week ? kWeek : 1);
      period.working_days = quantity.unit == signs::kWorkingDays;
      return;
    }
  }

  bool in_date(const Quantity& quantity) const {
    return quantity.role == QuantityRole::kDatePart ||
           std::any_of(dates_.begin(), dates_.end(), [&](const DateReading& date) {
             const ByteRange range = text_.range(date.begin, date.end);
             return quantity.range.begin < range.end && range.begin < quantity.range.end;
           });
  }

  /// 公示期满后3个工作日内答复
  bool is_for_replies(const Quantity& quantity) const {
    static constexpr std::size_t kBefore = 18, kBehind = 15;  // bytes
    const std::size_t from = quantity.range.begin - std::min<std::size_t>(quantity.range.begin, kBefore);
    return says_any(folded(valid_part(from, quantity.range.begin)), words_.reply) ||
           says_any(folded(valid_part(quantity.range.end, quantity.range.end + kBehind)), words_.reply);
  }

  /// The original's bytes between two offsets, without the halves of characters at its ends.
  std::string_view valid_part(std::size_t begin, std::size_t end) const {
    const auto inside = [&](std::size_t at) {
      return at < original_.size() && (static_cast<unsigned char>(original_[at]) & 0xC0U) == 0x80U;
    };
    end = std::min(end, original_.size());
    while (inside(begin)) ++begin;
    while (inside(end)) ++end;
    return original_.substr(std::min(begin, end), end - std::min(begin, end));
  }

  const std::vector<Quantity>& quantities() {
    if (!quantities_) {
      ClaimReading reading(original_, programme_);
      ClaimFacts facts;
      read_parts(reading, facts);
      read_quantities(reading, facts);
      quantities_ = std::move(facts.quantities);
    }
    return *quantities_;
  }

  const Programme& programme_;
  const Words& words_;
  std::string_view original_;
  FoldedText text_;
  std::vector<DateReading> dates_;
  std::optional<std::vector<Quantity>> quantities_;
};

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

void read_acceptance(Notice& notice, const Programme& programme) {
  const Words& words = programme.prepared<Words>();
  const FoldedText text(notice.preamble.utf8);
  for (const DateReading& date : find_dates(text, programme)) {
    if (date.mention.begin.month == 0) continue;
    const std::size_t end = std::min(text.size(), date.end + 60);
    const std::u32string_view after = text.view(date.end, end);
    if (!says_any(after, words.acceptance)) continue;
    // 2022年10月印发的通知 is no acceptance: the nearest of the words decides.
    std::size_t acceptance = kNone, other = kNone;
    for (const std::u32string_view word : words.acceptance) acceptance = std::min(acceptance, after.find(word));
    for (const std::u32string_view word : words.not_acceptance) other = std::min(other, after.find(word));
    if (other < acceptance) continue;
    notice.acceptance = date.mention;
    return;
  }
}

}  // namespace

void read_period(Notice& notice, const Programme& programme) {
  notice.acceptance.reset();
  notice.period.reset();
  read_acceptance(notice, programme);
  for (const bool footer : {true, false}) {
    Reading reading = Reader(footer ? notice.footer.utf8 : notice.preamble.utf8, programme).read();
    if (!reading.found) continue;
    reading.period.in_footer = footer;
    complete(reading.period, notice.acceptance);
    notice.period = reading.period;
    return;
  }
}

}  // namespace gongshi::normalize
