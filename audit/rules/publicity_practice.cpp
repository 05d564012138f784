// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/figures_support.h"
#include "audit/rules/practice_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "normalize/calendar.h"
#include "schema/chinese_signs.h"
#include "schema/date_text.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "publicity-practice";

bool is_day(const Date& date) { return date.year > 0 && date.month > 0 && date.day > 0 && date.valid(); }

Finding about(const Text& text, ByteRange range, std::string words) {
  Finding finding;
  finding.message = std::move(words);
  if (range.end <= text.utf8.size() && range.begin < range.end) {
    finding.quote = text.utf8.substr(range.begin, range.size());
    finding.places = text.places(range);
  }
  return finding;
}

/// The acceptance begins or ends on a holiday of the State Council's notice. Week ends are worked often enough.
void check_acceptance(const Programme& programme, const Notice& notice, std::vector<Finding>& findings) {
  if (!notice.acceptance) return;
  for (const Date& day : {notice.acceptance->begin, notice.acceptance->end.value_or(notice.acceptance->begin)}) {
    if (!is_day(day) || normalize::kind_of_day(day, programme) != normalize::DayKind::kHoliday) continue;
    findings.push_back(
        about(notice.preamble, notice.acceptance->range, message(kId, "holiday", {{"day", date_text(day)}})));
    findings.back().stated = date_text(day);
    return;
  }
}

void check_length(const Programme& programme, const Notice& notice, std::vector<Finding>& findings) {
  const PublicityPeriod& period = *notice.period;
  const Text& text = period.in_footer ? notice.footer : notice.preamble;
  const bool dated =
      period.begin && period.end && is_day(*period.begin) && is_day(*period.end) && *period.begin <= *period.end;
  const std::optional<int> days =
      dated ? std::optional(normalize::calendar_days(*period.begin, *period.end)) : period.stated_days;
  if (days && practice(programme).usual_days > 0 && *days < practice(programme).usual_days) {
    findings.push_back(about(text, period.range,
                             message(kId, "short",
                                     {{"days", std::to_string(*days)},
                                      {"usual", std::to_string(practice(programme).usual_days)},
                                      {"source", practice(programme).source}})));
    findings.back().stated = std::to_string(*days) + std::string(signs::kDays);
    findings.back().expected = "≥" + std::to_string(practice(programme).usual_days) + std::string(signs::kDays);
  }
  if (!dated) return;
  if (const auto worked = normalize::working_days(*period.begin, *period.end, programme); worked && *worked == 0)
    findings.push_back(
        about(text, period.range,
              message(kId, "days-off", {{"begin", date_text(*period.begin)}, {"end", date_text(*period.end)}})));
}

/// 须提供身份证号: objectors give their names, but no notice needs their identity numbers.
void check_identity(const Programme& programme, const Notice& notice, std::vector<Finding>& findings) {
  const WordList identity(practice(programme).identity), asked_for(practice(programme).asked_for);
  for (const Text* text : {&notice.footer, &notice.preamble}) {
    const WordHit hit = find_word(text->utf8, identity);
    if (hit.at == std::string::npos) continue;
    const auto begin = static_cast<std::uint32_t>(hit.at);
    const ByteRange around = sentence_around(text->utf8, {begin, begin + static_cast<std::uint32_t>(hit.length)});
    const std::string sentence = text->utf8.substr(around.begin, around.size());
    if (find_word(sentence, asked_for).at == std::string::npos) continue;
    findings.push_back(about(*text, around, message(kId, "identity", {{"quote", shortened(sentence)}})));
    return;
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  check_acceptance(input.programme, input.notice, findings);
  if (input.notice.period) check_length(input.programme, input.notice, findings);
  check_identity(input.programme, input.notice, findings);
  return findings;
}

}  // namespace

Rule publicity_practice() { return {kId, 1, Severity::kInfo, false, check}; }

}  // namespace gongshi::audit::checks
